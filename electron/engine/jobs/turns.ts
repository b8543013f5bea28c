import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { Fault } from '#contract/faults.ts';

/** So long the others of this process wait for their turn, in ms. */
const turnAfterMs = 40;
const progressEveryMs = 200;

const steady = (): number => performance.now();

export interface TurnOptions<Progress> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Milliseconds from any start, which only go forward. */
  readonly now?: (() => number) | undefined;
}

/** For long work: lets others have their turn from time to time, and tells how far it is. Fault cancelled. */
export function turns<Progress>({ signal, onProgress, now: clock = steady }: TurnOptions<Progress>): (progress: Progress) => Promise<void> {
  // The first piece tells at once: whoever waits sees that it has begun, and work of any speed can be ended after it.
  let [turned, told] = [-Infinity, -Infinity];
  return async (progress) => {
    const now = clock();
    if (signal?.aborted === true) throw new Fault('cancelled');
    if (now - turned < turnAfterMs) return;
    if (now - told >= progressEveryMs) {
      onProgress?.(progress);
      told = now;
    }
    await setImmediate();
    turned = clock();
  };
}
