import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { correctLane } from '../../test/support/kills/correctLane.ts';
import { exportLane, prepareLane } from '../../test/support/kills/fileLanes.ts';
import type { Figures } from '../../test/support/kills/lane.ts';
import { runLane } from '../../test/support/kills/runLane.ts';
import { generator } from '../../test/support/random.ts';

/**
 * Kills the command line at random moments, in lanes, and prints what was lost, doubled or left behind:
 * `kills.ts [--kills N] [--seed N]`. Ends with 1 where anything was.
 */

const { values } = parseArgs({ options: { kills: { type: 'string', default: '1000' }, seed: { type: 'string', default: '20261127' } } });
const seed = Number(values.seed);
const random = generator(seed);
/** Of all kills, each lane's share. */
const share = (part: number): number => Math.ceil(Number(values.kills) * part);

async function inFolder(work: (folder: string) => Promise<Figures>): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'profile-importer-kills-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const common = { random, seed, rows: 3_000, refuseEvery: 97 };
const lanes: readonly ((folder: string) => Promise<Figures>)[] = [
  (folder) => runLane({ ...common, folder, name: 'large chunks', kills: share(0.25), rows: 20_000, chunk: [100, 400], vary: false }),
  (folder) => runLane({ ...common, folder, name: 'small chunks', kills: share(0.25), chunk: [20, 60], vary: false }),
  (folder) => runLane({ ...common, folder, name: 'other limits at each start', kills: share(0.2), chunk: [20, 60], vary: true }),
  (folder) => correctLane({ folder, random, kills: share(0.1) }),
  (folder) => prepareLane({ folder, random, kills: share(0.1) }),
  (folder) => exportLane({ folder, random, kills: share(0.1) }),
];

let bad = 0;
console.log(`seed ${seed}\n\n| lane | kills | live | jobs | rows | lost | doubled | problems |\n|---|---|---|---|---|---|---|---|`);
for (const lane of lanes) {
  const { lane: name, kills, live, jobs, rows, lost, doubled, problems } = await inFolder(lane);
  console.log(`| ${name} | ${kills} | ${live} | ${jobs} | ${rows} | ${lost} | ${doubled} | ${problems.length} |`);
  for (const problem of problems.slice(0, 20)) console.error(problem);
  bad += lost + doubled + problems.length;
}
process.exitCode = bad === 0 ? 0 : 1;
