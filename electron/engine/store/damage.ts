import { Fault, type FaultDetail } from '#contract/faults.ts';
import type { Connection } from './database.ts';
import { sealOf } from './seal.ts';
import { uint32 } from './uint32.ts';

/** What of a job file is hit; words for each stand in contract/sentences.ts. */
export type DamagedPart = 'record' | 'recipe' | 'cells' | 'items' | 'states' | 'chunk' | 'attempt' | 'failure' | 'row-error' | 'duplicate' | 'correction' | 'key' | 'kept' | 'pages' | 'times';

/** Fault job-corrupt that says what is hit: `rows` in the sheet's numbers ("2-501"), `chunk` or `attempt` by id. */
export function damaged(part: DamagedPart, detail: FaultDetail = {}): Fault {
  return new Fault('job-corrupt', { ...detail, part });
}

/**
 * The same of a block. `first` is where it begins, or should; its rows are told by the sheet's numbers where those are
 * whole, else by their place among all rows: "501-1000", "501-" up to the last, "501+" where nothing tells how many.
 */
export function damagedBlock(db: Connection, part: 'cells' | 'items' | 'states', first: number): Fault {
  return damaged(part, rowsOf(db, first));
}

function rowsOf(db: Connection, first: number): FaultDetail {
  try {
    const found = db
      .prepare<[number], { source_rows: Buffer; rows_seal: number }>('SELECT source_rows, rows_seal FROM block JOIN block_state USING (first) WHERE first = ?')
      .get(first);
    if (found !== undefined && sealOf('rows', [first, found.source_rows]) === found.rows_seal) {
      const rows = uint32(found.source_rows);
      return { rows: spanOf(rows[0] ?? 0, rows.at(-1) ?? 0) };
    }
    const next = db.prepare<[number], { next: number | null }>('SELECT min(first) AS next FROM block_state WHERE first > ?').get(first)?.next ?? null;
    return { positions: next === null ? `${first}-` : spanOf(first, next - 1) };
  } catch {
    // The pages that would tell are damaged too.
    return { positions: `${first}+` };
  }
}

function spanOf(from: number, to: number): string {
  return from === to ? String(from) : `${from}-${to}`;
}
