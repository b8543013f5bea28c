import type { Column } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import { jobColumns } from '#engine/jobs/jobRows.ts';
import { columnFinder } from '#engine/mapping/index.ts';
import type { JobFile } from '#engine/store/jobFile.ts';

/** Columns and rows of a job as they are named on the command line. */

/** By its header, or @ and its letter. Fault usage, which says which there are. */
export function columnNamed(file: JobFile, ref: string): Column {
  const columns = jobColumns(file);
  const found = columnFinder(columns)(ref);
  if (found.ok) return found.column;
  const meant = columns.find(({ letter }) => letter === ref.trim().toUpperCase());
  throw new Fault('usage', { problem: meant === undefined ? found.problem : `${found.problem}; column ${meant.letter} is written @${meant.letter}` });
}

/** The position of a row of the sheet. Fault usage. */
export function positionOfRow(file: JobFile, row: number): number {
  const [position] = positionsOfRows(file, [row]);
  if (position === undefined) throw new Error('a row that is there has a position');
  return position;
}

/** Positions of rows of the sheet, rising. Fault usage, which says why one of them is not there. */
export function positionsOfRows(file: JobFile, rows: readonly number[]): readonly number[] {
  const wanted = new Set(rows);
  const positions = file.blocks.positionsOfRows(wanted);
  if (positions.length === wanted.size) return positions;
  const missing = [...wanted].filter((row) => file.blocks.positionsOfRows(new Set([row])).length === 0);
  throw new Fault('usage', { problem: `the job has no row ${missing.join(', ')} of the sheet${whyMissing(file, missing)}` });
}

function whyMissing(file: JobFile, missing: readonly number[]): string {
  const job = file.job.read();
  if (job === null || job.rowsRead === 0) return ', as it has no rows at all';
  const header = job.source?.headerRow ?? 0;
  if (header > 0 && missing.includes(header)) return `: row ${header} is its header`;
  const [first, last] = [file.blocks.rowNumber(1), file.blocks.rowNumber(job.rowsRead)];
  return missing.some((row) => row < first || row > last) ? `: its first row is ${first} and its last one ${last}` : '';
}
