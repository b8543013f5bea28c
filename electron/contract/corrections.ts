import { m } from '#messages';
import { z } from 'zod';
import { rowList } from './counted.ts';
import type { JobCounts } from './job.ts';
import type { Some } from './some.ts';
import { mendsSchema } from './mends.ts';
import { mendsWords } from './mendWords.ts';
import { datesWords, type DatesTold } from './reopenedWords.ts';

/** Corrections of a job's rows: what was done, what became of it, and why a row is not corrected. */

/** workbook: cells of one that came back. export: carried over as the job was prepared from another job's export. */
export const correctionOrigins = ['window', 'command-line', 'workbook', 'export'] as const;
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
 * - no-item: nothing of it can be sent, so it cannot be picked
 * - key-accepted: another row with the match key that it has or would get was accepted; only an explicit "send again" sends it after that
 * - key-unsettled: another row with that match key may have been applied, or is to be sent again as it was
 * - correction-lost: a repair has lost a correction of it, and only its cells typed again, or a workbook, say what it is to be
 */
export const refusalReasons = ['accepted', 'accepted-invalid', 'unknown', 'queued', 'sending', 'open-request', 'hidden', 'no-row', 'no-column', 'no-duplicate', 'no-item', 'key-accepted', 'key-unsettled', 'correction-lost'] as const;
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
  /** Accepted rows whose profiles are overwritten by a corrected row of the same match key when that is sent: how many, and the first of them by the sheet's numbers. Left out where there are none. */
  readonly overwrites?: Some<number>;
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

type Refusal = (of: { readonly again: string }) => string;

/** Of one row, and of several. */
const refusals: Readonly<Record<RefusalReason, readonly [one: Refusal, many: Refusal]>> = {
  accepted: [m.corrections_accepted_one, m.corrections_accepted_many],
  'accepted-invalid': [m.corrections_accepted_invalid_one, m.corrections_accepted_invalid_many],
  unknown: [m.corrections_unknown_one, m.corrections_unknown_many],
  queued: [m.broker_stays_one, m.broker_stays_many],
  sending: [m.corrections_sending_one, m.corrections_sending_many],
  'open-request': [m.corrections_open_request_one, m.corrections_open_request_many],
  hidden: [m.corrections_hidden_one, m.corrections_hidden_many],
  'no-row': [m.corrections_no_row, m.corrections_no_row],
  'no-column': [m.corrections_no_column, m.corrections_no_column],
  'no-duplicate': [m.corrections_no_duplicate_one, m.corrections_no_duplicate_many],
  'no-item': [m.corrections_no_item_one, m.corrections_no_item_many],
  'key-accepted': [m.corrections_key_accepted_one, m.corrections_key_accepted_many],
  'key-unsettled': [m.corrections_key_unsettled, m.corrections_key_unsettled],
  'correction-lost': [m.corrections_correction_lost_one, m.corrections_correction_lost_many],
};

/** Why a row was left as it is, as the end of "row 5 was not corrected: ". */
export function refusalWords(reason: RefusalReason, { many = false, again = m.corrections_send_again() }: RefusalWording = {}): string {
  return refusals[reason][many ? 1 : 0]({ again });
}

/** What is not done to rows that are left as they are. */
export type NotDone = keyof typeof notDone;

export interface RefusedWording extends Pick<RefusalWording, 'again'> {
  /** What was not done to them. */
  readonly done?: NotDone;
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
    const what = (would ? wouldNotBe[done] : notDone[done])({ count });
    const why = refusalWords(reason, { ...wording, many: count > 1 });
    if (count === 1 && rows[0] !== undefined && rows[0] > 0) return m.corrections_left_row({ row: rows[0], what, why });
    const named = rows.filter((row) => row > 0);
    const told = { rows: m.units_rows({ count }), what, why };
    return named.length === 0 ? m.corrections_left_rows(told) : m.corrections_left_rows_listed({ ...told, list: rowList(named, count) });
  });
}

/** By what was not done, as the wording names it. */
const notDone = { corrected: m.corrections_not_corrected, turned: m.corrections_not_turned_back, picked: m.corrections_not_picked, filled: m.corrections_not_filled } as const;

/** The same of a preview. */
const wouldNotBe = { corrected: m.corrections_would_not_be_corrected, turned: m.corrections_would_not_be_turned_back, picked: m.corrections_would_not_be_corrected, filled: m.corrections_would_not_be_corrected } as const;

/** What else has to be told of a batch that was made: null where there is nothing. */
export function besideWords({ leftBehind, overwrites, underMerge, ...dates }: Pick<BatchResult, 'leftBehind' | 'overwrites' | 'underMerge' | keyof DatesTold>): string | null {
  const told = [...datesWords(dates), ...(underMerge === undefined ? [] : [underMergeWords(underMerge)]), ...(overwrites === undefined ? [] : [overwritesWords(overwrites)]), ...(leftBehind === undefined ? [] : [leftBehindWords(leftBehind)])];
  return told.length === 0 ? null : told.join(' ');
}

/** Of rows under a merge whose first cell alone is corrected. */
export function underMergeWords({ count, first }: Some<number>): string {
  return count === 1 ? m.corrections_under_merge_one({ row: first.join() }) : m.corrections_under_merge({ count, list: rowList(first, count) });
}

/** Of accepted rows whose match key a corrected row has. */
export function overwritesWords({ count, first }: Some<number>): string {
  return count === 1 ? m.corrections_overwrites_one({ row: first.join() }) : m.corrections_overwrites({ count, list: rowList(first, count) });
}

/** What the platform keeps of rows whose match key was another when they were sent, and what to do. */
function leftBehindWords({ count, first }: Some<number>): string {
  return count === 1 ? m.corrections_left_behind_one({ row: first.join() }) : m.corrections_left_behind({ count, list: rowList(first, count) });
}

/** What a batch did, in words: "row 5, column C". */
export function actWords(batch: Pick<CorrectionBatch, 'act' | 'rows' | 'cells'>): string {
  const { lost: records = 0 } = batch.act;
  return records === 0 ? doneWords(batch) : m.corrections_act_with_lost({ count: records, done: doneWords(batch) });
}

function doneWords({ act, rows: rowCount, cells: cellCount }: Pick<CorrectionBatch, 'act' | 'rows' | 'cells'>): string {
  const [rows, cells] = [m.units_rows({ count: rowCount }), m.units_cells({ count: cellCount })];
  switch (act.kind) {
    case 'lost':
      return m.corrections_act_lost({ cells, rows });
    case 'workbook':
      return m.corrections_act_workbook({ cells, rows, name: act.name });
    case 'mend':
      return m.corrections_act_mend({ column: act.column, cells, mends: mendsWords(act.mends) });
    case 'pick':
      if (act.instead === act.row) return m.corrections_act_pick_again({ row: act.row });
      return act.instead === 0 ? m.corrections_act_pick({ row: act.row }) : m.corrections_act_pick_instead({ row: act.row, instead: act.instead });
    case 'fill':
      return act.row === null ? m.corrections_act_fill({ count: cellCount, rows }) : m.corrections_act_fill_row({ count: cellCount, row: act.row });
    case 'edit':
      return cellCount <= 1 ? m.corrections_act_edit_one({ row: act.row, column: act.column }) : m.corrections_act_edit({ cells, rows, row: act.row, column: act.column });
  }
}
