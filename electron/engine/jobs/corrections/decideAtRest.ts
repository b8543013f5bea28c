import type { RowMapper } from '../../mapping/types.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';
import { jobMapping } from '../jobMapping.ts';
import { openRows } from './correcting.ts';
import { decideAgain } from './decideAgain.ts';
import { JobKeys } from './jobKeys.ts';
import { KeySet } from './keySet.ts';
import { makeKeys } from './makeKeys.ts';

/**
 * Decides first or last again outside of a batch of corrections, for the match keys that `collect` adds; nothing where all rows
 * of a key are sent. Inside the caller's transaction. Tells whether it was done.
 */
export function decideAtRest(file: JobFile, job: JobRecord, collect: (affected: KeySet, mapper: RowMapper) => void): boolean {
  const policy = job.recipe.duplicates ?? 'last';
  const made = policy === 'all' ? null : jobMapping(file, job);
  if (made?.ok !== true) return false;
  for (const done of makeKeys(file, made.mapper)) void done;
  const affected = new KeySet();
  collect(affected, made.mapper);
  const touched = new Uint8Array(job.rowsRead + 1);
  const keys = new JobKeys(file, made.mapper, job.rowsRead);
  for (const step of decideAgain({ file, mapper: made.mapper, policy, keys, states: file.states.bytes(), open: openRows(file, job.rowsRead), touched, affected })) void step;
  file.chunks.dropUnsentHolding(touched);
  return true;
}
