import type { JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';
import { jobMapping } from '../jobMapping.ts';
import { openRows } from './correcting.ts';
import { decideAgain } from './decideAgain.ts';
import { KeySet } from './keySet.ts';
import { makeKeys } from './makeKeys.ts';
import { hashOfKey } from './rowsOfKey.ts';

/**
 * Decides first or last again in a job whose source was read again for a repair, for every match key that corrected rows had as they were
 * read or have now, and for those of which a row was picked: reading knows nothing of either, so that the row it chose
 * would be sent after the one that took its place. `positions`: of the rows that were corrected. Inside the caller's transaction.
 */
export function decideRepaired(file: JobFile, job: JobRecord, positions: readonly number[]): void {
  const policy = job.recipe.duplicates ?? 'last';
  const made = policy === 'all' || positions.length === 0 ? null : jobMapping(file, job);
  if (made?.ok !== true) return;
  for (const done of makeKeys(file, job, made.mapper)) void done;
  const affected = new KeySet();
  for (const original of [true, false]) {
    for (const row of file.blocks.rowsAt(positions, { few: true, original })) {
      const mapped = made.mapper.map(row);
      if (mapped.kind === 'item') affected.add(...hashOfKey(mapped.key));
    }
  }
  for (const { low, high } of file.corrections.picks().values()) affected.add(low, high);
  const touched = new Uint8Array(job.rowsRead + 1);
  for (const step of decideAgain({ file, mapper: made.mapper, policy, states: file.states.bytes(), open: openRows(file, job.rowsRead), touched, affected })) void step;
  file.chunks.dropUnsentHolding(touched);
}
