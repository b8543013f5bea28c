import { z } from 'zod';
import type { Connection } from './database.ts';
import { aboveSeal } from './seal.ts';

const count = z.int().min(0);

/**
 * How often records were written that change while a job runs: the sums of their versions. The job's own record keeps them
 * with each commit, so that a part of the file that is of an earlier time, such as a page that a drive has lost, is told;
 * each of its records is as it once was, and fits its seal. The keys came later, and are not looked at when a file is
 * opened: to sum them reads a page of every block. So did those that have no versions: of them it is the sum of their seals, by
 * 32 bits, as of the records that there are. Of these the kept profiles are looked at: they are few, and nothing else tells how many there were.
 */
export const writtenSchema = z.object({
  states: count, chunks: count, attempts: count, batches: count, keys: count.optional(), errors: count.optional(), duplicates: count.optional(), failures: count.optional(),
  kept: count.optional(),
});
export type Written = z.infer<typeof writtenSchema>;
export type WrittenPart = keyof Written;
/** Of one transaction: every part of it. */
export type Counted = Readonly<Record<WrittenPart, number>>;

const tables = {
  states: 'block_state', chunks: 'chunk', attempts: 'attempt', batches: 'correction_batch', keys: 'block_key', errors: 'row_error', duplicates: 'duplicate', failures: 'failure',
  kept: 'kept_profile',
} as const satisfies Record<WrittenPart, string>;
const early = ['states', 'chunks', 'attempts', 'batches'] as const satisfies readonly WrittenPart[];
const late = ['keys', 'errors', 'duplicates', 'failures', 'kept'] as const satisfies readonly WrittenPart[];
const parts: readonly WrittenPart[] = [...early, ...late];
const bySeals: ReadonlySet<WrittenPart> = new Set(['errors', 'duplicates', 'failures', 'kept'] as const);
const nothing: Counted = { states: 0, chunks: 0, attempts: 0, batches: 0, keys: 0, errors: 0, duplicates: 0, failures: 0, kept: 0 };

const bounded = (part: WrittenPart, sum: number): number => (bySeals.has(part) ? ((sum % aboveSeal) + aboveSeal) % aboveSeal : sum);

function sumOf(db: Connection, part: WrittenPart): number {
  const sum = bySeals.has(part) ? `coalesce(sum(seal), 0) & ${aboveSeal - 1}` : 'coalesce(sum(version), 0)';
  return db.prepare<[], number>(`SELECT ${sum} FROM ${tables[part]}`).pluck().get() ?? 0;
}

/** As the small tables themselves say. */
export function writtenNow(db: Connection): Written {
  return { states: sumOf(db, 'states'), chunks: sumOf(db, 'chunks'), attempts: sumOf(db, 'attempts'), batches: sumOf(db, 'batches'), kept: sumOf(db, 'kept') };
}

/** The same sum of records that were read. Pure. */
export function sumOfSeals(records: Iterable<{ readonly seal: number }>): number {
  let sum = 0;
  for (const { seal } of records) sum = (sum + seal) % aboveSeal;
  return sum;
}

/** Counts what one transaction writes. */
export class WriteCount {
  readonly #counted: Record<WrittenPart, number> = { ...nothing };

  /** So many versions more, or fewer where records were deleted; of those that have none, so much by their seals. */
  add(part: WrittenPart, versions: number): void {
    this.#counted[part] = bounded(part, this.#counted[part] + versions);
  }

  /** Of the transaction that is under way. */
  counted(part: WrittenPart): number {
    return this.#counted[part];
  }

  /** What was counted since the last time; null where nothing was. */
  take(): Counted | null {
    const counted = { ...this.#counted };
    Object.assign(this.#counted, nothing);
    return parts.every((part) => counted[part] === 0) ? null : counted;
  }
}

/** With `more` written. What was not counted before, as in a job of an earlier version, is counted in the tables. */
export function writtenAfter(db: Connection, before: Written | null, more: Counted | null): Written {
  const isCounted = before !== null && late.every((part) => before[part] !== undefined);
  if (isCounted && more === null) return before;
  const added = more ?? nothing;
  const sum = (part: WrittenPart): number => {
    const known = before?.[part];
    return known === undefined ? sumOf(db, part) : bounded(part, known + added[part]);
  };
  return {
    states: sum('states'), chunks: sum('chunks'), attempts: sum('attempts'), batches: sum('batches'),
    keys: sum('keys'), errors: sum('errors'), duplicates: sum('duplicates'), failures: sum('failures'), kept: sum('kept'),
  };
}

/** Which parts are not of the time of the job's record; none that it does not tell of, or that was not looked at. Pure. */
export function partsOfOtherTimes(told: Written | null, found: Written): readonly WrittenPart[] {
  return told === null ? [] : parts.filter((part) => told[part] !== undefined && found[part] !== undefined && told[part] !== found[part]);
}
