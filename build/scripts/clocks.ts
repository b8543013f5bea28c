import { clockCases, tryClock } from '../../test/support/clocks.ts';

/** Runs jobs by clocks that are wrong or are set in mid-run, and prints what came of it. Ends with 1 where anything was applied twice, lost, or held up. */
let bad = 0;
console.log('| clock | doubled | lost | stalled |\n|---|---|---|---|');
for (const one of clockCases) {
  const { doubled, lost, stalled } = await tryClock(one);
  console.log(`| ${one.name} | ${doubled} | ${lost} | ${stalled} |`);
  bad += doubled + lost + stalled;
}
process.exitCode = bad === 0 ? 0 : 1;
