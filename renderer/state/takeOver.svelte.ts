import { faultOf } from '#contract/faults.ts';
import { explain, type Explanation } from '../text/sentences.ts';

/** Steps that are refused while nobody has said that this file of several copies is the one to go on. */
export class TakeOver {
  #question = $state.raw<Explanation | null>(null);
  #again: (() => Promise<unknown>) | null = null;

  /** What has to be agreed to; null while nothing has. */
  get question(): Explanation | null {
    return this.#question;
  }

  /** Runs a step; where it is refused as a copy's, asks, and has `again` ready for a yes. Null then; other faults pass. */
  async guard<Value>(step: () => Promise<Value>, again: () => Promise<unknown>): Promise<Value | null> {
    try {
      return await step();
    } catch (error) {
      const { data } = faultOf(error);
      if (data.code !== 'job-elsewhere') throw error;
      this.#question = explain(data);
      this.#again = again;
      return null;
    }
  }

  async agree(): Promise<void> {
    const again = this.#again;
    this.dismiss();
    await again?.();
  }

  dismiss(): void {
    this.#question = null;
    this.#again = null;
  }
}
