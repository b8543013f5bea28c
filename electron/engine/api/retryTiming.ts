/** When to try again. All in milliseconds; randomness and the clock are handed in. */

/** Attempts for one chunk in one run; after that it counts as a whole-chunk failure. */
export const attemptsPerChunk = 6;
/** Whole-chunk failures in a row, over all streams, that pause the job. */
export const chunkFailuresToPause = 3;

const firstDelay = 1_000;
const longestDelay = 60_000;
/** A server that says 429 or 503 asks for rest: never come back sooner. */
const throttledFloor = 1_000;
/** A Retry-After beyond five minutes is not waited for in full: the job would seem dead; it pauses by attempts instead. */
const longestRetryAfter = 300_000;

export interface RetryCircumstances {
  /** Attempts made so far, 1 or more. */
  readonly attempt: number;
  readonly throttled: boolean;
  readonly retryAfterMs: number | null;
  /** 0 ≤ random < 1. */
  readonly random: number;
}

/**
 * Full jitter over 1 s · 2^(attempt-1) up to 60 s (AWS, "Exponential Backoff And Jitter"); the server's own
 * Retry-After goes first and gets no jitter below it, since coming early is what it forbids.
 */
export function retryDelay({ attempt, throttled, retryAfterMs, random }: RetryCircumstances): number {
  const ceiling = Math.min(longestDelay, firstDelay * 2 ** Math.min(attempt - 1, 16));
  const jittered = Math.round(random * ceiling);
  if (retryAfterMs !== null) return Math.min(Math.max(retryAfterMs, throttledFloor), longestRetryAfter);
  return throttled ? Math.max(jittered, throttledFloor) : jittered;
}

/**
 * Reads a Retry-After header (RFC 9110 10.2.3): seconds or an HTTP date, relative to `now` in ms since 1970.
 * A malformed one is null: it says nothing, and the ordinary delay applies.
 */
export function readRetryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  const text = value.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  if (!/^[A-Za-z]{3}, /.test(text)) return null;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
