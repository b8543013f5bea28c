import { hasText } from './layout.ts';
import type { ComparedRow } from './comparedRows.ts';
import { compareCell } from './sameCell.ts';

/** A column whose header was changed, with cells that were changed under it. */
export interface RenamedHeader {
  readonly column: number;
  /** The header that stands there now. */
  readonly as: string;
}

/**
 * Looks for columns that the workbook has no header of any more, while their cells stand where they were exported, some of them changed: nobody
 * can tell for sure that the new header means the same, so that they are not taken, and that has to be told.
 */
export class RenamedHeaders {
  readonly #date1904: boolean;
  readonly #found = new Map<string, RenamedHeader & { own: number; edited: number }>();

  constructor(date1904: boolean) {
    this.#date1904 = date1904;
  }

  add({ row, exported, layout: { places, renamed } }: ComparedRow): void {
    for (const [index, { column, header }] of renamed.entries()) {
      const key = `${row.layout}:${column}`;
      const found = this.#found.get(key) ?? { column, as: header, own: 0, edited: 0 };
      this.#found.set(key, found);
      const [was, now] = [exported[column] ?? null, row.cells[places.length + index] ?? null];
      if (compareCell(was, now, this.#date1904) === 'edited') found.edited += 1;
      else if (hasText(was)) found.own += 1;
    }
  }

  /** To be asked once all rows were added: those that have more of their own than anything else. */
  found(): readonly RenamedHeader[] {
    return [...this.#found.values()].filter(({ own, edited }) => edited > 0 && own >= edited).map(({ column, as }) => ({ column, as }));
  }
}
