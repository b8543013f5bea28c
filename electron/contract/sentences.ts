import { brokerPauseWords } from './brokerWords.ts';
import { m } from '#messages';
import { answerWords, type Sentences } from './faultParts.ts';
import type { FaultCode, FaultData, FaultDetail } from './faults.ts';
import type { Pause } from './job.ts';
import { jobFaults } from './jobFaults.ts';
import { overQueue, pauseSentences } from './pauseSentences.ts';
import { platformFaults } from './platformFaults.ts';
import { queueFaults } from './queueFaults.ts';
import { isQueueServer } from './queueServer.ts';
import { policyFaults } from './policyFaults.ts';
import { programFaults } from './programFaults.ts';
import { refusedWords } from './resultWords.ts';
import { wayWords } from './network/wayTroubles.ts';
import { trustWords } from './serverTrust.ts';
import type { DateOrderProof } from './source.ts';
import { sourceFaults } from './sourceFaults.ts';
import { updateFaults } from './updateFaults.ts';

export { handedOverExplained } from './placeWords.ts';
export { calledErrorsWords, causeWords, outcomeWords, replayedUnaskedWords, smallerWords, streamsWords } from './runWords.ts';
export { noteSentence } from './sourceNotes.ts';
export { warningSentence } from './sourceWarnings.ts';

/**
 * Every sentence that explains an error, for the window and the command line alike: what happened, what it
 * means for the operator's data, what to do. Details that a fault does not carry are simply left out of the
 * sentence, so that a sentence is never broken by a fault raised in an unusual place.
 *
 * Details read here: file or name (a file's, job's or connection's), sheet, sheets, headerRow, columns, line,
 * problem, problems, state, limit, counts, names (of one file), content (what a file is, in words), url, host, server, reason (a short technical key), text (the server's
 * words), httpStatus, code, command.
 */
export interface Explanation {
  readonly what: string;
  readonly meaning: string;
  readonly action: string;
}

/** The explanation of a fault; three sentences, none of them empty. */
export function explain(fault: FaultData): Explanation {
  const [what, meaning, action] = faultSentences[fault.code](fault.detail);
  return { what, meaning, action };
}

/** The explanation of why a job stands still, with the server's own words quoted where it gave any; `jobServer`: the one that the job belongs to. */
export function explainPause(pause: Pause, jobServer: string | null = null): Explanation {
  const atBroker = brokerPauseWords(pause);
  if (atBroker !== null) return atBroker;
  const [what, usually, action] = pauseSentences[pause.reason];
  const meaning = (jobServer !== null && isQueueServer(jobServer) ? overQueue[pause.reason] : undefined) ?? usually;
  const untrusted = pause.reason === 'certificate' ? trustWords(pause.text ?? '', m.faults_the_server()) : null;
  const way = pause.httpStatus === null ? wayWords(pause.text ?? '') : null;
  const barred = untrusted ?? way;
  if (barred !== null) return { ...barred, meaning: meaning() };
  if (pause.reason === 'rows-refused' && pause.rows !== undefined) return { what: refusedWords(pause, pause.rows), meaning: meaning(), action: action() };
  return { what: `${what()}${answerWords(pause.httpStatus, pause.code, pause.text)}`, meaning: meaning(), action: action() };
}

/** One line for a log or a terminal: the three sentences one after another. */
export function inOneLine({ what, meaning, action }: Explanation): string {
  return `${what} ${meaning} ${action}`;
}

const faultSentences: Readonly<Record<FaultCode, (detail: FaultDetail) => Sentences>> = { ...sourceFaults, ...jobFaults, ...platformFaults, ...queueFaults, ...policyFaults, ...programFaults, ...updateFaults };

/** What the column's own dates say about the order chosen; null where nothing needs saying. */
export function dateOrderNote(proof: DateOrderProof, chosen: 'dmy' | 'mdy' | 'ymd'): { readonly text: string; readonly warn: boolean } | null {
  const { verdict, examples } = proof;
  const [day = '', month = '', either = ''] = [examples.dmyOnly[0], examples.mdyOnly[0], examples.either[0]];
  if (verdict === 'ambiguous') return { text: m.dates_two_ways({ either }), warn: true };
  if (verdict === 'contradictory') return { text: m.dates_contradictory({ day, month }), warn: true };
  const isWrong = chosen !== 'ymd' && proof.order !== null && proof.order !== chosen;
  return { text: proof.order === 'mdy' ? m.dates_month_first_only({ month }) : m.dates_day_first_only({ day }), warn: isWrong };
}
