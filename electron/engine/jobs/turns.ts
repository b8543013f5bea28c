import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { Fault } from '#contract/faults.ts';

/** So long the others of this process wait for their turn, in ms. */
const turnAfterMs = 40;
const progressEveryMs = 200;

export interface TurnOptions<Progress> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** For long work: lets others have their turn from time to time, and tells how far it is. Fault cancelled. */
export function turns<Progress>({ signal, onProgress }: TurnOptions<Progress>): (progress: Progress) => Promise<void> {
  let [turned, told] = [performance.now(), -Infinity];
  return async (progress) => {
    const now = performance.now();
    if (signal?.aborted === true) throw new Fault('cancelled');
    if (now - turned < turnAfterMs) return;
    if (now - told >= progressEveryMs) {
      onProgress?.(progress);
      told = now;
    }
    await setImmediate();
    turned = performance.now();
  };
}
