import type { Timeline } from './timeline.ts';

/** What a platform takes for its work, the same whichever way it comes. */
export interface Strength {
  /** So many requests are worked on at once; the others wait, first come, first served. */
  readonly parallel: number;
  /** Ms for a request of `profiles`, in the mean; each takes between half and one and a half of it. */
  readonly serviceMs: number;
  readonly profiles: number;
}

/** A platform that works off one row of requests. */
export class Platform {
  readonly #timeline: Timeline;
  readonly #strength: Strength;
  readonly #random: () => number;
  readonly #waiting: { readonly profiles: number; readonly done: () => void }[] = [];
  #working = 0;
  /** Of profiles, done so far. */
  done = 0;
  /** Most requests that waited at once. */
  deepest = 0;

  constructor(timeline: Timeline, strength: Strength, random: () => number) {
    this.#timeline = timeline;
    this.#strength = strength;
    this.#random = random;
  }

  /** `done` is called when it has been worked off. */
  take(profiles: number, done: () => void): void {
    this.#waiting.push({ profiles, done });
    this.#begin();
    this.deepest = Math.max(this.deepest, this.#waiting.length);
  }

  #begin(): void {
    if (this.#working >= this.#strength.parallel) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    this.#working += 1;
    const ms = this.#strength.serviceMs * (next.profiles / this.#strength.profiles) * (0.5 + this.#random());
    this.#timeline.plan(ms, () => {
      this.#working -= 1;
      this.done += next.profiles;
      next.done();
      this.#begin();
    });
  }
}
