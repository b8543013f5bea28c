import type { JobStatus } from '#contract/job.ts';
import type { FaultCode } from '#contract/faults.ts';
import { nothingAccepted } from '#contract/resultWords.ts';

/** What the program ends with; scripts and schedulers rely on these numbers. */
export const exitCodes = {
  /** Everything was accepted, or the command did what it was asked to. */
  ok: 0,
  /** An error inside the program, or a damaged job. */
  internal: 1,
  /** Wrong usage, file, recipe or job. */
  usage: 2,
  /** Finished, with failed, invalid or unknown rows, or without one profile updated; tried, with failed or unknown ones. */
  rowsLeft: 3,
  /** Paused: token, rights, limit, address, the server is down, or most rows were refused. */
  paused: 4,
  /** Interrupted by the operator; the job can be resumed. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The exit code that a job's state at the end of a run stands for. */
export function exitCodeOf({ state, pause, counts }: JobStatus): ExitCode {
  // A trial tries the rows that it sends: invalid ones are none of them.
  if (pause?.reason === 'trial') return counts.failed + counts.unknown > 0 ? exitCodes.rowsLeft : exitCodes.ok;
  const rowsLeft = counts.failed + counts.invalid + counts.unknown > 0 ? exitCodes.rowsLeft : exitCodes.ok;
  if (state === 'finished') return nothingAccepted(counts) ? exitCodes.rowsLeft : rowsLeft;
  return pause?.reason === 'asked' || pause?.reason === 'closed' ? exitCodes.interrupted : exitCodes.paused;
}

export function exitCodeOfFault(code: FaultCode): ExitCode {
  switch (code) {
    case 'internal':
    case 'job-counts':
    case 'job-corrupt':
    case 'job-journal':
    case 'repair-impossible':
    case 'engine-stopped':
      return exitCodes.internal;
    case 'cancelled':
      return exitCodes.interrupted;
    case 'server-unreachable':
    case 'server-untrusted':
    case 'network-barred':
    case 'answered-between':
    case 'server-refused':
    case 'server-unclear':
    case 'server-busy':
    case 'queue-trouble':
    case 'profiles-unavailable':
    case 'profile-elsewhere':
    case 'disk-full':
    case 'file-failed':
    case 'no-memory':
      return exitCodes.paused;
    default:
      return exitCodes.usage;
  }
}
