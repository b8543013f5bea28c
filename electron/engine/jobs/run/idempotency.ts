/**
 * The platform remembers a Request-ID for a day from the first request (API_DEDUPLICATION_LIVE_TIME_SEC,
 * 86,400 s by default). An hour is kept in hand; later, a repeat could be applied a second time.
 */
const idempotencyWindowMs = 23 * 3_600_000;

/** ISO 8601: chunks first sent before this can no longer be settled by a repeat. */
export function idempotencyEndedBefore(now: number): string {
  return new Date(now - idempotencyWindowMs).toISOString();
}
