import type { JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';
import { decideAtRest } from './decideAtRest.ts';
import { hashOfKey } from './keyHashes.ts';

/**
 * Decides first or last again in a job whose source was read again for a repair, for every match key that corrected rows had as they were
 * read or have now, and for those of which a row was picked: reading knows nothing of either, so that the row it chose
 * would be sent after the one that took its place. `positions`: of the rows that were corrected. Inside the caller's transaction.
 */
export function decideRepaired(file: JobFile, job: JobRecord, positions: readonly number[]): void {
  if (positions.length === 0) return;
  decideAtRest(file, job, (affected, mapper) => {
    for (const original of [true, false]) {
      for (const row of file.blocks.rowsAt(positions, { few: true, original })) {
        const mapped = mapper.map(row);
        if (mapped.kind === 'item') affected.add(...hashOfKey(mapped.key));
      }
    }
    for (const { low, high } of file.corrections.picks().values()) affected.add(low, high);
  });
}
