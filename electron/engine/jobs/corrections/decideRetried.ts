import type { JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';
import { jobMapping } from '../jobMapping.ts';
import { openRows } from './correcting.ts';
import { decideAgain } from './decideAgain.ts';
import { KeySet } from './keySet.ts';
import { makeKeys } from './makeKeys.ts';

/**
 * Rows that are put into a new round may have lost their place meanwhile, by a correction that gave their match key to another
 * row: these stand back for it instead of being sent after it. Inside the caller's transaction. Gives how many of the
 * positions, rising, are still to be sent.
 */
export function decideRetried(file: JobFile, job: JobRecord, positions: readonly number[]): number {
  const policy = job.recipe.duplicates ?? 'last';
  const made = policy === 'all' || file.corrections.batches().length === 0 ? null : jobMapping(file, job);
  if (made?.ok !== true) return positions.length;
  for (const done of makeKeys(file, job, made.mapper)) void done;
  const affected = new KeySet();
  let end = 0;
  let block = { first: 1, keys: new Int32Array(0) };
  for (const position of positions) {
    if (position > end) {
      const { first, states } = file.states.blockAt(position);
      block = { first, keys: file.keys.of(first).keys.slice() };
      end = first + states.length - 1;
    }
    const at = (position - block.first) * 2;
    affected.add(block.keys[at] ?? 0, block.keys[at + 1] ?? 0);
  }
  const touched = new Uint8Array(job.rowsRead + 1);
  for (const step of decideAgain({ file, mapper: made.mapper, policy, states: file.states.bytes(), open: openRows(file, job.rowsRead), touched, affected })) void step;
  file.chunks.dropUnsentHolding(touched);
  return positions.filter((position) => file.states.at(position) === 'ready').length;
}
