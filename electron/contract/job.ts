import type { BrokerFigures } from './brokerFigures.ts';
import type { HandedOver } from './place.ts';
import type { SourceNote } from './sourceNote.ts';

/** The life of a job and of its rows as the window and the command line see it. */

/** The two forms of update_batch (the manual's page prints both). */
export const wireFormats = ['json', 'xml'] as const;
export type WireFormat = (typeof wireFormats)[number];

export const jobStates = ['preparing', 'ready', 'running', 'paused', 'finished', 'cancelled', 'handed-over'] as const;
export type JobState = (typeof jobStates)[number];

/** In the order of their stored numbers; a row is in exactly one of them at every moment. */
export const rowStates = ['empty', 'invalid', 'duplicate', 'ready', 'sending', 'accepted', 'failed', 'unknown', 'unchanged', 'hidden', 'queued'] as const;
export type RowState = (typeof rowStates)[number];

export const pauseReasons = [
  'asked', // the operator paused or interrupted it
  'closed', // the program was closed, or told by the system to end, while it ran
  'trial', // the first rows were sent to try it out; the rest waits
  'interrupted', // the program ended in mid-run
  'journal-lost', // so it did, and nothing proves that what counts as planned was not sent
  'queued', // it waited for another job on its connection, and its turn has not come
  'error', // an error on this side ended the run: a full disk, a damaged file
  'token', // 401, 440
  'limit', // 402
  'rights', // 403
  'address', // 404, or a redirect that must not be followed
  'network', // a proxy, or a server that wants a certificate of ours, lets nothing through; nothing was sent
  'between', // somebody between here and the platform has answered in its place, a company's proxy or a network that wants a sign-in
  'certificate', // the server could not prove who it is; nothing was sent to it
  'server', // down, or too many failures in a row
  'refused', // whole chunks refused without end: the request itself is wrong
  'rows-refused', // most rows answered by the last requests were refused
  'unsettled', // chunks whose outcome is not known and cannot be asked for any more
  'unanswered', // nothing is left to publish, and what the broker has, or may have, is not answered: gone by its age, or the queues are empty and silent
  'broker', // the broker of the queue is not reached, or refuses what is wanted of it; `text` is its code, and its own word behind a colon
] as const;
export type PauseReason = (typeof pauseReasons)[number];

/** Why a job stands still; `text` is the server's own wording where there is one. */
export interface Pause {
  readonly reason: PauseReason;
  readonly httpStatus: number | null;
  readonly code: number | null;
  readonly text: string | null;
  /** ISO 8601. */
  readonly at: string;
  /** rows-refused: of the rows looked at. */
  readonly rows?: RefusedRows;
}

/** What made a run pause for refused rows; the pause's own code and text are the most frequent ones. */
export interface RefusedRows {
  readonly answered: number;
  readonly refused: number;
  /** Of these, rows refused with the code and text of the pause. */
  readonly alike: number;
}

/** Percent of refused rows at which a run pauses, unless the operator says otherwise. */
export const usualRefusedPercent = 90;

/** What was chosen for the last run; the next one is proposed the same. */
export interface KeptSettings {
  readonly streams: number;
  readonly chunkProfiles: number;
  readonly chunkBytes: number;
  readonly format: WireFormat;
  /** Percent of refused rows at which the run pauses; null: never for that reason. */
  readonly pauseWhenRefused: number | null;
}

/**
 * read = empty + invalid + duplicate + unchanged + hidden + accepted + failed + unknown + queued + notSent + sending, always.
 * `sending` is 0 in a job that does not run. `ready` repeats `notSent`: rows fit to be sent that were not.
 */
export interface JobCounts {
  readonly read: number;
  readonly empty: number;
  readonly invalid: number;
  readonly duplicate: number;
  /** Left out on request: the platform accepted the very same item for the key last. 0 unless asked for. */
  readonly unchanged: number;
  /** Hidden in the workbook and left out on request. 0 unless asked for. */
  readonly hidden: number;
  readonly accepted: number;
  readonly failed: number;
  readonly unknown: number;
  /** With the broker of a queue, which has confirmed it, and not yet answered; left out where none is. */
  readonly queued?: number | undefined;
  readonly notSent: number;
  readonly sending: number;
  readonly ready: number;
  /** Of `ready`: rows sent without a value that is not valid, as the recipe says; `withWarnings`: of those sent already, too. */
  readonly readyWithWarnings: number;
  readonly withWarnings: number;
  /** Of `withWarnings`: rows that were sent whole, and of which a repair has lost a correction since; left out where none is. */
  readonly sentLost?: number | undefined;
}

export interface SourceIdentity {
  readonly name: string;
  readonly bytes: number;
  /** ISO 8601. */
  readonly modified: string;
  readonly sha256: string;
  readonly sheet: string;
  /** 0: the table has no header, its columns are named by letter. */
  readonly headerRow: number;
}

export interface StreamStatus {
  readonly stream: number;
  /** idle: nothing to send at the moment. resting: the run uses fewer streams now. */
  readonly activity: 'idle' | 'sending' | 'waiting' | 'resting';
  readonly chunk: number | null;
  readonly profiles: number;
  readonly attempt: number;
  /** Why it waits, for the operator: code of the outcome that made it wait. */
  readonly because: string | null;
  /** The HTTP status or code that came with it; null where none did. */
  readonly answer: number | null;
  /** Milliseconds until the next try when this was told; 0 when not waiting. */
  readonly waitMs: number;
  /** When the next try is due, in ms since 1970, so that whoever shows it can count down; null when not waiting. */
  readonly waitUntil: number | null;
}

export interface ChunkCounts {
  readonly total: number;
  readonly answered: number;
  readonly planned: number;
  readonly sending: number;
  /** Sent, but what became of it is not known yet. */
  readonly unsettled: number;
  /** With the broker, and not yet answered; left out where none is. */
  readonly queued?: number | undefined;
}

export interface JobStatus {
  readonly state: JobState;
  readonly pause: Pause | null;
  readonly counts: JobCounts;
  /** False only when the job file has been damaged from outside. */
  readonly countsAddUp: boolean;
  readonly round: number;
  readonly chunks: ChunkCounts;
  readonly attempts: number;
  /** Answers that came with Duplicate-Request: the platform repeated an earlier answer instead of applying again. */
  readonly replayed: number;
  /**
   * Of these, answers to requests that this job had not sent before: the platform took them for another one's
   * repeat (the same content within its day), so nothing was applied for this job.
   */
  readonly replayedUnasked: number;
  /** Answers with a result for every row that called the whole an error all the same; the rows went by their own results. */
  readonly calledErrors: number;
  /** Requests that were answered after the operator had their rows sent again; left out where none were. */
  readonly late?: number | undefined;
  readonly source: SourceIdentity | null;
  /** What the source's reader noted; empty where there was nothing to say. */
  readonly notes: readonly SourceNote[];
  /** What was chosen for the last run; null while it was never started, or by a version that did not keep it. */
  readonly runSettings: KeptSettings | null;
  /** What the fields known of the database spoke against when the job was made, and the operator went on with all the same, in sentences. */
  readonly doubts: readonly string[];
  /** What its requests are cut by, where it was taken over from a copy: other limits that are asked for are not used. Null in any other job. */
  readonly limitsOfCopy: { readonly profiles: number; readonly bytes: number } | null;
  readonly request: { readonly dbId: number; readonly matching: string; readonly skipTriggers: boolean } | null;
  /** Host it was first sent to; null while nothing was sent. */
  readonly server: string | null;
  /** How many profiles it keeps as they were before; left out where it keeps none. */
  readonly keptProfiles?: number | undefined;
  /** That the file was made by repairing a damaged one. */
  readonly repaired?: RepairNote | undefined;
  /** Where it went; null in a job that was not handed over. */
  readonly handedOver: HandedOver | null;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Live figures of a running job; null in one that does not run. */
  readonly live: LiveFigures | null;
}

/** What is kept in a job that was saved from a damaged file. */
export interface RepairNote {
  /** ISO 8601. */
  readonly at: string;
  /** Name of the damaged file. */
  readonly from: string;
  /** Rows of which the repair could not prove whether they were sent. */
  readonly unknown: number;
  /** Rows that cannot be sent, since their profiles were lost. */
  readonly lost: number;
  /** Rows whose cells were lost, and those of them whose numbers were too; left out where none was. */
  readonly cells?: number | undefined;
  readonly numbers?: number | undefined;
  /** Profiles kept as they were before that are left; left out where none was lost. */
  readonly profiles?: number | undefined;
  /** Requests that left after all that the file tells of rows and corrections; left out where none did. */
  readonly requests?: number | undefined;
  /** Rows of which a correction was lost, or may have been; these three are left out where none was. */
  readonly corrections?: number | undefined;
  /** Corrected cells, and rows picked to be sent, that were saved. */
  readonly correctionsKept?: number | undefined;
  /** Those that were lost, as far as anything tells. */
  readonly correctionsLost?: number | undefined;
}

export const troubleCodes = ['throttled', 'server-error', 'timed-out', 'connection-lost', 'unreachable'] as const;
export type TroubleCode = (typeof troubleCodes)[number];

/**
 * Why a run uses as many streams as it does. as-set: one is all that the operator allows. starting: the first
 * answers are awaited. steady: one was added after good answers. slowed: halved, since answers took `toMs` instead of
 * `fromMs`. no-gain: one was taken back, since answers took so much longer with it that hardly more was done. Trouble:
 * halved on it; `answer` is the HTTP status or code that came, null where none did.
 */
export type StreamsReason =
  | { readonly code: 'as-set' | 'starting' | 'steady' }
  | { readonly code: 'slowed' | 'no-gain'; readonly fromMs: number; readonly toMs: number }
  | { readonly code: TroubleCode; readonly answer: number | null };

/** Why requests not yet sent are made smaller: one took `tookMs` of the `allowedMs`, or no answer came within `tookMs`. */
export interface SmallerRequests {
  readonly code: 'near-timeout' | 'timed-out';
  /** Chunks with more bytes of items than this are halved before they are sent. */
  readonly bytes: number;
  readonly tookMs: number;
  readonly allowedMs: number;
}

/** What a run has learned of how much the server takes. */
export interface Tuning {
  /** Streams that may send now: 1 to `ceiling`. */
  readonly limit: number;
  /** The operator's setting. */
  readonly ceiling: number;
  readonly reason: StreamsReason;
  /** Null while requests are sent as they were planned. */
  readonly smaller: SmallerRequests | null;
}

/** When the number of streams of a run changed, in ms since 1970, and why. */
export interface StreamsChange {
  readonly at: number;
  readonly limit: number;
  readonly ceiling: number;
  readonly reason: StreamsReason;
}

/** Of an hour that goes up and down all the while, more marks than these are only a smear. */
export const mostChanges = 40;

export interface LiveFigures {
  readonly streams: readonly StreamStatus[];
  readonly tuning: Tuning;
  /** Settled rows a second over the last half minute; null while nothing moves. */
  readonly rowsPerSecond: number | null;
  /** In ms since 1970: from then on nothing has moved for so long that pace and time left are no longer true. */
  readonly paceUntil: number;
  /** Seconds left at that pace; null while it cannot be said. */
  readonly secondsLeft: number | null;
  /** Left out in a run over HTTP. */
  readonly broker?: BrokerFigures | undefined;
}

/** Rows that the platform refused (or that could not be sent), grouped by the server's code and words. */
export interface FailureGroup {
  readonly code: number | null;
  readonly text: string;
  readonly rows: number;
  /** The sheet's row numbers of the first few. */
  readonly examples: readonly number[];
}

/** The first groups of a job's failures, and what is not among them. */
export interface FailureList {
  readonly groups: readonly FailureGroup[];
  readonly more: { readonly groups: number; readonly rows: number };
}

/** Groups that a window shows at most. */
export const mostFailureGroups = 1_000;

/** Row errors of one column and reason: of rows that are invalid, or (`leftOut`) sent without the value. */
export interface ProblemGroup {
  readonly column: string | null;
  readonly header: string | null;
  readonly field: string;
  readonly reason: import('./rowErrors.ts').RowErrorReason;
  readonly rows: number;
  readonly leftOut?: true;
  readonly examples: readonly { readonly row: number; readonly value: string }[];
}

export type { BrokerFigures } from './brokerFigures.ts';
export type { JobRow } from './jobRow.ts';
