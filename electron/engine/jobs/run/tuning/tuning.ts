import type { Tuning } from '#contract/job.ts';
import { learnSize, type ChunkSize } from './chunkSize.ts';
import type { Exchanged } from './signal.ts';
import { firstLimit, tuneLimit, type LimitState } from './streamLimit.ts';

/** What a run has learned of its server: how many streams and how large requests suit it. Nothing of it is stored. */
export interface TuningState {
  readonly streams: LimitState;
  readonly size: ChunkSize;
}

/** `ceiling`: the operator's number of streams, 1 or more. */
export function newTuning(ceiling: number): TuningState {
  return { streams: firstLimit(ceiling), size: null };
}

/** What follows from one request. Pure; `now` in ms since 1970. */
export function tune(state: TuningState, exchanged: Exchanged, now: number): TuningState {
  return { streams: tuneLimit(state.streams, exchanged, now), size: learnSize(state.size, exchanged) };
}

/** As the operator is told of it. */
export function tuningStatus({ streams: { limit, ceiling, reason }, size }: TuningState): Tuning {
  return { limit, ceiling, reason, smaller: size };
}
