import type { Cell } from '#contract/cells.ts';
import { jsonText } from '#contract/jsonText.ts';

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

/** The cells of a row as JSON, in the form above. */
export function storeRow(cells: readonly Cell[]): string {
  let json = '[';
  for (const cell of cells) json += json.length === 1 ? storedJson(cell) : `,${storedJson(cell)}`;
  return `${json}]`;
}

function storedJson(cell: Cell): string {
  if (cell === null) return 'null';
  switch (cell.t) {
    case 's':
      return jsonText(cell.v);
    case 'b':
      return cell.v ? 'true' : 'false';
    case 'n':
      return cell.text === undefined ? String(cell.v) : `["n",${cell.v},${jsonText(cell.text)}]`;
    case 'd':
      return `["d",${jsonText(cell.v)},${cell.text === undefined ? 'null' : jsonText(cell.text)}]`;
    case 'e':
      return `["e",${jsonText(cell.v)}]`;
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
