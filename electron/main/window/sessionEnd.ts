import type { StopBounds } from '../engine/engine.ts';

/**
 * Windows ends a session without `before-quit`, and kills a program some five seconds after it was asked. Chunks under way
 * get a part of them to be answered: one that is cut off is unknown, and after a weekend it cannot be asked for any more.
 */
const hurried: StopBounds = { waitMs: 2_500, graceMs: 1_500 };

export interface SessionEndParts {
  /** How long jobs may take to pause when the operator quits. */
  readonly usual: StopBounds;
  /** Begins quitting as the operator would. */
  readonly quit: () => void;
}

export interface SessionEnd {
  /** The system asks whether the session may end, or ends it: quits, without a question, in the time there is. */
  readonly begin: () => void;
  /** Whether nobody is there to be asked. */
  readonly isEnding: () => boolean;
  readonly bounds: () => StopBounds;
}

export function createSessionEnd({ usual, quit }: SessionEndParts): SessionEnd {
  let ending = false;
  return {
    begin() {
      if (ending) return;
      ending = true;
      quit();
    },
    isEnding: () => ending,
    bounds: () => (ending ? hurried : usual),
  };
}
