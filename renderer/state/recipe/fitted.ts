import type { ListMatch } from '#contract/memory.ts';
import type { ColumnChange } from './suggested.ts';

/** By the columns of the file, what is new in it and what had another header before. */
export function columnChanges({ differences: { renamed, added } }: ListMatch, renamedTo: (ref: string) => string): ReadonlyMap<string, ColumnChange> {
  return new Map<string, ColumnChange>([
    ...(added ?? []).map(({ ref }) => [ref, { kind: 'new' }] as const),
    ...renamed.map(({ ref, header }) => [renamedTo(ref), { kind: 'renamed', from: header }] as const).filter(([to]) => to !== ''),
  ]);
}
