import { columnLetter, shownText, type Cell, type SheetRow } from '#contract/cells.ts';
import type { Guess } from '#contract/source.ts';

/** Rows among which the header is looked for. */
const searched = 30;
const samplesShown = 5;
/** Rows that are offered beside the one found. */
const rowsShown = 3;

type Kind = 'email' | 'phone' | 'date' | 'number' | 'bool' | 'text' | 'none';
/** What no header says. */
const values: ReadonlySet<Kind> = new Set<Kind>(['email', 'phone', 'date', 'number', 'bool']);

/**
 * The row number of the table's header among the first rows of a sheet, 0 where the first row holds values like all
 * others. Titles and remarks above a header are passed over, because they fill fewer columns than the table; a first
 * column without header, numbers or dates among the headers are no obstacle. 1 where there are no rows.
 */
export function guessHeader(rows: readonly SheetRow[]): Guess<number> {
  const head = rows.slice(0, searched);
  const width = usualWidth(head);
  const full = head.filter((row) => filled(row) >= Math.max(1, Math.ceil(width * 0.6)));
  const found = full.find((row) => isHeader(row, rows)) ?? full[0] ?? head[0];
  if (found === undefined) return { value: 1, confidence: 'open', reason: 'first', alternatives: [] };
  const below = rows.slice(rows.indexOf(found) + 1);
  const { alike, numbers, different, hasAddress } = compared(found, below);
  const isValue = different === 0 && (alike > 0 || hasAddress || (numbers > 0 && nameShare(found) === 0));
  const mayBeValue = different === 0 && (numbers > 0 || repeats(found, below));
  const offered = [...new Set([found, ...full])].slice(0, rowsShown).map((row) => ({ value: row.row, samples: texts(row) }));
  const none = { value: 0, samples: Array.from({ length: Math.min(samplesShown, Math.max(width, 1)) }, (_, index) => columnLetter(index)) };
  if (isValue) return { value: 0, confidence: 'open', reason: 'values', alternatives: [none, ...offered] };
  if (mayBeValue) return { value: found.row, confidence: 'open', reason: 'values', alternatives: [...offered, none] };
  const isSure = different > 0 && found === full[0] && nameShare(found) === 1;
  const reason = nameShare(found) > 0 ? 'names' : 'first';
  return { value: found.row, confidence: reason === 'first' ? 'open' : isSure ? 'sure' : 'likely', reason, alternatives: [...offered, none] };
}

function filled(row: SheetRow): number {
  return row.cells.reduce((count, cell) => (isBlank(cell) ? count : count + 1), 0);
}

function isBlank(cell: Cell): boolean {
  return cell === null || cell.t === 'm' || (cell.t === 's' && cell.v.trim() === '') || (cell.t === 'x' && cell.why === 'absent');
}

/** The middle of the rows' numbers of filled cells: the table's own width, whatever stands above it. */
function usualWidth(rows: readonly SheetRow[]): number {
  const widths = rows.map(filled).sort((one, other) => one - other);
  return widths[Math.floor(widths.length / 2)] ?? 0;
}

/** Names, for the most part; or dates above what are no dates, such as months above yes and no. */
function isHeader(row: SheetRow, rows: readonly SheetRow[]): boolean {
  if (kindsOf(row).includes('email')) return false;
  if (nameShare(row) > 0.5) return true;
  const { alike, numbers, different } = compared(row, rows.slice(rows.indexOf(row) + 1));
  return nameShare(row) > 0 && alike + numbers === 0 && different * 2 > filled(row);
}

/** The share of a row's cells that hold names. */
function nameShare(row: SheetRow): number {
  const cells = row.cells.filter((cell) => !isBlank(cell));
  return cells.filter((cell) => cell?.t === 's' && kindOf(cell) === 'text').length / Math.max(1, cells.length);
}

interface Comparison {
  /** Columns with a date, phone or the like, as most cells below have; and columns with numbers that are no years, above numbers. */
  readonly alike: number;
  readonly numbers: number;
  /** Columns with something else than most cells below. */
  readonly different: number;
  readonly hasAddress: boolean;
}

function compared(row: SheetRow, below: readonly SheetRow[]): Comparison {
  const kinds = kindsOf(row);
  let [alike, numbers, different] = [0, 0, 0];
  kinds.forEach((kind, column) => {
    const usual = usualKind(below, column);
    if (kind === 'none' || usual === 'none') return;
    if (kind !== usual) different += 1;
    else if (kind === 'number' && !isYear(row.cells[column] ?? null)) numbers += 1;
    else if (values.has(kind) && kind !== 'number') alike += 1;
  });
  return { alike, numbers, different, hasAddress: kinds.includes('email') };
}

/** Years are headers of columns as well. */
function isYear(cell: Cell): boolean {
  return /^(?:19|20)\d\d$/.test(shownText(cell).trim());
}

/** Whether a text of the row stands in its column below again: values do, names of columns do not. */
function repeats(row: SheetRow, below: readonly SheetRow[]): boolean {
  return row.cells.some((cell, column) => cell?.t === 's' && cell.v.trim() !== '' && below.some(({ cells }) => cells[column]?.t === 's' && shownText(cells[column] ?? null) === cell.v));
}

/** The kind of more than half of a column's cells that hold something; none where no kind is. */
function usualKind(rows: readonly SheetRow[], column: number): Kind {
  const counts = new Map<Kind, number>();
  let all = 0;
  for (const { cells } of rows) {
    const kind = kindOf(cells[column] ?? null);
    if (kind === 'none') continue;
    all += 1;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  for (const [kind, count] of counts) if (count * 2 > all) return kind;
  return 'none';
}

function kindsOf(row: SheetRow): readonly Kind[] {
  return row.cells.map(kindOf);
}

function kindOf(cell: Cell): Kind {
  if (isBlank(cell) || cell === null) return 'none';
  switch (cell.t) {
    case 'n':
      return 'number';
    case 'd':
      return 'date';
    case 'b':
      return 'bool';
    case 's':
      return textKind(cell.v.trim());
    default:
      return 'none';
  }
}

function textKind(text: string): Kind {
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return 'email';
  if (/^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:[ T]\d.*)?$/.test(text)) return 'date';
  if (/^\+?[\d\s()-]{7,}$/.test(text) && (text.startsWith('+') || /[\s()-]/.test(text) || text.length >= 10)) return 'phone';
  if (/^[-+]?\d[\d\s.,]*%?$/.test(text)) return 'number';
  return /\p{L}|#|№/u.test(text) ? 'text' : 'none';
}

function texts(row: SheetRow): readonly string[] {
  return row.cells.slice(0, samplesShown).map((cell) => shownText(cell).slice(0, 200));
}
