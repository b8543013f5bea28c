import { m } from '#messages';
import { rowList } from '#contract/counted.ts';
import type { FailureGroup } from '#contract/job.ts';
import { inEnglish } from '#contract/language.ts';
import { sentAgainWords } from '#contract/brokerWords.ts';
import { answerText } from '#contract/ownAnswers.ts';
import { sentTwiceWords } from '#contract/runWords.ts';
import { jobColumns, previewItems } from '#engine/jobs/jobRows.ts';
import { systemClock } from '#engine/jobs/clock.ts';
import { jobStatus } from '#engine/jobs/jobStatus.ts';
import { retryRound, type Retried } from '#engine/jobs/retryRound.ts';
import { withJob, type Command } from '../context.ts';
import { sayElsewhere } from '../elsewhere.ts';
import { exitCodes } from '../exitCodes.ts';
import { positionsOfRows } from '../jobPlaces.ts';
import { jsonText, listing, result, say, statusWords } from '../output.ts';
import { usageFault } from '#contract/spokenFault.ts';

/** `preview J`: the items as they would be sent, one JSON line each; where no row waits, said as such, those of rows that were sent. */
export function preview(job: string, limit: number): Command {
  return ({ output }) =>
    withJob(job, (file) => {
      jobColumns(file);
      const { items, ofSent } = previewItems(file, limit);
      for (const item of items) output.out.write(`${jsonText(output, item)}\n`);
      if (ofSent) say(output, m.cli_items_of_sent());
      else if (items.length === 0 && limit > 0) say(output, m.cli_items_none());
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
      const list = listing(output, m.cli_failures_none(), groupWords);
      file.failures.eachGroup((group) => list.add(output.json ? { ...group, text: inEnglish(() => answerText(group.text)) } : group));
      list.end();
      return exitCodes.ok;
    });
}

function groupWords({ code, text, rows, examples }: FailureGroup): string {
  const words = { count: examples.length, rows: m.units_rows({ count: rows }), text: answerText(text), examples: `${examples.join(', ')}${rows > examples.length ? ' …' : ''}` };
  return code === null ? m.cli_failures_no_code(words) : m.cli_failures_code({ ...words, code });
}

export interface RetryCommandOptions {
  readonly codes: readonly number[];
  readonly rows: readonly number[];
  readonly unknown: boolean;
  readonly withBroker: boolean;
  readonly sendAgain: boolean;
  readonly adopt: boolean;
}

/** `retry J`: marks failed rows for the next run, as a new round. */
export function retry(job: string, options: RetryCommandOptions): Command {
  return ({ output }) =>
    withJob(job, (file) => {
      if (options.unknown && (options.codes.length > 0 || options.rows.length > 0)) {
        throw usageFault(m.cli_usage_unknown_alone);
      }
      if (options.withBroker && (options.unknown || options.codes.length > 0 || options.rows.length > 0)) throw usageFault(m.broker_retry_alone);
      if (options.sendAgain && options.rows.length === 0) throw usageFault(m.cli_usage_send_again_row);
      // Else a row that is not there would be told as one that has not failed.
      positionsOfRows(file, options.rows);
      const marked = retryRound(file, {
        codes: options.codes.length > 0 ? options.codes : undefined,
        rows: options.rows.length > 0 ? options.rows : undefined,
        unknown: options.unknown,
        withBroker: options.withBroker,
        sendAgain: options.sendAgain,
        adopt: options.adopt,
      }, systemClock.now());
      result(output, marked, () => [...(marked.rows === 0 ? [] : [m.cli_retry_marked({ count: marked.rows, round: marked.round })]), ...lateLines(marked), ...standBackLines(marked)]);
      if (options.unknown && marked.rows > 0) say(output, [sentTwiceWords()]);
      if (options.withBroker && marked.rows > 0) say(output, [sentAgainWords()]);
      return exitCodes.ok;
    });
}

function lateLines({ late }: Retried): readonly string[] {
  return late === undefined ? [] : [m.cli_retry_late({ count: late.count, list: rowList(late.first, late.count) })];
}

function standBackLines({ rows, standBack, stayAccepted = 0 }: Retried): readonly string[] {
  if (stayAccepted > 0) {
    return [...(rows + standBack === 0 ? [m.cli_retry_nothing()] : []), m.cli_retry_stay({ count: stayAccepted }), ...standBackLines({ rows, standBack, round: 0 })];
  }
  if (standBack === 0) return [];
  const words = m.cli_retry_stand_back({ count: standBack });
  return [rows === 0 ? m.cli_retry_no_round({ words }) : words];
}
