/** How fast rows are settled, from a moving window. Pure but for its own list; times in ms, handed in. */
export interface Pace {
  /** `rows` were settled at `now`. */
  add(rows: number, now: number): void;
  rowsPerSecond(now: number): number;
  /** Seconds for `left` rows at this pace; null while nothing was settled in the window, so never absurd. */
  secondsLeft(left: number, now: number): number | null;
}

const windowMs = 30_000;

export function createPace(startedAt: number): Pace {
  let settled: { readonly at: number; readonly rows: number }[] = [];
  const rate = (now: number): number => {
    settled = settled.filter(({ at }) => at > now - windowMs);
    const rows = settled.reduce((sum, entry) => sum + entry.rows, 0);
    const span = Math.min(windowMs, Math.max(now - startedAt, 250));
    return (rows * 1_000) / span;
  };
  return {
    add(rows, now) {
      settled.push({ at: now, rows });
    },
    rowsPerSecond: (now) => Math.round(rate(now) * 10) / 10,
    secondsLeft(left, now) {
      if (left === 0) return 0;
      const perSecond = rate(now);
      return perSecond > 0 ? Math.ceil(left / perSecond) : null;
    },
  };
}
