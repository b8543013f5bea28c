import type { Cell, FlawKind } from '#contract/cells.ts';
import { JsonPiece, type JsonSink } from '#contract/jsonText.ts';

/**
 * Cells as they stand in a block's JSON: a string, number or boolean for itself, null for none, and a small
 * array where a kind or a display has to be told: ["n", 7, shown or null, format], ["d", iso, shown or null, format],
 * ["s", shown, text, format] of a text that its format shows as another, ["e", "#N/A"], ["x", flaw, shown], ["m", the merge's value, true where it is read]; what is missing at the end is left out. A third of the
 * bytes of whole objects.
 */

/** A cell from its stored form; what no version of ours ever wrote is taken for an empty cell. */
export function loadCell(stored: unknown): Cell {
  if (typeof stored === 'string') return { t: 's', v: stored };
  if (typeof stored === 'number') return { t: 'n', v: stored };
  if (typeof stored === 'boolean') return { t: 'b', v: stored };
  return Array.isArray(stored) ? loadTold(stored) : null;
}

function loadTold([kind, value, text, format]: readonly unknown[]): Cell {
  const display = { ...(typeof text === 'string' ? { text } : {}), ...(typeof format === 'string' ? { f: format } : {}) };
  if (kind === 'n' && typeof value === 'number') return { t: 'n', v: value, ...display };
  if (kind === 'd' && typeof value === 'string') return { t: 'd', v: value, ...display };
  if (kind === 's' && typeof value === 'string' && typeof text === 'string') return { t: 's', v: value, written: text, ...(typeof format === 'string' ? { f: format } : {}) };
  if (kind === 'x') return loadFlaw(value, text);
  if (kind === 'm') return loadMerged(value, text);
  return kind === 'e' && typeof value === 'string' ? { t: 'e', v: value } : null;
}

const flawKinds: readonly FlawKind[] = ['absent', 'uncalculated', 'damaged', 'control'];

function loadFlaw(kind: unknown, shown: unknown): Cell {
  const why = flawKinds.find((one) => one === kind);
  return why === undefined || typeof shown !== 'string' ? null : { t: 'x', why, v: shown };
}

function loadMerged(stored: unknown, isRead: unknown): Cell {
  const cell = loadCell(stored);
  if (cell === null || cell.t === 'x' || cell.t === 'm') return null;
  return isRead === true ? { t: 'm', v: cell, read: true } : { t: 'm', v: cell };
}

const nothing = new JsonPiece('null');
const yes = new JsonPiece('true');
const no = new JsonPiece('false');
const textTold = new JsonPiece('["s",');
const numberTold = new JsonPiece('["n",');
const dateTold = new JsonPiece('["d",');
const errorTold = new JsonPiece('["e",');
const flawTold = new JsonPiece('["x",');
const mergedTold = new JsonPiece('["m",');

/** Writes the cells of a row as JSON, in the form above. */
export function storeRow(cells: readonly Cell[], out: JsonSink): void {
  let before = '[';
  for (const cell of cells) {
    out.json(before);
    storeCell(cell, out);
    before = ',';
  }
  out.json(cells.length === 0 ? '[]' : ']');
}

/** Writes one cell as JSON, in the form above. */
export function storeCell(cell: Cell, out: JsonSink): void {
  if (cell === null) return out.piece(nothing);
  switch (cell.t) {
    case 's':
      if (cell.written === undefined) return out.text(cell.v);
      out.piece(textTold);
      out.text(cell.v);
      return storeDisplay({ text: cell.written, f: cell.f }, out);
    case 'b':
      return out.piece(cell.v ? yes : no);
    case 'n':
      if (cell.text === undefined && cell.f === undefined) return out.number(cell.v);
      out.piece(numberTold);
      out.number(cell.v);
      return storeDisplay(cell, out);
    case 'd':
      out.piece(dateTold);
      out.text(cell.v);
      return storeDisplay(cell, out);
    case 'e':
      out.piece(errorTold);
      out.text(cell.v);
      return out.json(']');
    case 'x':
      out.piece(flawTold);
      out.text(cell.why);
      out.json(',');
      out.text(cell.v);
      return out.json(']');
    case 'm':
      out.piece(mergedTold);
      storeCell(cell.v, out);
      return out.json(cell.read === true ? ',true]' : ']');
  }
}

function storeDisplay({ text, f }: { readonly text?: string | undefined; readonly f?: string | undefined }, out: JsonSink): void {
  out.json(',');
  if (text === undefined) out.piece(nothing);
  else out.text(text);
  if (f !== undefined) {
    out.json(',');
    out.text(f);
  }
  out.json(']');
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The cells of each row of a block, still in their stored form: a block is parsed for the few rows wanted of it. */
export function loadRows(json: string): readonly (readonly unknown[])[] {
  const rows: unknown = JSON.parse(json);
  return listOf(rows).map(listOf);
}
