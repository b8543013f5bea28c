import type { Cell, SheetRow } from '#contract/cells.ts';
import { rowsInNote, type SourceNote } from '#contract/sourceNote.ts';
import { dateKind, withTexts } from '../../mapping/index.ts';
import type { MappedRow, RowMapper } from '../../mapping/types.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';
import { compileJob, jobMapping } from '../jobMapping.ts';
import { countingNotes } from './countingNotes.ts';

type DateKind = ReturnType<typeof dateKind>;

/** A column whose dates in text are read in an order that the recipe does not say. */
interface OpenColumn {
  readonly index: number;
  readonly letter: string;
  /** Dates of this kind say that the order is another. */
  readonly contrary: DateKind;
  /** Corrected cells that are; null where nobody has looked yet. */
  contraries: Contraries | null;
  /** No text of the column as read has told the order, nor had one that can be read both ways, so that the job notes nothing of it. */
  readonly isUndecided: boolean;
  /** Rows with the first ones that were written. */
  readonly opened: number[];
}

/** A cell that is to be written, or has been. */
export interface DateCell {
  readonly position: number;
  readonly column: number;
  readonly after: Cell;
  /** It is not written, or hardly, but tells the order in which its program or person writes dates; what stands in its place is left. */
  readonly isLeft?: boolean;
}

const [stored, isTaken, takenContrary] = [1, 2, 4];

/** Where dates of the contrary kind stand among the corrected cells of a column: as it counts now, and as it is to be once all cells taken ahead are written. */
class Contraries {
  readonly #marks: Uint8Array;
  #now = 0;
  #planned = 0;
  /** Whether there was one before anything was written. */
  readonly had: boolean;

  constructor(rows: number, positions: Iterable<number>) {
    this.#marks = new Uint8Array(rows + 1);
    for (const position of positions) {
      this.#marks[position] = stored;
      this.#now += 1;
    }
    this.#planned = this.#now;
    this.had = this.#now > 0;
  }

  get has(): boolean {
    return this.#now > 0;
  }

  get willHave(): boolean {
    return this.#planned > 0;
  }

  take(position: number, isContrary: boolean): void {
    const mark = this.#marks[position];
    // There is no such row.
    if (mark === undefined) return;
    this.#planned += Number(isContrary) - Number((mark & isTaken) === 0 ? (mark & stored) !== 0 : (mark & takenContrary) !== 0);
    this.#marks[position] = (mark & stored) | isTaken | (isContrary ? takenContrary : 0);
  }

  wrote(position: number, isContrary: boolean): void {
    this.take(position, isContrary);
    const mark = this.#marks[position] ?? 0;
    this.#now += Number(isContrary) - Number((mark & stored) !== 0);
    this.#marks[position] = (mark & ~stored) | (isContrary ? stored : 0);
  }

  /** All that was taken ahead was written, or is left. */
  settle(): void {
    this.#planned = this.#now;
  }
}

/**
 * What corrected cells say about the order of day and month. Preparing decides it by all rows of a column; where corrected cells
 * prove another order than the one that it is read in, those of them that can be read both ways are not guessed at either, but refused with
 * date-order-open. Cells as read stay what preparing made of them.
 */
export class DateProof {
  readonly #file: JobFile;
  readonly #job: JobRecord;
  readonly #mapper: RowMapper;
  readonly #columns: readonly OpenColumn[];
  readonly #strict = new Map<string, RowMapper>();

  constructor(file: JobFile, job: JobRecord, mapper: RowMapper) {
    this.#file = file;
    this.#job = job;
    this.#mapper = mapper;
    const made = jobMapping(file, job);
    const notes = countingNotes(file, job);
    const isNoted = (letter: string): boolean => notes.some(({ kind, columns }) => kind === 'date-open' && columns.includes(letter));
    const orders = made.ok ? made.readOrders() : new Map<string, never>();
    this.#columns = job.columns.flatMap(({ index, letter, texts }): readonly OpenColumn[] => {
      const order = orders.get(letter);
      // A column with both orders is read so everywhere.
      return order === undefined || order === 'mixed' ? [] : [{ index, letter, contrary: order === 'mdy' ? 'dmyOnly' : 'mdyOnly', contraries: null, isUndecided: order === 'dmy' && texts?.order === undefined && !isNoted(letter), opened: [] }];
    });
  }

  /** Whether what stands in a column matters; in any when left out. */
  concerns(column?: number): boolean {
    return column === undefined ? this.#columns.length > 0 : this.#columns.some(({ index }) => index === column);
  }

  /** Takes a cell in that is to be written, before any row of its batch is mapped. */
  take({ position, column, after, isLeft = false }: DateCell): void {
    for (const one of this.#columns) {
      const isContrary = one.index === column && kindOf(after) === one.contrary;
      if (one.index === column && (isContrary || !isLeft)) this.#contrariesOf(one).take(position, isContrary);
    }
  }

  /** Whether corrected cells of any column tell another order than it is read in. */
  hasContraries(): boolean {
    return this.#columns.some((column) => this.#contrariesOf(column).had);
  }

  /** Takes a cell in that has been written; `row`: the sheet's number. */
  wrote({ position, column, after }: DateCell, row: number): void {
    for (const one of this.#columns) {
      if (one.index !== column) continue;
      const kind = kindOf(after);
      this.#contrariesOf(one).wrote(position, kind === one.contrary);
      if (kind === 'either' && one.isUndecided && one.opened.length < rowsInNote) one.opened.push(row);
    }
  }

  /** What is to be noted of a job, as preparing would: columns of which nothing tells the order, and that have dates now which can be read both ways. */
  notes(): readonly SourceNote[] {
    return this.#columns.flatMap((column): readonly SourceNote[] => {
      const { letter, opened } = column;
      if (opened.length === 0 || this.#contrariesOf(column).willHave || this.#hasKind(column, 'dmyOnly')) return [];
      return [{ kind: 'date-open', count: 1, rows: opened, columns: [letter] }];
    });
  }

  /** What the cells of a row give; `changed`: its columns that are corrected now, beside those that were before. */
  map(row: SheetRow, position: number, changed?: ReadonlySet<number>): MappedRow {
    return this.#mapBy(row, (column) => (changed?.has(column.index) === true || this.#isCorrected(position, column.index)) && this.#contrariesOf(column).willHave);
  }

  /** The same as it was before anything was taken in or written. */
  mapAsBefore(row: SheetRow, position: number): MappedRow {
    return this.#mapBy(row, (column) => this.#isCorrected(position, column.index) && this.#contrariesOf(column).had);
  }

  /** `isStrict`: whether a date of the column that can be read both ways is refused. */
  #mapBy(row: SheetRow, isStrict: (column: OpenColumn) => boolean): MappedRow {
    const refused = this.#columns.filter((column) => kindOf(row.cells[column.index] ?? null) === 'either' && isStrict(column));
    return (refused.length === 0 ? this.#mapper : this.#strictFor(refused.map(({ letter }) => letter))).map(row);
  }

  #isCorrected(position: number, column: number): boolean {
    return this.#file.corrections.isCorrected(position, column);
  }

  #contrariesOf(column: OpenColumn): Contraries {
    column.contraries ??= new Contraries(this.#job.rowsRead, this.#positionsOf(column, column.contrary));
    return column.contraries;
  }

  *#positionsOf({ index }: OpenColumn, wanted: DateKind): Generator<number> {
    for (const { position, text } of this.#file.corrections.textsOf(index)) if (kindOf({ t: 's', v: text }) === wanted) yield position;
  }

  #hasKind(column: OpenColumn, kind: DateKind): boolean {
    for (const _ of this.#positionsOf(column, kind)) return true;
    return false;
  }

  /**
   * Cells corrected before that can be read both ways, of columns for which what was written has proved another order than the one they are read in, or has
   * taken the last proof of it away: by position, the letters of the columns. From then on rows are mapped by what was written alone.
   */
  turned(): ReadonlyMap<number, readonly Turned[]> {
    const found = new Map<number, Turned[]>();
    for (const column of this.#columns) {
      const { index, letter, contraries } = column;
      contraries?.settle();
      if (contraries === null || contraries.had === contraries.has) continue;
      for (const position of this.#positionsOf(column, 'either')) found.set(position, [...(found.get(position) ?? []), { index, letter }]);
    }
    return found;
  }

  /** Reads in these columns only what is certain. */
  #strictFor(letters: readonly string[]): RowMapper {
    const of = letters.join();
    const known = this.#strict.get(of);
    if (known !== undefined) return known;
    const texts = Object.fromEntries(this.#job.columns.flatMap((column) => (letters.includes(column.letter) ? [[column.letter, { ...column.texts, order: 'mixed' as const }]] : [])));
    const made = compileJob(this.#file, { ...this.#job, columns: withTexts(this.#job.columns, texts) });
    const mapper = made.ok ? made.mapper : this.#mapper;
    this.#strict.set(of, mapper);
    return mapper;
  }
}

/** A column of it. */
export type Turned = Pick<OpenColumn, 'index' | 'letter'>;

function kindOf(cell: Cell): DateKind {
  return cell?.t === 's' && /\d/.test(cell.v) ? dateKind(cell.v.trim()) : null;
}
