import type { RunFigures } from '#contract/runFigures.ts';
import type { PlotData, PlotMark } from '../../../parts/plot.ts';
import { causeWords, streamsWords } from '#contract/sentences.ts';

/** Something that happened at a moment of the run. */
export interface Mark {
  /** In ms since 1970. */
  readonly at: number;
  readonly kind: 'streams' | 'trouble';
  readonly words: string;
}

/** When the number of streams changed and why, and when requests had to be tried again; in the order of time. Pure but for the language. */
export function marksOf({ startedAt, stepMs, steps, changes }: RunFigures): readonly Mark[] {
  const troubles = steps.flatMap(({ trouble }, index): readonly Mark[] =>
    trouble === undefined ? [] : [{ at: startedAt + index * stepMs, kind: 'trouble', words: causeWords({ because: trouble.because, answer: trouble.httpStatus }) }],
  );
  const streams = changes
    .filter(({ at }) => at >= startedAt)
    .map(({ at, limit, ceiling, reason }): Mark => ({ at, kind: 'streams', words: streamsWords({ limit, ceiling, reason, smaller: null }) }));
  return [...troubles, ...streams].toSorted((one, other) => one.at - other.at);
}

/** Seconds since 1970, rows a second, and how long answers took in seconds. Pure. */
export function dataOf({ startedAt, stepMs, steps }: RunFigures): PlotData {
  return [
    steps.map((_, index) => (startedAt + index * stepMs) / 1_000),
    steps.map(({ rows }) => (rows * 1_000) / stepMs),
    steps.map(({ answerMs }) => (answerMs === null ? null : answerMs / 1_000)),
  ];
}

/** The lines in the plot. */
export function linesOf(marks: readonly Mark[]): readonly PlotMark[] {
  return marks.map(({ at, kind }) => ({ at, colour: kind === 'trouble' ? '--danger' : '--ink-3', dashed: kind !== 'trouble' }));
}
