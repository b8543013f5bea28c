import { basename } from 'node:path';
import { shownText, type Cell, type Column, type SheetRow } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import type { Some } from '#contract/some.ts';
import { WantedRows } from '../../../store/wantedRows.ts';
import { openSource } from '../../../sheet/index.ts';
import type { OpenSource } from '../../../sheet/types.ts';
import { readRowId } from '../../exports/correcting/rowId.ts';
import { findLayout, hasCells, searched, type Layout } from './layout.ts';
import { Told } from './some.ts';

export interface ReadOptions {
  /** The job's, see jobMark. */
  readonly job: string;
  readonly columns: readonly Column[];
  /** By which the job was read. */
  readonly locale?: 'en' | 'ru' | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((rows: number) => void) | undefined;
}

/** What a workbook says that was made for correcting; to be closed. */
export interface ReadWorkbook {
  readonly name: string;
  readonly wanted: WantedRows;
  readonly layouts: readonly Layout[];
  readonly date1904: boolean;
  readonly withoutId: Some<number>;
  readonly damagedId: Some<number>;
  readonly ofOtherJobs: Some<number>;
}

/**
 * Reads the rows of all its sheets that say which rows of the job they are. Faults as openSource, workbook-text (a text
 * file), workbook-not-ours (no row says which it is), workbook-other-job (all are of another one), cancelled.
 */
export async function readWorkbook(path: string, options: ReadOptions): Promise<ReadWorkbook> {
  const source = await openSource(path, { locale: options.locale });
  const wanted = new WantedRows();
  try {
    const file = basename(path);
    if (source.kind === 'csv') throw new Fault('workbook-text', { file });
    const read = new Reading(wanted, options);
    for (const { name, kind } of source.sheets) if (kind === 'cells') await readSheet(source, name, read, options);
    wanted.settle();
    if (read.ids === 0) throw new Fault(read.ofOtherJobs.count > 0 ? 'workbook-other-job' : 'workbook-not-ours', { file });
    return { name: file, wanted, layouts: read.layouts, date1904: source.date1904, withoutId: read.withoutId.some, damagedId: read.damagedId.some, ofOtherJobs: read.ofOtherJobs.some };
  } catch (error) {
    wanted.close();
    throw error;
  } finally {
    await source.close();
  }
}

/** All cells of a workbook that stand in columns of the job: those not touched tell, too, in which order the program writes dates that saved it. */
export function* cellsIn({ wanted, layouts }: ReadWorkbook): Generator<{ readonly position: number; readonly column: number; readonly after: Cell }> {
  for (const rows of wanted.inOrder()) {
    for (const { position, layout, cells } of rows) for (const [at, [column]] of (layouts[layout]?.places ?? []).entries()) yield { position, column, after: cells[at] ?? null };
  }
}

class Reading {
  readonly layouts: Layout[] = [];
  readonly withoutId = new Told<number>();
  readonly damagedId = new Told<number>();
  readonly ofOtherJobs = new Told<number>();
  ids = 0;
  rows = 0;
  readonly #wanted: WantedRows;
  readonly #job: string;

  constructor(wanted: WantedRows, { job }: ReadOptions) {
    this.#wanted = wanted;
    this.#job = job;
  }

  take(row: SheetRow, layout: Layout): void {
    this.rows += 1;
    const text = shownText(row.cells[layout.id] ?? null);
    const id = readRowId(text);
    if (id === null) {
      if (hasCells(row, layout)) (text.trim() === '' ? this.withoutId : this.damagedId).add(row.row);
    } else if (id.job !== this.#job) {
      this.ofOtherJobs.add(row.row);
    } else {
      this.ids += 1;
      this.#wanted.add({ ...id, row: row.row, layout: this.layouts.indexOf(layout), cells: [...layout.places.map(([, at]) => at), ...layout.renamed.map(({ at }) => at)].map((at) => row.cells[at] ?? null) });
    }
  }
}

/** A sheet without the rows' ids is none of ours, and read no further than to its header. */
async function readSheet(source: OpenSource, sheet: string, read: Reading, { columns, signal, onProgress }: ReadOptions): Promise<void> {
  let layout: Layout | null = null;
  const above: SheetRow[] = [];
  // Cells under a merge are empty and yet not emptied by anybody: merges have to be known before the rows.
  for await (const rows of source.rows({ sheet, signal, merges: 'first' })) {
    if (layout === null) {
      above.push(...rows);
      layout = findLayout(above, columns);
      if (layout === null && above.length < searched) continue;
      if (layout === null) return;
      read.layouts.push(layout);
      for (const row of above) if (row.row > layout.headerRow) read.take(row, layout);
    } else {
      for (const row of rows) read.take(row, layout);
    }
    onProgress?.(read.rows);
  }
}
