import type { JobFile } from '../store/jobFile.ts';
import { nextRowState } from './transitions.ts';

/**
 * Chunks that a dead process left in flight: whether they were applied is not known, so they become
 * unknown and are settled by the same body under the same Request-ID. Only with the job's lock in hand.
 */
export function recoverInFlight(file: JobFile): number {
  return file.transaction(() => {
    const left = file.chunks.inState('sending');
    for (const chunk of left) {
      file.states.change(chunk.members, (state) => nextRowState(state, 'lose'));
      file.chunks.markAppliedMaybe(chunk.id);
      file.chunks.setState(chunk.id, 'unknown');
    }
    return left.length;
  });
}
