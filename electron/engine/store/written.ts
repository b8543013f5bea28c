import { z } from 'zod';
import type { Connection } from './database.ts';

const count = z.int().min(0);

/**
 * How often records were written that change while a job runs: the sums of their versions. The job's own record keeps them
 * with each commit, so that a part of the file that is of an earlier time, such as a page that a drive has lost, is told;
 * each of its records is as it once was, and fits its seal.
 */
export const writtenSchema = z.object({ states: count, chunks: count, attempts: count, batches: count });
export type Written = z.infer<typeof writtenSchema>;
export type WrittenPart = keyof Written;

const tables = { states: 'block_state', chunks: 'chunk', attempts: 'attempt', batches: 'correction_batch' } as const satisfies Record<WrittenPart, string>;
const parts = ['states', 'chunks', 'attempts', 'batches'] as const satisfies readonly WrittenPart[];
const nothing: Written = { states: 0, chunks: 0, attempts: 0, batches: 0 };

const ofEach = (count: (part: WrittenPart) => number): Written => ({ states: count('states'), chunks: count('chunks'), attempts: count('attempts'), batches: count('batches') });

/** As the tables themselves say. */
export function writtenNow(db: Connection): Written {
  return ofEach((part) => db.prepare<[], number>(`SELECT coalesce(sum(version), 0) FROM ${tables[part]}`).pluck().get() ?? 0);
}

/** Counts what one transaction writes. */
export class WriteCount {
  readonly #counted = { ...nothing };

  /** So many versions more, or fewer where records were deleted. */
  add(part: WrittenPart, versions: number): void {
    this.#counted[part] += versions;
  }

  /** What was counted since the last time; null where nothing was. */
  take(): Written | null {
    const counted = { ...this.#counted };
    Object.assign(this.#counted, nothing);
    return parts.every((part) => counted[part] === 0) ? null : counted;
  }
}

export function writtenAfter(before: Written, more: Written | null): Written {
  if (more === null) return before;
  return { states: before.states + more.states, chunks: before.chunks + more.chunks, attempts: before.attempts + more.attempts, batches: before.batches + more.batches };
}

/** Which parts are not of the time of the job's record; none where it does not tell. Pure. */
export function partsOfOtherTimes(told: Written | null, found: Written): readonly WrittenPart[] {
  return told === null ? [] : parts.filter((part) => told[part] !== found[part]);
}
