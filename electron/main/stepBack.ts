import { constants, setPriority } from 'node:os';
import type { UtilityProcess } from 'electron';

/**
 * Has a process stand back behind the window and what it shows: it works for minutes at all the speed there is, and on a computer
 * whose processors are all busy every picture would have to wait for its turn. Where nothing else is to be done it is as quick as ever.
 */
export function stepBack(child: UtilityProcess): void {
  child.once('spawn', () => {
    try {
      if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
    } catch {
      // It has ended already, or the system keeps priorities to itself: then it works as any other.
    }
  });
}
