import type { SmallerRequests } from '#contract/job.ts';
import type { Exchanged } from './signal.ts';

/** Beyond this part of the time allowed, the next stutter of the server would cost the answer. */
const nearTimeout = 0.5;
/** A gateway that gives up (408, 504) sooner than this did not give up because of the request's size. */
const leastPatienceMs = 5_000;
/**
 * Chunks a little smaller than the one that took too long are of its kind and are halved too; its halves, which
 * are never exactly equal, are not halved again.
 */
const sameKind = 0.75;
/** Smaller requests would cost more by their number than they save by their size. */
const leastProfiles = 100;

/** How large a chunk may be that was never sent; null while nothing was learned. It holds for the run: a resume learns it anew. */
export type ChunkSize = SmallerRequests | null;

/** Learns from a request that came near its time-out or ran into it; whatever the number of streams was then. */
export function learnSize(size: ChunkSize, { outcome, ms, bytes, profiles, timeoutMs }: Exchanged): ChunkSize {
  // One that is larger than what was learned was sent before it was learned, and tells nothing new.
  if (profiles < 2 * leastProfiles || (size !== null && bytes > size.bytes)) return size;
  const smaller = Math.floor(bytes * sameKind);
  if (outcome.kind === 'answered' && ms > timeoutMs * nearTimeout) return { code: 'near-timeout', bytes: smaller, tookMs: ms, allowedMs: timeoutMs };
  if (outcome.kind !== 'later') return size;
  const gaveUp = outcome.httpStatus === 504 || (outcome.because === 'timed-out' && outcome.httpStatus !== null);
  const timedOut = gaveUp ? ms >= leastPatienceMs : outcome.because === 'timed-out';
  return timedOut ? { code: 'timed-out', bytes: smaller, tookMs: ms, allowedMs: timeoutMs } : size;
}

/** Whether a chunk should be halved before it is sent. */
export function isTooSlow(size: ChunkSize, { bytes, profiles }: { readonly bytes: number; readonly profiles: number }): boolean {
  return size !== null && bytes > size.bytes && profiles >= 2 * leastProfiles;
}
