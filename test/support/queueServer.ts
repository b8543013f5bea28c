import type { Outcome } from '#engine/api/outcome.ts';
import { tune, type TuningState } from '#engine/jobs/run/tuning/tuning.ts';

export const answered: Outcome = { kind: 'answered', results: [], httpStatus: 200, code: 0, text: null, replayed: false };

/** A server as a queue: so many requests are worked on at once, each for so long; the others wait. */
export interface Queue {
  readonly workers: number;
  /** Ms for one request; `number` counts from 0. */
  readonly serviceMs: (now: number, number: number) => number;
  /** What it answers instead, when it does. */
  readonly outcome?: ((now: number, underWay: number) => Outcome) | undefined;
}

export interface Seen {
  /** Ms. */
  readonly now: number;
  readonly state: TuningState;
}

interface UnderWay {
  readonly sentAt: number;
  readonly doneAt: number;
  readonly epoch: number;
  readonly outcome: Outcome;
}

/** Sends to the queue as a run does, with as many requests under way as the tuning allows, for so many ms; every step it took. */
export function simulate(first: TuningState, queue: Queue, forMs: number): readonly Seen[] {
  const seen: Seen[] = [{ now: 0, state: first }];
  const free = Array.from({ length: queue.workers }, () => 0);
  let underWay: readonly UnderWay[] = [];
  let state = first;
  let now = 0;
  let number = 0;
  const send = (): void => {
    const worker = free.indexOf(Math.min(...free));
    const doneAt = Math.max(now, free[worker] ?? 0) + queue.serviceMs(now, (number += 1) - 1);
    free[worker] = doneAt;
    const outcome = queue.outcome?.(now, underWay.length + 1) ?? answered;
    underWay = [...underWay, { sentAt: now, doneAt, epoch: state.streams.epoch, outcome }];
  };
  while (now < forMs) {
    while (underWay.length < state.streams.limit) send();
    const next = underWay.reduce((soonest, request) => (request.doneAt < soonest.doneAt ? request : soonest));
    underWay = underWay.filter((request) => request !== next);
    now = next.doneAt;
    const { outcome, epoch } = next;
    state = tune(state, { outcome, epoch, ms: now - next.sentAt, bytes: 2_000_000, profiles: 5_000, timeoutMs: 120_000 }, now);
    seen.push({ now, state });
  }
  return seen;
}

/** The limit at each change, with when. */
export function changes(seen: readonly Seen[]): readonly { readonly now: number; readonly limit: number; readonly code: string }[] {
  return seen
    .filter(({ state }, index) => index === 0 || state.streams.epoch !== seen[index - 1]?.state.streams.epoch)
    .map(({ now, state }) => ({ now, limit: state.streams.limit, code: state.streams.reason.code }));
}
