import { rowStates } from '#contract/job.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';
import { winnerOf } from '../corrections/decideAgain.ts';
import { keptHashes } from '../corrections/jobKeys.ts';
import { KeyPositions } from '../corrections/keyPositions.ts';
import type { SentBefore } from './groupTable.ts';

/**
 * Rows that have the match key of a row which is sent, or was, and yet are no duplicates of it: they were sent themselves before it was. That
 * comes of corrections alone, picks among them; in other jobs nothing is read. Fault job-corrupt.
 */
export function* sentBefore(file: JobFile, { recipe, rowsRead }: JobRecord): Generator<SentBefore> {
  const policy = recipe.duplicates ?? 'last';
  if (policy === 'all' || file.corrections.batches().length === 0 || file.keys.missing().length > 0) return;
  const keys = keptHashes(file, rowsRead);
  const states = file.states.bytes();
  const stand = new KeyPositions(() => keys, (position) => states[position - 1] !== duplicate);
  let picks: ReturnType<JobFile['corrections']['picks']> | null = null;
  for (let position = 1; position <= rowsRead; position += 1) {
    const [low = 0, high = 0] = [keys[position * 2 - 2], keys[position * 2 - 1]];
    if ((low === 0 && high === 0) || states[position - 1] === duplicate) continue;
    const members = stand.of(low, high);
    if (members.length < 2) continue;
    picks ??= file.corrections.picks();
    // Of all that are no duplicates the one by policy is sent, as of all of the key it is none either.
    const winner = winnerOf(policy, picks, [low, high], [...members].sort((a, b) => a - b).map((one) => ({ position: one })));
    if (winner !== undefined && winner.position !== position) yield { position, instead: winner.position };
  }
}

const duplicate = rowStates.indexOf('duplicate');
