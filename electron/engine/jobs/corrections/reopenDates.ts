import { cellText } from '../../store/corrections.ts';
import { rowWas } from './rowsOfBlock.ts';
import type { Correcting } from './correcting.ts';
import { datesAgain, isReopened, type RowAgain } from './datesAgain.ts';
import { settleRows } from './settleRows.ts';

/** Takes rows into a batch whose dates it makes to be read otherwise, see datesAgain: their cells stay. Undone with the batch. */
export async function reopenDates(c: Correcting, batch: number): Promise<void> {
  for (const rows of datesAgain(c, (position) => c.touched[position] === 1)) {
    for (const row of rows) keepRow(c, batch, row);
    settleRows(c, rows.map(({ stored: { position }, state, mapped }) => ({ position, state, mapped, back: null })));
    await c.turn({ step: 'rows', rows: c.tally.rows, total: null });
  }
}

function keepRow(c: Correcting, batch: number, again: RowAgain): void {
  const { file, tally } = c;
  const { stored: { position, row, cells }, state, columns } = again;
  file.corrections.addCells(batch, columns.map(({ index }) => {
    const text = cellText(cells[index] ?? null);
    return { position, column: index, was: text, is: text };
  }));
  file.corrections.putRows(batch, [{ position, state, was: rowWas(c, position, state) }]);
  tally.again.rows += 1;
  tally.again.cells += columns.length;
  (isReopened(again) ? tally.reopened : tally.readAgain).add(row);
}
