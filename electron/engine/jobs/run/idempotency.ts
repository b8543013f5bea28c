/**
 * The platform remembers a Request-ID for a day from the first request (API_DEDUPLICATION_LIVE_TIME_SEC,
 * 86,400 s by default). An hour is kept in hand; later, a repeat could be applied a second time.
 */
const idempotencyWindowMs = 23 * 3_600_000;

/** As much may two clocks differ that are set by the network. */
const skewMs = 120_000;

/** ISO 8601, both: chunks first sent between the two can be settled by a repeat. */
export interface IdempotencyWindow {
  readonly from: string;
  readonly to: string;
}

/** `now` in ms since 1970. What was first sent in the future has no age that could be trusted. */
export function idempotencyWindow(now: number): IdempotencyWindow {
  return { from: new Date(now - idempotencyWindowMs).toISOString(), to: new Date(now + skewMs).toISOString() };
}
