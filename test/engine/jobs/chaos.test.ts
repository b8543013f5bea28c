import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { chaos, virtualClock } from '../../support/chaos.ts';
import { runOnce, type ChaosScene } from '../../support/chaosRun.ts';
import { makeJob, profileRow, temporaryFolder } from '../../support/jobs.ts';
import { generator } from '../../support/random.ts';

/**
 * Whole jobs against a platform on which everything goes wrong, on a clock of their own, killed and resumed at
 * moments and with settings that a seeded generator picks. PROFILE_IMPORTER_CHAOS sets another number of jobs.
 */
const jobs = Number(process.env['PROFILE_IMPORTER_CHAOS'] ?? 25);
const firstSeed = Number(process.env['PROFILE_IMPORTER_CHAOS_SEED'] ?? 1);

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

async function whole(seed: number): Promise<void> {
  const random = generator(seed);
  const clock = virtualClock();
  const rows = 200 + Math.floor(random() * 1_800);
  const some = (part: number): ReadonlySet<number> => new Set(Array.from({ length: Math.floor(random() * part) }, () => 1 + Math.floor(random() * rows)));
  const [bad, refused] = [some(4), some(20)];
  const server = chaos({ random, clock, bad, refused, maxBytes: random() < 0.3 ? 25_000 : 1_000_000 });
  const scene: ChaosScene = { folder: folder.path, random, clock, server, rows, copies: 0, ids: 0 };
  const items = Array.from({ length: rows }, (_, index) => profileRow(index + 1, { _fname: 'x'.repeat(60 + Math.floor(random() * 40)) }));
  let file = makeJob(join(folder.path, `${seed}.importjob`), items);
  let status = jobStatus(file, null);
  for (let runs = 0; status.state !== 'finished'; runs += 1) {
    const wild = runs < 6;
    server.trouble = wild ? random() * 0.5 : 0;
    ({ file, status } = await runOnce(scene, file, wild));
    expect(runs).toBeLessThan(20);
  }
  const failed = new Set([...bad, ...refused]);
  const wrong = Array.from({ length: rows }, (_, index) => index + 1).filter((key) => (server.applied.get(key) ?? 0) !== (failed.has(key) ? 0 : 1));
  expect(wrong).toEqual([]);
  expect(status.counts).toMatchObject({ read: rows, accepted: rows - failed.size, failed: failed.size, unknown: 0, notSent: 0, sending: 0 });
  expect([...file.states.positions(new Set(['failed'] as const))].sort((a, b) => a - b)).toEqual([...failed].sort((a, b) => a - b));
  expect(server.mostUnderWay).toBeLessThanOrEqual(8);
  file.close();
}

describe('a job on which everything goes wrong', () => {
  it.each(Array.from({ length: jobs }, (_, index) => firstSeed + index))('loses nothing, applies nothing twice and ends (seed %i)', { timeout: 120_000 }, async (seed) => {
    await whole(seed);
  });
});
