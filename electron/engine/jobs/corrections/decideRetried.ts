import type { JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';
import { decideAtRest } from './decideAtRest.ts';

/**
 * Rows that are put into a new round may have lost their place meanwhile, by a correction that gave their match key to another
 * row: these stand back for it instead of being sent after it. Inside the caller's transaction. Gives how many of the
 * positions, rising, are still to be sent.
 */
export function decideRetried(file: JobFile, job: JobRecord, positions: readonly number[]): number {
  if (file.corrections.batches().length === 0) return positions.length;
  const isDecided = decideAtRest(file, job, (affected) => {
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
  });
  return isDecided ? positions.filter((position) => file.states.at(position) === 'ready').length : positions.length;
}
