import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/jobs.ts';
import { correctLane } from '../support/kills/correctLane.ts';
import { exportLane, prepareLane } from '../support/kills/fileLanes.ts';
import type { Figures } from '../support/kills/lane.ts';
import { runLane } from '../support/kills/runLane.ts';
import { cases } from '../support/longForms.ts';
import { generator } from '../support/random.ts';

/** The short form of build/scripts/kills.ts. */
const seed = 20_261_123;

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

function expectNothingLost({ lane, kills, rows, lost, doubled, problems }: Figures, wanted: number): void {
  expect(problems).toEqual([]);
  expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 });
  expect(kills).toBeGreaterThanOrEqual(wanted);
  process.stdout.write(`${lane}, seed ${seed}: ${kills} kills, ${rows} rows, 0 lost, 0 doubled\n`);
}

describe('commands killed at random moments', { timeout: 300_000 }, () => {
  it('a run loses nothing and applies nothing twice, with other limits at each start', async () => {
    const lane = { name: 'run', folder: folder.path, seed, random: generator(seed), rows: 1_000, refuseEvery: 97, vary: true, chunk: [20, 60] } as const;
    expectNothingLost(await runLane({ ...lane, kills: cases(3, 8) }), cases(3, 8));
  });

  it('a batch of corrections, its undoing and runs between them leave all of it or nothing', async () => {
    expectNothingLost(await correctLane({ folder: folder.path, kills: cases(2, 6), random: generator(seed) }, 600), cases(2, 6));
  });

  it('a preparation leaves a whole job or none', async () => {
    expectNothingLost(await prepareLane({ folder: folder.path, kills: cases(2, 6), random: generator(seed) }, 5_000), cases(2, 6));
  });

  it('an export leaves a whole file or none', async () => {
    expectNothingLost(await exportLane({ folder: folder.path, kills: cases(2, 3), random: generator(seed) }, 5_000), cases(2, 3));
  });
});
