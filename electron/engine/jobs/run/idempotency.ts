/**
 * The platform remembers a Request-ID for a day from the first request (API_DEDUPLICATION_LIVE_TIME_SEC,
 * 86,400 s by default). An hour is kept in hand; later, a repeat could be applied a second time.
 */
const idempotencyWindowMs = 23 * 3_600_000;

/** As much may two clocks differ that are set by the network. */
const skewMs = 120_000;

/** ISO 8601, all: chunks first sent between `from` and `to` can be settled by a repeat. */
export interface IdempotencyWindow {
  readonly from: string;
  /** The earliest for those that an earlier run sent: nobody knows by whose clock it dated them. */
  readonly fromBefore: string;
  readonly to: string;
}

/**
 * `now` in ms since 1970; `later`: the later one of all clocks that may have dated what earlier runs sent. What was first sent in the
 * future has no age that could be trusted.
 */
export function idempotencyWindow(now: number, later = now): IdempotencyWindow {
  const from = (at: number): string => new Date(at - idempotencyWindowMs).toISOString();
  return { from: from(now), fromBefore: from(Math.max(now, later)), to: new Date(now + skewMs).toISOString() };
}
