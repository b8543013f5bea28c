import type { Cell } from '#contract/cells.ts';

/**
 * Cells as they stand in a block's JSON: a string, number or boolean for itself, null for none, and a small
 * array where a kind or a display has to be told: ["n", 7, "0007"]. A third of the bytes of whole objects.
 */
export type StoredCell = null | string | number | boolean | readonly ['n', number, string] | readonly ['d', string, string | null] | readonly ['e', string];

export function storeCell(cell: Cell): StoredCell {
  if (cell === null) return null;
  switch (cell.t) {
    case 's':
    case 'b':
      return cell.v;
    case 'n':
      return cell.text === undefined ? cell.v : ['n', cell.v, cell.text];
    case 'd':
      return ['d', cell.v, cell.text ?? null];
    case 'e':
      return ['e', cell.v];
  }
}

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

/** The rows of a block as JSON. */
export function storeRows(rows: readonly (readonly Cell[])[]): string {
  return JSON.stringify(rows.map((cells) => cells.map(storeCell)));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The cells of each row of a block, still in their stored form: a block is parsed for the few rows wanted of it. */
export function loadRows(json: string): readonly (readonly unknown[])[] {
  const rows: unknown = JSON.parse(json);
  return listOf(rows).map(listOf);
}
