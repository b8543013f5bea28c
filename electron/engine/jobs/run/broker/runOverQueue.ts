import type { BrokerTrouble, UnansweredKind } from '#contract/brokerWords.ts';
import { tokenSpellings } from '../../../api/tokenSpellings.ts';
import { attemptsPerChunk } from '../../../api/retryTiming.ts';
import { QueueError, type QueueLine } from '../../../queue/line.ts';
import type { Chunk } from '../../../store/chunks.ts';
import { steadyNow } from '../../clock.ts';
import { mustStop, type RunContext } from '../runContext.ts';
import { idle } from '../runState.ts';
import { takeChunk } from '../takeChunk.ts';
import { identifyDoubtful } from './identify.ts';
import { afterTrouble } from './lineTrouble.ts';
import { OwnRequests } from './ownRequests.ts';
import { afterPass, firstPass, type PassTiming } from './passes.ts';
import { publishChunk } from './publishChunk.ts';
import type { QueueWay } from './queueWay.ts';
import { settleAnswer, type Settling } from './settleAnswer.ts';

/** How often the messages that wait are counted, and a blocked broker is looked at again. */
const lookMs = 1_000;
/** With the queue of requests empty and no answer of ours for so many times what one request may take, nobody is at work on what is awaited. */
const silences = 5;

/** What can go wrong on the line, each counted for itself: a broker that gives answers out and takes no request is in trouble too. */
type Act = 'line' | 'publish';

/**
 * Leaves with a broker what a job has to send and records what comes back: one step after another, so that nothing is collected while something is
 * being published. Ends when nothing is open any more, or the run has to stop.
 */
export async function runOverQueue(context: RunContext, queue: QueueWay): Promise<void> {
  identifyDoubtful(context);
  const run = new QueueRun(context, queue);
  try {
    while (!mustStop(context) && (await run.step()));
  } finally {
    await run.close();
  }
}

class QueueRun {
  readonly #context: RunContext;
  readonly #queue: QueueWay;
  readonly #own: OwnRequests;
  readonly #settling: Settling;
  /** No wait outlasts it. */
  readonly #ending: AbortSignal;
  #line: QueueLine | null = null;
  #wasOpen = false;
  readonly #failures: Record<Act, number> = { line: 0, publish: 0 };
  #pass: PassTiming = firstPass;
  /** Steady ms, as the next two. */
  #nextPass = -Infinity;
  #nextCount = -Infinity;
  /** The last step was a pass: one that brought answers is followed by the next at once, and requests must leave between them. */
  #hasCollected = false;
  /** Since then the queue of requests is empty and nothing of ours has come. */
  #silentSince: number | null = null;

  constructor(context: RunContext, queue: QueueWay) {
    this.#context = context;
    this.#queue = queue;
    this.#ending = AbortSignal.any([context.stop, context.abort, context.halt.signal]);
    this.#own = new OwnRequests(context.file);
    this.#settling = { context, own: this.#own, spellings: tokenSpellings(queue.token) };
    this.#tell({ depths: null, blocked: null, amongOthers: false });
  }

  async close(): Promise<void> {
    const line = this.#line;
    this.#line = null;
    await line?.close();
  }

  /** One piece of work, or a wait; false when there is nothing more to do. */
  async step(): Promise<boolean> {
    const line = await this.#openLine();
    if (line === null) return true;
    const isDue = this.#now() >= this.#nextPass;
    if (isDue && !this.#hasCollected) return this.#collect(line);
    const chunk = this.#mayPublish(line) ? this.#nextChunk() : null;
    if (chunk !== null) return this.#publish(line, chunk);
    if (isDue) return this.#collect(line);
    await this.#count(line);
    if (this.#isOver()) return false;
    await this.#rest();
    return true;
  }

  #now(): number {
    return steadyNow(this.#context.clock);
  }

  async #openLine(): Promise<QueueLine | null> {
    const lost = this.#line?.lost ?? null;
    if (lost !== null) {
      await this.close();
      await this.#trouble(lost, 'line');
      return null;
    }
    if (this.#line !== null) return this.#line;
    try {
      this.#line = await this.#queue.open(this.#ending);
      this.#wasOpen = true;
      return this.#line;
    } catch (error) {
      await this.#trouble(error, 'line');
      return null;
    }
  }

  async #collect(line: QueueLine): Promise<boolean> {
    this.#hasCollected = true;
    try {
      const pass = await line.collect({ isOurs: (id) => this.#own.of(id) !== null, settle: (answer) => settleAnswer(this.#settling, answer), signal: this.#ending });
      this.#failures.line = 0;
      this.#pass = afterPass(this.#pass, pass);
      this.#nextPass = this.#now() + this.#pass.waitMs;
      if (pass.taken > 0) this.#silentSince = null;
      this.#tell({ amongOthers: pass.others > 0 });
      // What it could not look behind now, it will not be able to the next time.
      if (pass.full && pass.taken === 0) this.#pause('broker', 'foreign-answers' satisfies BrokerTrouble);
    } catch (error) {
      await this.#trouble(error, 'line');
    }
    return true;
  }

  #mayPublish(line: QueueLine): boolean {
    const { state } = this.#context;
    return line.blocked === null && this.#now() >= state.quietUntil && this.#unanswered().young < this.#queue.mostUnanswered;
  }

  #nextChunk(): Chunk | null {
    const { file, order } = this.#context;
    return takeChunk(this.#context, () => this.#notSpent(file.chunks.toPublish(order !== null ? 'all' : this.#own.chunksAsked + 1)));
  }

  /** The platform has not asked for them again too often in this run. */
  *#notSpent(chunks: Iterable<Chunk>): Generator<Chunk> {
    for (const chunk of chunks) if (this.#own.timesAsked(chunk.id) < attemptsPerChunk) yield chunk;
  }

  async #publish(line: QueueLine, chunk: Chunk): Promise<boolean> {
    const { state } = this.#context;
    this.#hasCollected = false;
    this.#silentSince = null;
    state.streams[0] = { ...idle(1), activity: 'sending', chunk: chunk.id, profiles: chunk.profiles, attempt: 1 };
    const error = await publishChunk({ context: this.#context, queue: this.#queue, own: this.#own }, line, chunk);
    state.streams[0] = idle(1);
    this.#tell({});
    if (error === null) this.#failures.publish = 0;
    else if (error.code !== 'message-too-large') await this.#trouble(error, 'publish');
    return true;
  }

  /** How many messages wait, for whoever watches, and whether anybody is at work on ours. */
  async #count(line: QueueLine): Promise<void> {
    if (this.#now() < this.#nextCount) return;
    this.#nextCount = this.#now() + lookMs;
    try {
      const depths = await line.depths(this.#ending);
      this.#tell({ depths, blocked: line.blocked });
      const isSilent = depths.requests === 0 && line.blocked === null;
      this.#silentSince = isSilent ? (this.#silentSince ?? this.#now()) : null;
    } catch (error) {
      await this.#trouble(error, 'line');
    }
  }

  /** Nothing can be published until something happens that will not happen any more. */
  #isOver(): boolean {
    const { state, timeoutMs } = this.#context;
    const { young, old } = this.#unanswered();
    if (this.#line === null || this.#now() < state.quietUntil || this.#now() >= this.#nextPass) return false;
    if (young === 0 && this.#nextChunk() === null) {
      if (old > 0) this.#pause('unanswered', 'expired' satisfies UnansweredKind);
      // What stands open now was answered without a word about its rows, or is behind such a one.
      else if (this.#context.file.chunks.inState('unknown').length > 0) this.#pause('unanswered', 'unclear' satisfies UnansweredKind);
      return true;
    }
    if (young === 0 || this.#silentSince === null || this.#now() - this.#silentSince < silences * timeoutMs) return false;
    this.#pause('unanswered', 'silent' satisfies UnansweredKind);
    return true;
  }

  async #rest(): Promise<void> {
    const { clock, state } = this.#context;
    const now = this.#now();
    const due = [this.#nextPass, this.#nextCount, state.quietUntil].filter((at) => at > now);
    await clock.sleep(Math.max(1, Math.min(lookMs, ...due.map((at) => at - now))), this.#ending);
  }

  /** Waits as long as the failures in a row ask for, or has the run paused. Any other error is passed on. */
  async #trouble(error: unknown, act: Act): Promise<void> {
    if (!(error instanceof QueueError)) throw error;
    const { clock, state, report, random } = this.#context;
    if (this.#line !== null && this.#line.lost !== null) await this.close();
    if (mustStop(this.#context)) return;
    this.#failures[act] += 1;
    // A broker that this run has spoken with, and that hangs up in the middle of a greeting, is about to end or to begin.
    const code = (error.code === 'not-spoken' && this.#wasOpen ? 'unreachable' : error.code) satisfies BrokerTrouble;
    const waitMs = afterTrouble({ code }, this.#failures[act], random());
    if (waitMs === null) return this.#pause('broker', error.reason === '' ? code : `${code}: ${error.reason}`);
    state.streams[0] = { ...idle(1), activity: 'waiting', because: `broker-${code}`, waitMs, waitUntil: this.#now() + waitMs };
    report();
    await clock.sleep(waitMs, this.#ending);
    state.streams[0] = idle(1);
    report();
  }

  #pause(reason: 'broker' | 'unanswered', text: string): void {
    this.#context.state.pause ??= { reason, httpStatus: null, code: null, text };
    this.#context.halt.abort();
  }

  /** Those older than a message lives are not waited for. */
  #unanswered(): { readonly young: number; readonly old: number } {
    return this.#own.unanswered(this.#context.clock.now() - this.#queue.hoursToLive * 3_600_000);
  }

  #tell(news: Partial<NonNullable<RunContext['state']['broker']>>): void {
    const { state, report } = this.#context;
    const { young, old } = this.#unanswered();
    const before = state.broker ?? { depths: null, blocked: null, amongOthers: false };
    state.broker = { ...before, ...news, unanswered: young + old, mostUnanswered: this.#queue.mostUnanswered };
    report();
  }
}
