import { z } from 'zod';
import type { Connection } from './database.ts';

const count = z.int().min(0);

/**
 * How often records were written that change while a job runs: the sums of their versions. The job's own record keeps them
 * with each commit, so that a part of the file that is of an earlier time, such as a page that a drive has lost, is told;
 * each of its records is as it once was, and fits its seal.
 */
export const writtenSchema = z.object({ states: count, chunks: count, attempts: count });
export type Written = z.infer<typeof writtenSchema>;
export type WrittenPart = keyof Written;

const parts = { states: 'block_state', chunks: 'chunk', attempts: 'attempt' } as const satisfies Record<WrittenPart, string>;

/** As the tables themselves say. */
export function writtenNow(db: Connection): Written {
  const sum = (part: WrittenPart): number => db.prepare<[], number>(`SELECT coalesce(sum(version), 0) FROM ${parts[part]}`).pluck().get() ?? 0;
  return { states: sum('states'), chunks: sum('chunks'), attempts: sum('attempts') };
}

/** Counts what one transaction writes. */
export class WriteCount {
  #counted: Written = { states: 0, chunks: 0, attempts: 0 };

  /** So many versions more, or fewer where records were deleted. */
  add(part: WrittenPart, versions: number): void {
    this.#counted = { ...this.#counted, [part]: this.#counted[part] + versions };
  }

  /** What was counted since the last time; null where nothing was. */
  take(): Written | null {
    const counted = this.#counted;
    this.#counted = { states: 0, chunks: 0, attempts: 0 };
    return counted.states === 0 && counted.chunks === 0 && counted.attempts === 0 ? null : counted;
  }
}

export function writtenAfter(before: Written, more: Written | null): Written {
  return more === null ? before : { states: before.states + more.states, chunks: before.chunks + more.chunks, attempts: before.attempts + more.attempts };
}

/** Which parts are not of the time of the job's record; none where it does not tell. Pure. */
export function partsOfOtherTimes(told: Written | null, found: Written): readonly WrittenPart[] {
  return told === null ? [] : (['states', 'chunks', 'attempts'] as const).filter((part) => told[part] !== found[part]);
}
