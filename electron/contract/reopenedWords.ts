import { m } from '#messages';
import { rowList } from './counted.ts';
import type { Some } from './some.ts';

/** Rows with dates that were typed in before and can be read both ways: those refused by a batch, as it has dates of the other order, and those read again, as it takes the last of these away. */
export interface DatesTold {
  readonly reopened?: Some<number>;
  readonly readAgain?: Some<number>;
}

/** What else a batch would do, told before it is made. */
export interface ToldAhead extends DatesTold {
  /** Accepted rows whose profiles would be overwritten, by the sheet's numbers. */
  readonly overwrites?: Some<number>;
}

/** Of rows whose dates are judged otherwise, a sentence each. */
export function datesWords({ reopened, readAgain }: DatesTold): readonly string[] {
  return [...ofRows(reopened, m.corrections_dates_stopped_one, m.corrections_dates_stopped), ...ofRows(readAgain, m.corrections_dates_again_one, m.corrections_dates_again)];
}

/** The same before anything is changed, and of profiles that would be overwritten; each within a sentence. */
export function wouldWords({ reopened, readAgain, overwrites }: ToldAhead): readonly string[] {
  return [
    ...ofRows(reopened, m.corrections_would_stop_one, m.corrections_would_stop),
    ...ofRows(readAgain, m.corrections_would_again_one, m.corrections_would_again),
    ...ofRows(overwrites, m.corrections_would_overwrite_one, m.corrections_would_overwrite),
  ];
}

function ofRows(rows: Some<number> | undefined, one: typeof m.corrections_would_stop_one, many: typeof m.corrections_would_stop): readonly string[] {
  if (rows === undefined) return [];
  const { count, first } = rows;
  return [count === 1 ? one({ row: first.join() }) : many({ count, list: rowList(first, count) })];
}
