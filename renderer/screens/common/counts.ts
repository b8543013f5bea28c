import type { JobCounts, RowState } from '#contract/job.ts';
import { rowStateNames } from '../../text/words.ts';

/** In the order of the bar: what is done first, what is left out last. */
const order: readonly RowState[] = ['accepted', 'failed', 'unknown', 'sending', 'ready', 'invalid', 'duplicate', 'empty'];

export interface CountPart {
  readonly state: RowState;
  readonly name: string;
  readonly value: number;
  readonly colour: string;
}

/** The counts by state; together they are the rows read. */
export function countParts(counts: JobCounts): readonly CountPart[] {
  const values: Readonly<Record<RowState, number>> = { ...counts, ready: counts.notSent };
  return order.map((state) => ({ state, name: rowStateNames[state], value: values[state], colour: `row-${state}` }));
}
