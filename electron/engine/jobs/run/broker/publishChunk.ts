import { ownAnswer } from '#contract/ownAnswers.ts';
import type { Outcome } from '../../../api/outcome.ts';
import { QueueError, type QueueLine } from '../../../queue/line.ts';
import type { Chunk } from '../../../store/chunks.ts';
import { chunkBody } from '../chunkBody.ts';
import { isoTime, steadyNow } from '../../clock.ts';
import { nextRowState } from '../../transitions.ts';
import { bringPlanHome, recordDeparture, type Departed } from '../departure.ts';
import { mustOwn, recordOutcome } from '../recordOutcome.ts';
import type { RunContext } from '../runContext.ts';
import type { OwnRequests } from './ownRequests.ts';
import type { QueueWay } from './queueWay.ts';

export interface Publishing {
  readonly context: RunContext;
  readonly queue: QueueWay;
  readonly own: OwnRequests;
}

/**
 * Publishes one chunk, with everything written before and after it. Gives what went wrong, or null when the broker has it: whatever it is,
 * the chunk is planned again only where the broker surely does not have it.
 */
export async function publishChunk({ context, queue, own }: Publishing, line: QueueLine, chunk: Chunk): Promise<QueueError | null> {
  const { file, jobId, run, owner, time, state, frames } = context;
  const body = chunkBody(file, chunk, frames);
  const departed = recordDeparture({ file, jobId, chunk, body, format: frames.format, run, owner, at: isoTime(time) });
  bringPlanHome(file, state);
  own.add(departed.requestId, { chunk: chunk.id, attempt: departed.attempt });
  own.await({ id: chunk.id, firstSentAt: chunk.firstSentAt ?? isoTime(time) });
  try {
    await inTime(context, (signal) => line.publish({ id: departed.requestId, body: queue.message(departed.requestId, body.bytes), signal }));
  } catch (error) {
    if (!(error instanceof QueueError)) throw error;
    recordUnconfirmed({ context, own }, chunk, departed, error);
    return error;
  }
  recordConfirmed(context, chunk);
  return null;
}

/** A broker that is blocked while it confirms may never do so; what was written stays written. */
async function inTime({ clock, abort, timeoutMs }: RunContext, publish: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const [late, done] = [new AbortController(), new AbortController()];
  const until = steadyNow(clock) + timeoutMs;
  void clock.sleep(timeoutMs, done.signal).then(() => {
    if (!done.signal.aborted && steadyNow(clock) >= until) late.abort();
  });
  try {
    await publish(AbortSignal.any([abort, late.signal]));
  } finally {
    done.abort();
  }
}

function recordConfirmed({ file, owner }: RunContext, { id, members }: Chunk): void {
  file.transaction(() => {
    mustOwn(file, owner);
    file.states.change(members, (state) => nextRowState(state, 'queue'));
    file.chunks.setState(id, 'queued');
  });
}

function recordUnconfirmed({ context, own }: Pick<Publishing, 'context' | 'own'>, chunk: Chunk, { attempt }: Departed, error: QueueError): void {
  const { file, owner, clock, state } = context;
  if (error.kind === 'open') {
    file.transaction(() => {
      mustOwn(file, owner);
      file.states.change(chunk.members, (row) => nextRowState(row, 'lose'));
      file.chunks.markAppliedMaybe(chunk.id);
      file.chunks.setState(chunk.id, 'unknown');
    });
    return;
  }
  const outcome = outcomeOfRefused(error, chunk);
  const settlement = recordOutcome({ file, owner, chunk: { ...chunk, appliedMaybe: false }, attempt, exchange: { outcome, answer: null }, at: isoTime(clock) });
  own.settle(chunk.id);
  if (settlement === 'halved') state.isPlanAhead = true;
  if (settlement === 'settled') context.order?.settle(chunk.members);
}

/** Nothing of it is with the broker. */
function outcomeOfRefused({ code, reason }: QueueError, { bytes }: Chunk): Outcome {
  const words = { httpStatus: null, code: null, replayed: false };
  if (code === 'message-too-large') return { ...words, kind: 'too-large', text: ownAnswer({ why: 'broker-too-large', bytes, limit: reason }) };
  return { ...words, kind: 'later', text: code, because: 'unreachable', mayHaveApplied: false, throttled: false, retryAfterMs: null };
}
