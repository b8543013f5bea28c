import type { JobRow } from '#contract/job.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { describeRow } from '../jobRows.ts';

/** So many rows of a block are read one by one; more faster together. */
const few = 150;

/** The rows at rising positions with whatever is said about them; positions beyond the last row are passed over. Faults job-corrupt, job-unreadable. */
export function rowsAt(file: JobFile, positions: readonly number[]): readonly JobRow[] {
  const read = file.job.read()?.rowsRead ?? 0;
  const there = positions.filter((position) => position <= read);
  return Array.from(file.blocks.rowsAt(there, { few: there.length <= few }), (row) => describeRow(file, row));
}

/** The position of a sheet row; where it is not in the job, of the next one behind it, else of the last. Null in a job without rows. */
export function rowPosition(file: JobFile, row: number): number | null {
  const read = file.job.read()?.rowsRead ?? 0;
  if (read === 0) return null;
  let [from, to] = [1, read];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (file.blocks.rowNumber(middle) < row) from = middle + 1;
    else to = middle;
  }
  if (file.blocks.rowNumber(from) === row) return from;
  // Rows rise in nearly every sheet; only where one has them out of order are the numbers of all rows looked through.
  const [exact] = file.blocks.positionsOfRows(new Set([row]));
  return exact ?? from;
}
