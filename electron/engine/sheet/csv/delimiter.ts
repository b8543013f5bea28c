/** Delimiters that are looked for, in the order in which they win a draw. */
const delimiters = [',', ';', '\t', '|'] as const;

export interface DelimiterGuess {
  readonly delimiter: string;
  /** Whether the lines really agree on it: at least two records, nearly all of one width above one. */
  readonly isSure: boolean;
}

/**
 * The delimiter on which the records of a sample agree best. `isWhole`: the sample is the whole file; otherwise
 * its last line is cut off and does not count.
 */
export function detectDelimiter(sample: string, isWhole: boolean): DelimiterGuess {
  const scored = delimiters.map((delimiter) => ({ delimiter, ...agreement(fieldCounts(sample, delimiter, isWhole)) }));
  const best = scored.reduce((winner, next) => (next.score > winner.score ? next : winner));
  return { delimiter: best.delimiter, isSure: best.score > 0 && best.share >= 0.8 && best.records >= 2 };
}

/**
 * The quotation mark of a sample: the double one, unless no field stands in double ones and at least two and every
 * third do in single ones.
 */
export function detectQuote(sample: string, delimiter: string): string {
  const fields = sample.split(new RegExp(`${delimiter === '|' ? '\\|' : delimiter}|\\r?\\n|\\r`)).filter((field) => field !== '');
  const between = (mark: string): number => fields.filter((field) => field.length > 1 && field.startsWith(mark) && field.endsWith(mark)).length;
  const single = between("'");
  return single >= 2 && single * 3 >= fields.length && between('"') === 0 ? "'" : '"';
}

/** Fields of each record that is not blank, quotes obeyed. */
function fieldCounts(sample: string, delimiter: string, isWhole: boolean): number[] {
  const counts: number[] = [];
  let fields = 1;
  let start = 0;
  let quoted = false;
  let fieldStart = true;
  for (let at = 0; at < sample.length; at += 1) {
    const character = sample[at];
    if (character === '"' && (quoted || fieldStart)) quoted = !quoted;
    else if (quoted) continue;
    else if (character === delimiter) fields += 1;
    else if (character === '\n' || character === '\r') {
      if (at > start) counts.push(fields);
      fields = 1;
      start = at + 1;
    }
    fieldStart = character === delimiter || character === '\n' || character === '\r';
  }
  if (isWhole && start < sample.length) counts.push(fields);
  return counts;
}

/** The most usual width and the share of records that have it; one field is no agreement. */
function agreement(counts: readonly number[]): { score: number; share: number; records: number } {
  const byWidth = new Map<number, number>();
  for (const count of counts) byWidth.set(count, (byWidth.get(count) ?? 0) + 1);
  let width = 1;
  let most = 0;
  for (const [candidate, records] of byWidth) {
    if (candidate > 1 && records > most) [width, most] = [candidate, records];
  }
  const share = counts.length === 0 ? 0 : most / counts.length;
  return { score: width > 1 ? share + Math.min(width, 50) / 1000 : 0, share, records: counts.length };
}
