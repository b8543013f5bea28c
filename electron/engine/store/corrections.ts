import { z } from 'zod';
import type { Cell } from '#contract/cells.ts';
import { batchStates, correctionActSchema, correctionOrigins, type BatchState, type CorrectionBatch, type CorrectionOrigin } from '#contract/corrections.ts';
import { Fault } from '#contract/faults.ts';
import { rowStates, type RowState } from '#contract/job.ts';
import { JsonString } from '#contract/jsonText.ts';
import { loadCell, storeCell } from './cellCodec.ts';
import { damaged } from './damage.ts';
import type { Connection } from './database.ts';
import { insertMany } from './insertMany.ts';
import { sealOf } from './seal.ts';
import { sealedRecords, versionedRecords } from './sealedRecords.ts';
import { statement } from './statement.ts';
import type { WriteCount } from './written.ts';

/** As they are stored. */
export interface BatchRecord {
  readonly id: number;
  readonly at: string;
  readonly origin: CorrectionOrigin;
  readonly act: string;
  readonly row_count: number;
  readonly cell_count: number;
  readonly state: BatchState;
  readonly chunk: number;
  readonly version: number;
  readonly seal: number;
}

export interface CorrectionRecord {
  readonly position: number;
  readonly col: number;
  readonly batch: number;
  readonly before: string;
  readonly after: string;
  readonly seal: number;
}

export interface CorrectedRowRecord {
  readonly batch: number;
  readonly position: number;
  readonly was: string;
  readonly state: number;
  readonly seal: number;
}

/** A batch with the last chunk that had been sent when it was applied or undone. */
export type StoredBatch = CorrectionBatch & { readonly chunk: number };

/** What a row was before a batch, and undoing gives back. */
export interface CorrectedRow {
  readonly position: number;
  readonly state: RowState;
  /** See rowWasSchema. */
  readonly was: RowWas;
}

const lostMarkSchema = z.object({ row: z.int(), column: z.string().nullable(), header: z.string().nullable(), field: z.string(), value: z.string(), reason: z.literal('correction-lost') });

/** What undoing gives back of a row beside its state. */
export const rowWasSchema = z.object({
  /** Of a row that had failed. */
  failure: z.object({ row: z.int(), attempt: z.int().nullable(), code: z.int().nullable(), text: z.string(), profileId: z.string().nullable() }).optional(),
  /** Of a row that could not be believed as a whole. */
  flaw: z.enum(['long', 'cut']).optional(),
  /** That corrections of it were lost; see jobs/corrections/lostMarks.ts. */
  lost: z.array(lostMarkSchema).optional(),
  /** Of a row that its batch has picked to be sent for its match key: the halves of the key's hash. For another key it is not picked. */
  picked: z.tuple([z.int(), z.int()]).optional(),
});
export type RowWas = z.infer<typeof rowWasSchema>;

/** A corrected cell. */
export interface CorrectedCell {
  readonly position: number;
  readonly column: number;
  readonly before: Cell;
  readonly after: Cell;
}

/** A corrected cell as it is stored, before and after: see cellText. */
export interface CellTexts {
  readonly was: string;
  readonly is: string;
}

/** A row that an applied batch has picked to be sent of those with its match key. */
export interface PickedRow {
  readonly batch: number;
  readonly low: number;
  readonly high: number;
}

/** The cells that count instead of those as read, of some rows: by position, then by column. */
export type Overlay = ReadonlyMap<number, ReadonlyMap<number, Cell>>;

function loadBatch({ id, at, origin, act, row_count: rows, cell_count: cells, state, chunk }: BatchRecord): StoredBatch {
  const known = correctionActSchema.safeParse(jsonOf(act));
  if (!known.success || !correctionOrigins.includes(origin) || !batchStates.includes(state)) throw new Fault('job-unreadable', { reason: 'corrections' });
  // As earlier versions wrote what was carried over: a workbook that came back has never picked a row.
  const from = origin === 'workbook' && known.data.kind === 'pick' ? 'export' : origin;
  return { id, at, origin: from, act: known.data, rows, cells, state, chunk };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Fault('job-unreadable', { reason: 'corrections' });
  }
}

/** A cell as it is stored: the same for two cells that are the same. */
export function cellText(cell: Cell): string {
  const out = new JsonString();
  storeCell(cell, out);
  return out.value;
}

/** Reads the cells that count in a run of positions. Fault job-corrupt. */
export function overlayReader(db: Connection): { readonly hasAny: () => boolean; readonly between: (from: number, to: number) => Overlay } {
  const selectAny = statement(db, "SELECT 1 FROM correction_batch WHERE state = 'applied' LIMIT 1");
  const selectBetween = statement<[number, number], CorrectionRecord>(
    db,
    `SELECT correction.* FROM correction JOIN correction_batch AS batch ON batch.id = correction.batch AND batch.state = 'applied'
     WHERE position BETWEEN ? AND ? ORDER BY position, col, batch`,
  );
  return {
    hasAny: () => selectAny.get() !== undefined,
    between(from, to) {
      const overlay = new Map<number, Map<number, Cell>>();
      for (const record of selectBetween.all(from, to)) {
        const { position, col, batch, before, after, seal } = record;
        // By place, as they are written: by the names of the columns it takes twice as long, and a batch may read a hundred thousand.
        if (sealOf('correction', [position, col, batch, before, after]) !== seal) throw damaged('correction');
        const row = overlay.get(position);
        // The newest comes last.
        if (row === undefined) overlay.set(position, new Map([[col, loadCell(jsonOf(after))]]));
        else row.set(col, loadCell(jsonOf(after)));
      }
      return overlay;
    },
  };
}

/** A row's cells with the corrected ones in their places; no empty cells at its end. */
export function overlaid(cells: readonly Cell[], corrected: ReadonlyMap<number, Cell> | undefined): readonly Cell[] {
  if (corrected === undefined) return cells;
  const made = [...cells];
  for (const [column, cell] of corrected) {
    while (made.length <= column) made.push(null);
    made[column] = cell;
  }
  while (made.length > 0 && made.at(-1) === null) made.pop();
  return made;
}

export type NewBatch = Omit<StoredBatch, 'state'>;

/** The tables correction_batch, correction and corrected_row. Whatever is read fits its seal, or is Fault job-corrupt. */
export function correctionQueries(db: Connection, written: WriteCount) {
  return { ...batchQueries(db, written), ...rowQueries(db), ...countingQueries(db) };
}

function batchQueries(db: Connection, written: WriteCount) {
  const batches = versionedRecords<BatchRecord>(db, 'correction_batch', (versions) => written.add('batches', versions));
  const selectBatches = statement<[], BatchRecord>(db, 'SELECT * FROM correction_batch ORDER BY id');
  const countRows = statement<[], { batch: number; count: number }>(db, 'SELECT batch, count(*) AS count FROM corrected_row GROUP BY batch ORDER BY batch');
  const countCells = statement<[], { batch: number; count: number }>(db, 'SELECT batch, count(*) AS count FROM correction GROUP BY batch ORDER BY batch');
  const selectLast = statement<[], number>(db, 'SELECT coalesce(max(id), 0) FROM correction_batch').pluck();

  /** All of them in their order; none is ever deleted, so a gap is one that was lost. */
  const all = (): readonly StoredBatch[] =>
    selectBatches.all().map((record, index) => {
      if (record.id !== index + 1) throw damaged('correction');
      return loadBatch(batches.checked(record));
    });

  return {
    batches: all,
    /** The number that the next batch gets. */
    nextBatch: (): number => (selectLast.get() ?? 0) + 1,
    /** Throws where its act is none that can be read back. */
    addBatch({ id, at, origin, act, rows, cells, chunk }: NewBatch): void {
      // What the list of batches could not be read back from would make the whole job unreadable.
      const known = correctionActSchema.parse(act);
      batches.insert({ id, at, origin, act: JSON.stringify(known), row_count: rows, cell_count: cells, state: 'applied', chunk, version: 1 });
    },
    /** `chunk`: the last one that has been sent by now. */
    setBatchState(id: number, state: BatchState, chunk: number): void {
      batches.change(id, () => ({ state, chunk }));
    },
    /** A record saved from another file, as it is; ids must be without a gap. */
    restoreBatch({ seal: _, ...record }: BatchRecord): void {
      batches.insert(record);
    },
    /** That no record of any batch is missing. Fault job-corrupt. */
    checkCorrections(): void {
      const made = all();
      const isWhole = (found: readonly { readonly batch: number; readonly count: number }[], count: (batch: StoredBatch) => number): boolean => {
        // A batch that only picks rows has no cells.
        const wanted = made.filter((batch) => count(batch) > 0);
        return found.length === wanted.length && wanted.every((batch, index) => found[index]?.batch === batch.id && found[index].count === count(batch));
      };
      if (!isWhole(countRows.all(), ({ rows }) => rows) || !isWhole(countCells.all(), ({ cells }) => cells)) throw damaged('correction');
    },
  };
}

function loadRow({ position, state, was }: CorrectedRowRecord): CorrectedRow {
  const parsed = rowWasSchema.safeParse(jsonOf(was));
  if (!parsed.success) throw new Fault('job-unreadable', { reason: 'corrections' });
  return { position, state: rowStates[state] ?? 'empty', was: parsed.data };
}

function rowQueries(db: Connection) {
  const cells = sealedRecords<CorrectionRecord>(db, 'correction', 'correction', 'position');
  const rows = sealedRecords<CorrectedRowRecord>(db, 'corrected_row', 'correction', 'position');
  const insertCells = insertMany(db, 'INSERT INTO correction (position, col, batch, before, after, seal)', 6);
  const insertRows = insertMany(db, 'INSERT OR REPLACE INTO corrected_row (batch, position, was, state, seal)', 5);
  const selectRows = statement<[number, number, number], CorrectedRowRecord>(db, 'SELECT * FROM corrected_row WHERE batch = ? AND position BETWEEN ? AND ? ORDER BY position');
  const selectPositions = statement<[number], number>(db, 'SELECT position FROM corrected_row WHERE batch = ? ORDER BY position').pluck();
  const overlay = overlayReader(db);
  const selectPicks = statement<[], CorrectedRowRecord>(
    db,
    `SELECT corrected_row.* FROM correction_batch AS batch JOIN corrected_row ON corrected_row.batch = batch.id
     WHERE batch.state = 'applied' AND json_extract(batch.act, '$.kind') IN ('pick', 'lost') ORDER BY batch.id, position`,
  );
  const selectCells = statement<[number], CorrectionRecord>(db, 'SELECT * FROM correction WHERE position = ? ORDER BY col, batch');

  return {
    /** Cells of the batch; inside the caller's transaction. */
    addCells(batch: number, added: readonly (Pick<CorrectedCell, 'position' | 'column'> & CellTexts)[]): void {
      insertCells(added.map(({ position, column, was, is }) => [position, column, batch, was, is, sealOf('correction', [position, column, batch, was, is])]));
    },
    /** What rows were before the batch was applied, now or anew. */
    putRows(batch: number, put: readonly CorrectedRow[]): void {
      insertRows(put.map(({ position, state, was }) => {
        const [text, number] = [JSON.stringify(was), rowStates.indexOf(state)];
        return [batch, position, text, number, sealOf('corrected_row', [batch, position, text, number])];
      }));
    },
    restoreCell({ seal: _, ...record }: CorrectionRecord): void {
      cells.insert(record);
    },
    restoreRow({ seal: _, ...record }: CorrectedRowRecord): void {
      rows.insert(record);
    },
    /** Positions of a batch's rows, rising. */
    rowsOf: (batch: number): readonly number[] => selectPositions.all(batch),
    /** Its rows among some positions. */
    rowsBetween: (batch: number, from: number, to: number): readonly CorrectedRow[] => selectRows.all(batch, from, to).map((record) => loadRow(rows.checked(record))),
    /** Rows that were picked to be sent of those with their match key, by position; of two batches the later one counts. */
    picks(): ReadonlyMap<number, PickedRow> {
      const picks = new Map<number, PickedRow>();
      for (const record of selectPicks.iterate()) {
        const { position, was } = loadRow(rows.checked(record));
        if (was.picked !== undefined) picks.set(position, { batch: record.batch, low: was.picked[0], high: was.picked[1] });
      }
      return picks;
    },
    /** Positions between two, both included, of which a corrected cell counts. Fault job-corrupt. */
    positionsBetween: (from: number, to: number): ReadonlySet<number> => new Set(overlay.between(from, to).keys()),
    /** Every correction of a row, of all batches, by column and then by batch. */
    cellsOf: (position: number): readonly (CorrectedCell & { readonly batch: number })[] =>
      selectCells.all(position).map((record) => {
        const { col, batch, before, after } = cells.checked(record);
        return { position, column: col, batch, before: loadCell(jsonOf(before)), after: loadCell(jsonOf(after)) };
      }),
  };
}

/** Of the cells that count. */
function countingQueries(db: Connection) {
  const counting = "JOIN correction_batch AS batch ON batch.id = correction.batch AND batch.state = 'applied'";
  const selectOne = statement<[number, number], number>(db, `SELECT 1 FROM correction ${counting} WHERE position = ? AND col = ? LIMIT 1`).pluck();
  // Beside max SQLite gives the other columns of that very record.
  const selectColumn = statement<[number], { readonly position: number; readonly after: string }>(db, `SELECT position, after, max(batch) FROM correction ${counting} WHERE col = ? GROUP BY position`);

  return {
    /** Whether a corrected cell counts there. */
    isCorrected: (position: number, column: number): boolean => selectOne.get(position, column) !== undefined,
    /** The texts among the corrected cells of a column. Fault job-unreadable. */
    *textsOf(column: number): Generator<{ readonly position: number; readonly text: string }> {
      for (const { position, after } of selectColumn.iterate(column)) {
        const cell = loadCell(jsonOf(after));
        if (cell?.t === 's') yield { position, text: cell.v };
      }
    },
  };
}

export type CorrectionQueries = ReturnType<typeof correctionQueries>;
