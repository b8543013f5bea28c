/** Chance that is the same with every run: everything drawn follows from the seed. */
export interface Chance {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number in 0..below-1. */
  below(below: number): number;
  of<Value>(values: readonly [Value, ...Value[]]): Value;
}

/** mulberry32; good enough for test data and a few lines long. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return { next, below, of: (values) => values[below(values.length)] ?? values[0] };
}
