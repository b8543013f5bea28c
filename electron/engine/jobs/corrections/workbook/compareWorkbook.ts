import type { Some } from '#contract/some.ts';
import type { JobFile } from '../../../store/jobFile.ts';
import type { JobRecord } from '../../../store/jobTable.ts';
import { comparedRows, type CompareOptions } from './comparedRows.ts';
import { MixedUpLook } from './mixedUpLook.ts';
import type { MovedHeader } from './movedHeaders.ts';
import { RenamedHeaders, type RenamedHeader } from './renamedHeaders.ts';
import type { ReadWorkbook } from './readWorkbook.ts';
import { Told } from './some.ts';

/** What is known of a workbook once every row of it was compared with the job's. */
export interface Compared {
  /**
   * Rows with cells of other rows, as after columns were sorted, or cells deleted or inserted, without the column of ids: some of them,
   * none where the workbook can be believed. Then nothing of it can be, as which row the other cells belong to nobody knows: rows that
   * were corrected before look like corrections.
   */
  readonly mixedUp: Some<number>;
  /** Columns by which that was found, by their index; none where whole rows stand under the ids of others. */
  readonly mixedUpColumns: readonly number[];
  /** Columns under whose headers the cells of others stand; then rows are not called mixed up for that. */
  readonly movedHeaders: readonly MovedHeader[];
  /** Columns whose header was changed, and cells under it: see RenamedHeaders. */
  readonly renamedHeaders: readonly RenamedHeader[];
  /** By position: 1 for rows that are not as in the job. */
  readonly marks: Uint8Array;
  /** How many these are, and the others. */
  readonly differing: number;
  readonly same: number;
}

/**
 * Compares every row of a workbook with the job's, once: the last may be the first that shows that rows were mixed up, so that nothing can
 * be taken before. Rows that are as in the job need not be looked at again. Fault cancelled.
 */
export async function compareWorkbook(file: JobFile, { rowsRead }: JobRecord, read: ReadWorkbook, options: CompareOptions): Promise<Compared> {
  const look = new MixedUpLook(read);
  const renamed = new RenamedHeaders(read.date1904);
  const marks = new Uint8Array(rowsRead + 1);
  let [differing, same] = [0, 0];
  try {
    // Cells are moved in the order of the sheet, which may have been sorted as a whole before.
    const chunks = read.wanted.isInOrder ? read.wanted.inOrder() : read.wanted.asTheyStand();
    for await (const rows of comparedRows(file, read, options, chunks)) {
      for (const row of [...rows].sort((a, b) => a.row.layout - b.row.layout || a.row.row - b.row.row)) {
        renamed.add(row);
        if (look.add(row)) {
          marks[row.row.position] = 1;
          differing += 1;
        } else {
          same += 1;
        }
      }
    }
    const movedHeaders = look.movedHeaders();
    if (movedHeaders.length > 0) return { mixedUp: new Told<number>().some, mixedUpColumns: [], movedHeaders, renamedHeaders: renamed.found(), marks, differing, same };
    const found = look.rows();
    if (look.isAnyValueMoved()) {
      for await (const rows of comparedRows(file, read, { signal: options.signal }, read.wanted.inOrder())) for (const row of rows) look.countDown(row);
      for (const position of look.rowsWithValuesOfOthers()) found.add(position);
    }
    const told = new Told<number>();
    for (const position of [...found].sort((a, b) => a - b)) told.add(file.blocks.rowNumber(position));
    return { mixedUp: told.some, mixedUpColumns: look.mixedUpColumns, movedHeaders, renamedHeaders: renamed.found(), marks, differing, same };
  } finally {
    look.close();
  }
}
