import { columnIndex } from '#contract/cells.ts';
import { toDoWords } from '#contract/correctingWords.ts';
import type { JobRow } from '#contract/job.ts';
import { reasonSentence, toldOnce } from '#contract/rowErrors.ts';
import type { CellMark, ExportedRow } from '../rowWriter.ts';
import { shownNumber, shownState, verdict } from '../verdict.ts';
import type { FailureCells } from './failureCells.ts';
import type { SentInstead } from './sentInstead.ts';

/** A row as it stands in a workbook made for correcting: with what is wrong of which cell, and what to do. `refused`: see failureCells; `instead`: see sentInstead. */
export function toCorrect(row: JobRow, refused: FailureCells, instead: SentInstead): ExportedRow {
  const { code, text } = verdict(row);
  return {
    position: row.position,
    row: row.row,
    cells: row.cells,
    status: [shownNumber(row), shownState(row), code, text, toDoWords(row, instead(row))],
    note: {},
    marks: marksOf(row, refused(row)),
  };
}

/** The cells of a row that are wrong, or left out of it; `refused`: those that the platform speaks of. */
export function marksOf({ errors }: Pick<JobRow, 'errors'>, refused: ReadonlyMap<number, CellMark>): ReadonlyMap<number, CellMark> {
  const marks = new Map<number, CellMark>(refused);
  for (const { column, reason, value, leftOut } of toldOnce(errors)) {
    const index = column === null ? -1 : columnIndex(column);
    if (index < 0) continue;
    const before = marks.get(index);
    const note = reasonSentence(reason, value);
    const isLeftOut = leftOut === true && before?.tint !== 'wrong';
    marks.set(index, { tint: isLeftOut ? 'left-out' : 'wrong', note: before === undefined ? note : `${before.note}\n${note}` });
  }
  return marks;
}
