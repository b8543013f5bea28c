import type { RefusalReason, RefusedRow } from '#contract/corrections.ts';
import { countingCell, type Column } from '#contract/cells.ts';
import type { LeftCell, MendPreview, MendRequest, MendSample } from '#contract/mends.ts';
import type { StoredRow } from '../../store/blocks.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { columnFinder, lacksCountry, mendsInCountry } from '../../mapping/index.ts';
import { isLeft } from '../corrections/correcting.ts';
import { DatesAhead } from '../corrections/datesAgain.ts';
import { Standing } from '../corrections/standing.ts';
import { Told } from '../corrections/workbook/some.ts';
import { turns } from '../turns.ts';
import { beginMending, columnOf, createLook, mendOf, pieces, positionsOf, rowsOfPiece, type MendedRow, type Mending, type MendingOptions } from './mending.ts';

const samplesAtMost = 10;
const refusedAtMost = 100;

/** Adds up what a mend does to rows. */
export class MendTally {
  #rows = 0;
  readonly #counts = { right: 0, sendable: 0, wrong: 0, empty: 0, stillWrong: 0, stillRight: 0, refused: 0 };
  readonly #right: MendSample[] = [];
  readonly #others: MendSample[] = [];
  readonly #refused: RefusedRow[] = [];
  readonly #refusedBy: Partial<Record<RefusalReason, number>> = {};
  readonly #letter: string;
  #fixed = 0;
  #wrongElsewhere = 0;
  #statusless = 0;
  #sentAgain = 0;
  readonly #overwrites = new Told<number>();

  readonly #standing: Standing | null;
  readonly #overwritten: ((mended: MendedRow) => readonly number[]) | null;

  /** `others`: tells rows that stand back for others, and those whose profiles are overwritten; null where that does not matter. */
  constructor(letter: string, others: { readonly standing: Standing; readonly overwritten: (mended: MendedRow) => readonly number[] } | null = null) {
    this.#letter = letter;
    this.#standing = others?.standing ?? null;
    this.#overwritten = others?.overwritten ?? null;
  }

  /** null: a row that it leaves as it is. */
  take(mended: MendedRow | null): void {
    this.#rows += 1;
    if (mended === null) return;
    const { outcome, errors, refusal, state } = mended;
    if (refusal !== null) {
      this.#refuse(mended.row, refusal);
      return;
    }
    const isStillWrong = outcome === 'same' && errors.length > 0;
    this.#counts[outcome !== 'same' ? outcome : isStillWrong ? 'stillWrong' : 'stillRight'] += 1;
    if (mended.isFixed) this.#fixed += 1;
    if (isStillWrong && errors.every(({ column }) => column !== null && column !== this.#letter)) this.#wrongElsewhere += 1;
    if (mended.isStatusless) this.#statusless += 1;
    if (state === 'accepted') this.#sentAgain += 1;
    this.#standing?.plan(mended.position, state, mended.mapped);
    for (const row of this.#overwritten?.(mended) ?? []) this.#overwrites.add(row);
    const list = outcome === 'right' ? this.#right : this.#others;
    if (list.length < samplesAtMost) list.push(this.#sample(mended));
  }

  #refuse(row: number, reason: RefusalReason): void {
    this.#counts.refused += 1;
    this.#refusedBy[reason] = (this.#refusedBy[reason] ?? 0) + 1;
    if (this.#refused.length < refusedAtMost) this.#refused.push({ row, reason });
  }

  #sample({ position, row, before, after, outcome, errors, isStatusless }: MendedRow): MendSample {
    const error = errors.find(({ column }) => column === this.#letter) ?? errors[0];
    const sample = { position, row, before, after, outcome, ...(isStatusless ? { statusless: true as const } : {}) };
    if (error === undefined) return { ...sample, reason: null };
    const { column, reason, value } = error;
    return { ...sample, reason, value, ...(column === null || column === this.#letter ? {} : { elsewhere: column }) };
  }

  /** Cells in which nothing is wrong any more, whatever else is wrong with their rows. */
  get fixed(): number {
    return this.#fixed;
  }

  preview(): MendPreview {
    const { sendable, ...counts } = this.#counts;
    const { right, wrong, empty, stillWrong, stillRight } = counts;
    const back = this.#standing?.count() ?? { rows: 0, accepted: 0 };
    const sentAgain = this.#sentAgain - back.accepted;
    const samples = [...this.#right, ...this.#others].slice(0, samplesAtMost);
    return {
      rows: this.#rows,
      cells: right + sendable + wrong + empty + stillWrong + stillRight,
      ...counts,
      ...(sendable === 0 ? {} : { sendable }),
      ...(this.#wrongElsewhere === 0 ? {} : { wrongElsewhere: this.#wrongElsewhere }),
      ...(this.#statusless === 0 ? {} : { statusless: this.#statusless }),
      ...(sentAgain === 0 ? {} : { sentAgain }),
      ...(back.rows === 0 ? {} : { standBack: back.rows }),
      ...(this.#overwrites.count === 0 ? {} : { overwrites: this.#overwrites.some }),
      ...(this.#refused.length === 0 ? {} : { refusals: { refused: this.#refused, refusedBy: this.#refusedBy } }),
      samples,
    };
  }
}

/**
 * What a mend would do to the rows of its selection, counted over all of them by the job's own mapping; nothing is
 * stored. Faults usage, job-state, recipe-columns, job-corrupt, cancelled.
 */
export async function previewMend(file: JobFile, request: MendRequest, options: MendingOptions = {}): Promise<MendPreview> {
  const mending = beginMending(file);
  const column = columnOf(mending, request.column);
  const positions = positionsOf(mending, request.selection, column);
  await takeDates(mending, request, positions, options);
  const dates = new DatesAhead(mending);
  const left = new LeftWrong(mending, column);
  const tally = await tallyMend(mending, request, positions, { ...options, onMended: (mended) => { dates.add(mended, column.index, mended.after); }, onLeft: (row) => { left.take(row); } });
  return { ...tally.preview(), ...left.told(request), ...dates.told() };
}

/** Adds up cells that are wrong and that a mend leaves as they are. */
class LeftWrong {
  readonly #mending: Mending;
  readonly #column: Column;
  readonly #wrong: ReadonlySet<number>;
  readonly #samples: LeftCell[] = [];
  #rows = 0;

  constructor(mending: Mending, column: Column) {
    const { problems } = mending.file;
    this.#mending = mending;
    this.#column = column;
    this.#wrong = new Set(problems.groups().filter(({ column: letter }) => letter === column.letter).flatMap(({ reason, leftOut = false }) => [...problems.positionsOf({ column: column.letter, reason, leftOut })]));
  }

  take({ position, row, cells }: StoredRow): void {
    const cell = countingCell(cells[this.#column.index] ?? null);
    if (cell === null || !this.#wrong.has(position)) return;
    this.#rows += 1;
    if (this.#samples.length >= samplesAtMost) return;
    const error = this.#mending.file.problems.errorsAt(position).find(({ column }) => column === this.#column.letter);
    if (error !== undefined) this.#samples.push({ row, cell, reason: error.reason, value: error.value });
  }

  told({ mends }: MendRequest): Pick<MendPreview, 'left'> {
    if (this.#rows === 0) return {};
    const { recipe, columns } = this.#mending.job;
    const isCountryless = mendsInCountry(mends, recipe, columnFinder(columns), this.#column.index).some(lacksCountry);
    return { left: { rows: this.#rows, samples: this.#samples, ...(isCountryless ? { countryless: true } : {}) } };
  }
}

/** Dates that can be read both ways are judged by all that the mend writes. */
async function takeDates(mending: Mending, request: MendRequest, positions: Uint32Array, options: MendingOptions): Promise<void> {
  const { column, onlyFixing, onlyValid = false } = request;
  if (!mending.dates.concerns(column)) return;
  const mend = mendOf(mending, request);
  const turn = turns({ ...options, onProgress: undefined });
  for (const piece of pieces(positions)) {
    for (const { position, cells } of rowsOfPiece(mending.file, piece)) {
      const after = mend(cells[column] ?? null);
      if (after !== undefined) mending.dates.take({ position, column, after, isLeft: onlyFixing || onlyValid || isLeft(mending, position, options.sendAgain === true) });
    }
    await turn(null);
  }
}

/** The same for rows that are known already. */
export async function tallyMend(mending: Mending, request: Omit<MendRequest, 'selection'>, positions: Uint32Array, options: MendingOptions & { readonly onMended?: (mended: MendedRow) => void; readonly onLeft?: (row: StoredRow) => void }): Promise<MendTally> {
  const tally = new MendTally(columnOf(mending, request.column).letter, { standing: new Standing(mending), overwritten: (mended) => mending.settled.overwritten(mended) });
  const look = createLook(mending, request, options.sendAgain);
  const turn = turns(options);
  const total = positions.length;
  let rows = 0;
  for (const piece of pieces(positions)) {
    for (const row of rowsOfPiece(mending.file, piece)) {
      const mended = look(row);
      tally.take(mended);
      if (mended === null) options.onLeft?.(row);
      else if (mended.refusal === null) options.onMended?.(mended);
    }
    rows += piece.length;
    await turn({ rows, total });
  }
  return tally;
}
