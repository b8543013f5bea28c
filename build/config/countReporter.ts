import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule, TestRunEndReason } from 'vitest/node';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Ends every run with one plain line, "N passed, N failed, N skipped", and names each skipped test with its reason.
 * Under CI a skip fails the run: there every test can run, so one that did not is a test nobody ran.
 * Where TEST_COUNTS names a file, the counts go there too, for whoever adds them to those of another run.
 */
export class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[], reason: TestRunEndReason): void {
    const counts: Counts = { passed: 0, failed: errors.length, skipped: 0 };
    const skips: string[] = [];
    for (const module of modules) countModule(module, counts, skips);
    // Ended before the first test, by a fault that no test and no file can be blamed for.
    if (reason === 'failed' && counts.failed === 0) counts.failed = 1;
    const file = process.env['TEST_COUNTS'];
    if (file !== undefined) writeFileSync(file, JSON.stringify(counts));
    const lines = [...skips, `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`];
    if (counts.skipped > 0 && process.env['CI'] === 'true') {
      process.exitCode = 1;
      lines.unshift('Under CI a skipped test fails the run:');
    }
    if (reason === 'interrupted') lines.unshift('Interrupted: the counts below are not complete.');
    process.stdout.write(`${lines.join('\n')}\n`);
  }
}

function countModule(module: TestModule, counts: Counts, skips: string[]): void {
  // A file that could not even be loaded has no tests to count, and would otherwise end as "0 failed".
  counts.failed += module.errors().length;
  for (const test of module.children.allTests()) {
    const result = test.result();
    if (result.state === 'passed') counts.passed += 1;
    else if (result.state === 'failed') counts.failed += 1;
    else {
      counts.skipped += 1;
      const why = result.state === 'skipped' ? (result.note ?? 'no reason given') : 'did not run';
      skips.push(`skipped: ${module.relativeModuleId} > ${test.fullName}: ${why}`);
    }
  }
}
