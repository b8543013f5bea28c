import { Fault } from '#contract/faults.ts';

/** The error, or a fault of a full drive with what it broke off: what that means and what to do depends on it. */
export function inStep(error: unknown, during: 'prepare' | 'handover' | 'export'): unknown {
  return error instanceof Fault && error.code === 'disk-full' ? new Fault('disk-full', { ...error.detail, during }, { cause: error }) : error;
}
