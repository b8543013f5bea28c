/** Time and randomness, handed in so that tests drive them by hand. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds from any start, which only go forward whatever the clock is set to; left out, `now` does so. */
  readonly steady?: () => number;
  /** Resolves after `ms` or at once when the signal aborts; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  steady: () => performance.timeOrigin + performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const finish = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', finish);
        resolve();
      };
      const timer = setTimeout(finish, ms);
      signal.addEventListener('abort', finish);
    }),
};

/** ISO 8601 in UTC. */
export function isoTime(clock: Pick<Clock, 'now'>): string {
  return new Date(clock.now()).toISOString();
}

/** For all that waits or measures: a clock set back by an hour must not make anybody wait for one. */
export function steadyNow(clock: Clock): number {
  return clock.steady?.() ?? clock.now();
}
