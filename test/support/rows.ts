import type { JobRow, RowState } from '#contract/job.ts';
import { filterRows } from '#engine/jobs/rows/filterRows.ts';
import { rowsAt } from '#engine/jobs/rows/rowsAt.ts';
import type { JobFile } from '#engine/store/jobFile.ts';

/** The rows of a state, as the grid shows them. */
export async function rowsIn(file: JobFile, state: RowState): Promise<readonly JobRow[]> {
  return rowsAt(file, [...(await filterRows(file, { states: [state] }))]);
}
