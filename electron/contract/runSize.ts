import { Fault } from './faults.ts';
import type { JobStatus } from './job.ts';

type Standing = Pick<JobStatus, 'counts' | 'chunks' | 'pause'>;

/** Whether unknown rows can still be settled: by asking again with the same ids, or over a queue by the answers that may yet come. Pure. */
export function canSettle({ chunks, pause }: Pick<Standing, 'chunks' | 'pause'>): boolean {
  return chunks.unsettled + (chunks.queued ?? 0) > 0 && pause?.reason !== 'unsettled';
}

/** How many profiles the next run of a job sends or settles; `trial`: at most so many of them. Pure. */
export function profilesOfRun(status: Standing, trial: number | null = null): number {
  const { notSent, sending, unknown, queued = 0 } = status.counts;
  return Math.min(notSent + sending + (canSettle(status) ? unknown + queued : 0), trial ?? Infinity);
}

/** What a connection wants to be told before much is sent over it. */
export interface Confirmation {
  /** Of more profiles than these the number is to be given; null: of none. */
  readonly above: number | null;
  /** The number as the operator gave it. */
  readonly confirmed?: number | undefined;
}

/** The same where the limit is looked up only when it matters. */
export interface ConfirmationAsked extends Pick<Confirmation, 'confirmed'> {
  readonly above: Confirmation['above'] | (() => Promise<Confirmation['above']>);
}

/** Fault number-unconfirmed where more go than may go unasked, and another number, or none, was given. */
export function mustBeConfirmed(profiles: number, { above, confirmed }: Confirmation): void {
  if (above === null || profiles <= above || confirmed === profiles) return;
  throw new Fault('number-unconfirmed', { profiles, above, ...(confirmed === undefined ? {} : { confirmed }) });
}
