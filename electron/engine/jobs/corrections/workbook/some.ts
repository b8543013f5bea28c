import type { Some } from '#contract/some.ts';

/** Of rows and cells that are told one by one. */
export const toldAtMost = 100;

/** Counts all and keeps the first. */
export class Told<Each> implements Some<Each> {
  readonly first: Each[] = [];
  count = 0;

  add(one: Each): void {
    this.count += 1;
    if (this.first.length < toldAtMost) this.first.push(one);
  }

  get some(): Some<Each> {
    return { count: this.count, first: this.first };
  }
}
