/** How often values stand in a column. */
export interface Frequency {
  readonly counts: ReadonlyMap<string, number>;
  readonly rows: number;
  /** Values that are not counted, as there are too many, are rarer than one in so many. */
  readonly valuesAtMost: number;
}

/** How likely a cell gets a value that is taken at random from the column; of one that does not stand there, as if it did once. Pure. */
export function chance({ counts, rows, valuesAtMost }: Frequency, value: string): number {
  const count = counts.get(value);
  if (count === undefined) return 1 / (counts.size >= valuesAtMost ? valuesAtMost : rows + 1);
  return Math.min(1, count / Math.max(1, rows));
}

/**
 * Decimal logarithm of how likely so many cells with values at random have just these values, in whatever order: `counts` of each (the
 * multinomial distribution). Pure.
 */
export function chanceOfAll(values: Frequency, counts: ReadonlyMap<string, number>): number {
  let sum = logFactorial([...counts.values()].reduce((all, count) => all + count, 0));
  for (const [value, count] of counts) sum += count * Math.log10(chance(values, value)) - logFactorial(count);
  return sum;
}

/** Decimal logarithm of how likely values that are shuffled stand together, those that are alike beside each other. Pure. */
export function chanceOfGroups(counts: ReadonlyMap<string, number>): number {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return logFactorial(counts.size) - logFactorial(all) + [...counts.values()].reduce((sum, count) => sum + logFactorial(count), 0);
}

/** Decimal, by Stirling's series. */
function logFactorial(number: number): number {
  if (number < 2) return 0;
  const natural = number * Math.log(number) - number + Math.log(2 * Math.PI * number) / 2 + 1 / (12 * number);
  return natural / Math.LN10;
}
