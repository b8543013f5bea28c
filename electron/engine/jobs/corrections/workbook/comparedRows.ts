import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Cell } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import type { StoredRow } from '../../../store/blocks.ts';
import type { JobFile } from '../../../store/jobFile.ts';
import type { WantedRow } from '../../../store/wantedRows.ts';
import type { Layout } from './layout.ts';
import type { ReadWorkbook } from './readWorkbook.ts';
import { history } from './workbookChanges.ts';

export interface CompareOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((rows: number) => void) | undefined;
}

/** A row of the workbook beside the job's. */
export interface ComparedRow {
  readonly row: WantedRow;
  readonly stored: StoredRow;
  /** As they were exported, where that is known. */
  readonly exported: readonly Cell[];
  readonly layout: Layout;
}

/** Rows of a workbook, some hundred at a time, in the order of `chunks`, each with the job's; those that the job has not are passed over. Fault cancelled. */
export async function* comparedRows(file: JobFile, read: ReadWorkbook, { signal, onProgress }: CompareOptions, chunks: Iterable<readonly WantedRow[]>): AsyncGenerator<readonly ComparedRow[]> {
  const batches = file.corrections.batches();
  let rows = 0;
  for (const wanted of chunks) {
    const stored = [...file.blocks.rowsAt(wanted.map(({ position }) => position))];
    const then = history(file, batches, wanted, stored);
    yield wanted.flatMap((row, index) => {
      const [now, layout] = [stored[index], read.layouts[row.layout]];
      return now === undefined || layout === undefined ? [] : [{ row, stored: now, exported: then.get(row.position)?.cells ?? now.cells, layout }];
    });
    rows += wanted.length;
    onProgress?.(rows);
    await nextTurn();
    if (signal?.aborted === true) throw new Fault('cancelled');
  }
}
