import type { BrokerFigures, Pause, PauseReason, StreamStatus } from '#contract/job.ts';
import { attemptsPerChunk, chunkFailuresToPause } from '../../api/retryTiming.ts';
import type { Later, Outcome } from '../../api/outcome.ts';
import { answersOf, judgeRefusals, recentRequests, type Answers } from './refusals.ts';
import { newTuning, type TuningState } from './tuning/tuning.ts';

/** Refusals in a row without one chunk taken: then it is the request that is wrong, not a row in it. */
const refusalsToPause = 64;
/** Requests one run may spend on halving; a resume starts a new budget. */
const halvingRequestsAtMost = 2_000;

/** What a run has to remember beyond the job file: nothing here is needed to resume. */
export interface RunState {
  pause: Omit<Pause, 'at'> | null;
  chunkFailures: number;
  refusalsInARow: number;
  halvings: number;
  /** No stream sends before this, in steady ms: the server asked all of us to wait. */
  quietUntil: number;
  /** Chunks first sent while the platform's own time was not known yet. */
  readonly sentBlind: Set<number>;
  isTimeKnown: boolean;
  /** The server was asked for its Date, or is being asked; see repeating.ts. */
  isDateless: boolean;
  asking: Promise<void> | null;
  /** Chunks were halved or got new ids, and the job's own file may not know it yet without its -wal. */
  isPlanAhead: boolean;
  /** Why: the outcome that asked for it. */
  quietBecause: Later | null;
  lastTrouble: Outcome | null;
  /** What the last requests had answered, as far back as the judgement on refused rows looks. */
  answers: readonly Answers[];
  tuning: TuningState;
  /** A stream found nothing to send and none to wait for: those that rest need not be woken for more. */
  exhausted: boolean;
  readonly held: Set<number>;
  /** What is known of the broker; null in a run over HTTP. */
  broker: BrokerFigures | null;
  readonly streams: StreamStatus[];
}

/** `answers`: what earlier runs of the job had answered, as far as it still counts. */
export function newRunState(streams: number, answers: readonly Answers[] = []): RunState {
  return {
    pause: null,
    chunkFailures: 0,
    refusalsInARow: 0,
    halvings: 0,
    quietUntil: -Infinity,
    sentBlind: new Set(),
    isTimeKnown: false,
    isDateless: false,
    asking: null,
    isPlanAhead: false,
    quietBecause: null,
    lastTrouble: null,
    answers,
    tuning: newTuning(streams),
    exhausted: false,
    held: new Set(),
    broker: null,
    streams: Array.from({ length: streams }, (_, index) => idle(index + 1)),
  };
}

export function idle(stream: number): StreamStatus {
  return { stream, activity: 'idle', chunk: null, profiles: 0, attempt: 0, because: null, answer: null, waitMs: 0, waitUntil: null };
}

function pauseOf(reason: PauseReason, outcome: Outcome): Omit<Pause, 'at'> {
  return { reason, httpStatus: outcome.httpStatus, code: outcome.code, text: outcome.text };
}

/**
 * Takes an outcome into account for the whole run: what must pause it, what ends a row of failures. `attempt`
 * is the chunk's attempt within this run. Sets `pause` when the run has to stop.
 */
export function weigh(state: RunState, outcome: Outcome, attempt: number): void {
  switch (outcome.kind) {
    case 'answered':
      state.chunkFailures = 0;
      state.refusalsInARow = 0;
      return;
    case 'stopped':
      state.pause ??= pauseOf(outcome.reason, outcome);
      return;
    case 'refused':
    case 'too-large':
      state.chunkFailures = 0;
      state.refusalsInARow += 1;
      state.halvings += 1;
      if (state.refusalsInARow >= refusalsToPause || state.halvings >= halvingRequestsAtMost) state.pause ??= pauseOf('refused', outcome);
      return;
    case 'later':
      if (outcome.because === 'aborted') return;
      state.lastTrouble = outcome;
      if (attempt < attemptsPerChunk) return;
      state.chunkFailures += 1;
      if (state.chunkFailures >= chunkFailuresToPause) state.pause ??= pauseOf(failedBy(outcome), outcome);
  }
}

/** Pages that come again and again are not the platform's. */
const failedBy = (outcome: Outcome): 'between' | 'server' => (outcome.kind === 'later' && outcome.isPage === true ? 'between' : 'server');

/** Takes the answers about rows into account; sets `pause` when too many are refuses. `percent` null: never. `shown` as in answersOf. */
export function weighRows(state: RunState, outcome: Outcome, profiles: number, percent: number | null, shown?: (text: string, index: number) => string): void {
  if (percent === null) return;
  const answers = answersAbout(outcome, profiles, shown);
  if (answers === null || answers.answered === 0) return;
  state.answers = recentRequests([...state.answers, answers]);
  state.pause ??= judgeRefusals(state.answers, percent);
}

/** A row refused as a whole request stands alone in it. */
function answersAbout(outcome: Outcome, profiles: number, shown?: (text: string, index: number) => string): Answers | null {
  if (outcome.kind === 'answered') return answersOf(outcome.results, shown);
  if (profiles > 1 || (outcome.kind !== 'refused' && outcome.kind !== 'too-large')) return null;
  return answersOf([{ code: outcome.code ?? outcome.httpStatus ?? 0, text: outcome.text ?? '' }], shown);
}

/** Why a run that found nothing more to send is not finished: chunks out of attempts, or older than the platform remembers. */
export function pauseAtEnd(state: RunState, stale: number): Omit<Pause, 'at'> {
  const trouble = state.lastTrouble;
  if (stale > 0 || trouble === null) return { reason: 'unsettled', httpStatus: null, code: null, text: null };
  const unsettled = trouble.kind === 'later' && trouble.because === 'answer-incomplete';
  return pauseOf(unsettled ? 'unsettled' : failedBy(trouble), trouble);
}
