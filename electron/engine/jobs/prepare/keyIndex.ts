/** Which rows share a match key, and which of them is sent. Positions count from 1. */
export interface KeyIndex {
  /**
   * Takes a sendable row in. `state` is what it becomes; `supersedes` is the position of an earlier row that
   * it takes the place of.
   */
  add(key: string, position: number, row: number): { readonly duplicate: boolean; readonly ofRow: number; readonly supersedes: number | null };
  /** For every superseded position, the sheet row that is sent in the end. */
  superseded(): Generator<{ readonly position: number; readonly ofRow: number }>;
}

export type DuplicatePolicy = 'first' | 'last' | 'all';

/** Rows and positions share one double: both stay far below 2^26, so a million keys need no million objects. */
const rowUnit = 2 ** 26;

export function createKeyIndex(policy: DuplicatePolicy): KeyIndex {
  const known = new Map<string, number>();
  const replaced: { readonly position: number; readonly key: string }[] = [];
  return {
    add(key, position, row) {
      if (policy === 'all') return { duplicate: false, ofRow: 0, supersedes: null };
      const earlier = known.get(key);
      if (earlier !== undefined && policy === 'first') return { duplicate: true, ofRow: Math.floor(earlier / rowUnit), supersedes: null };
      known.set(key, row * rowUnit + position);
      if (earlier === undefined) return { duplicate: false, ofRow: 0, supersedes: null };
      replaced.push({ position: earlier % rowUnit, key });
      return { duplicate: false, ofRow: 0, supersedes: earlier % rowUnit };
    },
    *superseded() {
      for (const { position, key } of replaced) yield { position, ofRow: Math.floor((known.get(key) ?? 0) / rowUnit) };
    },
  };
}
