import type { Cell } from '#contract/cells.ts';
import { cellText } from '../../store/corrections.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';
import { jobMapping } from '../jobMapping.ts';
import { Told } from './workbook/some.ts';

/** First cells looked at of one batch, and rows of one merge: what is told is about some. */
const headsAtMost = 100;
const rowsAtMost = 10_000;
const rowsAtOnce = 200;

interface Head {
  readonly position: number;
  readonly column: number;
}

/**
 * First cells of merges that are corrected. In Excel all rows under a merge have its value; here each row has it as its own, and those that are not
 * corrected, too, are sent with what the merge has in the file.
 */
export class MergeHeads {
  readonly #file: JobFile;
  readonly #rowsRead: number;
  readonly #columns: ReadonlySet<number>;
  readonly #heads: Head[] = [];

  constructor(file: JobFile, job: JobRecord) {
    const made = jobMapping(file, job);
    this.#file = file;
    this.#rowsRead = job.rowsRead;
    this.#columns = made.ok ? made.mergesRead : new Set();
  }

  /** Takes a cell in that is corrected; `before`: what it was. */
  add({ position, column, before }: Head & { readonly before: Cell }): void {
    if (before?.t !== 'm' && this.#columns.has(column) && this.#heads.length < headsAtMost) this.#heads.push({ position, column });
  }

  /** Rows under them that keep the merge's value, by the sheet's numbers; null where there are none. To be asked once corrections count. */
  told(): Some | null {
    const rows = new Set<number>();
    for (const head of this.#heads) for (const row of this.#rowsBelow(head)) rows.add(row);
    const told = new Told<number>();
    for (const row of [...rows].sort((a, b) => a - b)) told.add(row);
    return told.count === 0 ? null : told.some;
  }

  *#rowsBelow({ position, column }: Head): Generator<number> {
    let value: string | null = null;
    const end = Math.min(position + rowsAtMost, this.#rowsRead + 1);
    for (let from = position; from < end; from += rowsAtOnce) {
      const places = Array.from({ length: Math.min(rowsAtOnce, end - from) }, (_, index) => from + index);
      const read = Array.from(this.#file.blocks.rowsAt(places, { original: true, few: true }), ({ cells }) => cells[column] ?? null);
      const now = [...this.#file.blocks.rowsAt(places, { few: true })];
      for (const [index, cell] of read.entries()) {
        if (value === null) value = cellText(cell);
        else if (cell?.t !== 'm' || cellText(cell.v) !== value) return;
        else if (now[index]?.cells[column]?.t === 'm') yield now[index].row;
      }
    }
  }
}

type Some = Told<number>['some'];
