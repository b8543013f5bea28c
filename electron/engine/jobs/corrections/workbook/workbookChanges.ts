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
  /** The batch by which the job's cell is another than was exported. */
  readonly since?: StoredBatch | undefined;
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
  readonly conflictCells = new Told<CellEdit & { readonly row: number }>();
  readonly left: Readonly<Record<CellLeft, Told<CellPlace>>> = { converted: new Told(), formatted: new Told(), unreadable: new Told(), cut: new Told(), kept: new Told(), undone: new Told() };
}

export interface ChangesOptions {
  readonly met: Met;
  /** By position: 1 for rows that are not as in the job; only they are gone through. */
  readonly marks: Uint8Array;
  /** Whether cells are changed, too, that the job has corrected since. */
  readonly overwrite?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((rows: number) => void) | undefined;
}

/**
 * The rows that a workbook changes, in the order of the job, each with the cells that say something else than those exported.
 * Fault cancelled.
 */
export async function* workbookChanges(file: JobFile, read: ReadWorkbook, { met, marks, overwrite = false, signal, onProgress }: ChangesOptions): AsyncGenerator<EditedRow> {
  const batches = file.corrections.batches();
  let rows = 0;
  for (const wanted of read.wanted.inOrder(marks)) {
    if (wanted.length === 0) continue;
    const stored = [...file.blocks.rowsAt(wanted.map(({ position }) => position))];
    const then = history(file, batches, wanted, stored);
    for (const [index, row] of wanted.entries()) {
      const now = stored[index];
      if (now === undefined) continue;
      const { edits, conflicts } = settled(editsOf(row, now, then.get(row.position), read), overwrite, met);
      for (const one of conflicts) met.conflictCells.add({ ...one, row: now.row });
      if (edits.length > 0) yield { stored: now, edits };
      else if (conflicts.length > 0) met.conflicts.add(now.row);
      else met.untouched += 1;
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

interface RowEdits {
  readonly edits: readonly CellEdit[];
  /** Of cells that have an older value of this very export in the workbook, while the job has a newer one. */
  readonly older: readonly CellEdit[];
  /** What else has changed the row since it was exported; unknown: it was never so, as far as is known. */
  readonly others: 'none' | 'known' | 'unknown';
  readonly left: readonly (readonly [CellLeft, CellPlace])[];
}

/** What is changed of a row, and what is left for the job's newer cells: of a row that something else has changed all that the workbook changes. */
function settled({ edits, older, others, left }: RowEdits, overwrite: boolean, met: Met): { readonly edits: readonly CellEdit[]; readonly conflicts: readonly CellEdit[] } {
  const all = [...edits, ...older].sort((one, other) => one.column - other.column);
  const isLeftAlone = all.length > 0 && (others === 'unknown' || (others === 'known' && !overwrite));
  if (isLeftAlone) return { edits: [], conflicts: all };
  for (const [kind, place] of left) met.left[kind].add(place);
  return overwrite ? { edits: all, conflicts: [] } : { edits, conflicts: older };
}

function editsOf(row: WantedRow, { row: number, cells }: StoredRow, then: RowThen | null | undefined, { layouts, date1904 }: ReadWorkbook): RowEdits {
  const [edits, older]: [CellEdit[], CellEdit[]] = [[], []];
  const left: (readonly [CellLeft, CellPlace])[] = [];
  const others = then === null ? 'unknown' : then !== undefined && then.others.size > 0 ? 'known' : 'none';
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
    else {
      const isOlder = then?.earlier.get(column)?.some((cell) => compareCell(cell, now, date1904) === 'same') === true;
      (isOlder ? older : edits).push({ column, before, after: now, since: then?.since.get(column) });
    }
  });
  return { edits, older, others, left };
}

function isLeft(verdict: ReturnType<typeof compareCell>): verdict is CellLeft {
  return cellsLeft.some((kind) => kind === verdict);
}
