import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { acts, placesLane } from '../../test/support/places/campaign.ts';

/**
 * Copies, links, renames and moves job files, puts backups back and kills handings over, and prints what was lost, doubled
 * or sent without a word: `places.ts [--count N] [--seed N] [--only WORDS]`. Ends with 1 where anything was.
 */
const { values } = parseArgs({
  options: { count: { type: 'string', default: '220' }, seed: { type: 'string', default: '20261127' }, only: { type: 'string', default: '' } },
});
const [count, seed] = [Number(values.count), Number(values.seed)];
const folder = mkdtempSync(join(tmpdir(), 'profile-importer-places-'));
// What this computer remembers of job files is kept apart from what it remembers of real ones.
process.env['XDG_STATE_HOME'] = join(folder, 'state');
let bad = 0;
console.log(`seed ${seed}\n\n| what becomes of the file | jobs | told | lost | doubled | silent | problems |\n|---|---|---|---|---|---|---|`);
try {
  for (const act of acts.filter(([name]) => name.includes(values.only))) {
    const { name, trials, told, lost, doubled, silent, problems } = await placesLane(folder, seed, act, Math.ceil(count / acts.length));
    console.log(`| ${name} | ${trials} | ${told} | ${lost} | ${doubled} | ${silent} | ${problems.length} |`);
    for (const problem of problems.slice(0, 20)) console.error(problem);
    bad += lost + doubled + silent + problems.length;
  }
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
process.exitCode = bad === 0 ? 0 : 1;
