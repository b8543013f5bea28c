import type { TroubleCode } from '#contract/job.ts';
import type { Answered, Later, LaterReason, Outcome } from '../../../api/outcome.ts';

/** As much of an outcome as tells about the server's strength. */
export type Weighed =
  | Pick<Answered, 'kind' | 'replayed'>
  | Pick<Later, 'kind' | 'because' | 'throttled' | 'httpStatus' | 'code'>
  | { readonly kind: Exclude<Outcome['kind'], 'answered' | 'later'> | 'other' };

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

/** By what a cause is told: whoever asks for rest is not called broken. */
export function causeName({ throttled, because }: Pick<Later, 'throttled' | 'because'>): LaterReason {
  return throttled ? 'throttled' : because;
}

/** The status that came, or the code where the status says nothing; null where neither did. */
export function answerNumber({ httpStatus, code }: Pick<Later, 'httpStatus' | 'code'>): number | null {
  return httpStatus !== null && httpStatus >= 400 ? httpStatus : code;
}

/**
 * Answers from memory cost the server nothing, a refusal judges the rows, an answer of the wrong length or a
 * page with status 200 is a defect and no sign of strain, and what we cut off ourselves is our own doing.
 */
export function signalOf(outcome: Weighed): Signal {
  if (outcome.kind === 'answered') return outcome.replayed ? null : { kind: 'coped' };
  if (outcome.kind !== 'later') return null;
  const answer = answerNumber(outcome);
  const cause = causeName(outcome);
  switch (cause) {
    case 'throttled':
    case 'timed-out':
    case 'connection-lost':
    case 'unreachable':
    case 'server-error':
      return { kind: 'trouble', code: cause, answer };
    case 'aborted':
    case 'answer-unreadable':
    case 'answer-incomplete':
      return null;
  }
}
