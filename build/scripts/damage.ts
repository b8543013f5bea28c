import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { damageCampaign } from '../../test/support/damage.ts';

/**
 * Damages prepared and interrupted jobs at random, looks at each, exports and sends it, and prints what came of them:
 * `damage.ts [--count N] [--seed N] [--from N]`. Ends with 1 where a wrong item was sent, one was applied twice, rows
 * were missing in silence, or an error had no sentence.
 */
const { values } = parseArgs({
  options: { count: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' }, from: { type: 'string', default: '0' } },
});
const [count, seed, from] = [Number(values.count), Number(values.seed), Number(values.from)];
const folder = mkdtempSync(join(tmpdir(), 'damage-'));
const tally = new Map<string, number>();
const bad: string[] = [];
try {
  const campaign = await damageCampaign(folder, seed);
  for (let index = from; index < from + count; index += 1) {
    const { what, verdict, detail } = await campaign.one(index);
    const name = `${verdict}${verdict === 'told' ? `: ${detail.split(', ').at(-1) ?? ''}` : ''}`;
    tally.set(name, (tally.get(name) ?? 0) + 1);
    if (verdict !== 'told' && verdict !== 'same') bad.push(`${what}: ${verdict}: ${detail}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
console.log(`${count} files, seed ${seed}`);
for (const [name, times] of [...tally].sort((one, other) => other[1] - one[1])) console.log(`${String(times).padStart(8)}  ${name}`);
for (const line of bad.slice(0, 20)) console.error(line);
process.exitCode = bad.length === 0 ? 0 : 1;
