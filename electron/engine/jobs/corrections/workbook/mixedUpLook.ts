import type { Cell } from '#contract/cells.ts';
import { MovedValues, type MovedSign } from '../../../store/movedValues.ts';
import type { ComparedRow } from './comparedRows.ts';
import { MovedHeaders, type MovedHeader } from './movedHeaders.ts';
import { rowSaying, saying } from './mixedUp.ts';
import type { ReadWorkbook } from './readWorkbook.ts';
import { compareCell } from './sameCell.ts';
import { Told } from './some.ts';
import { SortedColumn } from './sortedColumn.ts';
import { valueSigns } from './valueSigns.ts';

/** Values that are looked at whether they have only changed their rows; so many that a sorted column shows itself. */
const valuesLooked = 5_000;
/** One value under another row's id may be a correction of both, unless there are hardly more rows, or the other has got the value of this one. */
const movedAtLeast = 2;
const fewRows = 4;

/**
 * Looks at the rows of a workbook, one by one in the order of the sheet, whether some have cells of others. To be closed; holds what
 * changed cells say in a temporary database.
 */
export class MixedUpLook {
  readonly #read: ReadWorkbook;
  readonly #values = new MovedValues();
  readonly #headers: MovedHeaders;
  readonly #mixedUp = new Set<number>();
  #isByRows = false;
  readonly #columns = new Map<number, { readonly column: SortedColumn; readonly changed: Told<number> }>();
  #moved: readonly MovedSign[] = [];
  /** Of each moved sign, the rows that had it and are not accounted for. */
  readonly #left = new Map<string, number>();

  constructor(read: ReadWorkbook) {
    this.#read = read;
    this.#headers = new MovedHeaders(read.date1904);
  }

  /** Whether the row is anything else than in the job. */
  add(compared: ComparedRow): boolean {
    const { row, stored, exported, layout } = compared;
    const { date1904 } = this.#read;
    const changed = new Set<number>();
    let isSame = true;
    for (const [at, [column]] of layout.places.entries()) {
      const [before, now] = [stored.cells[column] ?? null, row.cells[at] ?? null];
      const verdict = compareCell(before, now, date1904);
      if (verdict !== 'same') isSame = false;
      const isChanged = verdict === 'edited' && compareCell(exported[column] ?? null, now, date1904) !== 'same';
      if (isChanged) changed.add(at);
      // In other letter case it is still the row's own.
      const old = saying(before, date1904).toLowerCase();
      this.#addToColumn(column, row.position, old, isChanged ? saying(now, date1904).toLowerCase() : old);
    }
    if (layout.elsewhere.length > 0) this.#headers.add(compared, changed);
    if (!isSame) this.#addRow(compared, changed.size > 1);
    if (changed.size > 0) this.#addValues(compared, changed);
    return !isSame;
  }

  #addToColumn(column: number, position: number, old: string, now: string): void {
    let one = this.#columns.get(column);
    if (one === undefined) {
      one = { column: new SortedColumn(), changed: new Told() };
      this.#columns.set(column, one);
    }
    if (now !== old) one.changed.add(position);
    one.column.add(old, now, now !== old);
  }

  /** One changed cell alone is a correction, unless the row has no more. */
  #addRow({ row, stored, exported, layout }: ComparedRow, isAsked: boolean): void {
    const { date1904 } = this.#read;
    const sayingOf = (cells: readonly Cell[]): string => rowSaying(cells, layout, ([column]) => column, date1904);
    const stands = sayingOf(stored.cells);
    const was = !isAsked ? '' : exported === stored.cells ? stands : sayingOf(exported);
    this.#values.addRow(row.position, { was, stands, says: rowSaying(row.cells, layout, (_, at) => at, date1904) });
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

  /** To be asked once all were added. */
  movedHeaders(): readonly MovedHeader[] {
    return this.#headers.found();
  }

  /** Columns by which rows were found, by their index; none where whole rows were. To be asked once rows were. */
  get mixedUpColumns(): readonly number[] {
    return this.#isByRows ? [] : [...this.#mixedUp].sort((one, other) => one - other);
  }

  /**
   * Positions of rows that are told by themselves, as what they were as a whole stands under the id of another one by now, or by a column
   * that was sorted. To be asked once all were added.
   */
  rows(): Set<number> {
    const columns = [...this.#columns].map(([index, one]) => ({ index, ...one }));
    const rows = this.#read.wanted.count();
    const found = new Set(this.#values.movedRows());
    this.#isByRows = found.size > 0;
    const ends = columns.filter(({ column }) => column.ends > 0);
    const isShifted = ends.length > 1 || ends.some(({ column }) => column.isEndOfShift);
    for (const one of columns) {
      if (!one.column.isMixedUp(rows) && !(isShifted && ends.includes(one))) continue;
      this.#mixedUp.add(one.index);
      for (const position of one.changed.first) found.add(position);
    }
    return found;
  }

  /** Whether values seem to have changed their rows; if so, every row has to be gone through once more, see countDown. */
  isAnyValueMoved(): boolean {
    this.#moved = this.#values.moved(valuesLooked);
    for (const { column, sign, from } of this.#moved) this.#left.set(`${column}${sign}`, from);
    return this.#moved.length > 0;
  }

  /** Takes off each sign the rows that had it; where more had it than it went from, somebody has kept it, and it is merely frequent. */
  countDown({ stored: { cells }, exported, layout: { places } }: ComparedRow): void {
    const { date1904 } = this.#read;
    for (const [column] of places) {
      for (const sign of new Set([...valueSigns(cells[column] ?? null, date1904), ...valueSigns(exported[column] ?? null, date1904)])) {
        const count = this.#left.get(`${column}${sign}`);
        if (count !== undefined) this.#left.set(`${column}${sign}`, count - 1);
      }
    }
  }

  /** Positions of rows that have values of others. To be asked once all were counted down. */
  rowsWithValuesOfOthers(): ReadonlySet<number> {
    const cells = new Set<string>();
    const columns = new Set<number>();
    const found = new Set<number>();
    let isExchanged = false;
    for (const { column, sign } of this.#moved) {
      if (this.#left.get(`${column}${sign}`) !== 0) continue;
      if (this.#columns.get(column)?.column.isExchanged === true) isExchanged = true;
      columns.add(column);
      for (const position of this.#values.cameTo({ column, sign })) {
        cells.add(`${column}:${position}`);
        found.add(position);
      }
    }
    const isOneEnough = this.#read.wanted.count() <= fewRows || isExchanged;
    if (cells.size < (isOneEnough ? 1 : movedAtLeast)) return new Set();
    for (const column of columns) this.#mixedUp.add(column);
    return found;
  }

  close(): void {
    this.#values.close();
  }
}
