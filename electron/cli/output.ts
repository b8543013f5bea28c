import { m } from '#messages';
import type { Writable } from 'node:stream';
import type { Cell } from '#contract/cells.ts';
import { grouped } from '#contract/counted.ts';
import { lateWords } from '#contract/brokerWords.ts';
import { calledErrorsWords, handedOverExplained, inOneLine, explain, explainPause, noteSentence, replayedUnaskedWords } from '#contract/sentences.ts';
import { asciiJson, printable, printableJson } from '#contract/printable.ts';
import { saidText } from '#contract/saidCell.ts';
import { faultOf, type Fault } from '#contract/faults.ts';
import { readyWords, sentLostWords, sentWithoutWords } from '#contract/leftOutWords.ts';
import { limitsOfCopyWords } from '#contract/placeWords.ts';
import { allUnchanged, nothingAccepted, unchangedWords } from '#contract/resultWords.ts';
import { repairedWords } from '#contract/repairWords.ts';
import type { JobCounts, JobStatus } from '#contract/job.ts';
import { SpokenFault } from '#contract/spokenFault.ts';
import { jobStateNames } from './stateNames.ts';

/** Where a command writes: results as JSON to `out`, words and progress to `err`. */
export interface Output {
  readonly out: Writable;
  readonly err: Writable;
  /** Whether results are wanted as JSON. */
  readonly json: boolean;
  /** Whether what is read by another program goes through a code page on its way, as PowerShell on Windows takes the one of DOS. */
  readonly ascii?: boolean | undefined;
}

/** JSON as standard output takes it. */
export function jsonText({ ascii }: Pick<Output, 'ascii'>, json: string): string {
  return ascii === true ? asciiJson(json) : printableJson(json);
}

/** Words for a person, each text a line of its own: a line feed within one, as of a file's name, is shown as such. */
export function say({ err }: Output, lines: string | readonly string[]): void {
  for (const line of typeof lines === 'string' ? [lines] : lines) err.write(`${printable(line)}\n`);
}

/** A value as one line of JSON on standard output. */
export function writeJson(output: Output, value: unknown): void {
  output.out.write(`${jsonText(output, JSON.stringify(value))}\n`);
}

/** The result as one JSON document on standard output, or in words on standard error. */
export function result(output: Output, value: unknown, words: () => string | readonly string[]): void {
  if (output.json) writeJson(output, value);
  else say(output, words());
}

/** A cell in a sentence: “12”, or empty. */
export function shownCell(cell: Cell): string {
  return cell === null ? m.cli_cell_empty() : m.cli_cell({ text: saidText(cell) });
}

/** A result of many parts, written as they come: one JSON array on standard output, or a line each on standard error. */
export function listing<Part>(output: Output, none: string, words: (part: Part) => string): { add(part: Part): void; end(): void } {
  let count = 0;
  return {
    add(part) {
      count += 1;
      if (output.json) output.out.write(`${count === 1 ? '[' : ','}${jsonText(output, JSON.stringify(part))}`);
      else say(output, words(part));
    },
    end() {
      if (output.json) output.out.write(count === 0 ? '[]\n' : ']\n');
      else if (count === 0) say(output, none);
    },
  };
}

export function sayFault(output: Output, error: unknown): Fault {
  const fault = faultOf(error);
  say(output, inOneLine(explain(fault.data)));
  const trace = process.env['PROFILE_IMPORTER_TRACE'] === '1' && fault.cause instanceof Error ? fault.cause.stack : undefined;
  if (trace !== undefined) say(output, trace.split('\n'));
  if (output.json) writeJson(output, { fault: fault instanceof SpokenFault ? fault.english : fault.data });
  return fault;
}

/** The counts as the sum they are: what was read is what became of it. */
export function countWords(counts: JobCounts): string {
  const { read, empty, invalid, duplicate, unchanged, hidden, accepted, failed, unknown, queued = 0, notSent, sending } = counts;
  const parts = [
    m.cli_count_empty({ count: empty }),
    m.cli_count_invalid({ count: invalid }),
    m.cli_count_duplicate({ count: duplicate }),
    ...(unchanged > 0 ? [m.cli_count_unchanged({ count: unchanged })] : []),
    ...(hidden > 0 ? [m.cli_count_hidden({ count: hidden })] : []),
    m.cli_count_accepted({ count: accepted }),
    m.cli_count_failed({ count: failed }),
    m.cli_count_unknown({ count: unknown }),
    ...(queued > 0 ? [m.broker_cli_count({ count: queued })] : []),
    m.cli_count_not_sent({ count: notSent }),
    ...(sending > 0 ? [m.cli_count_sending({ count: sending })] : []),
  ];
  return m.cli_counts({ read: grouped(read), parts: parts.join(' + ') });
}

/** How many rows are, and were, sent without a value. */
export function warningWords(counts: JobCounts): readonly string[] {
  return [readyWords(counts), sentWithoutWords(counts), sentLostWords(counts)].filter((words) => words !== null);
}

/** The state of a job with its counts. */
export function stateLine({ state, counts }: Pick<JobStatus, 'state' | 'counts'>): string {
  return m.cli_state_line({ state: jobStateNames[state](), words: countWords(counts) });
}

function roundWords({ chunks, attempts, replayed, round }: JobStatus): string {
  const words = { round, answered: grouped(chunks.answered), count: chunks.total, requests: m.units_requests({ count: attempts }) };
  return replayed > 0 ? m.cli_round_replayed({ ...words, replayed }) : m.cli_round(words);
}

/** In the command line's words, where what to do is done in the window by other means. */
function pauseWords(pause: NonNullable<JobStatus['pause']>, server: JobStatus['server']): string {
  const words = explainPause(pause, server);
  return inOneLine(pause.reason === 'rows-refused' ? { ...words, action: m.cli_pause_rows_refused() } : words);
}

/** `told`: notes that were said before, as when the job was prepared. */
export function statusWords(status: JobStatus, told: JobStatus['notes'] = []): readonly string[] {
  const known = new Set(told.map((note) => noteSentence(note, 'command')));
  const lines = [stateLine(status), ...warningWords(status.counts)];
  if (status.state === 'finished' && nothingAccepted(status.counts)) lines.push(m.cli_nothing_updated());
  if (status.state === 'ready' && allUnchanged(status.counts)) lines.push(unchangedWords(status.counts));
  if (!status.countsAddUp) lines.push(m.cli_counts_differ());
  if (status.handedOver !== null) lines.push(inOneLine(handedOverExplained(status.handedOver)));
  if (status.pause !== null) lines.push(pauseWords(status.pause, status.server));
  if (status.attempts > 0) lines.push(roundWords(status));
  if (status.repaired !== undefined) lines.push(repairedWords(status.repaired));
  if (status.limitsOfCopy !== null) lines.push(limitsOfCopyWords(status.limitsOfCopy));
  if (status.doubts.length > 0) lines.push(m.cli_doubts({ doubts: status.doubts.join(' ') }));
  lines.push(...status.notes.map((note) => noteSentence(note, 'command')).filter((text) => !known.has(text)).map((text) => m.cli_note({ text })));
  if (status.late !== undefined) lines.push(lateWords(status.late));
  if (status.calledErrors > 0) lines.push(calledErrorsWords(status.calledErrors));
  if (status.replayedUnasked > 0) lines.push(replayedUnaskedWords(status.replayedUnasked));
  return lines;
}
