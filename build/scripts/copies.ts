import { parseArgs } from 'node:util';
import { copyCases, tryCopy } from '../../test/support/copies.ts';

/**
 * Copies a job at every moment, with and without its -wal, runs both files with the same and with other limits, and prints
 * what was applied twice, lost, or sent without a word: `copies.ts [--rows N]`. Ends with 1 where anything was.
 */
const { values } = parseArgs({ options: { rows: { type: 'string', default: '2000' } } });
let bad = 0;
console.log('| copied | original | -wal | limits | doubled | lost | silent |\n|---|---|---|---|---|---|---|');
for (const one of copyCases) {
  const { doubled, lost, silent } = await tryCopy(one, Number(values.rows));
  console.log(`| ${one.when} | ${one.original} | ${one.wal ? 'with' : 'without'} | ${one.sameLimits ? 'same' : 'other'} | ${doubled} | ${lost} | ${silent} |`);
  bad += doubled + lost + silent;
}
process.exitCode = bad === 0 ? 0 : 1;
