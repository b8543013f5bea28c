import { isUtf8 } from 'node:buffer';
import { Fault } from '#contract/faults.ts';
import { rowStates, type RowState } from '#contract/job.ts';
import type { ItemSizes } from './items.ts';

/** Rows that were never to be sent have no item. */
const withoutItem: ReadonlySet<RowState> = new Set(['empty', 'invalid', 'hidden'] as const);

/**
 * Whether every item of a block is exactly one JSON object, in UTF-8, with its comma: one that closed the array of a
 * request could go on with another database than the recipe's. What was mapped here is; a job from elsewhere may hold
 * anything. Some microseconds a row. Fault job-unreadable.
 */
export function mustBeObjects({ first, states, ends, items }: ItemSizes & { readonly items: Buffer }): void {
  if (!isUtf8(items)) throw new Fault('job-unreadable', { reason: 'items' });
  let start = 0;
  for (let index = 0; index < states.length; index += 1) {
    const end = ends[index] ?? start;
    const state = rowStates[states[index] ?? 0];
    const may = end === start ? state !== undefined && withoutItem.has(state) : isObject(items.toString('utf8', start, end));
    if (!may) throw new Fault('job-unreadable', { reason: `item-${first + index}` });
    start = end;
  }
}

/** `text` ends with the comma that stands between two items. */
function isObject(text: string): boolean {
  if (!text.startsWith('{') || !text.endsWith('},')) return false;
  try {
    JSON.parse(text.slice(0, -1));
    return true;
  } catch {
    return false;
  }
}
