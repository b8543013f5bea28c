import type { Cell, SheetRow } from '#contract/cells.ts';
import type { Merge } from './sheetLayout.ts';

/** Under a merge without a value: Excel shows one empty cell, and nothing is known of the others. */
const unknown: Cell = { t: 'x', why: 'absent', v: '' };

interface OpenMerge {
  readonly merge: Merge;
  /** What its other cells become. */
  readonly cell: Cell;
}

/**
 * Tells cells under a merge, those but its first one, on the rows that come in rising order. Whatever was kept in such a
 * cell nobody sees. Only cells of used rows and of columns used until then are told.
 */
export class MergedCells {
  readonly #merges: readonly Merge[];
  #next = 0;
  #open: OpenMerge[] = [];
  #width = 0;

  constructor(merges: readonly Merge[]) {
    this.#merges = merges.toSorted((one, other) => one.firstRow - other.firstRow);
  }

  fill(rows: readonly SheetRow[]): readonly SheetRow[] {
    if (this.#merges.length === 0) return rows;
    for (const { cells } of rows) this.#width = Math.max(this.#width, cells.length);
    return rows.map((row) => this.#fillRow(row));
  }

  #fillRow(row: SheetRow): SheetRow {
    if (this.#open.some(({ merge }) => merge.lastRow < row.row)) this.#open = this.#open.filter(({ merge }) => merge.lastRow >= row.row);
    for (let merge = this.#merges[this.#next]; merge !== undefined && merge.firstRow <= row.row; merge = this.#merges[(this.#next += 1)]) {
      if (merge.lastRow >= row.row) this.#open.push({ merge, cell: under(merge.firstRow === row.row ? (row.cells[merge.firstColumn] ?? null) : null) });
    }
    if (this.#open.length === 0) return row;
    const cells = [...row.cells];
    for (const { merge, cell } of this.#open) {
      const first = merge.firstRow === row.row ? merge.firstColumn + 1 : merge.firstColumn;
      for (let column = first; column <= merge.lastColumn && column < this.#width; column += 1) {
        while (cells.length < column) cells.push(null);
        cells[column] = cell;
      }
    }
    return { ...row, cells };
  }
}

function under(first: Cell): Cell {
  return first === null || first.t === 'x' || first.t === 'm' ? unknown : { t: 'm', v: first };
}
