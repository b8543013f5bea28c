import type { Cell, SheetRow } from '#contract/cells.ts';
import type { SourceNote } from '#contract/job.ts';
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
  /** Whether there is one among the corrected cells; null where nobody has looked yet. */
  isContrary: boolean | null;
  /** One that is written now is such a one. */
  isBrought: boolean;
  /** No text of the column as read has told the order, nor had one that can be read both ways, so that the job notes nothing of it. */
  readonly isUndecided: boolean;
  /** Rows with the first ones that were written. */
  readonly opened: number[];
}

const notedRows = 5;

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
      return order === undefined || order === 'mixed' ? [] : [{ index, letter, contrary: order === 'mdy' ? 'dmyOnly' : 'mdyOnly', isContrary: null, isBrought: false, isUndecided: order === 'dmy' && texts?.order === undefined && !isNoted(letter), opened: [] }];
    });
  }

  /** Whether what stands in a column matters; in any when left out. */
  concerns(column?: number): boolean {
    return column === undefined ? this.#columns.length > 0 : this.#columns.some(({ index }) => index === column);
  }

  /** Takes a cell in that is to be written, before any row of its batch is mapped. */
  take(column: number, cell: Cell): void {
    for (const one of this.#columns) if (one.index === column && one.isContrary !== true && kindOf(cell) === one.contrary) one.isContrary = true;
  }

  /** Takes a cell in that has been written; `row`: the sheet's number. */
  wrote(row: number, column: number, cell: Cell): void {
    for (const one of this.#columns) {
      if (one.index !== column) continue;
      const kind = kindOf(cell);
      if (kind === one.contrary) one.isContrary = one.isBrought = true;
      else if (kind === 'either' && one.isUndecided && one.opened.length < notedRows) one.opened.push(row);
    }
  }

  /** What is to be noted of a job, as preparing would: columns of which nothing tells the order, and that have dates now which can be read both ways. */
  notes(): readonly SourceNote[] {
    return this.#columns.flatMap((column): readonly SourceNote[] => {
      const { letter, opened } = column;
      if (opened.length === 0 || this.#hasContrary(column) || this.#hasKind(column, 'dmyOnly')) return [];
      return [{ kind: 'date-open', count: 1, rows: opened, columns: [letter] }];
    });
  }

  /** What the cells of a row give; `changed`: its columns that are corrected now, beside those that were before. */
  map(row: SheetRow, position: number, changed?: ReadonlySet<number>): MappedRow {
    const refused = this.#columns.filter((column) => {
      const { index } = column;
      return kindOf(row.cells[index] ?? null) === 'either' && (changed?.has(index) === true || this.#isCorrected(position, index)) && this.#hasContrary(column);
    });
    return (refused.length === 0 ? this.#mapper : this.#strictFor(refused.map(({ letter }) => letter))).map(row);
  }

  #isCorrected(position: number, column: number): boolean {
    return this.#file.corrections.isCorrected(position, column);
  }

  #hasContrary(column: OpenColumn): boolean {
    column.isContrary ??= this.#hasKind(column, column.contrary);
    return column.isContrary;
  }

  #hasKind({ index }: OpenColumn, kind: DateKind): boolean {
    for (const { text } of this.#file.corrections.textsOf(index)) if (kindOf({ t: 's', v: text }) === kind) return true;
    return false;
  }

  /** Corrected cells that can be read both ways, of columns for which a cell that was written has just proved another order: by position, the columns. */
  reopened(): ReadonlyMap<number, readonly number[]> {
    const found = new Map<number, number[]>();
    for (const { index, isBrought } of this.#columns) {
      if (!isBrought) continue;
      for (const { position, text } of this.#file.corrections.textsOf(index)) if (kindOf({ t: 's', v: text }) === 'either') found.set(position, [...(found.get(position) ?? []), index]);
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

function kindOf(cell: Cell): DateKind {
  return cell?.t === 's' && /\d/.test(cell.v) ? dateKind(cell.v.trim()) : null;
}
