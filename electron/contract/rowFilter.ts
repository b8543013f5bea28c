import { z } from 'zod';
import { rowStates } from './job.ts';
import { rowErrorReasons } from './rowErrors.ts';

/** Which rows of a job are shown: those that all parts given hold for. Without any part: all of them. */
export const rowFilterSchema = z.strictObject({
  /** In one of the states. */
  states: z.array(z.enum(rowStates)).min(1).max(rowStates.length).optional(),
  /**
   * With one error at least that all of this holds for: of the column (its letter; null: of no single one), of the recipe's
   * field, for the reason; `leftOut`: the row is sent without that value, or (false) is invalid for it.
   */
  problem: z.strictObject({
    column: z.string().max(3).nullable().optional(),
    field: z.string().max(1_000).optional(),
    reason: z.enum(rowErrorReasons).optional(),
    leftOut: z.boolean().optional(),
  }).optional(),
  /** Refused by the platform in these words. */
  failure: z.strictObject({ code: z.int().nullable(), text: z.string().max(100_000) }).optional(),
  /** With a corrected cell at least. */
  corrected: z.literal(true).optional(),
});
export type RowFilter = z.infer<typeof rowFilterSchema>;
export type ProblemFilter = NonNullable<RowFilter['problem']>;

/** Whether a filter leaves any row out. */
export function isFiltering({ states, problem, failure, corrected }: RowFilter): boolean {
  return states !== undefined || problem !== undefined || failure !== undefined || corrected !== undefined;
}

/** Rows that are asked for at once. */
export const mostRowsAtOnce = 500;
