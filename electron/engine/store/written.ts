import { z } from 'zod';
import type { Connection } from './database.ts';

const count = z.int().min(0);

/**
 * How often records were written that change while a job runs: the sums of their versions. The job's own record keeps them
 * with each commit, so that a part of the file that is of an earlier time, such as a page that a drive has lost, is told;
 * each of its records is as it once was, and fits its seal. The keys came later, and are not looked at when a file is
 * opened: to sum them reads a page of every block.
 */
export const writtenSchema = z.object({ states: count, chunks: count, attempts: count, batches: count, keys: count.optional() });
export type Written = z.infer<typeof writtenSchema>;
export type WrittenPart = keyof Written;
/** Of one transaction: every part of it. */
export type Counted = Readonly<Record<WrittenPart, number>>;

const tables = { states: 'block_state', chunks: 'chunk', attempts: 'attempt', batches: 'correction_batch', keys: 'block_key' } as const satisfies Record<WrittenPart, string>;
const parts = ['states', 'chunks', 'attempts', 'batches', 'keys'] as const satisfies readonly WrittenPart[];
const nothing: Counted = { states: 0, chunks: 0, attempts: 0, batches: 0, keys: 0 };

const sumOf = (db: Connection, part: WrittenPart): number => db.prepare<[], number>(`SELECT coalesce(sum(version), 0) FROM ${tables[part]}`).pluck().get() ?? 0;

/** As the small tables themselves say, without the keys. */
export function writtenNow(db: Connection): Written {
  return { states: sumOf(db, 'states'), chunks: sumOf(db, 'chunks'), attempts: sumOf(db, 'attempts'), batches: sumOf(db, 'batches') };
}

/** Counts what one transaction writes. */
export class WriteCount {
  readonly #counted: Record<WrittenPart, number> = { ...nothing };

  /** So many versions more, or fewer where records were deleted. */
  add(part: WrittenPart, versions: number): void {
    this.#counted[part] += versions;
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
  if (before?.keys === undefined) return { ...(before === null ? writtenNow(db) : plus(before, more ?? nothing)), keys: sumOf(db, 'keys') };
  return more === null ? before : { ...plus(before, more), keys: before.keys + more.keys };
}

function plus(before: Written, more: Written): Written {
  return { states: before.states + more.states, chunks: before.chunks + more.chunks, attempts: before.attempts + more.attempts, batches: before.batches + more.batches };
}

/** Which parts are not of the time of the job's record; none that it does not tell of, or that was not looked at. Pure. */
export function partsOfOtherTimes(told: Written | null, found: Written): readonly WrittenPart[] {
  return told === null ? [] : parts.filter((part) => told[part] !== undefined && found[part] !== undefined && told[part] !== found[part]);
}
