import type { ActionId } from './actions.ts';
import type { RecentFile } from './answers.ts';
import type { ExportProgress } from './exports.ts';
import type { ComparisonProgress } from './comparison.ts';
import type { FaultData } from './faults.ts';
import type { JobStatus } from './job.ts';
import type { Language } from './language.ts';
import type { MendLook } from './mends.ts';
import type { Notice } from './notices.ts';
import type { UpdateState } from './updates.ts';

/** A job that begins by itself when what is before it on its connection has ended. */
export interface QueuedJob {
  readonly jobId: string;
  readonly connectionId: string;
}

/** Facts that come without being asked for; at most five a second of one kind. */
export type EngineEvent =
  | { readonly kind: 'preparing'; readonly sourceId: string; readonly rows: number; readonly bytesRead: number; readonly bytesTotal: number }
  /** Rows of a job are being corrected; `keys`: what tells rows of one match key is made first, once; `read`, `compare`: a workbook is read, and compared with the job. `total` is null where it is not known. */
  | { readonly kind: 'correcting'; readonly jobId: string; readonly step: 'keys' | 'rows' | 'read' | 'compare'; readonly rows: number; readonly total: number | null }
  /** A job's rows are looked through for a text; `found`: cells so far. */
  | { readonly kind: 'finding'; readonly jobId: string; readonly rows: number; readonly total: number; readonly found: number }
  /** Rows of a job are looked at through mends; nothing is changed by it. */
  | { readonly kind: 'mending'; readonly jobId: string; readonly look: MendLook; readonly rows: number; readonly total: number }
  /** Before a job's first sending: rows of earlier jobs, and those left out as unchanged by their word, are looked at once more. */
  | { readonly kind: 'comparing'; readonly jobId: string; readonly rows: number; readonly total: number }
  /** Rows of a job are being written to a file. */
  | ({ readonly kind: 'exporting'; readonly jobId: string } & ExportProgress)
  /** An undo workbook is being made of the profiles that were kept; its rows are tried first (look). */
  | ({ readonly kind: 'undoing'; readonly jobId: string } & ExportProgress)
  /** Profiles are fetched as they are now, to be compared with what a job would send. */
  | ({ readonly kind: 'fetching'; readonly jobId: string } & ComparisonProgress)
  | { readonly kind: 'job'; readonly jobId: string; readonly status: JobStatus }
  /** The jobs that wait for another one on their connection, in their order; told whenever that changes. */
  | { readonly kind: 'queue'; readonly jobs: readonly QueuedJob[] }
  /** A run was ended by an error, such as a full disk; the job stands paused and its status comes as an event of its own. */
  | { readonly kind: 'run-failed'; readonly jobId: string; readonly fault: FaultData }
  /** What should be heard of although nothing failed; paths are names of files alone. */
  | { readonly kind: 'notices'; readonly notices: readonly Notice[] }
  /** Somebody who was told of the job wants to see it. */
  | { readonly kind: 'show-job'; readonly jobId: string }
  /** The program speaks another language from now on. */
  | { readonly kind: 'language'; readonly language: Language }
  /** The person's language or theme was chosen, on whatever way. */
  | { readonly kind: 'chosen' }
  /** Chosen from the application's menu, for the page to do. */
  | { readonly kind: 'action'; readonly action: ActionId }
  /** The files taken lately have changed. */
  | { readonly kind: 'recent'; readonly files: readonly RecentFile[] }
  /** What will be deleted because its days are over has changed. */
  | { readonly kind: 'retention' }
  /** What is known of a newer version of the program has changed; `tell`: to be told now, whatever screen is open. */
  | { readonly kind: 'update'; readonly state: UpdateState; readonly tell: boolean }
  /** One of them was chosen from the application's menu. */
  | { readonly kind: 'open-recent'; readonly recentId: string }
  /** A proxy wants a login; `refused`: another than the one it was told. answerProxyLogin answers. */
  | { readonly kind: 'proxy-login'; readonly proxy: string; readonly refused: boolean }
  /** The system asked for files to be opened; they wait to be taken by takeOpened. */
  | { readonly kind: 'opened' }
  /** The engine's process ended unexpectedly and was started again; jobs that ran are paused (interrupted). */
  | { readonly kind: 'engine-restarted' };
