import { Fault, type FaultCode, type FaultData, type FaultDetail } from './faults.ts';
import { inEnglish } from './language.ts';

/** A fault that has messages among its details: told in the language that is spoken, and in English in JSON, which is the same in all languages. */
export class SpokenFault extends Fault {
  readonly #detail: () => FaultDetail;

  constructor(code: FaultCode, detail: () => FaultDetail, options?: ErrorOptions) {
    super(code, detail(), options);
    this.#detail = detail;
  }

  get english(): FaultData {
    return { code: this.code, detail: inEnglish(this.#detail) };
  }
}

/** A command that cannot be carried out as it is written: why, as a message. */
export function usageFault(problem: () => string, options?: ErrorOptions): SpokenFault {
  return new SpokenFault('usage', () => ({ problem: problem() }), options);
}
