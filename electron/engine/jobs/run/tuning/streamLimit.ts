import type { StreamsReason } from '#contract/job.ts';
import { signalOf, type Exchanged, type Weighed } from './signal.ts';

/** Answers within this are no burden to anybody: streams are added without asking what they bring. */
const quickMs = 1_000;
/** Slow is what takes this many times the usual, … */
const slowTimes = 2;
/** … and so much longer that an operator would notice. */
const slowByMs = 1_000;
/** How far the usual follows one answer to the better: a few quick answers do not make all others slow. */
const followed = 1 / 16;
/** Of what one more stream could bring at best, the part that it has to bring to be kept. */
const leastGain = 1 / 3;
/** No growth for so long after trouble, and twice as long each time growth has led to trouble again, … */
const restMs = 30_000;
/** … up to this; as much time without any change makes up for the past. */
const longestRestMs = 600_000;
/** No growth for so long after a stream that brought nothing, twice as long each time again: every try costs slower answers. */
const noGainRestMs = 300_000;
/** Answers that are looked at together, at least. */
const leastSeen = 8;
/** Chunks of between two thirds and one and a half of the usual bytes are compared by their times, others not at all. */
const comparable = 1.5;

/** What of a request the number of streams hangs on. */
type Timed = Pick<Exchanged, 'epoch' | 'ms' | 'bytes'> & { readonly outcome: Weighed };

/** How many streams may send, and what has to be remembered to decide it. */
export interface LimitState {
  /** The operator's setting, 1 or more. */
  readonly ceiling: number;
  /** 1 to ceiling. */
  readonly limit: number;
  readonly reason: StreamsReason;
  /** Rises with every decision: a request sent under another limit says nothing about this one. */
  readonly epoch: number;
  /** Epoch of the last halving: trouble of requests sent before it has been answered by it. */
  readonly lowered: number;
  /** Ms since 1970 of the last decision. */
  readonly changedAt: number;
  /** Ms since 1970 before which the limit does not grow. */
  readonly restUntil: number;
  /** How often in a row growth has led to trouble. */
  readonly relapses: number;
  /** How often a stream has brought nothing since the last halving. */
  readonly vain: number;
  /** The epoch began with growth. */
  readonly grown: boolean;
  /** What an answer took on average with one stream fewer, in ms, until it is known whether this one is worth it. */
  readonly before: number | null;
  /** What an answer takes as a rule, in ms; null while not known. */
  readonly usual: number | null;
  /** Ms of this epoch's last answers, the oldest first. */
  readonly times: readonly number[];
  /** Item bytes of the chunks whose times are compared; null before the first. */
  readonly bytes: number | null;
  /** Answers in a row to chunks of another size. */
  readonly strangers: number;
}

/**
 * A run begins with one stream: a wrong token or address costs one request, and the first answer tells what this
 * server takes when nothing else is asked of it. On a quick server the next stream follows after that answer.
 */
export function firstLimit(ceiling: number): LimitState {
  return {
    ceiling,
    limit: 1,
    reason: { code: ceiling === 1 ? 'as-set' : 'starting' },
    epoch: 0,
    lowered: 0,
    changedAt: 0,
    restUntil: 0,
    relapses: 0,
    vain: 0,
    grown: false,
    before: null,
    usual: null,
    times: [],
    bytes: null,
    strangers: 0,
  };
}

/**
 * Additive increase, multiplicative decrease: one stream more after a round of good answers, half of them after
 * trouble or when most of the last answers were slow. Pure; `now` in ms since 1970.
 */
export function tuneLimit(state: LimitState, exchanged: Timed, now: number): LimitState {
  const signal = signalOf(exchanged.outcome);
  if (signal === null || state.ceiling === 1) return state;
  if (signal.kind === 'coped') return afterAnswer(state, exchanged, now);
  const { code, answer } = signal;
  // Requests that were under way together fail together; that is one trouble, but the rest begins with the last of it.
  if (exchanged.epoch < state.lowered) return { ...state, restUntil: Math.max(state.restUntil, now + restAfter(state.relapses)) };
  return halve(state, { code, answer }, now);
}

function afterAnswer(before: LimitState, { epoch, ms, bytes }: Timed, now: number): LimitState {
  if (epoch !== before.epoch) return before;
  const state = measured(before, Math.max(0, ms), bytes);
  const { limit, times, usual } = state;
  const typical = lowMedian(times);
  if (typical === null || times === before.times) return state;
  const slow = usual !== null && limit > 1 && areSlow(times, usual, limit);
  if (slow && state.before === null) return halve(state, { code: 'slowed', fromMs: usual, toMs: typical }, now);
  const enough = typical < quickMs ? limit : state.before === null ? 2 * limit : seenTogether(limit);
  return slow || times.length >= enough ? afterRound(state, { typical, slow }, now) : state;
}

/** A round of answers under this limit is there: was the last stream worth it, and is it time for one more? Slow ones are its doing. */
function afterRound(state: LimitState, { typical, slow }: { readonly typical: number; readonly slow: boolean }, now: number): LimitState {
  const { limit, ceiling, before, restUntil, times } = state;
  const mean = clippedMean(times, slowTimes * typical);
  if (before !== null && (slow || (mean >= quickMs && gain(limit, before, mean) < leastGain))) {
    const reason: StreamsReason = { code: 'no-gain', fromMs: before, toMs: mean };
    const next = changed(state, { limit: limit - 1, reason, restUntil: now + noGainRestMs * 2 ** state.vain }, now);
    return { ...next, vain: state.vain + 1 };
  }
  const usual = usualNow(state, typical);
  if (limit === ceiling || now < restUntil) return { ...state, before: null, usual };
  const next = changed(state, { limit: limit + 1, reason: { code: 'steady' }, restUntil }, now);
  return { ...next, grown: true, before: mean, usual };
}

/** Alone, or with a stream just found worth it, what an answer takes is the new measure; else it only follows what got better. */
function usualNow({ limit, before, usual, times }: LimitState, typical: number): number {
  if (usual === null || limit === 1 || before !== null) return typical;
  return typical < usual && times.length === seenTogether(limit) ? usual + (typical - usual) * followed : usual;
}

/**
 * What the last stream brought: 1 when answers take as long as without it, 0 when no more is done in the same time.
 * By Little's law as many streams as `limit` get limit / mean time answers a ms.
 */
function gain(limit: number, before: number, now: number): number {
  return (limit * before) / now - (limit - 1);
}

/** Most of the last answers, and so more than the one round that a single stall of the server would strike. */
function areSlow(times: readonly number[], usual: number, limit: number): boolean {
  const slow = times.filter((time) => time >= usual * slowTimes && time - usual >= slowByMs);
  return slow.length > seenTogether(limit) / 2;
}

function halve(state: LimitState, reason: StreamsReason, now: number): LimitState {
  const calm = now - state.changedAt > longestRestMs;
  const relapses = (calm ? 0 : state.relapses) + (state.grown ? 1 : 0);
  const restUntil = Math.max(state.restUntil, now + restAfter(relapses));
  const next = changed(state, { limit: Math.max(1, Math.floor(state.limit / 2)), reason, restUntil }, now);
  return { ...next, relapses, vain: 0, lowered: next.epoch };
}

function restAfter(relapses: number): number {
  return Math.min(longestRestMs, restMs * 2 ** Math.max(0, relapses - 1));
}

/** A new epoch, for which nothing is measured yet. */
function changed(state: LimitState, to: Pick<LimitState, 'limit' | 'reason' | 'restUntil'>, now: number): LimitState {
  return { ...state, ...to, epoch: state.epoch + 1, changedAt: now, grown: false, before: null, times: [] };
}

/**
 * The answer's time put to the others, if its chunk is of their size: a small one is quick by itself and would make
 * all others look slow. Larger ones are the new measure at once, smaller ones when no others come any more.
 */
function measured(state: LimitState, ms: number, bytes: number): LimitState {
  const { limit } = state;
  const anew = { ...state, bytes, times: [ms], strangers: 0, before: null, usual: null };
  if (state.bytes === null || bytes > state.bytes * comparable) return anew;
  const seen = seenTogether(limit);
  if (bytes * comparable >= state.bytes) return { ...state, times: [...state.times, ms].slice(-seen), strangers: 0 };
  return state.strangers + 1 < seen ? { ...state, strangers: state.strangers + 1 } : anew;
}

/** Two rounds at least. */
function seenTogether(limit: number): number {
  return Math.max(leastSeen, 2 * limit);
}

/** The mean of ms, in which no single outlier counts for more than `most`. */
function clippedMean(times: readonly number[], most: number): number {
  return times.reduce((sum, time) => sum + Math.min(time, most), 0) / times.length;
}

/** The middle value, the lower one of two: with few values, a single slow one is never taken for the rule. */
function lowMedian(values: readonly number[]): number | null {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? null;
}
