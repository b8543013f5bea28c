import type { FaultCode } from './faults.ts';

/** Which part of the program writes. */
export const logParts = ['window', 'engine', 'command'] as const;
export type LogPart = (typeof logParts)[number];

/**
 * What is written to the local log: a closed set, of codes, counts, durations and states alone. There is no place in it for a
 * text, so that no cell, name, address or token can get there; see files/log/safe.ts for what is looked at once more.
 */
export type LogEntry =
  | { readonly event: 'start'; readonly version: string; readonly runtime: string; readonly system: string; readonly locale: string }
  | { readonly event: 'end'; readonly code: number; readonly ms: number }
  /** A command of the page that failed or took long, or one of the command line. */
  | { readonly event: 'command'; readonly name: string; readonly ms: number; readonly fault?: FaultCode | undefined; readonly reason?: string | undefined }
  /** An answer of a server, or why there was none. */
  | { readonly event: 'request'; readonly ms: number; readonly sent: number; readonly status?: number | undefined; readonly failure?: string | undefined; readonly code?: string | undefined }
  /** A job has another state; `job`: see logIdOf. */
  | { readonly event: 'job'; readonly job: string; readonly state: string; readonly pause?: string | undefined; readonly read: number; readonly accepted: number; readonly failed: number; readonly unknown: number; readonly notSent: number }
  /** An error inside the program: its kind, and where in our own files it was thrown, without its words. */
  | { readonly event: 'error'; readonly kind: string; readonly at: readonly string[] }
  /** A process of the program has ended by itself. */
  | { readonly event: 'gone'; readonly process: string; readonly reason: string; readonly code: number }
  | { readonly event: 'settings'; readonly fixed: readonly string[]; readonly policyProblems: number; readonly problems: number };

export type Log = (entry: LogEntry) => void;
