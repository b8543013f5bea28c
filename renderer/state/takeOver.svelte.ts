import type { FaultCode } from '#contract/faults.ts';
import { faultOf } from '#contract/faults.ts';
import { explain, type Explanation } from '../text/sentences.ts';

/** Steps that are refused with one fault while the operator has not said that they are to be taken all the same. */
export class Consent {
  readonly #code: FaultCode;
  #question = $state.raw<Explanation | null>(null);
  #again: (() => Promise<unknown>) | null = null;

  constructor(code: FaultCode) {
    this.#code = code;
  }

  /** What has to be agreed to; null while nothing has. */
  get question(): Explanation | null {
    return this.#question;
  }

  /** Runs a step; where it is refused with that fault, asks, and has `again` ready for a yes. Null then; other faults pass. */
  async guard<Value>(step: () => Promise<Value>, again: () => Promise<unknown>): Promise<Value | null> {
    try {
      return await step();
    } catch (error) {
      const { data } = faultOf(error);
      if (data.code !== this.#code) throw error;
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

/** Steps that are refused while nobody has said that this file of several copies is the one to go on. */
export class TakeOver extends Consent {
  constructor() {
    super('job-elsewhere');
  }
}
