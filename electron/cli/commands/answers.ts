import { counted } from '#contract/counted.ts';
import { Fault } from '#contract/faults.ts';
import type { FailureGroup } from '#contract/job.ts';
import { sentTwiceWords } from '#contract/runWords.ts';
import { jobColumns, previewItems } from '#engine/jobs/jobRows.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { retryRound, type Retried } from '#engine/jobs/retryRound.ts';
import { withJob, type Command } from '../context.ts';
import { sayElsewhere } from '../elsewhere.ts';
import { exitCodes } from '../exitCodes.ts';
import { positionsOfRows } from '../jobPlaces.ts';
import { listing, result, say, statusWords } from '../output.ts';
import { printableJson } from '#contract/printable.ts';

/** `preview J`: the items as they would be sent, one JSON line each; where no row waits, said as such, those of rows that were sent. */
export function preview(job: string, limit: number): Command {
  return ({ output }) =>
    withJob(job, (file) => {
      jobColumns(file);
      const { items, ofSent } = previewItems(file, limit);
      for (const item of items) output.out.write(`${printableJson(item)}\n`);
      if (ofSent) say(output, 'no row waits to be sent; these are the items of rows that were sent, accepted or refused');
      else if (items.length === 0 && limit > 0) say(output, 'no row waits to be sent, and none was');
      return exitCodes.ok;
    });
}

/** `status J`. */
export function status(job: string): Command {
  return ({ output }) =>
    withJob(job, (file) => {
      const now = jobStatus(file, null);
      sayElsewhere(output, file);
      result(output, now, () => statusWords(now));
      return exitCodes.ok;
    });
}

/** `failures J`: grouped by the server's code and words, every group as it comes: there may be as many as rows. */
export function failures(job: string): Command {
  return ({ output }) =>
    withJob(job, (file) => {
      jobColumns(file);
      const list = listing(output, 'no row was refused', groupWords);
      file.failures.eachGroup((group) => list.add(group));
      list.end();
      return exitCodes.ok;
    });
}

function groupWords({ code, text, rows, examples }: FailureGroup): string {
  return `${counted(rows, 'row')}, code ${code ?? 'none'}: ${text} (row ${examples.join(', ')}${rows > examples.length ? ' …' : ''})`;
}

export interface RetryCommandOptions {
  readonly codes: readonly number[];
  readonly rows: readonly number[];
  readonly unknown: boolean;
  readonly sendAgain: boolean;
  readonly adopt: boolean;
}

/** `retry J`: marks failed rows for the next run, as a new round. */
export function retry(job: string, options: RetryCommandOptions): Command {
  return ({ output }) =>
    withJob(job, (file) => {
      if (options.unknown && (options.codes.length > 0 || options.rows.length > 0)) {
        throw new Fault('usage', { problem: '--unknown takes all unknown rows and goes with neither --code nor --row' });
      }
      if (options.sendAgain && options.rows.length === 0) throw new Fault('usage', { problem: '--send-again sends rows once more that were accepted, and goes with --row' });
      // Else a row that is not there would be told as one that has not failed.
      positionsOfRows(file, options.rows);
      const marked = retryRound(file, {
        codes: options.codes.length > 0 ? options.codes : undefined,
        rows: options.rows.length > 0 ? options.rows : undefined,
        unknown: options.unknown,
        sendAgain: options.sendAgain,
        adopt: options.adopt,
      }, systemClock.now());
      result(output, marked, () => [...(marked.rows === 0 ? [] : [`${counted(marked.rows, 'row is', 'rows are')} marked for round ${marked.round}; run the job to send ${marked.rows === 1 ? 'it' : 'them'}`]), ...standBackLines(marked)]);
      if (options.unknown && marked.rows > 0) say(output, [sentTwiceWords()]);
      return exitCodes.ok;
    });
}

function standBackLines({ rows, standBack, stayAccepted = 0 }: Retried): readonly string[] {
  if (stayAccepted > 0) {
    const stay = `${counted(stayAccepted, 'row stays accepted and is', 'rows stay accepted and are')} not sent once more, as another row with the same match key is the one sent, or may have been applied; “duplicates --pick” sends a row instead`;
    return [...(rows + standBack === 0 ? ['nothing is to be sent again'] : []), stay, ...standBackLines({ rows, standBack, round: 0 })];
  }
  if (standBack === 0) return [];
  const words = `${counted(standBack, 'row')} ${standBack === 1 ? 'is a duplicate' : 'are duplicates'} now, as another row with the same match key is sent instead, or was`;
  return [rows === 0 ? `nothing is to be sent again, so there is no new round: ${words}` : words];
}
