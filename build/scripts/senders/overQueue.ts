import { afterPass, firstPass, type PassTiming } from '#engine/jobs/run/broker/passes.ts';
import type { Circumstances, Told } from './model.ts';
import type { Platform } from './platform.ts';
import type { Timeline } from './timeline.ts';

/** An answer that waits in a queue. */
export interface WaitingAnswer {
  readonly owner: QueueSender;
  readonly sentAt: number;
  readonly profiles: number;
  /** How often somebody else has taken it and given it back. */
  returns: number;
}

/** One program that leaves its requests with a broker and looks for answers by the product's own rules; a pass itself takes no time here. */
export class QueueSender {
  readonly #of: Circumstances;
  readonly #timeline: Timeline;
  readonly #platform: Platform;
  readonly #told: Told;
  /** Its own, or the one of all senders. */
  readonly #answers: Set<WaitingAnswer>;
  #unanswered = 0;
  #pass: PassTiming = firstPass;

  constructor(of: Circumstances, { timeline, platform, told, answers }: { readonly timeline: Timeline; readonly platform: Platform; readonly told: Told; readonly answers: Set<WaitingAnswer> }) {
    this.#of = of;
    this.#timeline = timeline;
    this.#platform = platform;
    this.#told = told;
    this.#answers = answers;
  }

  send(): void {
    this.#publish();
    this.#look();
  }

  #publish(): void {
    while (this.#unanswered < this.#of.most) {
      this.#unanswered += 1;
      const answer: WaitingAnswer = { owner: this, sentAt: this.#timeline.now, profiles: this.#of.profiles, returns: 0 };
      this.#platform.take(answer.profiles, () => {
        this.#answers.add(answer);
      });
    }
  }

  #look(): void {
    let [taken, others] = [0, 0];
    for (const answer of this.#answers) {
      if (answer.owner !== this) {
        others += 1;
        answer.returns += 1;
        this.#told.mostReturns = Math.max(this.#told.mostReturns, answer.returns);
        continue;
      }
      taken += 1;
      this.#answers.delete(answer);
      this.#unanswered -= 1;
      this.#told.settled(this.#timeline.now - answer.sentAt, answer.profiles);
    }
    this.#publish();
    this.#pass = afterPass(this.#pass, { taken, others });
    this.#timeline.plan(Math.max(1, this.#pass.waitMs), () => this.#look());
  }
}
