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

/** A comma that stands between digits parts decimals, a colon hours and minutes. */
function scoreOf(sample: string, delimiter: string, isWhole: boolean): Scored {
  const { records, marks, betweenDigits, beforeSpace } = recordsOf(sample, delimiter, isWhole);
  const counts = records.map(({ fields }) => fields);
  const width = usualWidth(counts);
  if (width < 2) return { delimiter, score: 0, share: 0, records: counts.length };
  const header = counts[0] ?? 1;
  const share = counts.filter((count) => count === width).length / counts.length;
  const near = counts.filter((count) => count > 1 && count !== width && count <= Math.max(header, width)).length / counts.length;
  const split = delimiter === ',' || delimiter === ':' ? betweenDigits / marks : 0;
  const start = header > 1 ? 1 : beginning(records, sample) * (1 - (beforeSpace / marks) * 0.7);
  const score = (share + near * 0.7 + Math.min(width, 50) / 1000) * start * (1 - split * 0.65);
  return { delimiter, score, share: header > 1 ? share + near * 0.7 : share, records: counts.length };
}

/**
 * How likely records are that begin with one field: a title may stand above the header, which is a record of names. Where
 * the first record with several fields has digits, its marks stand inside of values, and the first record is the header.
 */
function beginning(records: readonly CsvRecord[], sample: string): number {
  const first = records.find(({ fields }) => fields > 1);
  return first === undefined || /\d/.test(sample.slice(first.from, first.to)) ? 0.5 : 0.9;
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
  const text = sample.slice(0, 100_000);
  const edge = `[\\${delimiter}\\r\\n]`;
  const fields = text.split(new RegExp(edge)).filter((field) => field !== '');
  const times = (pattern: string): number => [...text.matchAll(new RegExp(pattern, 'g'))].length;
  const between = (mark: string): number => Math.min(times(`(?:^|${edge})${mark}`), times(`${mark}(?=${edge}|$)`));
  const [double, single] = [between('"'), between("'")];
  if (single >= 2 && single * 3 >= fields.length && double === 0) return { value: "'", confidence: 'likely', reason: 'agreement' };
  if (double > 0) return { value: '"', confidence: 'sure', reason: 'agreement' };
  return sample.includes('"') ? { value: '"', confidence: 'likely', reason: 'first' } : { value: '"', confidence: 'sure', reason: 'single' };
}

interface CsvRecord {
  readonly fields: number;
  readonly from: number;
  readonly to: number;
}

interface Records {
  /** Those that are not blank. */
  readonly records: readonly CsvRecord[];
  /** Delimiters, those of them between two digits, and those before a space. */
  readonly marks: number;
  readonly betweenDigits: number;
  readonly beforeSpace: number;
}

/** The records of a sample, quotes obeyed. */
function recordsOf(sample: string, delimiter: string, isWhole: boolean): Records {
  const records: CsvRecord[] = [];
  let [marks, betweenDigits, beforeSpace, fields, start] = [0, 0, 0, 1, 0];
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
      if (sample[at + 1] === ' ') beforeSpace += 1;
    } else if (character === '\n' || character === '\r') {
      if (at > start) records.push({ fields, from: start, to: at });
      fields = 1;
      start = at + 1;
    }
    fieldStart = character === delimiter || character === '\n' || character === '\r';
  }
  if (isWhole && start < sample.length) records.push({ fields, from: start, to: sample.length });
  return { records, marks, betweenDigits, beforeSpace };
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
