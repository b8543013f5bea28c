import { attemptsPerChunk, chunkFailuresToPause, retryDelay } from '#engine/api/retryTiming.ts';
import type { Outcome } from '#engine/api/outcome.ts';
import { isTooSlow } from '#engine/jobs/run/tuning/chunkSize.ts';
import { newTuning, tune, type TuningState } from '#engine/jobs/run/tuning/tuning.ts';
import type { Circumstances, Told } from './model.ts';
import type { Platform } from './platform.ts';
import type { Timeline } from './timeline.ts';

/** As the invented profiles of the benchmark have. */
const bytesPerProfile = 260;
const answered: Outcome = { kind: 'answered', results: [], httpStatus: 200, code: 0, text: '', replayed: false };
const timedOut: Outcome = { kind: 'later', because: 'timed-out', mayHaveApplied: true, throttled: false, retryAfterMs: null, httpStatus: null, code: null, text: '', replayed: false };

interface Chunk {
  readonly profiles: number;
  readonly sentAt: number;
  attempt: number;
  /** The platform has worked it off, and answers a repeat from memory. */
  isDone: boolean;
  /** Whoever waits for that now. */
  onDone: () => void;
}

/** One program that asks over HTTP, with as many streams, as large requests and such waits as the product's own rules give it. */
export class HttpSender {
  readonly #of: Circumstances;
  readonly #timeline: Timeline;
  readonly #platform: Platform;
  readonly #random: () => number;
  readonly #told: Told;
  #tuning: TuningState;
  #underWay = 0;
  #failures = 0;

  constructor(of: Circumstances, { timeline, platform, random, told }: { readonly timeline: Timeline; readonly platform: Platform; readonly random: () => number; readonly told: Told }) {
    this.#of = of;
    this.#timeline = timeline;
    this.#platform = platform;
    this.#random = random;
    this.#told = told;
    this.#tuning = newTuning(of.most);
  }

  send(): void {
    while (this.#failures < chunkFailuresToPause && this.#underWay < this.#tuning.streams.limit) {
      this.#underWay += 1;
      const chunk: Chunk = { profiles: this.#size(), sentAt: this.#timeline.now, attempt: 0, isDone: false, onDone: () => undefined };
      this.#platform.take(chunk.profiles, () => {
        chunk.isDone = true;
        chunk.onDone();
      });
      this.#ask(chunk);
    }
  }

  /** Halved as long as what was learned calls it too slow. */
  #size(): number {
    let { profiles } = this.#of;
    while (isTooSlow(this.#tuning.size, { profiles, bytes: profiles * bytesPerProfile })) profiles = Math.ceil(profiles / 2);
    return profiles;
  }

  #ask(chunk: Chunk): void {
    const { timeoutMs } = this.#of;
    const [sentAt, epoch] = [this.#timeline.now, this.#tuning.streams.epoch];
    chunk.attempt += 1;
    let isOver = false;
    const end = (outcome: Outcome): void => {
      if (isOver) return;
      isOver = true;
      chunk.onDone = () => undefined;
      const { now } = this.#timeline;
      this.#tuning = tune(this.#tuning, { outcome, epoch, ms: now - sentAt, bytes: chunk.profiles * bytesPerProfile, profiles: chunk.profiles, timeoutMs }, now);
      if (outcome.kind === 'answered') this.#settled(chunk);
      else this.#again(chunk);
    };
    const fromMemory: Outcome = chunk.attempt > 1 && chunk.isDone ? { ...answered, replayed: true } : answered;
    chunk.onDone = () => end(answered);
    if (chunk.isDone) this.#timeline.plan(0, () => end(fromMemory));
    else this.#timeline.plan(timeoutMs, () => end(timedOut));
  }

  #settled({ sentAt, profiles }: Chunk): void {
    this.#failures = 0;
    this.#told.settled(this.#timeline.now - sentAt, profiles);
    this.#underWay -= 1;
    this.send();
  }

  #again(chunk: Chunk): void {
    this.#told.timeouts += 1;
    if (chunk.attempt >= attemptsPerChunk) {
      this.#failures += 1;
      if (this.#failures === chunkFailuresToPause) this.#told.paused += 1;
      chunk.attempt = 0;
    }
    if (this.#failures >= chunkFailuresToPause) return;
    this.#timeline.plan(retryDelay({ attempt: Math.max(1, chunk.attempt), throttled: false, retryAfterMs: null, random: this.#random() }), () => this.#ask(chunk));
  }
}
