import type { TroubleCode } from '#contract/job.ts';
import type { Outcome } from '../../../api/outcome.ts';

/** One request as it went, for the tuning. */
export interface Exchanged {
  readonly outcome: Outcome;
  /** `LimitState.epoch` when it was sent. */
  readonly epoch: number;
  /** From its departure to its outcome, in ms. */
  readonly ms: number;
  /** Of its items. */
  readonly bytes: number;
  readonly profiles: number;
  /** Ms that a request may take. */
  readonly timeoutMs: number;
}

/** What a request tells about the server's strength: it coped, or it did not; null: nothing either way. */
export type Signal = { readonly kind: 'coped' } | { readonly kind: 'trouble'; readonly code: TroubleCode; readonly answer: number | null } | null;

/**
 * Answers from memory cost the server nothing, a refusal judges the rows, an answer of the wrong length or a
 * page with status 200 is a defect and no sign of strain, and what we cut off ourselves is our own doing.
 */
export function signalOf(outcome: Outcome): Signal {
  if (outcome.kind === 'answered') return outcome.replayed ? null : { kind: 'coped' };
  if (outcome.kind !== 'later') return null;
  const answer = outcome.httpStatus !== null && outcome.httpStatus >= 400 ? outcome.httpStatus : outcome.code;
  if (outcome.throttled) return { kind: 'trouble', code: 'throttled', answer };
  switch (outcome.because) {
    case 'throttled':
    case 'timed-out':
    case 'connection-lost':
    case 'unreachable':
    case 'server-error':
      return { kind: 'trouble', code: outcome.because, answer };
    case 'aborted':
    case 'answer-unreadable':
    case 'answer-incomplete':
      return null;
  }
}
