import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { mutatedFile, outcomeOf } from '../../test/support/fuzzSheets.ts';

/**
 * Reads thousands of workbooks and CSV files damaged at random and prints what came of them:
 * `fuzz-sheets.ts [--count N] [--seed N] [--from N]`. Ends with 1 where the reader crashed, hung or grew without bound.
 */

/** A file of some kilobytes that takes longer hangs. */
const hangMs = 20_000;

interface Report {
  readonly index: number;
  readonly outcome: string;
}

if (isMainThread) await watch();
else await work();

async function watch(): Promise<void> {
  const { values } = parseArgs({
    options: { count: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' }, from: { type: 'string', default: '0' } },
  });
  const seed = Number(values.seed);
  const count = Number(values.count);
  const outcomes = new Map<string, number>();
  const bad: string[] = [];
  let next = Number(values.from);
  const end = next + count;
  while (next < end) {
    const stopped = await run(seed, next, end, ({ index, outcome }) => {
      const word = outcome.split(' ')[0] ?? '';
      outcomes.set(word, (outcomes.get(word) ?? 0) + 1);
      if (word === 'CRASH') bad.push(`file ${index}: ${outcome}`);
      next = index + 1;
    });
    if (stopped === null) continue;
    bad.push(`file ${next}: ${stopped}`);
    outcomes.set(stopped, (outcomes.get(stopped) ?? 0) + 1);
    next += 1;
  }
  console.log(`${count} files, seed ${seed}, peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
  for (const [outcome, times] of [...outcomes].sort((one, other) => other[1] - one[1])) console.log(`${String(times).padStart(8)}  ${outcome}`);
  for (const line of bad.slice(0, 20)) console.error(line);
  process.exitCode = bad.length === 0 ? 0 : 1;
}

/** Runs a worker until it is through (null) or has to be stopped ("HANG", or what killed it). */
function run(seed: number, from: number, end: number, onReport: (report: Report) => void): Promise<string | null> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL(import.meta.url), { argv: [seed, from, end] });
    let verdict: string | null = null;
    const stop = (reason: string): void => {
      verdict = reason;
      void worker.terminate();
    };
    let timer = setTimeout(stop, hangMs, 'HANG');
    worker.on('message', (report: Report) => {
      clearTimeout(timer);
      timer = setTimeout(stop, hangMs, 'HANG');
      onReport(report);
    });
    worker.on('error', (error: Error) => { verdict = `KILLED by ${error.stack ?? error.message}`; });
    worker.on('exit', () => {
      clearTimeout(timer);
      resolve(verdict);
    });
  });
}

async function work(): Promise<void> {
  const [seed = 0, from = 0, end = 0] = process.argv.slice(2).map(Number);
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-sheets-'));
  try {
    for (let index = from; index < end; index += 1) {
      parentPort?.postMessage({ index, outcome: await outcomeOf(mutatedFile(seed, index), folder) });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
