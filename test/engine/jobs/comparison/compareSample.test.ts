import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ComparisonProgress } from '#contract/comparison.ts';
import { nodeTransport } from '#engine/api/nodeTransport.ts';
import { TransportError, type HttpAnswer, type Transport } from '#engine/api/transport.ts';
import type { Clock } from '#engine/jobs/clock.ts';
import { countsOf, fieldCountsOf } from '#engine/jobs/comparison/comparedRow.ts';
import { compareSample, type ComparedSample } from '#engine/jobs/comparison/compareSample.ts';
import { spread, takeSample, type Sample } from '#engine/jobs/comparison/takeSample.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { startPractice, type PracticeServer } from '../../../../electron/practice/index.ts';
import { makeJob, profileRow, temporaryFolder } from '../../../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const token = 'a'.repeat(32);

/** A clock that stands still but for those who wait, whom it does not keep. */
function quickClock(): Clock & { readonly waits: readonly number[] } {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    sleep(ms) {
      now += ms;
      waits.push(ms);
      return Promise.resolve();
    },
  };
}

interface Asked {
  readonly transport: Transport;
  readonly access?: Parameters<typeof compareSample>[1]['access'];
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  readonly onProgress?: (progress: ComparisonProgress) => void;
}

const compare = (sample: Sample, { transport, access = { baseUrl: 'https://example.com', token, tokenInBody: false }, signal = new AbortController().signal, clock = quickClock(), onProgress }: Asked): Promise<ComparedSample> =>
  compareSample(sample, { access, transport, clock, random: () => 0.5, signal, onProgress });

describe('A sample', () => {
  it('is spread over all rows that would be sent, the first one included', () => {
    expect(spread(3, 20)).toEqual([0, 1, 2]);
    expect(spread(10, 4)).toEqual([0, 2, 5, 7]);
    expect(spread(0, 4)).toEqual([]);
    expect(new Set(spread(1_000, 999)).size).toBe(999);
  });

  it('has rows that wait alone, by their numbers in the sheet', () => {
    const file = makeJob(join(folder.path, 'a.importjob'), [profileRow(1), { kind: 'empty' }, profileRow(2), profileRow(2), profileRow(3)]);
    const sample = takeSample(file, { baseUrl: 'https://example.com' }, 10);
    expect(sample).toMatchObject({ waiting: 3, rows: [{ position: 1, row: 2, json: '{"Custom_ID":1}' }, { position: 4, row: 5 }, { position: 5, row: 6 }] });
    expect(takeSample(file, { baseUrl: 'https://example.com' }, 10, [1, 3, 5]).rows.map(({ position }) => position)).toEqual([1, 5]);
    file.close();
  });

  it('is of the server that the job belongs to', () => {
    const file = makeJob(join(folder.path, 'a.importjob'), [profileRow(1)]);
    file.job.bindServer('https://one.example.com');
    expect(() => takeSample(file, { baseUrl: 'https://other.example.com' }, 10)).toThrow(expect.objectContaining({ code: 'job-other-server' }));
    file.close();
  });
});

describe('A comparison with the practice server', () => {
  let server: PracticeServer;
  let file: JobFile;
  beforeEach(async () => {
    server = await startPractice({ population: 100 });
    file = makeJob(join(folder.path, 'a.importjob'), [
      profileRow(1, { _fname: 'Boris' }),
      profileRow(2, { _fname: 'Olga', _city: { action: 'unset' } }),
      profileRow(500, { _fname: 'Nobody' }),
      profileRow(7, { tier: 'gold' }),
      profileRow(5, { tier: 'gold' }),
    ]);
  });
  afterEach(async () => {
    file.close();
    await server.close();
  });

  it('tells each profile as it is beside what it would become, with counts, and changes nothing', async () => {
    const transport = nodeTransport();
    const access = { baseUrl: server.url, token: server.token, tokenInBody: true };
    const seen: ComparisonProgress[] = [];
    const before = file.job.writes();
    const { rows, ended, fault } = await compare(takeSample(file, access, 20), { transport, access, onProgress: (progress) => seen.push(progress) });
    await transport.close();
    expect([ended, fault, file.job.writes()]).toEqual([null, null, before]);
    expect(rows.map(({ row, key, kind, isEmptied }) => [row, key, kind, isEmptied])).toEqual([
      [2, '1', 'unchanged', false], [3, '2', 'changed', true], [4, '500', 'not-found', false], [5, '7', 'changed', false], [6, '5', 'unclear', false],
    ]);
    expect(rows[1]?.fields).toEqual([
      { field: 'Custom_ID', change: 'same', before: '2', after: '2', doubts: [] },
      { field: '_fname', change: 'changed', before: 'Vera', after: 'Olga', doubts: [] },
      { field: '_city', change: 'emptied', before: 'Tver', after: null, doubts: [] },
    ]);
    expect(countsOf(rows)).toEqual({ notFound: 1, refused: 0, unchanged: 1, changed: 2, unclear: 1, emptied: 1 });
    expect(fieldCountsOf(rows)).toContainEqual({ field: '_fname', same: 1, filled: 0, changed: 1, emptied: 0, unclear: 0 });
    expect(fieldCountsOf(rows)).toContainEqual({ field: 'tier', same: 0, filled: 1, changed: 0, emptied: 0, unclear: 1 });
    expect(seen.at(-1)).toEqual({ profiles: 5, total: 5, waiting: null });
    expect(server.journal.summary().requests).toBe(0);
  });
});

/** A platform that answers one question after the other as it is told; the last answer holds on. */
function telling(...answers: readonly (() => HttpAnswer)[]): Transport & { readonly bodies: readonly unknown[] } {
  const bodies: unknown[] = [];
  return {
    bodies,
    send({ body }) {
      bodies.push(JSON.parse(Buffer.from(body).toString('utf8')));
      const answer = answers[Math.min(bodies.length, answers.length) - 1];
      return new Promise((resolve) => resolve(answer?.() ?? { status: 500, headers: {}, body: Buffer.from('') }));
    },
    close: () => Promise.resolve(),
  };
}
const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) => (): HttpAnswer => ({ status, headers, body: Buffer.from(JSON.stringify(body)) });
const found = json(200, { error: 0, data: { id: 'f'.repeat(24), db_id: 7 } });
const lost = (): HttpAnswer => {
  throw new TransportError('network', 'ECONNRESET');
};
const sampleOf = (count: number, item: (number: number) => object = (number) => ({ Custom_ID: number })): Sample => ({
  request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' },
  rows: Array.from({ length: count }, (_, index) => ({ position: index + 1, row: index + 2, json: JSON.stringify(item(index + 1)) })),
  waiting: count,
});

describe('A platform', () => {
  it('is asked at a pace, one profile after the other', async () => {
    const clock = quickClock();
    await compare(sampleOf(4), { transport: telling(found), clock });
    expect(clock.waits).toEqual([100, 100, 100]);
  });

  it('that asks to wait is waited for as long as it says, which is told, and asked again', async () => {
    const clock = quickClock();
    const seen: (number | null)[] = [];
    const transport = telling(json(429, { error: 429 }, { 'retry-after': '7' }), lost, json(502, {}), found);
    const made = await compare(sampleOf(2), { transport, clock, onProgress: ({ waiting }) => seen.push(waiting) });
    expect(made).toMatchObject({ ended: null, rows: [{ kind: 'unchanged' }, {}] });
    expect(clock.waits.filter((ms) => ms !== 100)[0]).toBe(7_000);
    expect(seen.slice(0, 2)).toEqual([7_000, null]);
    expect(transport.bodies).toHaveLength(5);
  });

  it.each([
    ['wants a longer rest than is given', [found, json(429, { error: 429 }, { 'retry-after': '3600' })], 'server-busy', 2],
    ['asks for rest again and again', [found, json(503, {})], 'server-busy', 7],
    ['is gone', [found, lost], 'server-unreachable', 7],
    ['does not know the token', [found, json(401, { error: 401, error_text: 'API token required' })], 'server-refused', 2],
    ['answers what is no profile', [found, json(200, { error: 0, data: 7 })], 'server-unclear', 2],
    ['answers from another database', [found, json(200, { error: 0, data: { id: 'x', db_id: 8 } })], 'profile-elsewhere', 2],
  ])('that %s ends it, and what was compared before stays', async (_, answers, code, asked) => {
    const transport = telling(...answers);
    const made = await compare(sampleOf(5), { transport });
    expect(made).toMatchObject({ ended: 'fault', fault: { code }, rows: [{ position: 1, kind: 'unchanged' }] });
    expect(transport.bodies).toHaveLength(asked);
  });

  it('that knows neither call nor database is told apart from one that does not know five people', async () => {
    const missing = json(404, { error: 404, error_text: 'Method not found' });
    const none = telling(missing);
    expect(await compare(sampleOf(20), { transport: none })).toMatchObject({ ended: 'fault', fault: { code: 'profiles-unavailable', detail: { text: 'Method not found' } }, rows: [] });
    expect(none.bodies).toHaveLength(5);
    expect(await compare(sampleOf(2), { transport: telling(missing) })).toMatchObject({ fault: { code: 'profiles-unavailable' } });
    const some = await compare(sampleOf(4), { transport: telling(missing, missing, found, missing) });
    expect(some.rows.map(({ kind }) => kind)).toEqual(['not-found', 'not-found', 'unchanged', 'not-found']);
  });

  it('that does not answer for one row is quoted there', async () => {
    const made = await compare(sampleOf(2), { transport: telling(json(400, { error: 400, error_text: 'incorrect email' }), found) });
    expect(made.rows).toMatchObject([{ kind: 'refused', words: expect.stringContaining('incorrect email') }, { kind: 'unchanged' }]);
  });

  it('is asked by one key after the other, which is told as a doubt, and for the digits that are written', async () => {
    const phones: Sample = { ...sampleOf(1, () => ({ phones: ['+1', '+2'] })), request: { db_id: 7, matching: 'phone' } };
    const transport = telling(json(404, { error: 404, error_text: 'profile not found' }), found);
    expect((await compare(phones, { transport })).rows).toMatchObject([{ kind: 'changed', doubts: ['several-keys'] }]);
    expect(transport.bodies).toMatchObject([{ phone: '+1' }, { phone: '+2' }]);
    const long = telling(found);
    await compare({ ...sampleOf(1), rows: [{ position: 1, row: 2, json: '{"Custom_ID":9007199254740993}' }] }, { transport: long });
    expect(long.bodies).toMatchObject([{ field_value: '9007199254740993' }]);
  });

  it('is not asked any more once the operator ends it; what was compared is the result', async () => {
    const abort = new AbortController();
    const transport = telling(found);
    const made = await compare(sampleOf(5), { transport, signal: abort.signal, onProgress: ({ profiles }) => profiles === 2 && abort.abort() });
    expect(made).toMatchObject({ ended: 'asked', fault: null });
    expect([made.rows.length, transport.bodies.length]).toEqual([2, 2]);
  });
});
