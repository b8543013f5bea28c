import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JobStatus } from '#contract/job.ts';
import type { Recipe } from '#contract/recipe.ts';
import { startPractice } from '../../../electron/practice/index.ts';
import { previewEdit } from '#engine/jobs/mending/previewEdit.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { chaos, virtualClock } from '../../support/chaos.ts';
import { runOnce, type ChaosScene } from '../../support/chaosRun.ts';
import { handClock, handServer } from '../../support/handServer.ts';
import { customRecipe, makeJob, profileRow, run, temporaryFolder } from '../../support/jobs.ts';
import { edit, set } from '../../support/corrections.ts';
import { generator } from '../../support/random.ts';

/** Where all rows of a key are sent, an earlier one must never overwrite a later one. */
const seeds = Number(process.env['PROFILE_IMPORTER_CHAOS'] ?? 15);
const all: Recipe = { ...customRecipe, duplicates: 'all' };

let folder: ReturnType<typeof temporaryFolder>;
let file: JobFile;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  file.close();
  folder.remove();
});

describe('all rows of a key, sent by several streams', () => {
  /** A run that has come to three requests at a time, and then has chunks of two. */
  async function begin(keys: readonly number[]) {
    const server = handServer();
    const clock = handClock();
    const first = Array.from({ length: 20 }, (_, index) => 1_000 + index);
    file = makeJob(join(folder.path, 'a.importjob'), [...first, ...keys].map((key, index) => profileRow(key, { visit: index })), all);
    const start = (): Promise<JobStatus> =>
      run(file, { url: 'https://platform.example.com', token: 'a'.repeat(32), transport: server.transport, clock, limits: { profiles: 2, bytes: 1_000_000 }, streams: 3 });
    const running = start();
    const underWay = (...chunks: readonly (readonly number[])[]) => vi.waitFor(() => expect(server.underWay.map(({ keys: sent }) => sent)).toEqual(chunks));
    const warm = (): boolean => server.underWay[0]?.keys.some((key) => key >= 1_000) ?? false;
    await underWay([1_000, 1_001]);
    while (warm()) {
      await clock.advance(10);
      await server.underWay[0]?.answer();
    }
    return { server, clock, start, running, underWay };
  }

  it('wait for those before them, and hold up nobody else', async () => {
    const { server, clock, running, underWay } = await begin([1, 2, 1, 3, 4, 5, 3, 6, 7, 8]);
    await underWay([1, 2], [4, 5], [7, 8]);
    await server.underWay[2]!.answer();
    await underWay([1, 2], [4, 5]);
    // It was applied, and nobody knows.
    await server.underWay[0]!.lose('network', true);
    await server.underWay[0]!.answer();
    await clock.advance(60_000);
    for (const chunk of [[1, 2], [1, 3], [3, 6]]) {
      await underWay(chunk);
      await server.underWay[0]!.answer();
    }
    expect(await running).toMatchObject({ state: 'finished', counts: { accepted: 30 } });
  });

  it('stay unsent where what goes before them remains without an answer, and follow it in a later run', async () => {
    const { server, clock, start, running, underWay } = await begin([1, 2, 1, 3]);
    await underWay([1, 2]);
    let ended = false;
    void running.then(() => (ended = true));
    while (!ended) {
      await server.underWay[0]?.lose('network', true);
      await clock.advance(600_000);
    }
    expect(server.requests.filter(({ keys }) => keys.includes(3))).toEqual([]);
    expect(jobStatus(file, null)).toMatchObject({ state: 'paused', counts: { accepted: 20, unknown: 2, notSent: 2 } });
    const again = start();
    await underWay([1, 2]);
    await server.underWay[0]!.answer();
    await underWay([1, 3]);
    await server.underWay[0]!.answer();
    expect(await again).toMatchObject({ state: 'finished', counts: { accepted: 24 } });
  });
});

describe('all rows of a key on a platform on which everything goes wrong, killed at any moment', () => {
  it.each(Array.from({ length: seeds }, (_, index) => index + 1))('reach it in the order of the sheet (seed %i)', async (seed) => {
    const random = generator(seed);
    const clock = virtualClock();
    const keys = Array.from({ length: 300 + Math.floor(random() * 900) }, () => 1 + Math.floor(random() * (random() < 0.5 ? 20 : 900)));
    const server = chaos({ random, clock, bad: new Set(random() < 0.5 ? [1 + Math.floor(random() * 900)] : []), refused: new Set([1 + Math.floor(random() * 900)]), maxBytes: random() < 0.5 ? 5_000 : 1_000_000 });
    file = makeJob(join(folder.path, '0.importjob'), keys.map((key, index) => profileRow(key, { visit: index + 1 })), all);
    const scene: ChaosScene = { folder: folder.path, random, clock, server, rows: keys.length, copies: 0, ids: 0 };
    for (let runs = 0; ['ready', 'paused'].includes(jobStatus(file, null).state); runs += 1) {
      server.trouble = runs < 6 ? random() * 0.6 : 0;
      ({ file } = await runOnce(scene, file, runs < 6, 'json'));
      expect(runs).toBeLessThan(30);
    }
    for (const [key, items] of server.items) {
      const visits = items.map((item) => (item as { readonly visit: number }).visit);
      expect([key, visits]).toEqual([key, keys.flatMap((one, index) => (one === key ? [index + 1] : []))]);
    }
    expect(file.job.read()?.notes).toEqual([]);
  });
});

describe('a row that is sent after others of its key that stand further down', () => {
  it('is told in a note of the job', async () => {
    const server = await startPractice({ faults: { rules: [{ kind: 'reject-items', keys: [1], code: 500, text: 'internal error', perKey: 1 }] } });
    file = makeJob(join(folder.path, 'a.importjob'), [1, 2, 1].map((key, index) => profileRow(key, { _fname: `Visit ${index}` })), all);
    await run(file, { ...server, limits: { profiles: 2, bytes: 1_000_000 } });
    expect(jobStatus(file, null).counts).toMatchObject({ accepted: 2, failed: 1 });
    expect(file.job.read()?.notes).toEqual([]);
    expect(retryRound(file, {}, Date.now())).toMatchObject({ rows: 1, late: { count: 1, first: [2] } });
    const note = { kind: 'sent-late', count: 1, rows: [2], columns: [] };
    expect(file.job.read()?.notes).toEqual([note]);
    expect(await run(file, server)).toMatchObject({ state: 'finished', counts: { accepted: 3 } });
    expect(file.job.read()?.notes).toEqual([note]);
    await server.close();
  });

  it('is told before it is corrected, and by the correction', async () => {
    const server = await startPractice();
    file = makeJob(join(folder.path, 'a.importjob'), [1, 2, 1].map((key) => profileRow(key)), all);
    await run(file, server);
    const overwrites = { count: 1, first: [4] };
    expect(previewEdit(file, { position: 1, column: 0, value: '1 ', sendAgain: true })).toMatchObject({ becomes: 'ready', overwrites });
    expect(previewEdit(file, { position: 3, column: 0, value: '1 ', sendAgain: true })).not.toHaveProperty('overwrites');
    expect(previewEdit(file, { position: 2, column: 0, value: '1', sendAgain: true })).toMatchObject({ overwrites });
    expect(await edit(file, [set(1, 0, '1 ')], { sendAgain: true })).toMatchObject({ rows: 1, overwrites });
    await run(file, server);
    expect(file.job.read()?.notes).toMatchObject([{ kind: 'sent-late', count: 1, rows: [2] }]);
    await server.close();
  });
});
