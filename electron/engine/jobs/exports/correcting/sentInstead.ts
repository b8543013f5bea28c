import { rowStates, type JobRow } from '#contract/job.ts';
import type { Recipe } from '#contract/recipe.ts';
import type { JobFile } from '../../../store/jobFile.ts';
import { winnerOf } from '../../corrections/decideAgain.ts';
import { keptHashes } from '../../corrections/jobKeys.ts';
import { KeyPositions } from '../../corrections/keyPositions.ts';

/** The sheet's number of another accepted row that stands for the match key of an accepted one; 0 where there is none. */
export type SentInstead = (row: Pick<JobRow, 'position' | 'state'>) => number;

const accepted = rowStates.indexOf('accepted');

/** Such rows come of corrections alone, which make the hashes of keys where they are missing. */
export function sentInstead(file: JobFile, { duplicates: policy = 'last' }: Pick<Recipe, 'duplicates'>): SentInstead {
  const states = file.states.bytes();
  if (policy === 'all' || !states.includes(accepted)) return () => 0;
  const keys = keptHashes(file, states.length);
  const [rows, picks] = [new KeyPositions(() => keys, (position) => states[position - 1] === accepted), file.corrections.picks()];
  return ({ position, state }) => {
    const [low, high] = [keys[position * 2 - 2] ?? 0, keys[position * 2 - 1] ?? 0];
    if (state !== 'accepted' || (low === 0 && high === 0)) return 0;
    const members = [...rows.of(low, high)].sort((a, b) => a - b).map((one) => ({ position: one }));
    const winner = winnerOf(policy, picks, [low, high], members)?.position ?? position;
    return winner === position ? 0 : file.blocks.rowNumber(winner);
  };
}
