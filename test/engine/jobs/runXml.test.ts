import { afterEach, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { readFileSync, readdirSync } from 'node:fs';
import type { Recipe } from '#contract/recipe.ts';
import { ownAnswer } from '#contract/ownAnswers.ts';
import { exportRows } from '#engine/jobs/exports/exportRows.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import { simulateRun } from '#engine/jobs/run/simulateRun.ts';
import { nodeTransport } from '#engine/api/nodeTransport.ts';
import type { Transport } from '#engine/api/transport.ts';
import { startPractice, type PracticeOptions, type PracticeServer } from '../../../electron/practice/index.ts';
import { customRecipe, makeJob, profileRow, profiles, run, temporaryFolder } from '../../support/jobs.ts';

const folder = temporaryFolder();
const servers: PracticeServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
let jobs = 0;
const nextPath = (): string => join(folder.path, `job${(jobs += 1)}.pijob`);

async function practice(options: PracticeOptions = {}): Promise<PracticeServer> {
  const server = await startPractice({ population: 1_000, keepItems: true, ...options });
  servers.push(server);
  return server;
}

/** The real transport, which keeps the bodies that went out and the ids they went under. */
function keeping(): Transport & { readonly bodies: string[]; readonly ids: (string | undefined)[] } {
  const inner = nodeTransport();
  const bodies: string[] = [];
  const ids: (string | undefined)[] = [];
  return {
    ...inner,
    bodies,
    ids,
    send(request) {
      // Before a repeat the server is asked what time it is.
      if (!request.url.endsWith('/update_batch')) return inner.send(request);
      bodies.push(`${request.headers['content-type']} ${Buffer.from(request.body).toString('utf8')}`);
      ids.push(request.headers['request-id']);
      return inner.send(request);
    },
  };
}

describe('a job sent in XML', () => {
  it('applies the very profiles that it applies in JSON', async () => {
    const rows = [
      ...profiles(120),
      profileRow(200, { _fname: 'Анна & "Ко" <x>', interests: ['a', 'b'], phones: ['+79161234567'], bonus: { action: 'incr', value: 5 } }),
      profileRow(201, { vip: true, subscriptions: [{ channel: 'email', email: 'anna@example.com', resource_id: 28, custom_fields: { custom_field: 'two words' }, cats: ['category_1'] }] }),
      profileRow(999_999),
    ];
    const [json, xml] = [await practice(), await practice()];
    const statuses = [];
    for (const [server, format] of [[json, 'json'], [xml, 'xml']] as const) {
      const file = makeJob(nextPath(), rows);
      statuses.push((await run(file, { ...server, format })).counts);
      file.close();
    }
    expect(statuses[1]).toEqual(statuses[0]);
    expect([...xml.journal.applied().entries()]).toEqual([...json.journal.applied().entries()]);
    expect(statuses[0]).toMatchObject({ accepted: 122, failed: 1 });
    for (const number of [1, 120, 200, 201]) expect(xml.journal.item(number)).toEqual(json.journal.item(number));
    expect(xml.journal.item(200)).toMatchObject({ _fname: 'Анна & "Ко" <x>' });
    expect(xml.journal.item(201)).toMatchObject({ vip: true, subscriptions: [{ resource_id: 28, cats: ['category_1'] }] });
  });

  it('is applied in full and its failures keep the server’s words', async () => {
    const server = await practice();
    const file = makeJob(nextPath(), [...profiles(250), profileRow(999_999), profileRow(7_000, { note: 'Ж & "x" <y>' })]);
    const status = await run(file, { ...server, format: 'xml' });
    expect(status).toMatchObject({ state: 'finished', counts: { accepted: 250, failed: 2 } });
    expect(server.journal.summary()).toMatchObject({ itemsApplied: 250, appliedMoreThanOnce: 0, idReusedForOtherBody: 0 });
    file.close();
  });

  it.each([
    ['xml', 'json'],
    ['json', 'xml'],
  ] as const)('or begun in %s is repeated byte for byte under its id after its answer was lost, though the connection says %s by then', async (begun, by) => {
    const server = await practice({ faults: { rules: [{ kind: 'drop-after' }] } });
    const file = makeJob(nextPath(), profiles(30));
    const transport = keeping();
    await run(file, { ...server, transport, streams: 1, format: begun });
    server.setFaults({ rules: [] });
    const later = keeping();
    const status = await run(file, { ...server, transport: later, streams: 1, format: by });
    expect(status.state).toBe('finished');
    expect(later.bodies).toHaveLength(1);
    expect([...new Set([...transport.bodies, ...later.bodies])]).toEqual([expect.stringMatching(`^application/${begun} `)]);
    expect(new Set([...transport.ids, ...later.ids]).size).toBe(1);
    expect(server.journal.summary()).toMatchObject({ appliedMoreThanOnce: 0, idReusedForOtherBody: 0, distinctProfiles: 30 });
    file.close();
  });

  it('goes on in the other form where nothing of it can have been applied', async () => {
    const server = await practice({ faults: { rules: [{ kind: 'auth', status: 403 }] } });
    const file = makeJob(nextPath(), profiles(30));
    await run(file, { ...server, format: 'xml' });
    server.setFaults({ rules: [] });
    const transport = keeping();
    expect((await run(file, { ...server, transport, format: 'json' })).state).toBe('finished');
    expect(transport.bodies.every((body) => body.startsWith('application/json {'))).toBe(true);
    expect(server.journal.summary()).toMatchObject({ appliedMoreThanOnce: 0, idReusedForOtherBody: 0, distinctProfiles: 30 });
    file.close();
  });

  it('keeps every body within the limit of bytes', async () => {
    const server = await practice();
    const file = makeJob(nextPath(), Array.from({ length: 200 }, (_, index) => profileRow(index + 1, { note: `"<&>" ${'Щ'.repeat(index % 40)}` })));
    await run(file, { ...server, limits: { profiles: 10_000, bytes: 10_000 }, format: 'xml' });
    expect(server.journal.summary()).toMatchObject({ distinctProfiles: 200, appliedMoreThanOnce: 0 });
    expect(server.journal.summary().largestBytes).toBeLessThanOrEqual(10_000);
    file.close();
  });

  it('sets aside a row that XML cannot hold and says why', async () => {
    const server = await practice();
    const file = makeJob(nextPath(), [profileRow(1), profileRow(2, { 'Client number': 5 }), profileRow(3)]);
    const status = await run(file, { ...server, format: 'xml' });
    expect(status.counts).toMatchObject({ accepted: 2, failed: 1 });
    expect(file.failures.groups(1_000).groups).toMatchObject([{ text: ownAnswer({ why: 'no-xml', problem: { is: 'bad-name', name: 'Client number' } }) }]);
    file.close();
  });

  it('is not begun where the recipe’s further parameters cannot be said in XML', async () => {
    const server = await practice();
    const recipe: Recipe = { ...customRecipe, version: 2, request: { ...customRecipe.request, extra: { segment: null } } };
    const file = makeJob(nextPath(), profiles(3), recipe);
    await expect(run(file, { ...server, format: 'xml' })).rejects.toMatchObject({
      code: 'recipe-invalid',
      detail: { problems: ['request.extra: XML cannot say it: null as the value of segment'] },
    });
    expect([file.job.read()?.state, file.job.format(), server.journal.summary().requests]).toEqual(['ready', 'json', 0]);
    file.close();
  });

  it('sends the rows that XML could not hold when they are tried again in JSON', async () => {
    const server = await practice();
    const file = makeJob(nextPath(), [profileRow(1), profileRow(2, { 'Client number': 5 }), profileRow(3)]);
    await run(file, { ...server, format: 'xml' });
    expect(retryRound(file, {}, Date.now())).toMatchObject({ rows: 1 });
    const transport = keeping();
    expect((await run(file, { ...server, transport, format: 'json' })).state).toBe('finished');
    expect(transport.bodies).toEqual([expect.stringMatching(/^application\/json .*"data":\[\{"Custom_ID":2,"Client number":5\}\]\}$/)]);
    file.close();
  });

  it('is exported with the ids that the answers in XML gave', async () => {
    const server = await practice();
    const texts: string[] = [];
    for (const format of ['xml', 'json'] as const) {
      const file = makeJob(nextPath(), profiles(30));
      await run(file, { ...server, format });
      const out = join(folder.path, `all-${format}.csv`);
      await exportRows(file, 'all', out, { replace: false });
      texts.push(readFileSync(out, 'utf8'));
      file.close();
    }
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]?.match(/[0-9a-f]{24}/g)).toHaveLength(30);
  });

  it('is simulated as it would be sent', async () => {
    const server = await practice();
    const file = makeJob(nextPath(), profiles(30));
    const out = join(folder.path, 'simulated');
    await simulateRun(file, { limits: { profiles: 10, bytes: 1_000_000 }, format: 'xml', out });
    const transport = keeping();
    await run(file, { ...server, transport, tokenInBody: false, limits: { profiles: 10, bytes: 1_000_000 }, format: 'xml' });
    const names = readdirSync(out).filter((name) => name.endsWith('.xml'));
    expect(names.map((name) => `application/xml ${readFileSync(join(out, name), 'utf8')}`).sort()).toEqual([...transport.bodies].sort());
    file.close();
  });

  it('is understood where the server answers in JSON', async () => {
    const server = await practice({ answerForm: 'json' });
    const file = makeJob(nextPath(), profiles(30));
    expect((await run(file, { ...server, format: 'xml' })).counts).toMatchObject({ accepted: 30 });
    file.close();
  });
});
