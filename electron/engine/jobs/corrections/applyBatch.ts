import { shownText, type Cell, type RowFlaw } from '#contract/cells.ts';
import type { BatchResult, CorrectionAct, CorrectionBatch, CorrectionOrigin, RefusalReason } from '#contract/corrections.ts';
import type { RowState } from '#contract/job.ts';
import { cellText, type CellTexts, type CorrectedCell, type CorrectedRow } from '../../store/corrections.ts';
import type { MappedRow } from '../../mapping/types.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { StoredRow } from '../../store/blocks.ts';
import type { DateCell } from './dateProof.ts';
import { correcting, isLeft, refuse, type Correcting, type CorrectingOptions } from './correcting.ts';
import { concernsColumn, lostMarks, marksAfter, saysValues, withMarks } from './lostMarks.ts';
import { MergeHeads } from './mergeHeads.ts';
import { reopenDates } from './reopenDates.ts';
import { rowsOfBlock, rowWas, statesFrom } from './rowsOfBlock.ts';
import { flawAfter, flawOf, settleRows, type ChangedRow } from './settleRows.ts';

export interface CellChange {
  readonly position: number;
  /** 0-based, as the columns of the job. */
  readonly column: number;
  readonly after: Cell;
}

export interface BatchOptions extends CorrectingOptions {
  readonly origin: CorrectionOrigin;
  readonly act: CorrectionAct;
  /** In the order of the rows; of two for one cell the later one counts. */
  readonly cells: Iterable<CellChange> | AsyncIterable<CellChange>;
  /** The cells that tell how dates of the batch are meant, where `cells` cannot be gone through twice; see DateProof. */
  readonly ahead?: (() => Iterable<DateCell> | AsyncIterable<DateCell>) | undefined;
  /** They were typed or pasted: a text that its cell shows already changes nothing, whatever kind of cell it is. */
  readonly typed?: boolean | undefined;
  /** How many rows they are of, for the progress. */
  readonly total?: number | undefined;
  /** Correct accepted rows too, and send them once more. */
  readonly sendAgain?: boolean | undefined;
}

/**
 * Corrects cells as one batch: their rows are mapped and checked again by the code of preparing. Rows that cannot be
 * corrected now are left as they are and told; cells that are so already are passed over. Where nothing is left there is no batch. Faults
 * as correcting.
 */
export async function applyBatch(file: JobFile, options: BatchOptions): Promise<BatchResult> {
  const { origin, act, total = null } = options;
  return correcting(file, options, async (c) => {
    const id = file.corrections.nextBatch();
    const { tally } = c;
    const heads = new MergeHeads(file, c.job);
    await takeAhead(c, options);
    for await (const rows of byBlock(c, options.cells)) {
      correctBlock(c, id, rows, { ...options, heads });
      await c.turn({ step: 'rows', rows: tally.rows, total });
    }
    if (tally.cells === 0) return null;
    await reopenDates(c, id);
    const made = keepBatch(c, { id, origin, act });
    tally.underMerge = heads.told();
    const notes = c.dates.notes();
    if (notes.length > 0) file.job.setNotes([...c.job.notes, ...notes.map((note) => ({ ...note, batch: id }))]);
    return made;
  });
}

/** Dates that can be read both ways are judged by all of the batch. */
async function takeAhead(c: Correcting, options: BatchOptions): Promise<void> {
  const { cells, ahead, total = null } = options;
  const known: Iterable<DateCell> | AsyncIterable<DateCell> = ahead?.() ?? (Array.isArray(cells) ? cells : []);
  if (!c.dates.concerns()) return;
  let count = 0;
  for await (const cell of known) {
    c.dates.take({ isLeft: isLeft(c, cell.position, options.sendAgain === true), ...cell });
    count += 1;
    if (count % 1000 === 0) await c.turn({ step: 'rows', rows: 0, total });
  }
}

/** Writes a batch down whose rows and cells have been written. */
export function keepBatch({ file, at, tally }: Correcting, made: Pick<CorrectionBatch, 'id' | 'origin' | 'act'>): CorrectionBatch {
  // What was undone cannot be redone over other cells.
  for (const batch of file.corrections.batches()) if (batch.state === 'undone') file.corrections.setBatchState(batch.id, 'dropped', batch.chunk);
  const { again } = tally;
  const act = again.rows === 0 || made.act.kind === 'lost' ? made.act : { ...made.act, again };
  const batch = { ...made, act, at, rows: tally.rows + again.rows, cells: tally.cells + again.cells, state: 'applied' as const };
  file.corrections.addBatch({ ...batch, chunk: file.chunks.lastSentId() });
  return ownOf(batch);
}

/** A batch as it is told: without the rows and cells that it has only made to be read otherwise. Pure. */
export function ownOf<One extends Pick<CorrectionBatch, 'act' | 'rows' | 'cells'>>(batch: One): One {
  const again = batch.act.kind === 'lost' ? undefined : batch.act.again;
  // A repair may have lost some of them.
  return again === undefined ? batch : { ...batch, rows: Math.max(0, batch.rows - again.rows), cells: Math.max(0, batch.cells - again.cells) };
}

interface WantedRow {
  readonly position: number;
  readonly cells: ReadonlyMap<number, Cell>;
}

/** The cells by row, rows by the block they lie in. Rows that are not there are refused. */
async function* byBlock({ file, job, tally }: Correcting, cells: BatchOptions['cells']): AsyncGenerator<readonly WantedRow[]> {
  let rows: { readonly position: number; readonly cells: Map<number, Cell> }[] = [];
  let end = 0;
  for await (const { position, column, after } of cells) {
    const last = rows.at(-1);
    if (position === last?.position) {
      last.cells.set(column, after);
      continue;
    }
    if (last !== undefined && position < last.position) throw new Error('corrections out of the order of their rows');
    if (!Number.isSafeInteger(position) || position < 1 || position > job.rowsRead) {
      refuse(tally, 0, 'no-row');
      continue;
    }
    if (position > end) {
      if (rows.length > 0) yield rows;
      rows = [];
      const { first, states } = file.states.blockAt(position);
      end = first + states.length - 1;
    }
    rows.push({ position, cells: new Map([[column, after]]) });
  }
  if (rows.length > 0) yield rows;
}

function correctBlock(c: Correcting, batch: number, wanted: readonly WantedRow[], { act, sendAgain = false, typed = false, heads }: Pick<BatchOptions, 'act' | 'sendAgain' | 'typed'> & { readonly heads: MergeHeads }): void {
  const { file, tally } = c;
  const changed: ChangedRow[] = [];
  const written: (CorrectedCell & CellTexts)[] = [];
  const rows: CorrectedRow[] = [];
  const stateAt = statesFrom(file, wanted[0]?.position ?? 1);
  const stored = rowsOfBlock(file, wanted.map(({ position }) => position));
  wanted.forEach(({ position, cells: after }, index) => {
    const row = stored[index];
    if (row === undefined) return;
    const lost = lostMarks(c, position);
    const cells = changesOf(row, after, (column, isSame) => !isSame(typed) || concernsColumn(lost, c.job.columns[column]?.letter));
    if (cells.length === 0) return;
    const state = stateAt(position);
    const left = marksAfter(lost, new Set(cells.map(({ column }) => column)), c.job.columns);
    const mapped = withMarks(mapCorrected(c, row, cells, flawOf(c.file, position, state)), left);
    const reason = refusalOf(c, { position, state, columns: after.keys(), mapped, sendAgain, isLost: lost.length > 0 && !saysValues(act) });
    if (reason !== null) {
      refuse(tally, row.row, reason);
      return;
    }
    if (state === 'accepted' && isOtherKey(c.mapper.map(row), mapped)) tally.leftBehind.add(row.row);
    for (const other of c.settled.overwritten({ position, state, mapped })) tally.overwrites.add(other);
    for (const cell of cells) {
      written.push(cell);
      c.dates.wrote(cell, row.row);
      heads.add(cell);
    }
    rows.push({ position, state, was: rowWas(c, position, state) });
    changed.push({ position, state, mapped, back: null });
    tally.rows += 1;
    tally.cells += cells.length;
  });
  file.corrections.addCells(batch, written);
  file.corrections.putRows(batch, rows);
  settleRows(c, changed);
}

function isOtherKey(before: MappedRow, after: MappedRow): boolean {
  return before.kind === 'item' && after.kind === 'item' && before.key !== after.key;
}

/** `isChange`: told a column, and whether its cell would stay the same. */
function changesOf({ position, cells }: StoredRow, wanted: ReadonlyMap<number, Cell>, isChange: (column: number, isSame: (typed: boolean) => boolean) => boolean): readonly (CorrectedCell & CellTexts)[] {
  const changes: (CorrectedCell & CellTexts)[] = [];
  for (const [column, after] of wanted) {
    const before = cells[column] ?? null;
    const [was, is] = [cellText(before), cellText(after)];
    const isSame = (typed: boolean): boolean => was === is || (typed && after !== null && shownText(before) === shownText(after));
    if (isChange(column, isSame)) changes.push({ position, column, before, after, was, is });
  }
  return changes;
}

/** What a row would be with cells changed; `before`: why it cannot be believed as a whole as it stands. */
export function mapCorrected(c: Pick<Correcting, 'job' | 'dates'>, { position, row, cells }: StoredRow, changes: readonly Pick<CorrectedCell, 'column' | 'after'>[], before: RowFlaw | undefined): MappedRow {
  const after = [...cells];
  for (const { column, after: cell } of changes) {
    if (column >= c.job.columns.length) continue;
    while (after.length <= column) after.push(null);
    after[column] = cell;
  }
  const changed = new Set(changes.map(({ column }) => column));
  const flaw = flawAfter({ flaw: before, before: cells, after, changed, columns: c.job.columns });
  return c.dates.map({ row, cells: after, ...(flaw === undefined ? {} : { flaw }) }, position, changed);
}

/** A row that is to be corrected. */
export interface Asked {
  readonly position: number;
  readonly state: RowState;
  readonly columns: Iterable<number>;
  /** What it would be. */
  readonly mapped: MappedRow;
  readonly sendAgain: boolean;
  /** A correction of it was lost, and what is to be done now does not say what its cells are to be. */
  readonly isLost?: boolean;
}

/** Why a row cannot be corrected now; null where it can. */
export function refusalOf({ job, open, settled }: Pick<Correcting, 'job' | 'open' | 'settled'>, { position, state, columns, mapped, sendAgain, isLost = false }: Asked): RefusalReason | null {
  for (const column of columns) if (!Number.isSafeInteger(column) || column < 0 || column >= job.columns.length) return 'no-column';
  if (state === 'hidden' || state === 'unknown' || state === 'queued' || state === 'sending') return state;
  if (open[position] === 1) return 'open-request';
  if (isLost) return 'correction-lost';
  // First what no word changes: whoever is asked for one must not be told then that it was of no use.
  if (state === 'accepted' && mapped.kind !== 'item') return 'accepted-invalid';
  if (state === 'accepted' && !sendAgain) return 'accepted';
  return settled.refusal({ position, state, mapped, sendAgain });
}
