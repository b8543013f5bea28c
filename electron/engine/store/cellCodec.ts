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

export function loadCell(stored: StoredCell): Cell {
  if (stored === null) return null;
  if (typeof stored === 'string') return { t: 's', v: stored };
  if (typeof stored === 'number') return { t: 'n', v: stored };
  if (typeof stored === 'boolean') return { t: 'b', v: stored };
  switch (stored[0]) {
    case 'n':
      return { t: 'n', v: stored[1], text: stored[2] };
    case 'd':
      return stored[2] === null ? { t: 'd', v: stored[1] } : { t: 'd', v: stored[1], text: stored[2] };
    case 'e':
      return { t: 'e', v: stored[1] };
  }
}
