import { Fault } from '#contract/faults.ts';
import { rowStates } from '#contract/job.ts';
import type { AttemptQueries } from './attempts.ts';
import type { ChunkQueries } from './chunks.ts';
import type { CorrectionQueries } from './corrections.ts';
import { damaged, damagedBlock } from './damage.ts';
import type { Connection } from './database.ts';
import { itemsAtMost } from './items.ts';
import type { JobQueries, JobRecord } from './jobTable.ts';
import type { StateQueries } from './states.ts';
import { partsOfOtherTimes, writtenNow } from './written.ts';

/** Of one text or blob in bytes; nothing that this program ever wrote comes near. More is not even read. */
const bounds = [
  { table: 'job', column: 'recipe', bytes: 20_000_000 },
  { table: 'job', column: 'columns', bytes: 20_000_000 },
  { table: 'job', column: 'notes', bytes: 20_000_000 },
  { table: 'chunk', column: 'members', bytes: 250_000 },
  { table: 'chunk', column: 'request_id', bytes: 64 },
  { table: 'attempt', column: 'answer', bytes: 70_000_000 },
  { table: 'attempt', column: 'text', bytes: 1_000_000 },
  { table: 'block_state', column: 'states', bytes: 1_000_000 },
  { table: 'correction_batch', column: 'act', bytes: 1_000_000 },
] as const;

const jobIdForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The parts of an open job file that are looked at. */
export interface Checked {
  readonly job: JobQueries;
  readonly chunks: ChunkQueries;
  readonly attempts: AttemptQueries;
  readonly states: StateQueries;
  readonly corrections: CorrectionQueries;
}

/** Looks at the pages of all that is small in a job file, before any of it is read. Faults as checkSmallTables. */
export function checkSmallPages(db: Connection): void {
  for (const { table, column, bytes } of bounds) mustBeWithin(db, table, column, bytes);
  // The index of the chunks says which are still to be sent, that of the attempts how they ended.
  for (const pragma of ["quick_check('job')", "integrity_check('chunk')", "integrity_check('attempt')", "quick_check('block_state')", "quick_check('correction_batch')"]) mustPass(db, pragma);
}

/**
 * Looks at all that is small in a job file: the seals of all records of these tables, and whether job, chunks and states
 * fit each other. A few milliseconds for a million rows. Faults: job-corrupt; job-unreadable for what
 * was never right, as in a file made elsewhere.
 */
export function checkSmallTables(db: Connection, { jobId }: Pick<JobRecord, 'jobId'>, { job, chunks, attempts, states, corrections }: Checked): void {
  if (!jobIdForm.test(jobId)) throw new Fault('job-unreadable', { reason: 'job-id' });
  const rows = states.bytes();
  if (isBeyond(rows, rowStates.length - 1)) throw new Fault('job-unreadable', { reason: 'row-states' });
  attempts.check();
  if (db.pragma("foreign_key_check('attempt')", { simple: true }) !== undefined) throw damaged('chunk');
  chunks.check(rows);
  corrections.batches();
  const [other] = partsOfOtherTimes(job.written(), writtenNow(db));
  // The last of the parts: where it is the first that differs, nothing else does.
  if (other !== undefined) throw damaged(other === 'kept' ? 'kept' : 'times');
}

function mustBeWithin(db: Connection, table: string, column: string, bytes: number): void {
  const beyond = db.prepare(`SELECT 1 FROM ${table} WHERE octet_length(${column}) > ${bytes} LIMIT 1`).get();
  if (beyond !== undefined) throw new Fault('job-unreadable', { reason: `${table}.${column}` });
}

/** Whether any byte is greater. By a pattern, which is machine code from the first byte on: a loop over a million takes fifty times as long before it is compiled. */
function isBeyond(states: Buffer, most: number): boolean {
  return new RegExp(`[^\\0-\\x${most.toString(16).padStart(2, '0')}]`).test(states.toString('latin1'));
}

/** A flipped bit in a page's own figures loses records without any of those left being wrong. */
function mustPass(db: Connection, pragma: string): void {
  if (db.pragma(pragma, { simple: true }) !== 'ok') throw damaged('pages');
}

/** Tables with a record for each block of states, and what their bytes may be at most. */
const cellBlocks = { table: 'block', column: 'cells', part: 'cells', bytes: 256_000_000 } as const;
const itemBlocks = { table: 'block_item', column: 'items', part: 'items', bytes: itemsAtMost } as const;

/**
 * Every row has its cells and its item: the blocks of all three tables are the same, without a gap, and no correction is
 * missing. `isPlanned`: the items are left to the planning, which reads the sizes of all of them. Faults job-corrupt, job-unreadable.
 */
export function checkBlocks(db: Connection, corrections: CorrectionQueries, isPlanned: boolean): void {
  corrections.checkCorrections();
  for (const column of ['ends', 'rows', 'items']) mustBeWithin(db, 'item_patch', column, itemsAtMost);
  const wanted = db.prepare<[], BlockSums>('SELECT count(*) AS blocks, sum(first) AS firsts FROM block_state').get();
  for (const { table, column, part, bytes } of isPlanned ? [cellBlocks] : [cellBlocks, itemBlocks]) {
    // In one go over the table, which is hundreds of megabytes long, and without a list of it.
    const found = db.prepare<[], BlockSums & { beyond: number }>(`SELECT count(*) AS blocks, sum(first) AS firsts, sum(octet_length(${column}) > ${bytes}) AS beyond FROM ${table}`).get();
    if ((found?.beyond ?? 0) > 0) throw new Fault('job-unreadable', { reason: `${table}.${column}` });
    if (found?.blocks !== wanted?.blocks || found?.firsts !== wanted?.firsts) throw firstMissing(db, table, part);
  }
}

interface BlockSums {
  readonly blocks: number;
  readonly firsts: number | null;
}

/** The first block that only one of the two tables has. */
function firstMissing(db: Connection, table: 'block' | 'block_item', part: 'cells' | 'items'): Fault {
  const firsts = (of: string): readonly number[] => db.prepare<[], number>(`SELECT first FROM ${of} ORDER BY first`).pluck().all();
  const [wanted, found] = [firsts('block_state'), firsts(table)];
  const at = wanted.findIndex((first, index) => found[index] !== first);
  return at >= 0 ? damagedBlock(db, part, wanted[at] ?? 1) : damagedBlock(db, 'states', found[wanted.length] ?? 1);
}
