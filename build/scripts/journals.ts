import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findWal } from '#engine/store/walCheck.ts';
import { liveOf, mix, partlyMoved } from '../../test/support/journals.ts';

/**
 * Keeps jobs and their journals at random moments of their lives, puts each file beside the journal of each other moment, and
 * prints how many were taken and refused: `journals.ts [--lives N] [--seed N]`. Ends with 1 where one was refused that a kill
 * leaves, or one was taken that makes a job that never was.
 */
const { values } = parseArgs({ options: { lives: { type: 'string', default: '4' }, seed: { type: 'string', default: '1' } } });
const tally = new Map<string, number>();
const bad: string[] = [];
const count = (name: string): void => void tally.set(name, (tally.get(name) ?? 0) + 1);
for (let life = 0; life < Number(values.lives); life += 1) {
  const folder = mkdtempSync(join(tmpdir(), 'journals-'));
  try {
    const moments = await liveOf(folder, Number(values.seed) + life, { wordy: life % 2 === 1, often: 0.07, readers: life % 4 > 1 });
    for (const moment of moments) {
      for (const share of [null, 0, 0.05, 0.3, 0.7, 1]) {
        const { origin } = findWal(share === null ? moment.path : partlyMoved(folder, moment, share));
        count(`as a kill leaves it: ${origin}`);
        if (origin !== 'own') bad.push(`life ${life}, ${moment.name}, ${share ?? 'nothing'} moved: ${origin}`);
      }
      for (const wal of moments) {
        if (wal === moment) continue;
        const { origin, same } = mix(folder, moment, wal);
        count(`of two moments${life % 4 > 1 ? ', with readers' : ''}: ${origin}${origin === 'own' ? (same ? ', a state it was in' : ', a state it never was in') : ''}`);
        // While somebody reads, only some pages are moved: then not every mixture can be told.
        if (!same && life % 4 < 2) bad.push(`life ${life}: ${moment.name} with the journal of ${wal.name}: ${origin}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
for (const [name, times] of [...tally].sort((one, other) => other[1] - one[1])) console.log(`${String(times).padStart(8)}  ${name}`);
for (const line of bad.slice(0, 40)) console.error(line);
process.exitCode = bad.length === 0 ? 0 : 1;
