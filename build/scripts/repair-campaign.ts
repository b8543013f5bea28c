import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeRepairs, repairAtRandom, zeroPage, zeroTable, type Repairs, type Stage } from '../../test/support/repairs.ts';

/**
 * Damages jobs at random, repairs them and sends what the repair gives: `repair-campaign.ts [--count N] [--seed N]
 * [--from N]`; with `--large N`, a job of N rows (400,000) with a zeroed page, a zeroed first page or a lost journal
 * instead, which must all get out. Ends with 1 where a wrong item was sent, one was applied twice, or anything was
 * called what it is not.
 */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    large: { type: 'string' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'repair-'));
const bad: string[] = [];
try {
  if (values.large === undefined) await atRandom(Number(values.count), Number(values.seed), Number(values.from));
  else await large(Number(values.large));
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
for (const line of bad.slice(0, 20)) console.error(line);
process.exitCode = bad.length === 0 ? 0 : 1;

async function atRandom(count: number, seed: number, from: number): Promise<void> {
  const repairs = await makeRepairs(folder);
  const tally = new Map<string, number>();
  for (let index = from; index < from + count; index += 1) {
    const { what, verdict, detail, unknown, lost } = await repairAtRandom(repairs, seed, index);
    const left = [...(unknown > 0 ? ['with unknown rows'] : []), ...(lost > 0 ? ['with rows lost'] : [])].join(', ');
    const name = verdict === 'repaired' ? `repaired ${left}` : `${verdict}: ${detail.split(' ')[0] ?? ''}`;
    tally.set(name, (tally.get(name) ?? 0) + 1);
    if (verdict === 'wrong') bad.push(`${what}: ${detail}`);
  }
  console.log(`${count} damaged files, seed ${seed}`);
  for (const [name, times] of [...tally].sort((one, other) => other[1] - one[1])) console.log(`${String(times).padStart(8)}  ${name}`);
}

async function large(rows: number): Promise<void> {
  const repairs = await makeRepairs(folder, rows, ['fresh', 'left']);
  const damages: readonly (readonly [string, Stage, (path: string) => void])[] = [
    ['a zeroed page of items', 'fresh', (path) => zeroTable(path, 'block_item', 'leaf')],
    ['a zeroed page of states', 'fresh', (path) => zeroTable(path, 'block_state', 'leaf')],
    ['a zeroed first page', 'fresh', (path) => zeroPage(path, 1)],
    ['a lost journal', 'left', (path) => rmSync(`${path}-wal`)],
    ['a zeroed first page and a lost journal', 'left', (path) => (rmSync(`${path}-wal`), zeroPage(path, 1))],
  ];
  for (const [name, stage, damage] of damages) await largeOne(repairs, name, stage, damage);
}

async function largeOne(repairs: Repairs, name: string, stage: Stage, damage: (path: string) => void): Promise<void> {
  const path = repairs.copy(stage);
  const bytes = statSync(path).size;
  damage(path);
  const start = performance.now();
  const { problems, repaired, status, platform } = await repairs.repair(stage, path, true);
  const { accepted, failed, unknown } = status.counts;
  console.log(`${name} (${Math.round(bytes / 1e6)} MB, ${stage}): ${repaired.note.unknown} unknown and ${repaired.note.lost} lost after the repair; at the end ${accepted} accepted, ${failed} failed, ${unknown} unknown, ${platform.doubled} doubled, ${Math.round((performance.now() - start) / 1000)} s`);
  if (unknown > 0) bad.push(`${name}: ${unknown} rows unknown`);
  bad.push(...problems.map((problem) => `${name}: ${problem}`));
  rmSync(join(path, '..'), { recursive: true, force: true, maxRetries: 5 });
}
