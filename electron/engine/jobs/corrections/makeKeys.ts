import { rowStates, type RowState } from '#contract/job.ts';
import type { RowMapper } from '../../mapping/types.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { KeyHash } from '../prepare/keyHash.ts';

/** Rows without an item have no key. */
const withoutItem: ReadonlySet<RowState> = new Set(['empty', 'invalid', 'hidden'] as const);
/** Blocks a transaction. */
const blocksAtOnce = 20;

/**
 * Makes the hashes of match keys where preparing has not kept them, as in a job of an earlier version, by mapping its
 * rows again: some seconds for a million rows, once. Between two steps, which tell how far it is, others may have their turn.
 */
export function* makeKeys(file: JobFile, mapper: RowMapper): Generator<{ readonly rows: number; readonly total: number }, void> {
  const missing = file.keys.missing();
  const total = missing.reduce((sum, { count }) => sum + count, 0);
  let rows = 0;
  for (let at = 0; at < missing.length; at += blocksAtOnce) {
    const blocks = missing.slice(at, at + blocksAtOnce);
    file.transaction(() => {
      for (const { first, count } of blocks) file.keys.put({ first, keys: keysOf(file, mapper, first, count) });
    });
    rows += blocks.reduce((sum, { count }) => sum + count, 0);
    yield { rows, total };
  }
}

/** Hashes of a block's match keys, made by mapping its rows. Fault job-corrupt. */
export function keysOf(file: JobFile, mapper: RowMapper, first: number, count: number): Int32Array {
  const keys = new Int32Array(count * 2);
  const hash = new KeyHash();
  const { states } = file.states.blockAt(first);
  const positions = Array.from({ length: count }, (_, index) => first + index).filter((position) => !withoutItem.has(rowStates[states[position - first] ?? 0] ?? 'empty'));
  for (const row of file.blocks.rowsAt(positions)) {
    const mapped = mapper.map(row);
    if (mapped.kind !== 'item') continue;
    hash.measure(mapped.key);
    keys[(row.position - first) * 2] = hash.low;
    keys[(row.position - first) * 2 + 1] = hash.high;
  }
  return keys;
}
