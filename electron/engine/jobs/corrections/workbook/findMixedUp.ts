import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Cell } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import type { Some } from '#contract/some.ts';
import type { StoredRow } from '../../../store/blocks.ts';
import type { JobFile } from '../../../store/jobFile.ts';
import { MovedValues } from '../../../store/movedValues.ts';
import type { WantedRow } from '../../../store/wantedRows.ts';
import type { Layout } from './layout.ts';
import { rowSaying, saying } from './mixedUp.ts';
import type { ReadWorkbook } from './readWorkbook.ts';
import { compareCell } from './sameCell.ts';
import { Told } from './some.ts';
import { SortedColumn } from './sortedColumn.ts';
import { valueSigns } from './valueSigns.ts';
import { history } from './workbookChanges.ts';

export interface FindOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((rows: number) => void) | undefined;
}

/** Values that are looked at whether they have only changed their rows; so many that a sorted column shows itself. */
const valuesLooked = 5_000;
/** One value under another row's id may be a correction of both, unless there are hardly more rows, or the other has got the value of this one. */
const movedAtLeast = 2;
const fewRows = 4;

/**
 * Rows with cells of other rows, as after columns were sorted, or cells deleted or inserted, without the column of ids: some of them, none
 * where the workbook can be believed. Then nothing of it can be, as which row the other cells belong to nobody knows: rows
 * that were corrected before look like corrections. Fault cancelled.
 */
export async function findMixedUp(file: JobFile, read: ReadWorkbook, options: FindOptions): Promise<Some<number>> {
  const look = new Look(file, read);
  try {
    const { isInOrder } = read.wanted;
    for await (const rows of comparedRows(file, read, options, read.wanted.inOrder())) {
      for (const row of rows) {
        const cells = look.add(row);
        if (isInOrder) look.addToColumns(row.row.position, cells);
      }
    }
    // Cells are moved in the order of the sheet, which may have been sorted as a whole before.
    if (!isInOrder) await look.addAsTheyStand(options);
    const found = look.rows();
    for (const position of await look.moved(options)) found.add(position);
    const told = new Told<number>();
    for (const position of [...found].sort((a, b) => a - b)) told.add(file.blocks.rowNumber(position));
    return told.some;
  } finally {
    look.close();
  }
}

interface ComparedRow {
  readonly row: WantedRow;
  readonly stored: StoredRow;
  /** As they were exported, where that is known. */
  readonly exported: readonly Cell[];
  readonly layout: Layout;
}

interface ComparedCell {
  readonly column: number;
  /** What it says in the job and in the workbook. */
  readonly old: string;
  readonly now: string;
}

async function* comparedRows(file: JobFile, read: ReadWorkbook, { signal, onProgress }: FindOptions, chunks: Iterable<readonly WantedRow[]>): AsyncGenerator<readonly ComparedRow[]> {
  const batches = file.corrections.batches();
  let rows = 0;
  for (const wanted of chunks) {
    const stored = [...file.blocks.rowsAt(wanted.map(({ position }) => position))];
    const then = history(file, batches, wanted, stored);
    yield wanted.flatMap((row, index) => {
      const [now, layout] = [stored[index], read.layouts[row.layout]];
      return now === undefined || layout === undefined ? [] : [{ row, stored: now, exported: then.get(row.position)?.cells ?? now.cells, layout }];
    });
    rows += wanted.length;
    onProgress?.(rows);
    await nextTurn();
    if (signal?.aborted === true) throw new Fault('cancelled');
  }
}

class Look {
  readonly #file: JobFile;
  readonly #read: ReadWorkbook;
  readonly #values = new MovedValues();
  readonly #columns = new Map<number, { readonly column: SortedColumn; readonly changed: Told<number> }>();
  readonly #moved = new Set<number>();

  constructor(file: JobFile, read: ReadWorkbook) {
    this.#file = file;
    this.#read = read;
  }

  /** What the row's cells say; for `addToColumns`. */
  add(compared: ComparedRow): readonly ComparedCell[] {
    const { cells, changed } = this.#compare(compared);
    if (changed.size === 0) return cells;
    this.#addValues(compared, changed);
    if (changed.size > 1 && this.#isElsewhere(compared)) this.#moved.add(compared.row.position);
    return cells;
  }

  #compare({ row, stored, exported, layout }: ComparedRow): { readonly cells: readonly ComparedCell[]; readonly changed: ReadonlySet<number> } {
    const { date1904 } = this.#read;
    const changed = new Set<number>();
    const cells = layout.places.map(([column], at): ComparedCell => {
      const [before, now] = [stored.cells[column] ?? null, row.cells[at] ?? null];
      const isChanged = compareCell(before, now, date1904) === 'edited' && compareCell(exported[column] ?? null, now, date1904) !== 'same';
      if (isChanged) changed.add(at);
      // In other letter case it is still the row's own.
      const old = saying(before, date1904).toLowerCase();
      return { column, old, now: isChanged ? saying(now, date1904).toLowerCase() : old };
    });
    return { cells, changed };
  }

  /** To be called row by row in the order of the sheet. */
  addToColumns(position: number, cells: readonly ComparedCell[]): void {
    for (const { column, old, now } of cells) this.#of(column, position, now !== old).add(old, now, now !== old);
  }

  async addAsTheyStand(options: FindOptions): Promise<void> {
    for await (const rows of comparedRows(this.#file, this.#read, { signal: options.signal }, this.#read.wanted.asTheyStand())) {
      for (const compared of [...rows].sort((a, b) => a.row.layout - b.row.layout || a.row.row - b.row.row)) this.addToColumns(compared.row.position, this.#compare(compared).cells);
    }
  }

  #of(column: number, position: number, isChanged: boolean): SortedColumn {
    let one = this.#columns.get(column);
    if (one === undefined) {
      one = { column: new SortedColumn(), changed: new Told() };
      this.#columns.set(column, one);
    }
    if (isChanged) one.changed.add(position);
    return one.column;
  }

  /** What went from the row's cells and came to them, but for values put right where they are or moved within the row. */
  #addValues({ row, stored: { cells }, exported, layout: { places } }: ComparedRow, changed: ReadonlySet<number>): void {
    const signsOf = (cell: Cell | undefined): readonly string[] => valueSigns(cell ?? null, this.#read.date1904);
    const olds = places.map(([column], at) => (changed.has(at) ? new Set([...signsOf(cells[column]), ...signsOf(exported[column])]) : new Set<string>()));
    for (const at of changed) {
      const column = places[at]?.[0] ?? 0;
      const news = signsOf(row.cells[at]);
      if (news.some((sign) => olds[at]?.has(sign))) continue;
      this.#values.add(row.position, column, olds[at] ?? [], false);
      if (!news.some((sign) => olds.some((signs) => signs.has(sign)))) this.#values.add(row.position, column, news, true);
    }
  }

  /**
   * Whether what a row was as a whole stands under the id of another one by now, which was something else itself. One cell alone is a
   * correction, unless the row has no more.
   */
  #isElsewhere({ row, exported, layout }: ComparedRow): boolean {
    const sayingOf = (one: readonly Cell[]): string => rowSaying(one, layout, ([column]) => column, this.#read.date1904);
    const was = sayingOf(exported);
    const others = [...this.#read.wanted.saying(was, row.position)].sort((a, b) => a - b);
    for (const other of this.#file.blocks.rowsAt(others, { few: true })) if (sayingOf(other.cells) !== was) return true;
    return false;
  }

  /** Positions of rows that are told by themselves, or by a column that was sorted. */
  rows(): Set<number> {
    const rows = this.#read.wanted.count();
    const found = new Set(this.#moved);
    const columns = [...this.#columns.values()];
    const ends = columns.filter(({ column }) => column.ends > 0);
    const isShifted = ends.length > 1 || ends.some(({ column }) => column.isEndOfShift);
    for (const one of columns) if (one.column.isMixedUp(rows) || (isShifted && ends.includes(one))) for (const position of one.changed.first) found.add(position);
    return found;
  }

  /** Positions of rows that have values of others: such as no row of the workbook has kept, so that they are not merely frequent. */
  async moved(options: FindOptions): Promise<ReadonlySet<number>> {
    const moved = this.#values.moved(valuesLooked);
    const left = new Map(moved.map(({ column, sign, from }) => [`${column}${sign}`, from]));
    if (left.size === 0) return new Set();
    for await (const rows of comparedRows(this.#file, this.#read, { signal: options.signal }, this.#read.wanted.inOrder())) for (const row of rows) this.#countDown(row, left);
    const cells = new Set<string>();
    const found = new Set<number>();
    let isExchanged = false;
    for (const { column, sign } of moved) {
      if (left.get(`${column}${sign}`) !== 0) continue;
      if (this.#columns.get(column)?.column.isExchanged === true) isExchanged = true;
      for (const position of this.#values.cameTo({ column, sign })) {
        cells.add(`${column}:${position}`);
        found.add(position);
      }
    }
    const isOneEnough = this.#read.wanted.count() <= fewRows || isExchanged;
    return cells.size < (isOneEnough ? 1 : movedAtLeast) ? new Set() : found;
  }

  /** Takes off each sign the rows that had it; where more had it than it went from, somebody has kept it. */
  #countDown({ stored: { cells }, exported, layout: { places } }: ComparedRow, left: Map<string, number>): void {
    const { date1904 } = this.#read;
    for (const [column] of places) {
      for (const sign of new Set([...valueSigns(cells[column] ?? null, date1904), ...valueSigns(exported[column] ?? null, date1904)])) {
        const count = left.get(`${column}${sign}`);
        if (count !== undefined) left.set(`${column}${sign}`, count - 1);
      }
    }
  }

  close(): void {
    this.#values.close();
  }
}
