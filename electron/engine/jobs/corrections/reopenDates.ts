import type { Cell } from '#contract/cells.ts';
import type { RowState } from '#contract/job.ts';
import type { Some } from '#contract/some.ts';
import type { MappedRow } from '../../mapping/types.ts';
import type { StoredRow } from '../../store/blocks.ts';
import { cellText } from '../../store/corrections.ts';
import { rowsOfBlock, rowWas, statesFrom } from './rowsOfBlock.ts';
import type { Correcting } from './correcting.ts';
import { lostMarks, withMarks } from './lostMarks.ts';
import { Told } from './workbook/some.ts';
import { flawOf, settleRows, type ChangedRow } from './settleRows.ts';

/** Not sent yet, or refused, so that it may be sent again. */
const waiting: ReadonlySet<RowState> = new Set(['ready', 'duplicate', 'failed'] as const);

/**
 * Takes rows into a batch whose dates were typed in before it and can be read both ways, where the batch has brought the proof that they were read in
 * the wrong order: their cells stay, and the rows are refused with date-order-open. Undone with the batch. Rows that were sent stay as they are.
 */
export async function reopenDates(c: Correcting, batch: number): Promise<void> {
  const found = c.dates.reopened();
  const positions = [...found.keys()].filter((position) => c.touched[position] !== 1).sort((a, b) => a - b);
  for (let at = 0; at < positions.length; ) {
    const { first, states } = c.file.states.blockAt(positions[at] ?? 1);
    const end = positions.findIndex((position, index) => index >= at && position >= first + states.length);
    const piece = positions.slice(at, end < 0 ? positions.length : end);
    reopenIn(c, batch, piece, found);
    at += piece.length;
    await c.turn({ step: 'rows', rows: c.tally.rows, total: null });
  }
}

type Look = Pick<Correcting, 'file' | 'job' | 'open' | 'dates'>;

/** What a row is with its dates judged anew; null where it stays as it is. */
function mappedAnew(c: Look, { position, row, cells }: StoredRow, state: RowState): MappedRow | null {
  if (!waiting.has(state) || c.open[position] === 1) return null;
  const flaw = flawOf(c.file, position, state);
  const mapped = withMarks(c.dates.map({ row, cells, ...(flaw === undefined ? {} : { flaw }) }, position), lostMarks(c, position));
  // A row that was refused is not made ready by it.
  return mapped.kind === 'invalid' || (state !== 'failed' && mapped.kind === 'item' && mapped.leftOut !== undefined) ? mapped : null;
}

/** Looks, before anything is changed, at what reopenDates would do beside corrections. */
export class Reopening {
  readonly #look: Look;
  readonly #touched = new Set<number>();

  constructor(look: Look) {
    this.#look = look;
  }

  /** Takes a cell in that would be written; only cells of columns whose dates can be read both ways are kept. */
  add({ position, row }: Pick<StoredRow, 'position' | 'row'>, column: number, after: Cell): void {
    const { dates } = this.#look;
    if (!dates.concerns(column)) return;
    dates.wrote(row, column, after);
    this.#touched.add(position);
  }

  /** Rows of earlier corrections that would be refused, by the sheet's numbers; null where there are none. To be asked once all were added. */
  rows(): Some<number> | null {
    const { file, dates } = this.#look;
    const found = new Told<number>();
    const positions = [...dates.reopened().keys()].filter((position) => !this.#touched.has(position)).sort((a, b) => a - b);
    for (const stored of file.blocks.rowsAt(positions, { few: true })) if (mappedAnew(this.#look, stored, file.states.at(stored.position)) !== null) found.add(stored.row);
    return found.count === 0 ? null : found.some;
  }
}

function reopenIn(c: Correcting, batch: number, positions: readonly number[], found: ReadonlyMap<number, readonly number[]>): void {
  const { file, tally } = c;
  const stateAt = statesFrom(file, positions[0] ?? 1);
  const changed: ChangedRow[] = [];
  for (const stored of rowsOfBlock(file, positions)) {
    const { position, row, cells } = stored;
    const state = stateAt(position);
    const mapped = mappedAnew(c, stored, state);
    if (mapped === null) continue;
    const columns = found.get(position) ?? [];
    for (const column of columns) {
      const cell = cells[column] ?? null;
      const text = cellText(cell);
      file.corrections.addCell(batch, { position, column, before: cell, after: cell }, { was: text, is: text });
    }
    file.corrections.putRow(batch, { position, state, was: rowWas(c, position, state) });
    changed.push({ position, state, mapped, back: null });
    tally.rows += 1;
    tally.cells += columns.length;
    tally.reopened.add(row);
  }
  settleRows(c, changed);
}
