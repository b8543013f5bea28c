import type { Column } from '#contract/cells.ts';
import { rowsInNote, type SourceNote } from '#contract/sourceNote.ts';

/** Texts with digits of another script (１, ٣) that are sent as numbers, phones and the like with plain ones, gathered over all rows. Memory: a few rows. */
export class DigitEvidence {
  /** By letters: several rules that read a cell find it once. */
  readonly #columns = new Map<string, { readonly index: number; count: number; lastRow: number }>();
  readonly #rows: number[] = [];

  /** Rows rising within a column; row 0 is none of the sheet. */
  take({ letter, index }: Column, row: number): void {
    if (row === 0) return;
    const found = this.#columns.get(letter) ?? { index, count: 0, lastRow: 0 };
    this.#columns.set(letter, found);
    if (found.lastRow === row) return;
    found.count += 1;
    found.lastRow = row;
    if (this.#rows.length < rowsInNote && !this.#rows.includes(row)) this.#rows.push(row);
  }

  notes(): readonly SourceNote[] {
    if (this.#columns.size === 0) return [];
    const count = [...this.#columns.values()].reduce((sum, one) => sum + one.count, 0);
    return [{ kind: 'other-digits', count, rows: this.#rows, columns: [...this.#columns].sort(([, one], [, other]) => one.index - other.index).map(([letter]) => letter) }];
  }
}
