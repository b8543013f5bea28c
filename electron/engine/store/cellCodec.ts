import type { Cell } from '#contract/cells.ts';
import { JsonPiece, type JsonSink } from '#contract/jsonText.ts';

/**
 * Cells as they stand in a block's JSON: a string, number or boolean for itself, null for none, and a small
 * array where a kind or a display has to be told: ["n", 7, "0007"], ["d", iso, shown or null], ["e", "#N/A"]. A third
 * of the bytes of whole objects.
 */

/** A cell from its stored form; what no version of ours ever wrote is taken for an empty cell. */
export function loadCell(stored: unknown): Cell {
  if (typeof stored === 'string') return { t: 's', v: stored };
  if (typeof stored === 'number') return { t: 'n', v: stored };
  if (typeof stored === 'boolean') return { t: 'b', v: stored };
  return Array.isArray(stored) ? loadTold(stored) : null;
}

function loadTold([kind, value, text]: readonly unknown[]): Cell {
  if (kind === 'n' && typeof value === 'number' && typeof text === 'string') return { t: 'n', v: value, text };
  if (kind === 'd' && typeof value === 'string') return typeof text === 'string' ? { t: 'd', v: value, text } : { t: 'd', v: value };
  return kind === 'e' && typeof value === 'string' ? { t: 'e', v: value } : null;
}

const nothing = new JsonPiece('null');
const yes = new JsonPiece('true');
const no = new JsonPiece('false');
const numberTold = new JsonPiece('["n",');
const dateTold = new JsonPiece('["d",');
const errorTold = new JsonPiece('["e",');

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

function storeCell(cell: Cell, out: JsonSink): void {
  if (cell === null) return out.piece(nothing);
  switch (cell.t) {
    case 's':
      return out.text(cell.v);
    case 'b':
      return out.piece(cell.v ? yes : no);
    case 'n':
      if (cell.text === undefined) return out.number(cell.v);
      out.piece(numberTold);
      out.number(cell.v);
      out.json(',');
      out.text(cell.text);
      return out.json(']');
    case 'd':
      out.piece(dateTold);
      out.text(cell.v);
      out.json(',');
      if (cell.text === undefined) out.piece(nothing);
      else out.text(cell.text);
      return out.json(']');
    case 'e':
      out.piece(errorTold);
      out.text(cell.v);
      return out.json(']');
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The cells of each row of a block, still in their stored form: a block is parsed for the few rows wanted of it. */
export function loadRows(json: string): readonly (readonly unknown[])[] {
  const rows: unknown = JSON.parse(json);
  return listOf(rows).map(listOf);
}
