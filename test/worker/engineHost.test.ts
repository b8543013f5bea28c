import { usualMarks } from '#contract/connectionMark.ts';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { sealAll } from '#engine/store/seal.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPractice, type FaultPlan, type PracticeServer } from '../../electron/practice/index.ts';
import { makeJob, profiles, temporaryFolder } from '../support/jobs.ts';
import { openHost, still, type OpenHost } from './openHost.ts';

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;
let host: OpenHost;
let arrived: () => void = () => undefined;
let jobPath = '';

beforeEach(async () => {
  folder = temporaryFolder();
  server = await startPractice({ population: 10_000, onRequest: () => arrived() });
  host = openHost(home());
});
afterEach(async () => {
  await host.ask('shutdown', { waitMs: 0 }).catch(() => null);
  await server.close();
  folder.remove();
});

const home = () => join(folder.path, 'home');
const access = () => ({ baseUrl: server.url, token: server.token, tokenInBody: true });

/** A ready job of so many profiles, taken into the host's list. */
async function readyJob(rows = 400): Promise<{ jobId: string }> {
  jobPath = join(folder.path, `${randomUUID()}.importjob`);
  makeJob(jobPath, profiles(rows)).close();
  const { jobId } = await host.ask('openJobFile', { path: jobPath });
  return { jobId };
}

const start = ({ jobId }: { jobId: string }, streams = 2) =>
  host.ask('runJob', { jobId, access: access(), streams, chunkProfiles: 100, chunkBytes: 1_000_000, pauseWhenRefused: null });
/** Resolves when so many more batch requests have been read by the server. */
const requests = (count: number) =>
  new Promise<void>((resolve) => {
    let left = count;
    arrived = () => {
      left -= 1;
      if (left === 0) resolve();
    };
  });
/** Two answers come, by which the second stream has begun however slow the machine; then both wait for ones that do not. */
const bothStreamsHang = async (job: { jobId: string }): Promise<void> => {
  faults({ kind: 'hang', requests: [3, 4] });
  const sending = requests(4);
  await start(job);
  await sending;
};
const faults = (...rules: NonNullable<FaultPlan['rules']>) => server.setFaults({ rules });

/** Prepares a CSV of Custom_ID and first name through the host. */
async function prepared(rows: readonly string[], unchangedOn?: string): Promise<string> {
  const path = join(folder.path, `${randomUUID()}.csv`);
  writeFileSync(path, ['No,Name', ...rows].join('\n'));
  const { sourceId } = await host.ask('registerSource', { path });
  const { jobId } = await host.ask('prepareJob', {
    sourceId,
    name: 'clients',
    recipe: {
      version: 1,
      request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' },
      fields: [
        { field: 'Custom_ID', type: 'int', column: 'No' },
        { field: '_fname', type: 'string', column: 'Name' },
      ],
    },
    ...(unchangedOn === undefined ? {} : { unchangedOn }),
  });
  return jobId;
}

describe('the engine’s host', () => {
  it('leaves out rows that its earlier jobs saw accepted on the same server', async () => {
    await host.ask('writeConnection', { connectionId: 'c1', name: 'Here', baseUrl: server.url, tokenInBody: true, format: 'json', practice: false, mark: usualMarks.production });
    const first = await prepared(['1,Anna', '2,Boris']);
    const ended = host.next(still);
    await start({ jobId: first });
    await ended;
    const second = await prepared(['1,Anna', '2,Bob'], 'c1');
    expect(await host.ask('jobStatus', { jobId: second })).toMatchObject({ counts: { unchanged: 1, notSent: 1 } });
    await expect(prepared(['1,Anna'], 'gone')).rejects.toMatchObject({ code: 'connection-missing' });
    await host.ask('handOverTo', { jobId: first, path: join(folder.path, 'given.importjob') });
    await expect(prepared(['1,Anna', '2,Bob'], 'c1')).rejects.toMatchObject({ code: 'job-handed-over' });
  });

  it('counts a column’s values one count at a time, and stops one on request', async () => {
    const path = join(folder.path, 'levels.csv');
    writeFileSync(path, ['No,Level', ...Array.from({ length: 50_000 }, (_, index) => `${index},${index % 2 === 0 ? 'gold' : 'Gold'}`)].join('\n'));
    const { sourceId } = await host.ask('registerSource', { path });
    const count = () => host.ask('columnValues', { sourceId, column: 'Level' });
    const [first, second] = await Promise.allSettled([count(), count()]);
    expect(first).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } });
    expect(second).toMatchObject({ status: 'fulfilled', value: { values: [{ value: 'gold', count: 50_000 }], rows: 50_000, empty: 0, more: false } });
    const [stopped] = await Promise.allSettled([count(), host.ask('cancelColumnValues', { sourceId })]);
    expect(stopped).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } });
    await expect(host.ask('columnValues', { sourceId: 'gone', column: 'Level' })).rejects.toMatchObject({ code: 'source-missing' });
  });

  it('simulates a job into a new folder, beside earlier ones, and answers others meanwhile', async () => {
    await host.ask('writeConnection', { connectionId: 'c1', name: 'Here', baseUrl: server.url, tokenInBody: true, format: 'xml', practice: false, mark: usualMarks.production });
    const jobId = await prepared(Array.from({ length: 250 }, (_, index) => `${index + 1},Anna`));
    const answered: string[] = [];
    const simulate = (connectionId?: string) =>
      host.ask('simulateInto', { jobId, chunkProfiles: 100, chunkBytes: 1_000_000, folder: folder.path, ...(connectionId === undefined ? {} : { connectionId }) });
    const [first] = await Promise.all([
      simulate().finally(() => answered.push('simulation')),
      host.ask('jobStatus', { jobId }).finally(() => answered.push('status')),
    ]);
    expect(answered).toEqual(['status', 'simulation']);
    expect(first).toEqual({ name: expect.stringMatching(/^[0-9a-f-]{36} simulation$/), requests: 3, profiles: 250, setAside: 0 });
    expect(readdirSync(join(folder.path, first.name))).toEqual(['plan.json', 'request-00001.json', 'request-00002.json', 'request-00003.json']);
    const second = await simulate('c1');
    expect(second.name).toBe(`${first.name} 2`);
    expect(readdirSync(join(folder.path, second.name))).toContain('request-00003.xml');
    await expect(simulate('gone')).rejects.toMatchObject({ code: 'connection-missing' });
    expect(server.journal.summary().requests).toBe(0);
  });

  it('leaves nothing of a simulation that the end of the program stops', async () => {
    const { jobId } = await readyJob(400);
    const out = join(folder.path, 'out');
    mkdirSync(out);
    const simulation = host.ask('simulateInto', { jobId, chunkProfiles: 10, chunkBytes: 1_000_000, folder: out });
    await Promise.all([expect(simulation).rejects.toMatchObject({ code: 'cancelled' }), host.ask('shutdown', { waitMs: 0 })]);
    expect(readdirSync(out)).toEqual([]);
  });

  it('runs a job to its end and tells of it by events', async () => {
    const job = await readyJob();
    const ended = host.next(still);
    await start(job);
    expect(await ended).toMatchObject({ state: 'finished', counts: { read: 400, accepted: 400 }, live: null });
    expect(host.events.some((event) => event.kind === 'job' && event.status.live !== null)).toBe(true);
    expect(await host.ask('jobStatus', job)).toMatchObject({ state: 'finished' });
    expect(await host.ask('listJobs', {})).toMatchObject([{ ...job, status: { state: 'finished' } }]);
  });

  it('pauses a job without losing the chunks in flight, and resumes it', async () => {
    const job = await readyJob();
    faults({ kind: 'slow', ms: 100, when: 'before' });
    const sending = requests(1);
    await start(job);
    await sending;
    const ended = host.next(still);
    await host.ask('pauseJob', { ...job, now: false });
    expect(await ended).toMatchObject({ state: 'paused', pause: { reason: 'asked' }, counts: { sending: 0, unknown: 0 } });
    const finished = host.next(still);
    faults();
    await start(job);
    expect(await finished).toMatchObject({ state: 'finished', counts: { accepted: 400 } });
    expect(server.journal.summary()).toMatchObject({ appliedMoreThanOnce: 0 });
  });

  it('pauses at once when asked to, and settles what was cut off on resume', async () => {
    const job = await readyJob(600);
    await bothStreamsHang(job);
    const ended = host.next(still);
    await host.ask('pauseJob', { ...job, now: true });
    expect(await ended).toMatchObject({ state: 'paused', counts: { accepted: 200, sending: 0, unknown: 200, notSent: 200 } });
    const finished = host.next(still);
    await start(job);
    expect(await finished).toMatchObject({ state: 'finished', counts: { accepted: 600 }, replayed: 2 });
  });

  it('refuses a second start, a retry and a deletion while the job runs', async () => {
    const job = await readyJob();
    faults({ kind: 'hang' });
    const ended = host.next(still);
    await start(job);
    await expect(start(job)).rejects.toMatchObject({ code: 'job-busy' });
    await expect(host.ask('retryJob', { ...job, unknown: false })).rejects.toMatchObject({ code: 'job-busy' });
    await expect(host.ask('deleteJob', job)).rejects.toMatchObject({ code: 'job-busy' });
    await host.ask('pauseJob', { ...job, now: true });
    await ended;
  });

  it('refuses a start that makes no sense with the reason, and the job stands as it stood', async () => {
    const job = await readyJob();
    const ended = host.next(still);
    await start(job);
    await ended;
    await expect(start(job)).rejects.toMatchObject({ code: 'job-state' });
    await expect(host.ask('pauseJob', { ...job, now: false })).rejects.toMatchObject({ code: 'job-state' });
    expect(await host.ask('jobStatus', job)).toMatchObject({ state: 'finished' });
  });

  it('tells of an error that ends a run under way, and the job stands paused', async () => {
    const job = await readyJob(600);
    await bothStreamsHang(job);
    const cutOff = host.next(still);
    await host.ask('pauseJob', { ...job, now: true });
    await cutOff;
    const db = new Database(jobPath);
    db.exec('UPDATE chunk SET body_check = body_check + 1 WHERE id = (SELECT max(id) FROM chunk WHERE body_check IS NOT NULL)');
    sealAll(db);
    db.close();
    const ended = host.next(still);
    await start(job, 1);
    expect(await ended).toMatchObject({ state: 'paused', counts: { accepted: 300, unknown: 100, notSent: 200 } });
    expect(host.events.filter(({ kind }) => kind === 'run-failed')).toMatchObject([{ ...job, fault: { code: 'job-corrupt' } }]);
    expect(server.requests).toBe(5);
  });

  it('retries only what failed', async () => {
    const job = await readyJob();
    faults({ kind: 'reject-items', everyNth: 100, code: 500, text: 'internal error', perKey: 1 });
    const first = host.next(still);
    await start(job);
    expect(await first).toMatchObject({ state: 'finished', counts: { accepted: 396, failed: 4 } });
    expect(await host.ask('jobFailures', job)).toMatchObject({ groups: [{ code: 500, text: 'internal error', rows: 4 }], more: { groups: 0 } });
    expect(await host.ask('retryJob', { ...job, codes: [500], unknown: false })).toEqual({ rows: 4 });
    const second = host.next(still);
    await start(job);
    expect(await second).toMatchObject({ state: 'finished', round: 2, counts: { accepted: 400, failed: 0 } });
  });

  it('cancels a running job after its chunks in flight are recorded, and a resting one at once', async () => {
    const job = await readyJob();
    faults({ kind: 'slow', ms: 50 });
    const sending = requests(1);
    await start(job);
    await sending;
    await host.ask('cancelJob', job);
    const status = await host.ask('jobStatus', job);
    expect(status).toMatchObject({ state: 'cancelled', counts: { sending: 0, unknown: 0 } });
    expect(status.counts.accepted + status.counts.notSent).toBe(400);
    const other = await readyJob();
    await host.ask('cancelJob', other);
    expect(await host.ask('jobStatus', other)).toMatchObject({ state: 'cancelled', counts: { notSent: 400 } });
    await expect(host.ask('cancelJob', other)).rejects.toMatchObject({ code: 'job-state' });
  });

  it('shuts down within its bound: what hangs is cut off, and the next start settles it', async () => {
    const job = await readyJob(600);
    await bothStreamsHang(job);
    await host.ask('shutdown', { waitMs: 1 });
    host = openHost(home());
    expect(await host.ask('listJobs', {})).toMatchObject([{ ...job, status: { state: 'paused', counts: { accepted: 200, unknown: 200, notSent: 200 } } }]);
    const finished = host.next(still);
    await start(job);
    expect(await finished).toMatchObject({ state: 'finished', counts: { accepted: 600 } });
  });

  it('exports over a file that may be replaced, and leaves it alone when it fails', async () => {
    const job = await readyJob(3);
    const ended = host.next(still);
    await start(job);
    await ended;
    const path = join(folder.path, 'out.csv');
    writeFileSync(path, 'older');
    expect(await host.ask('exportTo', { ...job, rows: 'all', path })).toEqual({ name: 'out.csv', rows: 3, tooLong: 0 });
    const lines = readFileSync(path, 'utf8').trim().split('\r\n');
    expect(lines).toHaveLength(4);
    await expect(host.ask('exportTo', { ...job, rows: 'all', path: join(folder.path, 'none', 'out.csv') })).rejects.toMatchObject({
      code: 'output-unwritable',
      detail: { name: 'out.csv' },
    });
    await expect(host.ask('exportTo', { ...job, rows: 'all', path: folder.path })).rejects.toMatchObject({ detail: { name: expect.any(String) } });
    expect(readdirSync(folder.path).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('writes the token into no file, whatever it was used for', async () => {
    const job = await readyJob();
    await host.ask('readDatabases', { connectionId: 'c1', access: access() });
    await host.ask('readFields', { connectionId: 'c1', access: access(), dbId: 7 });
    faults({ kind: 'hang', requests: [1] });
    const sending = requests(1);
    await start(job);
    await sending;
    const inFlight = filesWith(server.token);
    const ended = host.next(still);
    await host.ask('pauseJob', { ...job, now: true });
    await ended;
    expect([inFlight, filesWith(server.token)]).toEqual([[], []]);
  });

  it('says of a token that is refused what the platform said, without the token', async () => {
    const wrong = { ...access(), token: 'wrong-token' };
    const error: unknown = await host.ask('readDatabases', { connectionId: 'c1', access: wrong }).catch((fault: unknown) => fault);
    expect(error).toMatchObject({ code: 'server-refused' });
    expect(JSON.stringify(error)).not.toContain('wrong-token');
  });
});

/** Files below the test's folder that hold the text. */
function filesWith(text: string): string[] {
  return readdirSync(folder.path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text));
}
