import type { RowState } from '#contract/job.ts';
import { cellText } from '../../store/corrections.ts';
import { rowsOfBlock, rowWas, statesFrom } from './rowsOfBlock.ts';
import type { Correcting } from './correcting.ts';
import { lostMarks, withMarks } from './lostMarks.ts';
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

function reopenIn(c: Correcting, batch: number, positions: readonly number[], found: ReadonlyMap<number, readonly number[]>): void {
  const { file, tally } = c;
  const stateAt = statesFrom(file, positions[0] ?? 1);
  const changed: ChangedRow[] = [];
  for (const { position, row, cells } of rowsOfBlock(file, positions)) {
    const state = stateAt(position);
    if (!waiting.has(state) || c.open[position] === 1) continue;
    const flaw = flawOf(file, position, state);
    const mapped = withMarks(c.dates.map({ row, cells, ...(flaw === undefined ? {} : { flaw }) }, position), lostMarks(c, position));
    // A row that was refused is not made ready by it.
    if (mapped.kind !== 'invalid' && (state === 'failed' || mapped.kind !== 'item' || mapped.leftOut === undefined)) continue;
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
