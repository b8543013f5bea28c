import { columnIndex, columnLetter, shownText, type Cell, type ColumnTexts, type SheetRow } from '#contract/cells.ts';
import { JsonString } from '#contract/jsonText.ts';
import { loadCell, storeRow } from '../../store/cellCodec.ts';

/**
 * What an exported row cannot say by its cells: that one of them is not there or lies under a merge, that a text in a
 * CSV file was a number, that the row has too many fields. It stands in a column of its own as JSON in ASCII letters,
 * and holds for a cell as long as nobody has changed what is shown in it.
 */
export interface RowNote {
  /** Cells in their stored form by column letters. */
  readonly cells: ReadonlyMap<number, Cell>;
  /** The row is longer than the table, which ends before this column. */
  readonly longFrom?: number | undefined;
  /** The file ended inside the row: in the last of its cells that was there, as shown. */
  readonly cutAt?: { readonly index: number; readonly shown: string } | undefined;
  readonly hidden?: boolean | undefined;
  /** Its numbers count days from 1904, which a text file cannot say. */
  readonly date1904?: boolean | undefined;
  /** It was picked to be sent of the rows with its match key: the halves of the key's hash, as it holds for this key alone. */
  readonly picked?: readonly [low: number, high: number] | undefined;
  /** How texts of the columns are read, by what the columns are called: some rows alone do not prove it. */
  readonly texts?: Readonly<Record<string, ColumnTexts>> | undefined;
}

/** The note as it is written; null where there is nothing to say. */
export function writeNote({ cells, longFrom, cutAt, hidden, date1904, picked, texts = {} }: RowNote): string | null {
  const members = [...cells].map(([index, cell]) => `"${columnLetter(index)}":${stored(cell)}`);
  if (longFrom !== undefined) members.push(`"long":${longFrom}`);
  if (cutAt !== undefined) members.push(`"cut":[${cutAt.index},${JSON.stringify(cutAt.shown)}]`);
  if (hidden === true) members.push('"hidden":true');
  if (date1904 === true) members.push('"1904":true');
  if (picked !== undefined) members.push(`"picked":[${picked[0]},${picked[1]}]`);
  if (Object.keys(texts).length > 0) members.push(`"texts":${JSON.stringify(texts)}`);
  return members.length === 0 ? null : escaped(`{${members.join(',')}}`);
}

function stored(cell: Cell): string {
  const out = new JsonString();
  storeRow([cell], out);
  return out.value.slice(1, -1);
}

/** Other programs save a CSV file in the encoding of their system, which has not all letters. */
function escaped(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Reads a note; null for a text that is none. */
export function readNote(text: string): RowNote | null {
  const members = parsed(text);
  if (members === null) return null;
  const cells = new Map<number, Cell>();
  for (const [name, value] of members) {
    const index = /^[A-Z]{1,3}$/.test(name) ? columnIndex(name) : -1;
    if (index >= 0) cells.set(index, loadCell(value));
  }
  const { long, cut, hidden, 1904: date1904, picked, texts } = Object.fromEntries(members);
  const pair: readonly unknown[] = Array.isArray(cut) ? cut : [];
  const [cutIndex, cutShown] = pair;
  return {
    cells,
    longFrom: typeof long === 'number' ? long : undefined,
    cutAt: typeof cutIndex === 'number' && typeof cutShown === 'string' ? { index: cutIndex, shown: cutShown } : undefined,
    hidden: hidden === true,
    date1904: date1904 === true,
    picked: halves(picked),
    texts: columnTexts(texts),
  };
}

function halves(value: unknown): readonly [number, number] | undefined {
  const pair: readonly unknown[] = Array.isArray(value) ? value : [];
  const [low, high, ...others] = pair;
  return Number.isSafeInteger(low) && Number.isSafeInteger(high) && others.length === 0 ? [Number(low), Number(high)] : undefined;
}

/** Whether a merge's value is read is for the recipe of the new job to say. */
function unread(cell: Cell): Cell {
  return cell?.t === 'm' ? { t: 'm', v: cell.v } : cell;
}

function columnTexts(value: unknown): Readonly<Record<string, ColumnTexts>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([ref, texts]: [string, unknown]) => {
    const { order, decimal }: { order?: unknown; decimal?: unknown } = typeof texts === 'object' && texts !== null ? texts : {};
    return [ref, { order: orders.find((one) => one === order), decimal: decimals.find((one) => one === decimal) }];
  }));
}

const orders = ['dmy', 'mdy', 'mixed', 'open'] as const;
const decimals = ['.', ',', 'open'] as const;

function parsed(text: string): readonly (readonly [string, unknown])[] | null {
  if (!text.startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? Object.entries(value) : null;
  } catch {
    return null;
  }
}

/** The row as it was exported, as far as its cells still show the same. Cells are replaced in `cells`. */
export function applyNote(row: SheetRow, cells: Cell[], note: RowNote): SheetRow {
  for (const [index, cell] of note.cells) {
    if (!isSame(cells[index] ?? null, cell)) continue;
    while (cells.length < index) cells.push(null);
    cells[index] = unread(cell);
  }
  const { longFrom, cutAt } = note;
  const isLong = longFrom !== undefined && cells.some((cell, index) => index >= longFrom && shownText(cell) !== '');
  const isCut = cutAt !== undefined && comparable(shownText(cells[cutAt.index] ?? null)) === comparable(cutAt.shown);
  return {
    ...row,
    cells,
    ...(isLong ? { flaw: 'long' as const } : isCut ? { flaw: 'cut' as const } : {}),
    ...(note.hidden === true ? { hidden: true as const } : {}),
    ...(note.picked === undefined ? {} : { picked: note.picked }),
  };
}

function isSame(now: Cell, before: Cell): boolean {
  return comparable(shownText(now)) === comparable(shownText(before));
}

/** A text as far as files keep it: half a character cannot be written to a file, and line ends are written anew by other programs. */
export function comparable(text: string): string {
  if (!/[\r\ud800-\udfff]/.test(text)) return text;
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd').replace(/\r\n?/g, '\n');
}
