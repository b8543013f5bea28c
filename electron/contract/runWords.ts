import { counted } from './counted.ts';
import type { StreamsReason, StreamStatus, Tuning } from './job.ts';

/** Why a stream waits, as the end of "waiting 12 s: …"; `code` is the outcome's code as `StreamStatus.because` gives it. */
export function outcomeWords(code: string): string {
  return Object.hasOwn(outcomes, code) ? (outcomes[code] ?? code) : `the last request did not succeed (${code})`;
}

/** The same with the status or code that came, "the server asked to wait (503)"; 0 says that all went well, and so nothing here. */
export function causeWords({ because, answer }: Pick<StreamStatus, 'because' | 'answer'>): string {
  return because === null ? 'the last request did not succeed' : `${outcomeWords(because)}${answer === null || answer === 0 ? '' : ` (${answer})`}`;
}

/** How many streams a run uses and why: "2 of 4 streams: answers slowed from 3 s to 9 s". */
export function streamsWords({ limit, ceiling, reason }: Tuning): string {
  return `${limit} of ${counted(ceiling, 'stream')}: ${streamsReasonWords(reason)}`;
}

/** Why requests are smaller than planned; null while they are not. */
export function smallerWords({ smaller }: Tuning): string | null {
  if (smaller === null) return null;
  const { code, tookMs, allowedMs } = smaller;
  const why = code === 'timed-out' ? `no answer came within ${seconds(tookMs)}` : `an answer took ${seconds(tookMs)} of the ${seconds(allowedMs)} allowed`;
  return `requests made smaller: ${why}`;
}

function streamsReasonWords(reason: StreamsReason): string {
  switch (reason.code) {
    case 'as-set':
      return 'as set';
    case 'starting':
      return 'more follow when answers are steady';
    case 'steady':
      return 'answers are steady';
    case 'slowed':
      return `answers slowed from ${seconds(reason.fromMs)} to ${seconds(reason.toMs)}`;
    case 'no-gain':
      return `one more only slowed answers from ${seconds(reason.fromMs)} to ${seconds(reason.toMs)}`;
    default:
      return causeWords({ because: reason.code, answer: reason.answer });
  }
}

/** 340 → "0.3 s", 4512 → "4.5 s", 70000 → "70 s"; never 0 s. */
function seconds(ms: number): string {
  const tenths = Math.max(1, Math.round(ms / 100));
  return `${tenths < 100 ? tenths / 10 : Math.round(ms / 1_000)} s`;
}

/** What it means that the platform answered requests from memory that this file had not sent before. */
export function replayedUnaskedWords(answers: number): string {
  const what = answers === 1 ? 'One request was answered by the platform from its memory, although this job had sent it once' : `${answers} requests were answered by the platform from its memory, although this job had sent each once`;
  return `${what}. Each was applied once: either it was repeated on its way after a broken connection, or the very same had been sent before, as by a copy of this job. Nothing needs to be done, unless you meant to apply it a second time.`;
}

/** What it means that answers called the whole an error and gave a result for every row. */
export function calledErrorsWords(answers: number): string {
  const what = answers === 1 ? 'One answer called its whole request an error and yet had' : `${answers} answers called their whole request an error and yet had`;
  return `${what} a result for every row. The rows were taken as their own results say. Look at some of them in the platform before you rely on it.`;
}

/** Codes of the outcomes that make a stream wait. */
const outcomes: Readonly<Record<string, string>> = {
  unreachable: 'the server cannot be reached',
  'connection-lost': 'the connection was lost before an answer came',
  'timed-out': 'no answer came in time',
  aborted: 'the request was stopped before an answer came',
  throttled: 'the server asked to wait',
  'server-error': 'the server had an error',
  'answer-unreadable': 'the answer could not be read',
  'answer-incomplete': 'the answer did not cover every profile',
};

/** What sending rows again does whose outcome is unknown, under a new request id. */
export const sentTwiceWords = 'The platform may already have applied them. Setting the same values twice does no harm; counters and triggers may count twice.';
