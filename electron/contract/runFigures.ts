import type { StreamsChange } from './job.ts';

/** How a run went over its time, as far as the requests that are recorded tell. */
export interface RunFigures {
  /** In ms since 1970. */
  readonly startedAt: number;
  /** Milliseconds that each entry stands for. */
  readonly stepMs: number;
  /** From the start on, without a gap; `mostSteps` of them at most, however long the run takes. */
  readonly steps: readonly RunStep[];
  /** When the number of streams changed, and why: worked out from the requests, as the run did. The newest so many, see mostChanges. */
  readonly changes: readonly StreamsChange[];
}

export interface RunStep {
  /** Rows settled, spread over the time that their requests took. */
  readonly rows: number;
  /** The longest that a request answered in it took; null where none was. */
  readonly answerMs: number | null;
  /** Requests that failed and are tried again: how the first of them ended, and its HTTP status; left out where there was none. */
  readonly trouble?: { readonly because: string; readonly httpStatus: number | null };
}

export const mostSteps = 240;
