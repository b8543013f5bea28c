import type { JobStatus } from './job.ts';

/** Facts that come without being asked for; at most five a second of one kind. */
export type EngineEvent =
  | { readonly kind: 'preparing'; readonly sourceId: string; readonly rows: number; readonly bytesRead: number; readonly bytesTotal: number }
  | { readonly kind: 'job'; readonly jobId: string; readonly status: JobStatus }
  /** The engine's process ended unexpectedly and was started again; jobs that ran are paused (interrupted). */
  | { readonly kind: 'engine-restarted' };
