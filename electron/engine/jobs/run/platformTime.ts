import { steadyNow, type Clock } from '../clock.ts';

/** What time it is where Request-IDs are remembered, as far as can be told. */
export interface PlatformTime {
  /** Milliseconds since 1970. */
  now(): number;
  /** What time it is here, as if no answer had come: what an earlier run had sent may be dated by this clock. */
  here(): number;
  /** An answer came with this Date (RFC 9110 6.6.1), in milliseconds since 1970; one that is wildly off is passed over. */
  learn(date: number): void;
}

/** A server's date further than this from the local one is a fault of either; then the local one is left to itself. */
const believedWithinMs = 3 * 86_400_000;

/**
 * The server's own time where an answer brought it, else the local clock's. Between two answers whichever moved more
 * counts, the wall clock or the steady one: the first is set forward and back by people, the second stands still
 * while a computer sleeps, and too old only costs a question to the operator where too young would apply rows twice.
 */
export function platformTime(clock: Clock): PlatformTime {
  const start = { wall: clock.now(), steady: steadyNow(clock) };
  let at = { wall: clock.now(), steady: steadyNow(clock), platform: clock.now() };
  const now = (): number => at.platform + Math.max(clock.now() - at.wall, steadyNow(clock) - at.steady);
  return {
    now,
    here: () => start.wall + Math.max(clock.now() - start.wall, steadyNow(clock) - start.steady),
    learn(date) {
      const wall = clock.now();
      if (Math.abs(date - wall) <= believedWithinMs) at = { wall, steady: steadyNow(clock), platform: date };
    },
  };
}
