import type { StreamStatus } from '#contract/job.ts';
import type { Later, Outcome } from '../../api/outcome.ts';
import { attemptsPerChunk, retryDelay } from '../../api/retryTiming.ts';
import type { Chunk } from '../../store/chunks.ts';
import { chunkBody } from './chunkBody.ts';
import { isoTime, steadyNow } from '../clock.ts';
import { bringPlanHome, recordDeparture } from './departure.ts';
import { askedAgain, outcomeFor, recordOutcome } from './recordOutcome.ts';
import { mayRepeat, windowNow } from './repeating.ts';
import { mustStop, type HttpContext } from './runContext.ts';
import { idle, weigh, weighRows } from './runState.ts';
import { itemAt, shownOutcome } from './shownOutcome.ts';
import { shownWords } from './shownWords.ts';
import { takeChunk } from './takeChunk.ts';
import { answerNumber, causeName } from './tuning/signal.ts';
import { tune } from './tuning/tuning.ts';

/**
 * One stream: takes a chunk, settles it, takes the next, until there is none or the run has to stop. One above the
 * present limit rests; the first never does, so that all work ends and whoever rests is woken at its end.
 */
export async function runStream(context: HttpContext, stream: number): Promise<void> {
  const { state, changed } = context;
  try {
    while (!mustStop(context) && !state.exhausted) {
      if (isAboveLimit(context, stream)) {
        if (state.streams[stream - 1]?.activity !== 'resting') show(context, { ...idle(stream), activity: 'resting' });
        await changed.wait();
        continue;
      }
      const chunk = takeChunk(context, () => candidates(context));
      if (chunk === null) {
        state.exhausted = state.held.size === 0;
        if (state.exhausted) break;
        show(context, idle(stream));
        // A chunk in another stream's hands may yet come back as two halves, or be what others wait for.
        await changed.wait();
        continue;
      }
      state.held.add(chunk.id);
      await settle(context, stream, chunk).finally(() => {
        state.held.delete(chunk.id);
        changed.notify();
      });
    }
  } catch (error) {
    // The others must not go on sending for a run that is broken.
    context.halt.abort();
    throw error;
  } finally {
    show(context, idle(stream));
    changed.notify();
  }
}

const candidates = ({ file, run, time, order }: HttpContext): Iterable<Chunk> => file.chunks.candidates(run, attemptsPerChunk, windowNow(time), order !== null);

function isAboveLimit({ state }: HttpContext, stream: number): boolean {
  return stream > state.tuning.streams.limit;
}

/** Sends a chunk until its outcome is known, the attempts of this run are used up, or the run has to stop. */
async function settle(context: HttpContext, stream: number, taken: Chunk): Promise<void> {
  let chunk: Chunk | null = taken;
  while (chunk !== null) {
    await quiet(context, stream, chunk);
    // Above the limit by now: given back, the chunk is taken up by a stream that may send.
    if (mustStop(context) || isAboveLimit(context, stream)) return;
    if (!(await mayRepeat(context, chunk)) || mustStop(context)) return;
    const outcome = await attempt(context, stream, chunk);
    if (outcome === null) return;
    chunk = context.file.chunks.get(chunk.id);
    if (chunk === null || mustStop(context) || chunk.runAttempts >= attemptsPerChunk) return;
    await backOff(context, stream, chunk, outcome);
  }
}

/** One request with everything written before and after it; null when the chunk needs no further one. */
async function attempt(context: HttpContext, stream: number, chunk: Chunk): Promise<Outcome | null> {
  const { file, clock, time, run, owner, jobId, client, state, pace, timeoutMs } = context;
  const body = chunkBody(file, chunk, context.frames);
  const { format } = context.frames;
  const departed = recordDeparture({ file, jobId, chunk, body, format, run, owner, at: isoTime(time) });
  bringPlanHome(file, state);
  if (chunk.firstSentAt === null && !state.isTimeKnown) state.sentBlind.add(chunk.id);
  const number = chunk.run === run ? chunk.runAttempts + 1 : 1;
  show(context, { ...idle(stream), activity: 'sending', chunk: chunk.id, profiles: chunk.profiles, attempt: number });
  const { epoch } = state.tuning.streams;
  const sentAt = steadyNow(clock);
  const { outcome: told, answer } = await client.updateBatch({
    requestId: departed.requestId,
    body: body.bytes,
    format,
    profiles: chunk.profiles,
    signal: context.abort,
  });
  const ms = steadyNow(clock) - sentAt;
  const outcome = askedAgain(outcomeFor(chunk, told), number);
  const settlement = recordOutcome({ file, owner, chunk, attempt: departed.attempt, exchange: { outcome, answer }, at: isoTime(clock) });
  if (settlement === 'halved' || (settlement === 'again' && outcome.replayed)) state.isPlanAhead = true;
  weigh(state, shownOutcome(file, chunk, outcome), number);
  weighRows(state, outcome, chunk.profiles, context.pauseWhenRefused, (text, index) => shownWords(text, itemAt(file, chunk, index)));
  // Streams that rest are woken when this chunk is let go: the limit grows on answers only, which settle one.
  state.tuning = tune(state.tuning, { outcome: told, epoch, ms, bytes: chunk.bytes, profiles: chunk.profiles, timeoutMs }, steadyNow(clock));
  if (state.pause !== null) context.halt.abort();
  if (settlement === 'settled') {
    context.order?.settle(chunk.members);
    pace.add(chunk.profiles, steadyNow(clock));
  }
  context.report();
  return settlement === 'again' ? outcome : null;
}

/** Waits while the server has asked all streams for rest. */
async function quiet(context: HttpContext, stream: number, chunk: Chunk): Promise<void> {
  // Asked again after every wait: meanwhile another stream may have been told to rest longer.
  for (;;) {
    const waitMs = context.state.quietUntil - steadyNow(context.clock);
    if (waitMs <= 0 || mustStop(context) || isAboveLimit(context, stream)) return;
    await pauseStream(context, stream, chunk, waitMs, context.state.quietBecause);
  }
}

async function backOff(context: HttpContext, stream: number, chunk: Chunk, outcome: Outcome): Promise<void> {
  if (outcome.kind !== 'later') return;
  const waitMs = retryDelay({
    attempt: chunk.runAttempts,
    throttled: outcome.throttled,
    retryAfterMs: outcome.retryAfterMs,
    random: context.random(),
  });
  const until = steadyNow(context.clock) + waitMs;
  if (outcome.throttled && until > context.state.quietUntil) {
    context.state.quietUntil = until;
    context.state.quietBecause = outcome;
  }
  await pauseStream(context, stream, chunk, waitMs, outcome);
}

async function pauseStream(context: HttpContext, stream: number, chunk: Chunk, waitMs: number, outcome: Later | null): Promise<void> {
  const attempts = chunk.run === context.run ? chunk.runAttempts : 0;
  show(context, { stream, activity: 'waiting', chunk: chunk.id, profiles: chunk.profiles, attempt: attempts, ...causeOf(outcome), waitMs, waitUntil: steadyNow(context.clock) + waitMs });
  await context.clock.sleep(waitMs, AbortSignal.any([context.stop, context.abort, context.halt.signal]));
}

/** One cause has one name, wherever it is told: a 503 that asks for rest is no error of the server beside it. */
function causeOf(outcome: Later | null): Pick<StreamStatus, 'because' | 'answer'> {
  return outcome === null ? { because: 'throttled', answer: null } : { because: causeName(outcome), answer: answerNumber(outcome) };
}

function show({ state, report }: HttpContext, status: StreamStatus): void {
  state.streams[status.stream - 1] = status;
  report();
}
