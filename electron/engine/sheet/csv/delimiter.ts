import type { Guess } from '#contract/source.ts';

/** Delimiters that are looked for, in the order in which they win a draw. */
const delimiters = [',', ';', '\t', '|'] as const;
/** Marks that part fields in some files, but stand in texts, times and names as well: only where nearly all records agree. */
const rareDelimiters = [':', '^', '~'] as const;

export interface DelimiterGuess extends Omit<Guess<string>, 'alternatives'> {
  /** What it could be, the likeliest first. */
  readonly ranked: readonly string[];
  /** Whether the lines really agree on it: at least two records, nearly all of one width above one. */
  readonly isSure: boolean;
}

interface Scored {
  readonly delimiter: string;
  readonly score: number;
  readonly share: number;
  readonly records: number;
}

/**
 * The delimiter on which the records of a sample agree best. `isWhole`: the sample is the whole file; otherwise
 * its last line is cut off and does not count.
 */
export function detectDelimiter(sample: string, isWhole: boolean): DelimiterGuess {
  const text = sample.slice(0, 100_000);
  const isAll = isWhole && text.length === sample.length;
  const usual = delimiters.map((delimiter) => scoreOf(text, delimiter, isAll));
  const rare = rareDelimiters.map((delimiter) => scoreOf(text, delimiter, isAll)).filter(({ share, records }) => share > 0.95 && records >= 2);
  const best = usual.reduce((winner, next) => (next.score > winner.score ? next : winner));
  const all = best.score >= oneColumn ? usual : [...usual, ...rare.map((each) => ({ ...each, score: each.score * 0.9 }))];
  const ranked = all.filter(({ score }) => score > 0).sort((one, other) => other.score - one.score);
  const [first, second] = ranked;
  if (first === undefined || first.score < oneColumn) return noDelimiter(text, ranked.map(({ delimiter }) => delimiter));
  const rest = (second?.score ?? 0) / first.score;
  const confidence = first.score >= 0.8 && rest < 0.6 ? 'sure' : rest < 0.8 ? 'likely' : 'open';
  return {
    value: first.delimiter,
    confidence,
    reason: 'agreement',
    ranked: ranked.map(({ delimiter }) => delimiter),
    isSure: first.share >= 0.8 && first.records >= 2,
  };
}

/** Below this score a file is read as one column. */
const oneColumn = 0.3;

/** One column: any mark that is not there leaves it whole. */
function noDelimiter(text: string, found: readonly string[]): DelimiterGuess {
  const value = delimiters.find((delimiter) => !text.includes(delimiter)) ?? ',';
  return { value, confidence: found.length === 0 ? 'sure' : 'open', reason: 'single', ranked: [value, ...found.filter((each) => each !== value)], isSure: false };
}

/** The records of one file begin with a header of the same width; a comma that stands between digits parts decimals, a colon hours and minutes. */
function scoreOf(sample: string, delimiter: string, isWhole: boolean): Scored {
  const { counts, marks, betweenDigits } = fieldCounts(sample, delimiter, isWhole);
  const width = usualWidth(counts);
  if (width < 2) return { delimiter, score: 0, share: 0, records: counts.length };
  const header = counts[0] ?? 1;
  const share = counts.filter((count) => count === width).length / counts.length;
  const near = counts.filter((count) => count > 1 && count !== width && count <= Math.max(header, width)).length / counts.length;
  const split = marks === 0 || !(delimiter === ',' || delimiter === ':') ? 0 : betweenDigits / marks;
  const score = (share + near * 0.7 + Math.min(width, 50) / 1000) * (header > 1 ? 1 : 0.5) * (1 - split * 0.65);
  return { delimiter, score, share: header > 1 ? Math.max(share, share + near * 0.7) : share, records: counts.length };
}

/** The most usual width above one. */
function usualWidth(counts: readonly number[]): number {
  const byWidth = new Map<number, number>();
  for (const count of counts) if (count > 1) byWidth.set(count, (byWidth.get(count) ?? 0) + 1);
  let width = 1;
  let most = 0;
  for (const [candidate, records] of byWidth) if (records > most) [width, most] = [candidate, records];
  return width;
}

/**
 * The quotation mark of a sample: the double one, unless no field stands in double ones and at least two and every
 * third do in single ones.
 */
export function detectQuote(sample: string, delimiter: string): Omit<Guess<string>, 'alternatives'> {
  const fields = sample.slice(0, 100_000).split(new RegExp(`[\\${delimiter}\\r\\n]`)).filter((field) => field !== '');
  const between = (mark: string): number => fields.filter((field) => field.length > 1 && field.startsWith(mark) && field.endsWith(mark)).length;
  const [double, single] = [between('"'), between("'")];
  if (single >= 2 && single * 3 >= fields.length && double === 0) return { value: "'", confidence: 'likely', reason: 'agreement' };
  if (double > 0) return { value: '"', confidence: 'sure', reason: 'agreement' };
  return sample.includes('"') ? { value: '"', confidence: 'likely', reason: 'first' } : { value: '"', confidence: 'sure', reason: 'single' };
}

/** Fields of each record that is not blank, quotes obeyed; and how many of the delimiters stand between two digits. */
function fieldCounts(sample: string, delimiter: string, isWhole: boolean): { counts: number[]; marks: number; betweenDigits: number } {
  const counts: number[] = [];
  let [marks, betweenDigits, fields, start] = [0, 0, 1, 0];
  let quoted = false;
  let fieldStart = true;
  for (let at = 0; at < sample.length; at += 1) {
    const character = sample[at];
    if (character === '"' && (quoted || fieldStart)) quoted = !quoted;
    else if (quoted) continue;
    else if (character === delimiter) {
      fields += 1;
      marks += 1;
      if (isDigit(sample.charCodeAt(at - 1)) && isDigit(sample.charCodeAt(at + 1))) betweenDigits += 1;
    } else if (character === '\n' || character === '\r') {
      if (at > start) counts.push(fields);
      fields = 1;
      start = at + 1;
    }
    fieldStart = character === delimiter || character === '\n' || character === '\r';
  }
  if (isWhole && start < sample.length) counts.push(fields);
  return { counts, marks, betweenDigits };
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
