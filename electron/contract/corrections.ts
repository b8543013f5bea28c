import { z } from 'zod';
import { counted, rowList } from './counted.ts';
import type { JobCounts } from './job.ts';
import type { Some } from './some.ts';
import { mendsSchema } from './mends.ts';
import { mendsWords } from './mendWords.ts';
import { datesWords, type DatesTold } from './reopenedWords.ts';

/** Corrections of a job's rows: what was done, what became of it, and why a row is not corrected. */

export const correctionOrigins = ['window', 'command-line', 'workbook'] as const;
export type CorrectionOrigin = (typeof correctionOrigins)[number];

/**
 * Set by a repair that could not save all corrections: how many records of the batch were lost, 0 where it only lies over such a
 * batch. What undoing it would bring back is not known any more.
 */
const lost = z.int().min(0).exactOptional();

/** Rows and cells that a batch did not change, but made to be read otherwise: dates that can be read both ways. Kept with it, and not among those that it is told to have corrected. */
const again = z.strictObject({ rows: z.int().min(1), cells: z.int().min(1) }).exactOptional();

/** What a batch did, for the list of batches and for sentences. */
export const correctionActSchema = z.discriminatedUnion('kind', [
  /** Cells typed or pasted; the first of them is named: the sheet's row, the column's letter. */
  z.strictObject({ kind: z.literal('edit'), row: z.int().min(0), column: z.string(), lost, again }),
  /** Cells of a workbook that was made for correcting; `stamps`: of the exports whose rows it holds, the first few. */
  z.strictObject({ kind: z.literal('workbook'), name: z.string(), stamps: z.array(z.string()), lost, again }),
  /** Cells of a column mended alike; the column's letter. */
  z.strictObject({ kind: z.literal('mend'), column: z.string(), mends: mendsSchema, lost, again }),
  /** A row is sent instead of another one with its match key; the sheet's rows. */
  z.strictObject({ kind: z.literal('pick'), row: z.int().min(0), instead: z.int().min(0), lost, again }),
  /** Empty cells of rows that are sent were filled from their duplicates; `row`: of this one alone, null for all. */
  z.strictObject({ kind: z.literal('fill'), row: z.int().min(0).nullable(), lost, again }),
  /** What a repair has kept of a batch whose own record was lost. */
  z.strictObject({ kind: z.literal('lost'), lost: z.int().min(0) }),
]);
export type CorrectionAct = z.infer<typeof correctionActSchema>;

/** applied: it counts. undone: it can be redone. dropped: it was undone, and another one was made since. */
export const batchStates = ['applied', 'undone', 'dropped'] as const;
export type BatchState = (typeof batchStates)[number];

/** One batch of corrections, done and undone as a whole. */
export interface CorrectionBatch {
  readonly id: number;
  /** ISO 8601. */
  readonly at: string;
  readonly origin: CorrectionOrigin;
  readonly act: CorrectionAct;
  readonly rows: number;
  readonly cells: number;
  readonly state: BatchState;
}

/**
 * Why a row is left as it is.
 * - accepted: the platform has it; only an explicit "send again" corrects it
 * - accepted-invalid: the same, and it could not even be sent again as it would be
 * - unknown, sending: it may have been applied, and must be settled first
 * - open-request: it stands in a request that was sent and has to be sent again as it is
 * - hidden: left out, as the workbook hides it
 * - no-row, no-column: there is none
 * - no-duplicate: no other row is sent instead of it, so it cannot be picked
 * - key-accepted: another row with the match key that it has or would get was accepted; only an explicit "send again" sends it after that
 * - key-unsettled: another row with that match key may have been applied, or is to be sent again as it was
 * - correction-lost: a repair has lost a correction of it, and only its cells typed again, or a workbook, say what it is to be
 */
export const refusalReasons = ['accepted', 'accepted-invalid', 'unknown', 'sending', 'open-request', 'hidden', 'no-row', 'no-column', 'no-duplicate', 'key-accepted', 'key-unsettled', 'correction-lost'] as const;
export type RefusalReason = (typeof refusalReasons)[number];

export interface RefusedRow {
  /** The sheet's number; 0 where there is no such row. */
  readonly row: number;
  readonly reason: RefusalReason;
}

/** Rows that are left as they are. */
export interface RefusedRows {
  /** The first hundred of them, and how many there are. */
  readonly refused: readonly RefusedRow[];
  readonly refusedRows: number;
  /** How many for each reason. */
  readonly refusedBy?: Readonly<Partial<Record<RefusalReason, number>>>;
}

/** What came of a batch that was made, undone or redone. */
export interface BatchResult extends RefusedRows, DatesTold {
  /** Null where nothing was changed. */
  readonly batch: CorrectionBatch | null;
  readonly rows: number;
  readonly cells: number;
  /** Accepted rows that got another match key: how many, and the first of them by the sheet's numbers. Left out where there are none. */
  readonly leftBehind?: Some<number>;
  /** Rows under a merge whose first cell was corrected that keep the merge's value, by the sheet's numbers. Left out where there are none. */
  readonly underMerge?: Some<number>;
  readonly before: JobCounts;
  readonly after: JobCounts;
}

/** How a refusal is worded. */
export interface RefusalWording {
  /** It is about more than one row. */
  readonly many?: boolean;
  /** What "send again" is called where it is read. */
  readonly again?: string;
}

const refusals: Readonly<Record<RefusalReason, (form: { readonly [word in 'it' | 'subject' | 'is' | 'stands' | 'again']: string }) => string>> = {
  accepted: ({ it, again }) => `the platform has accepted ${it}; to correct and send ${it} once more takes ${again}`,
  'accepted-invalid': ({ it, subject }) => `the platform has accepted ${it}, and so corrected ${subject} could not be sent again`,
  unknown: ({ subject }) => `${subject} may have been applied already; run the job until that is settled; a new round takes only rows whose outcome can no longer be asked for`,
  sending: ({ subject, is }) => `${subject} ${is} being sent`,
  'open-request': ({ subject, is, stands }) => `${subject} ${stands} in a request that was sent and ${is} to be sent again as it was; run the job until that is settled`,
  hidden: ({ subject, is }) => `${subject} ${is} hidden in the workbook and left out`,
  'no-row': () => 'there is no such row in the job',
  'no-column': () => 'there is no such column in the job',
  'no-duplicate': ({ it }) => `no other row is sent instead of ${it}`,
  'key-accepted': ({ it, again }) => `a row with the same match key was accepted by the platform; to send ${it === 'it' ? 'this one' : 'these'} after it takes ${again}`,
  'key-unsettled': () => 'a row with the same match key may have been applied already; run the job until that is settled',
  'correction-lost': ({ it, subject }) => `a correction of ${it} was lost when the job’s file was damaged; type ${subject === 'it' ? 'its' : 'their'} cells in again, or correct ${it} by a workbook`,
};

/** Why a row was left as it is, as the end of "row 5 was not corrected: ". */
export function refusalWords(reason: RefusalReason, { many = false, again = '“send again”' }: RefusalWording = {}): string {
  const forms = many ? { it: 'them', subject: 'they', is: 'are', stands: 'stand' } : { it: 'it', subject: 'it', is: 'is', stands: 'stands' };
  return refusals[reason]({ ...forms, again });
}

export interface RefusedWording extends Pick<RefusalWording, 'again'> {
  /** What was not done to them. */
  readonly done?: string;
  /** Nothing was done at all: it would be so. */
  readonly would?: boolean;
}

/** Rows left as they are, a line for each reason. */
export function refusedLines({ refused, refusedBy = {} }: Pick<RefusedRows, 'refused' | 'refusedBy'>, { done = 'corrected', would = false, ...wording }: RefusedWording = {}): readonly string[] {
  const reasons = refusalReasons.filter((reason) => refusedBy[reason] !== undefined || refused.some((one) => one.reason === reason));
  return reasons.map((reason) => {
    // Only the first of all are known one by one; one that is not there has no number.
    const rows = refused.filter((one) => one.reason === reason).map(({ row }) => row);
    const count = refusedBy[reason] ?? rows.length;
    const why = `${would ? 'would not be' : `${count === 1 ? 'was' : 'were'} not`} ${done}: ${refusalWords(reason, { ...wording, many: count > 1 })}`;
    if (count === 1 && rows[0] !== undefined && rows[0] > 0) return `row ${rows[0]} ${why}`;
    const named = rows.filter((row) => row > 0);
    return `${counted(count, 'row')} ${why}${named.length === 0 ? '' : ` (row ${rowList(named, count)})`}`;
  });
}

/** What else has to be told of a batch that was made: null where there is nothing. */
export function besideWords({ leftBehind, underMerge, ...dates }: Pick<BatchResult, 'leftBehind' | 'underMerge' | keyof DatesTold>): string | null {
  const told = [...datesWords(dates), ...(underMerge === undefined ? [] : [underMergeWords(underMerge)]), ...(leftBehind === undefined ? [] : [leftBehindWords(leftBehind)])];
  return told.length === 0 ? null : told.join(' ');
}

/** Of rows under a merge whose first cell alone is corrected. */
export function underMergeWords({ count, first }: Some<number>): string {
  return `${count === 1 ? `Row ${first.join()} lies under the same merge and keeps` : `${counted(count, 'row')} (row ${rowList(first, count)}) lie under the same merge and keep`} the value that it has in the file: each row is corrected by itself. Correct ${count === 1 ? 'it' : 'them'}, too, or mend the column.`;
}

/** What the platform keeps of rows whose match key was another when they were sent, and what to do. */
function leftBehindWords({ count, first }: Some<number>): string {
  const [which, have] = count === 1 ? [`row ${first.join()}`, 'was'] : [`${counted(count, 'row')} (row ${rowList(first, count)})`, 'were'];
  return `${which} ${have} accepted with another match key: the ${count === 1 ? 'profile' : 'profiles'} of that key still ${count === 1 ? 'has' : 'have'} the row’s data, and nothing that is sent for the new key takes it back. Send the row that belongs to that key once more, or put the profile right in the platform.`;
}

/** What a batch did, in words: "row 5, column C". */
export function actWords(batch: Pick<CorrectionBatch, 'act' | 'rows' | 'cells'>): string {
  const { lost: records = 0 } = batch.act;
  return records === 0 ? doneWords(batch) : `${doneWords(batch)}; ${counted(records, 'record')} of it lost when the job’s file was damaged`;
}

function doneWords({ act, rows, cells }: Pick<CorrectionBatch, 'act' | 'rows' | 'cells'>): string {
  if (act.kind === 'lost') return `${counted(cells, 'cell')} in ${counted(rows, 'row')}, kept by a repair; what else was done with them is not known`;
  if (act.kind === 'workbook') return `${counted(cells, 'cell')} in ${counted(rows, 'row')}, from the workbook “${act.name}”`;
  if (act.kind === 'mend') return `column ${act.column}, ${counted(cells, 'cell')}: ${mendsWords(act.mends)}`;
  if (act.kind === 'pick' && act.instead === act.row) return `row ${act.row} sent once more, as it is`;
  if (act.kind === 'pick') return act.instead === 0 ? `row ${act.row} sent of those with its match key` : `row ${act.row} sent instead of row ${act.instead}`;
  if (act.kind === 'fill') return `${counted(cells, 'empty cell')} of ${act.row === null ? counted(rows, 'row') : `row ${act.row}`} filled from duplicates`;
  return cells <= 1 ? `row ${act.row}, column ${act.column}` : `${counted(cells, 'cell')} in ${counted(rows, 'row')}, from row ${act.row}, column ${act.column} on`;
}
