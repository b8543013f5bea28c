import { Fault, type FaultCode, type FaultData, type FaultDetail } from './faults.ts';
import { inEnglish } from './language.ts';

/** A fault that has messages among its details: told in the language that is spoken, and in English in JSON, which is the same in all languages. */
export class SpokenFault extends Fault {
  readonly english: FaultData;

  constructor(code: FaultCode, detail: () => FaultDetail, options?: ErrorOptions) {
    super(code, detail(), options);
    // At once: what it speaks of, such as a job, may be closed by the time it is told.
    this.english = { code, detail: inEnglish(detail) };
  }
}

/** A command that cannot be carried out as it is written: why, as a message. */
export function usageFault(problem: () => string, options?: ErrorOptions): SpokenFault {
  return new SpokenFault('usage', () => ({ problem: problem() }), options);
}
