import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Cell } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import { cellsLeft, type CellLeft, type CellPlace } from '#contract/workbook.ts';
import type { StoredRow } from '../../../store/blocks.ts';
import type { StoredBatch } from '../../../store/corrections.ts';
import type { JobFile } from '../../../store/jobFile.ts';
import type { WantedRow } from '../../../store/wantedRows.ts';
import { columnLetter } from '#contract/cells.ts';
import { rowSum } from '../../exports/correcting/rowId.ts';
import type { ReadWorkbook } from './readWorkbook.ts';
import { rowThen, type RowThen } from './rowHistory.ts';
import { compareCell } from './sameCell.ts';
import { Told } from './some.ts';

export interface CellEdit {
  readonly column: number;
  readonly before: Cell;
  readonly after: Cell;
}

/** A row of the job that the workbook changes. */
export interface EditedRow {
  readonly stored: StoredRow;
  readonly edits: readonly CellEdit[];
}

/** What was met besides changes, among the rows that were gone through. */
export class Met {
  untouched = 0;
  readonly conflicts = new Told<number>();
  readonly left: Readonly<Record<CellLeft, Told<CellPlace>>> = { converted: new Told(), formatted: new Told(), unreadable: new Told(), cut: new Told(), kept: new Told(), undone: new Told() };
}

export interface ChangesOptions {
  readonly met: Met;
  /** By position: 1 for rows that are not as in the job; only they are gone through. */
  readonly marks: Uint8Array;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((rows: number) => void) | undefined;
}

/**
 * The rows that a workbook changes, in the order of the job, each with the cells that say something else than those exported.
 * Fault cancelled.
 */
export async function* workbookChanges(file: JobFile, read: ReadWorkbook, { met, marks, signal, onProgress }: ChangesOptions): AsyncGenerator<EditedRow> {
  const batches = file.corrections.batches();
  let rows = 0;
  for (const wanted of read.wanted.inOrder(marks)) {
    if (wanted.length === 0) continue;
    const stored = [...file.blocks.rowsAt(wanted.map(({ position }) => position))];
    const then = history(file, batches, wanted, stored);
    for (const [index, row] of wanted.entries()) {
      const now = stored[index];
      if (now === undefined) continue;
      const edits = editsOf(row, now, then.get(row.position), read, met);
      if (edits === null) met.conflicts.add(now.row);
      else if (edits.length === 0) met.untouched += 1;
      else yield { stored: now, edits };
    }
    rows += wanted.length;
    onProgress?.(rows);
    await nextTurn();
    if (signal?.aborted === true) throw new Fault('cancelled');
  }
}

/** What rows were when they were exported that are something else by now; null where that is not known any more. */
export function history(file: JobFile, batches: readonly StoredBatch[], wanted: readonly WantedRow[], stored: readonly StoredRow[]): ReadonlyMap<number, RowThen | null> {
  const then = new Map<number, RowThen | null>();
  const others = wanted.filter(({ sum }, index) => sum !== rowSum(stored[index]?.cells ?? []));
  if (others.length === 0) return then;
  const originals = [...file.blocks.rowsAt(others.map(({ position }) => position), { original: true })];
  const cells = new Map(stored.map((row) => [row.position, row.cells]));
  others.forEach(({ position, sum, stamp }, index) => {
    const now = { original: originals[index]?.cells ?? [], cells: cells.get(position) ?? [], corrections: file.corrections.cellsOf(position), batches };
    then.set(position, rowThen(now, sum, stamp));
  });
  return then;
}

/** Null where the workbook changes a row that something else has changed since it was exported. */
function editsOf(row: WantedRow, { row: number, cells }: StoredRow, then: RowThen | null | undefined, { layouts, date1904 }: ReadWorkbook, met: Met): readonly CellEdit[] | null {
  const edits: CellEdit[] = [];
  const left: (readonly [CellLeft, CellPlace])[] = [];
  const isOther = then === null || (then !== undefined && then.others.size > 0);
  let conflict = false;
  layouts[row.layout]?.places.forEach(([column], at) => {
    const now = row.cells[at] ?? null;
    const before = cells[column] ?? null;
    const verdict = compareCell(before, now, date1904);
    if (verdict === 'same') return;
    const exported = then === undefined || then === null ? before : (then.cells[column] ?? null);
    const since = then === undefined || then === null ? verdict : compareCell(exported, now, date1904);
    if (since !== 'edited' && then?.undone.has(column) === true) {
      left.push(['undone', { row: number, column: columnLetter(column) }]);
      return;
    }
    // Nobody has touched it in the workbook, and what the job has by now came from elsewhere.
    if (since !== 'edited' && then?.others.has(column) === true) return;
    // Whether somebody has put the exported value back, or has it from the export, in another copy of the workbook, cannot be told.
    if (since === 'same') left.push(['kept', { row: number, column: columnLetter(column) }]);
    else if (verdict !== 'edited' || since !== 'edited') left.push([isLeft(since) ? since : isLeft(verdict) ? verdict : 'converted', { row: number, column: columnLetter(column) }]);
    else if (isOther) conflict = true;
    else edits.push({ column, before, after: now });
  });
  if (conflict) return null;
  for (const [kind, place] of left) met.left[kind].add(place);
  return edits;
}

function isLeft(verdict: ReturnType<typeof compareCell>): verdict is CellLeft {
  return cellsLeft.some((kind) => kind === verdict);
}
