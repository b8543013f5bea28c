import type { JobCounts, RowState } from '#contract/job.ts';
import { countNames } from '../../text/words.ts';

/** In the order of the bar: what is done first, what is left out last. */
const order: readonly RowState[] = ['accepted', 'failed', 'unknown', 'queued', 'sending', 'ready', 'invalid', 'duplicate', 'unchanged', 'hidden', 'empty'];

export interface CountPart {
  readonly state: RowState;
  readonly name: string;
  readonly value: number;
  readonly colour: string;
}

/** How far the rows fit to be sent have come. Rows left out are no work done, and an unknown outcome is no outcome yet. */
export function progressOf(counts: JobCounts): { readonly settled: number; readonly all: number } {
  const settled = counts.accepted + counts.failed;
  return { settled, all: settled + counts.unknown + (counts.queued ?? 0) + counts.notSent + counts.sending };
}

/** The counts by state; together they are the rows read. */
export function countParts(counts: JobCounts): readonly CountPart[] {
  const values: Readonly<Record<RowState, number>> = { ...counts, queued: counts.queued ?? 0, ready: counts.notSent };
  return order.map((state) => ({ state, name: countNames[state], value: values[state], colour: `row-${state}` }));
}
