import { m } from '#messages';
import type { Column } from '#contract/cells.ts';
import { jobColumns } from '#engine/jobs/jobRows.ts';
import { columnFinder } from '#engine/mapping/index.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { usageFault } from '#contract/spokenFault.ts';

/** Columns and rows of a job as they are named on the command line. */

/** By its header, or @ and its letter. Fault usage, which says which there are. */
export function columnNamed(file: JobFile, ref: string): Column {
  const columns = jobColumns(file);
  const found = columnFinder(columns)(ref);
  if (found.ok) return found.column;
  const { problem } = found;
  const meant = columns.find(({ letter }) => letter === ref.trim().toUpperCase());
  throw usageFault(meant === undefined ? problem : () => m.cli_usage_column_is_written({ problem: problem(), letter: meant.letter }));
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
  throw usageFault(() => missingWords(file, missing));
}

function missingWords(file: JobFile, missing: readonly number[]): string {
  const rows = missing.join(', ');
  const job = file.job.read();
  if (job === null || job.rowsRead === 0) return m.cli_usage_no_row_no_rows({ rows });
  const header = job.source?.headerRow ?? 0;
  if (header > 0 && missing.includes(header)) return m.cli_usage_no_row_header({ rows, header });
  const [first, last] = [file.blocks.rowNumber(1), file.blocks.rowNumber(job.rowsRead)];
  return missing.some((row) => row < first || row > last) ? m.cli_usage_no_row_range({ rows, first, last }) : m.cli_usage_no_row({ rows });
}
