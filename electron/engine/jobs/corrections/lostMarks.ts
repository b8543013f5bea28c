import type { Column } from '#contract/cells.ts';
import type { CorrectionAct } from '#contract/corrections.ts';
import type { RowError } from '#contract/rowErrors.ts';
import type { MappedRow } from '../../mapping/types.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';

/**
 * Marks of rows of which a repair has lost a correction: errors of the reason correction-lost. The cells of such a row are
 * not what was to be sent, so that whatever is mapped from them is not sent as long as one of its marks stands. A mark goes
 * where its cell is corrected by somebody who says what it is to be; one that names no cell, where any of the row is.
 */

/** No row of any other job has marks. */
export function mayHaveLost({ repaired }: Pick<JobRecord, 'repaired'>): boolean {
  return (repaired?.corrections ?? 0) > 0;
}

/** The marks of a row. Fault job-corrupt. */
export function lostMarks({ file, job }: { readonly file: JobFile; readonly job: JobRecord }, position: number): readonly RowError[] {
  return mayHaveLost(job) ? file.problems.errorsAt(position).filter(isLostMark) : [];
}

/** Positions of all rows with marks between two, both included. Fault job-corrupt. */
export function lostRows(file: JobFile, job: JobRecord, from = 1, to = job.rowsRead): ReadonlySet<number> {
  return mayHaveLost(job) ? file.problems.positionsWith(from, to, { reason: 'correction-lost' }) : new Set();
}

const isLostMark = ({ reason }: Pick<RowError, 'reason'>): boolean => reason === 'correction-lost';

/** The marks that are left once cells of these columns were corrected. Pure. */
export function marksAfter(marks: readonly RowError[], changed: ReadonlySet<number>, columns: readonly Column[]): readonly RowError[] {
  if (marks.length === 0 || changed.size === 0) return marks;
  const letters = new Set(columns.flatMap(({ index, letter }) => (changed.has(index) ? [letter] : [])));
  return marks.filter(({ column }) => column !== null && !letters.has(column));
}

/** Whether a mark is of a cell, or of one that nobody knows. Pure. */
export function concernsColumn(marks: readonly RowError[], letter: string | undefined): boolean {
  return marks.some(({ column }) => column === null || column === letter);
}

/** What the cells of a row give while marks stand. Pure. */
export function withMarks(mapped: MappedRow, marks: readonly RowError[]): MappedRow {
  if (marks.length === 0) return mapped;
  const own = marks.map(({ leftOut: _, ...mark }) => mark);
  return { kind: 'invalid', errors: [...own, ...(mapped.kind === 'invalid' ? mapped.errors : mapped.kind === 'item' ? (mapped.leftOut ?? []) : [])] };
}

/** Whether an act says what cells are to be, whatever they were before. Pure. */
export function saysValues(act: CorrectionAct): boolean {
  if (act.kind === 'mend') return act.mends.some(({ kind }) => kind === 'set' || kind === 'clear');
  return act.kind === 'edit' || act.kind === 'workbook';
}
