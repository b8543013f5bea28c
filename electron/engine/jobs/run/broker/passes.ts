import type { Collected } from '../../../queue/line.ts';

/** An empty queue of answers is looked into after so long, then at growing intervals. */
const firstLookMs = 25;
const longestLookMs = 1_000;
/** Answers of others are given back after each pass; queues of the kind "quorum" count that, and drop a message that came back too often. */
const firstAmongOthersMs = 1_000;
const longestAmongOthersMs = 30_000;

/** When the queue of answers is looked into: in ms until the next pass, and how the last one went. */
export interface PassTiming {
  readonly waitMs: number;
  readonly amongOthers: boolean;
}

export const firstPass: PassTiming = { waitMs: 0, amongOthers: false };

/** What a pass means for the next one. Pure. */
export function afterPass(last: PassTiming, { taken, others }: Pick<Collected, 'taken' | 'others'>): PassTiming {
  if (others > 0) {
    const grown = last.amongOthers && taken === 0 ? last.waitMs * 2 : firstAmongOthersMs;
    return { waitMs: Math.min(Math.max(grown, firstAmongOthersMs), longestAmongOthersMs), amongOthers: true };
  }
  if (taken > 0) return firstPass;
  return { waitMs: last.amongOthers ? firstLookMs : Math.min(Math.max(firstLookMs, last.waitMs * 2), longestLookMs), amongOthers: false };
}
