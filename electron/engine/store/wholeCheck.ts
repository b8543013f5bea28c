import { Fault } from '#contract/faults.ts';
import { rowStates } from '#contract/job.ts';
import type { AttemptQueries } from './attempts.ts';
import type { ChunkQueries } from './chunks.ts';
import type { CorrectionQueries } from './corrections.ts';
import { damaged, damagedBlock } from './damage.ts';
import type { Connection } from './database.ts';
import type { JobQueries } from './jobTable.ts';
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

/**
 * Looks at all that is small in a job file: the pages of these tables, the seals of all their records, and whether job,
 * chunks and states fit each other. A few milliseconds for a million rows. Faults: job-corrupt; job-unreadable for what
 * was never right, as in a file made elsewhere.
 */
export function checkSmallTables(db: Connection, { job, chunks, attempts, states, corrections }: Checked): void {
  for (const { table, column, bytes } of bounds) mustBeWithin(db, table, column, bytes);
  // The index of the chunks says which are still to be sent, that of the attempts how they ended.
  for (const pragma of ["quick_check('job')", "integrity_check('chunk')", "integrity_check('attempt')", "quick_check('block_state')", "quick_check('correction_batch')"]) mustPass(db, pragma);
  const record = job.read();
  if (record === null || record.state === 'preparing') return;
  if (!jobIdForm.test(record.jobId)) throw new Fault('job-unreadable', { reason: 'job id' });
  const rows = states.bytes();
  if (isBeyond(rows, rowStates.length - 1)) throw new Fault('job-unreadable', { reason: 'row states' });
  attempts.check();
  if (db.pragma("foreign_key_check('attempt')", { simple: true }) !== undefined) throw damaged('chunk');
  chunks.check(rows);
  corrections.batches();
  const [other] = partsOfOtherTimes(job.written(), writtenNow(db));
  if (other !== undefined) throw damaged('times');
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

/** Of one block in bytes; they are closed at 4 MB, but for a last row however wide. */
const blockBounds = [
  { table: 'block', column: 'cells', part: 'cells', bytes: 256_000_000 },
  { table: 'block_item', column: 'items', part: 'items', bytes: 64_000_000 },
] as const;

/** Every row has its cells and its item: the blocks of all three tables are the same, without a gap, and no correction is missing. Faults job-corrupt, job-unreadable. */
export function checkBlocks(db: Connection, corrections: CorrectionQueries): void {
  corrections.checkCorrections();
  const wanted = db.prepare<[], number>('SELECT first FROM block_state ORDER BY first').pluck().all();
  for (const { table, column, part, bytes } of blockBounds) {
    // In one go over the table, which is hundreds of megabytes long.
    const found = db.prepare<[], { first: number; beyond: number }>(`SELECT first, octet_length(${column}) > ${bytes} AS beyond FROM ${table} ORDER BY first`).all();
    if (found.some(({ beyond }) => beyond === 1)) throw new Fault('job-unreadable', { reason: `${table}.${column}` });
    const at = wanted.findIndex((first, index) => found[index]?.first !== first);
    if (at >= 0) throw damagedBlock(db, part, wanted[at] ?? 1);
    if (found.length !== wanted.length) throw damagedBlock(db, 'states', found[wanted.length]?.first ?? 1);
  }
}
