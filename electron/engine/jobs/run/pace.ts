/** How fast rows are settled, from a moving window. Pure but for its own list; times in ms, handed in. */
export interface Pace {
  /** `rows` were settled at `now`. */
  add(rows: number, now: number): void;
  /** Null while nothing has been settled for so long that a pace would be invented. */
  rowsPerSecond(now: number): number | null;
  /** Seconds for `left` rows at this pace; null while nothing is settled, so never absurd. */
  secondsLeft(left: number, now: number): number | null;
  /** From then on, unless rows are settled before, there is no pace any more. */
  until(): number;
}

const windowMs = 30_000;
/** The least time without an answer after which a run counts as standing still; else some times what answers usually take. */
const patienceMs = 5_000;
const patienceTimes = 3;

export function createPace(startedAt: number): Pace {
  let settled: { readonly at: number; readonly rows: number }[] = [];
  let last = startedAt;
  let longestGap = 0;
  const until = (): number => last + Math.max(patienceMs, patienceTimes * longestGap);
  const rate = (now: number): number | null => {
    settled = settled.filter(({ at }) => at > now - windowMs);
    const rows = settled.reduce((sum, entry) => sum + entry.rows, 0);
    const span = Math.min(windowMs, Math.max(now - startedAt, 250));
    return rows === 0 || now >= until() ? null : (rows * 1_000) / span;
  };
  return {
    add(rows, now) {
      // A gap after which it went on is how long an answer may take; the longest fades with time.
      longestGap = Math.max(now - last, longestGap / 2);
      last = now;
      settled.push({ at: now, rows });
    },
    rowsPerSecond(now) {
      const perSecond = rate(now);
      return perSecond === null ? null : Math.round(perSecond * 10) / 10;
    },
    secondsLeft(left, now) {
      if (left === 0) return 0;
      const perSecond = rate(now);
      return perSecond === null ? null : Math.ceil(left / perSecond);
    },
    until,
  };
}
