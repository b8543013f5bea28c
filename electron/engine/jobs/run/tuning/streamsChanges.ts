import { mostChanges, type StreamsChange } from '#contract/job.ts';
import type { TimedAttempt } from '../../../store/attempts.ts';
import type { LaterReason } from '../../../api/outcome.ts';
import type { Weighed } from './signal.ts';
import { firstLimit, tuneLimit } from './streamLimit.ts';

/** In the order in which a run meets them: an answer frees the stream that sends next. */
interface Moment {
  readonly at: number;
  readonly kind: 'end' | 'start';
  readonly attempt: TimedAttempt;
}

/**
 * The changes of the number of streams in a run, the newest of them: decided once more of its requests as they are recorded, since a
 * run keeps nothing of what it learns. `ceiling`: the operator's number of streams. Pure.
 */
export function streamsChanges(attempts: readonly TimedAttempt[], ceiling: number): readonly StreamsChange[] {
  let state = firstLimit(Math.max(1, ceiling));
  const epochs = new Map<TimedAttempt, number>();
  const changes: StreamsChange[] = [];
  for (const { at, kind, attempt } of moments(attempts)) {
    if (kind === 'start') {
      epochs.set(attempt, state.epoch);
      continue;
    }
    const { limit } = state;
    state = tuneLimit(state, { outcome: weighed(attempt), epoch: epochs.get(attempt) ?? state.epoch, ms: at - Date.parse(attempt.startedAt), bytes: attempt.bytes }, at);
    if (state.limit !== limit) changes.push({ at, limit: state.limit, ceiling: state.ceiling, reason: state.reason });
  }
  return changes.slice(-mostChanges);
}

function moments(attempts: readonly TimedAttempt[]): readonly Moment[] {
  const all = attempts.flatMap((attempt): readonly Moment[] => [
    { at: Date.parse(attempt.startedAt), kind: 'start', attempt },
    ...(attempt.endedAt === null ? [] : [{ at: Date.parse(attempt.endedAt), kind: 'end', attempt } as const]),
  ]);
  return all.toSorted((one, other) => one.at - other.at || rankOf(one) - rankOf(other));
}

/** Within a millisecond: an answer comes before the request that it has made room for; what was not answered makes room for none, and a request that took no time begins before it ends. */
function rankOf({ at, kind, attempt }: Moment): number {
  if (kind === 'start') return 1;
  return attempt.outcome === 'answered' && Date.parse(attempt.startedAt) < at ? 0 : 2;
}

const reasons: ReadonlySet<string> = new Set<LaterReason>(['unreachable', 'connection-lost', 'timed-out', 'aborted', 'throttled', 'server-error', 'answer-unreadable', 'answer-incomplete']);
const isReason = (text: string): text is LaterReason => reasons.has(text);

/** What an attempt's record says of its outcome. One that asked for rest by 503 is recorded as an error of the server. */
function weighed({ outcome, httpStatus, code, replayed }: TimedAttempt): Weighed {
  if (outcome === 'answered') return { kind: 'answered', replayed: replayed === 1 };
  const because = outcome?.replace(/^later: /, '') ?? '';
  return isReason(because) ? { kind: 'later', because, throttled: because === 'throttled' || httpStatus === 503, httpStatus, code } : { kind: 'other' };
}
