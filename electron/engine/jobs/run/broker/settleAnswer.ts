import { deflateRawSync } from 'node:zlib';
import { outcomeOfAnswer, type Outcome } from '../../../api/outcome.ts';
import { attemptsPerChunk, retryDelay } from '../../../api/retryTiming.ts';
import { scrubbedNow } from '../../../api/scrubbedAnswer.ts';
import type { TokenSpellings } from '../../../api/tokenSpellings.ts';
import type { QueueAnswer } from '../../../queue/line.ts';
import type { Chunk, ChunkState } from '../../../store/chunks.ts';
import { isoTime, steadyNow } from '../../clock.ts';
import { nextRowState } from '../../transitions.ts';
import { mustOwn, recordOutcome, type Settlement } from '../recordOutcome.ts';
import type { RunContext } from '../runContext.ts';
import { weigh, weighRows } from '../runState.ts';
import { itemAt, shownOutcome } from '../shownOutcome.ts';
import { shownWords } from '../shownWords.ts';
import type { OwnRequest, OwnRequests } from './ownRequests.ts';

export interface Settling {
  readonly context: RunContext;
  readonly own: OwnRequests;
  readonly spellings: TokenSpellings;
}

/** What an answer may still decide; one whose publishing failed for certain has its id yet. */
const isOpen: ReadonlySet<ChunkState> = new Set(['planned', 'sending', 'unknown', 'queued'] as const);

/**
 * Records an answer with all its rows in one transaction: when it returns, the message may be acknowledged. One that was recorded before, as the
 * acknowledgement was lost, changes nothing.
 */
export function settleAnswer({ context, own, spellings }: Settling, { id, body }: QueueAnswer): void {
  const { file, clock } = context;
  const request = own.of(id);
  const chunk = request === null ? null : file.chunks.get(request.chunk);
  if (request === null || chunk === null) return;
  const answer = scrubbedNow(body, spellings);
  if (chunk.requestId !== id || !isOpen.has(chunk.state)) return recordLate(context, request, chunk, answer);
  // The platform has said it itself: there is no status of a proxy's beside it.
  const outcome: Outcome = { ...outcomeOfAnswer({ status: 200, headers: {}, body: answer }, chunk.profiles, clock.now()), httpStatus: null };
  const settlement = record(context, { chunk, request, id, outcome, answer });
  own.settle(chunk.id);
  follow({ context, own }, chunk, outcome, settlement);
}

interface Answered {
  readonly chunk: Chunk;
  readonly request: OwnRequest;
  readonly id: string;
  readonly outcome: Outcome;
  readonly answer: Uint8Array;
}

function record({ file, owner, run, clock }: RunContext, { chunk, request, id, outcome, answer }: Answered): Settlement {
  const at = isoTime(clock);
  return file.transaction(() => {
    mustOwn(file, owner);
    const attempt = request.attempt ?? file.attempts.begin({ chunk: chunk.id, run, requestId: id, bytes: chunk.bytes, startedAt: chunk.firstSentAt ?? at });
    file.states.change(chunk.members, (state) => (state === 'sending' ? state : nextRowState(state, 'send')));
    file.chunks.setState(chunk.id, 'sending');
    // Published once under this id, it has nothing behind it but what this answer says.
    const settlement = recordOutcome({ file, owner, chunk: { ...chunk, appliedMaybe: false }, attempt, exchange: { outcome, answer }, at });
    // Its message is used up: what was not applied goes in another one, whose answer is told from this one's.
    if (settlement === 'again' && file.chunks.get(chunk.id)?.state === 'planned') file.chunks.renew(chunk.id);
    return settlement;
  });
}

/** What an answer means for the whole run. */
function follow({ context, own }: Pick<Settling, 'context' | 'own'>, chunk: Chunk, outcome: Outcome, settlement: Settlement): void {
  const { file, state, clock, order, pace } = context;
  const mayHaveApplied = outcome.kind === 'later' && outcome.mayHaveApplied;
  if (settlement !== 'settled') state.isPlanAhead = true;
  const times = settlement === 'again' ? own.askedAgain(chunk.id) : 1;
  // Of one that may have been applied there will be no other attempt.
  weigh(state, shownOutcome(file, chunk, outcome), mayHaveApplied ? attemptsPerChunk : times);
  weighRows(state, outcome, chunk.profiles, context.pauseWhenRefused, (text, index) => shownWords(text, itemAt(file, chunk, index)));
  if (outcome.kind === 'later' && !mayHaveApplied) {
    const waitMs = retryDelay({ attempt: times, throttled: outcome.throttled, retryAfterMs: outcome.retryAfterMs, random: context.random() });
    state.quietUntil = Math.max(state.quietUntil, steadyNow(clock) + waitMs);
    state.quietBecause = outcome;
  }
  if (state.pause !== null) context.halt.abort();
  if (settlement === 'settled') {
    order?.settle(chunk.members);
    pace.add(chunk.profiles, steadyNow(clock));
  }
  context.report();
}

/** The answer to a request that the operator gave up: its rows were sent again, and may have been applied twice. Any other is known already. */
function recordLate({ file, owner, clock }: RunContext, { attempt }: OwnRequest, { id, state }: Chunk, answer: Uint8Array): void {
  if (attempt === null || state !== 'given-up' || file.attempts.lastOutcome(id) !== null) return;
  file.transaction(() => {
    mustOwn(file, owner);
    file.attempts.end(attempt, { endedAt: isoTime(clock), outcome: 'late', httpStatus: null, code: null, text: null, replayed: false, answer: deflateRawSync(answer, { level: 1 }) });
  });
}
