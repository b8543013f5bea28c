import { m } from '#messages';
import { brokerTroubleWords } from './brokerWords.ts';
import { tookSeconds } from './formats.ts';
import type { StreamsReason, StreamStatus, Tuning } from './job.ts';

/** Why a stream waits, as the end of "waiting 12 s: …"; `code` is the outcome's code as `StreamStatus.because` gives it. */
export function outcomeWords(code: string): string {
  const atBroker = code.startsWith('broker-') ? brokerTroubleWords(code.slice('broker-'.length)) : null;
  if (atBroker !== null) return atBroker;
  const known = Object.hasOwn(outcomes, code) ? outcomes[code] : undefined;
  return known === undefined ? m.run_not_succeeded_code({ code }) : known();
}

/** The same with the status or code that came, "the server asked to wait (503)"; 0 says that all went well, and so nothing here. */
export function causeWords({ because, answer }: Pick<StreamStatus, 'because' | 'answer'>): string {
  return because === null ? m.run_not_succeeded() : `${outcomeWords(because)}${answer === null || answer === 0 ? '' : ` (${answer})`}`;
}

/** How many streams a run uses and why: "2 of 4 streams: answers slowed from 3 s to 9 s". */
export function streamsWords({ limit, ceiling, reason }: Tuning): string {
  return m.run_streams({ limit, ceiling, reason: streamsReasonWords(reason) });
}

/** Why requests are smaller than planned; null while they are not. */
export function smallerWords({ smaller }: Tuning): string | null {
  if (smaller === null) return null;
  const { code, tookMs, allowedMs } = smaller;
  const took = tookSeconds(tookMs);
  return code === 'timed-out' ? m.run_smaller_timed_out({ took }) : m.run_smaller_slow({ took, allowed: tookSeconds(allowedMs) });
}

function streamsReasonWords(reason: StreamsReason): string {
  switch (reason.code) {
    case 'as-set':
      return m.run_as_set();
    case 'starting':
      return m.run_starting();
    case 'steady':
      return m.run_steady();
    case 'slowed':
      return m.run_slowed({ from: tookSeconds(reason.fromMs), to: tookSeconds(reason.toMs) });
    case 'no-gain':
      return m.run_no_gain({ from: tookSeconds(reason.fromMs), to: tookSeconds(reason.toMs) });
    default:
      return causeWords({ because: reason.code, answer: reason.answer });
  }
}

/** What it means that the platform answered requests from memory that this file had not sent before. */
export function replayedUnaskedWords(answers: number): string {
  return m.run_replayed({ count: answers });
}

/** What it means that answers called the whole an error and gave a result for every row. */
export function calledErrorsWords(answers: number): string {
  return m.run_called_errors({ count: answers });
}

/** Codes of the outcomes that make a stream wait. */
const outcomes: Readonly<Record<string, () => string>> = {
  unreachable: m.run_unreachable,
  'connection-lost': m.run_connection_lost,
  'timed-out': m.run_timed_out,
  aborted: m.run_aborted,
  throttled: m.run_throttled,
  'server-error': m.run_server_error,
  'answer-unreadable': m.run_answer_unreadable,
  'answer-incomplete': m.run_answer_incomplete,
};

/** What sending rows again does whose outcome is unknown, under a new request id. */
export const sentTwiceWords = (): string => m.run_sent_twice();
