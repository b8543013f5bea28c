import type { Cell } from '#contract/cells.ts';
import type { ComparedRow } from './comparedRows.ts';
import { valueSigns } from './valueSigns.ts';

/** A column under whose header another one's cells stand. */
export interface MovedHeader {
  readonly column: number;
  /** The column of the job that they are of; null where they are of none. */
  readonly has: number | null;
}

/** So many cells of which none has anything of what was exported are no corrections of a column that was moved. */
const cellsAtLeast = 4;

interface Tally {
  /** Cells that had something, and those that still have something of that. */
  cells: number;
  own: number;
  /** By column of the job: cells that have something of its cell instead. */
  readonly others: Map<number, number>;
}

/**
 * Looks whether headers were exchanged or shifted without their columns, row by row: then a column stands where it was not exported, with
 * what another one had. One that was moved as a whole has its own cells, and cells exchanged under headers left alone are a correction.
 */
export class MovedHeaders {
  readonly #date1904: boolean;
  readonly #tallies = new Map<string, Tally & { readonly column: number }>();

  constructor(date1904: boolean) {
    this.#date1904 = date1904;
  }

  /** `changed`: places of the row's cells that somebody has changed. */
  add({ row, exported, layout }: ComparedRow, changed: ReadonlySet<number>): void {
    for (const at of layout.elsewhere) {
      const column = layout.places[at]?.[0] ?? 0;
      const key = `${row.layout}:${column}`;
      const tally = this.#tallies.get(key) ?? { column, cells: 0, own: 0, others: new Map<number, number>() };
      this.#tallies.set(key, tally);
      const was = exported[column] ?? null;
      if (changed.has(at)) this.#weigh(tally, row.cells[at] ?? null, exported);
      else if (this.#signs(was).length > 0) [tally.cells, tally.own] = [tally.cells + 1, tally.own + 1];
    }
  }

  #weigh(tally: Tally & { readonly column: number }, now: Cell, exported: readonly Cell[]): void {
    const signs = new Set(this.#signs(now));
    if (signs.size === 0) return;
    const own = this.#signs(exported[tally.column] ?? null);
    if (own.length > 0) tally.cells += 1;
    if (own.some((sign) => signs.has(sign))) {
      tally.own += 1;
      return;
    }
    for (const [column, cell] of exported.entries()) if (this.#signs(cell).some((sign) => signs.has(sign))) tally.others.set(column, (tally.others.get(column) ?? 0) + 1);
  }

  #signs(cell: Cell): readonly string[] {
    return valueSigns(cell, this.#date1904);
  }

  /** To be asked once all rows were added. */
  found(): readonly MovedHeader[] {
    const found = new Map<number, MovedHeader>();
    for (const { column, cells, own, others } of this.#tallies.values()) {
      const [most] = [...others].sort(([, one], [, other]) => other - one);
      if (most !== undefined && most[1] > own) found.set(column, { column, has: most[0] });
      else if (own === 0 && cells >= cellsAtLeast) found.set(column, { column, has: null });
    }
    return [...found.values()].sort((one, other) => one.column - other.column);
  }
}
