import { join } from 'node:path';
import { generator } from '../random.ts';
import { backupAfterEnd, backupBeforeFirstRun, backupInMidRun, copyInWindow, copyTakenOver, killedWhileHandedOver } from './copyActs.ts';
import { linkedAtOnce, linkedLater, movedAfterKill, renamedInMidRun, symbolicLink } from './nameActs.ts';
import { tryOut, type Act, type Outcome } from './trial.ts';

/** Each kind of thing that becomes of a job's file. */
export const acts: readonly (readonly [name: string, act: Act])[] = [
  ['two hard links run at once', linkedAtOnce],
  ['a hard link made later', linkedLater],
  ['a symbolic link', symbolicLink],
  ['renamed in mid-run and run at the same time', renamedInMidRun],
  ['moved after a kill, with or without its -wal', movedAfterKill],
  ['a copy in the window, and after a restart', copyInWindow],
  ['a copy taken over', copyTakenOver],
  ['a backup from before the first run put back', backupBeforeFirstRun],
  ['a backup from mid-run put back', backupInMidRun],
  ['a backup from after the end put back', backupAfterEnd],
  ['a handing over killed', killedWhileHandedOver],
];

export interface PlacesFigures extends Outcome {
  readonly name: string;
  readonly trials: number;
}

/** So many trials of one kind, each in a new folder inside `folder`, the same ones for the same seed. */
export async function placesLane(folder: string, seed: number, [name, act]: (typeof acts)[number], trials: number): Promise<PlacesFigures> {
  const sum = { told: 0, lost: 0, doubled: 0, silent: 0 };
  const problems: string[] = [];
  for (let index = 0; index < trials; index += 1) {
    const { problems: found, ...counts } = await tryOut(join(folder, `${name.replace(/\W+/g, '-')}-${index}`), generator(seed * 1_000 + index), act);
    sum.told += counts.told;
    sum.lost += counts.lost;
    sum.doubled += counts.doubled;
    sum.silent += counts.silent;
    problems.push(...found.map((problem) => `${name}, trial ${index}: ${problem}`));
    if (counts.lost + counts.doubled + counts.silent > 0) problems.push(`${name}, trial ${index}: ${JSON.stringify(counts)}`);
  }
  return { name, trials, ...sum, problems };
}
