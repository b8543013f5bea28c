import type { JobState, Pause } from './job.ts';

/** Where a job belongs: the place at which its file lay when it was prepared, last run, or taken over. */
export interface JobPlace {
  /** Tells one computer from another, and nothing else about it. */
  readonly machine: string;
  /** The computer's name, for people. */
  readonly host: string;
  readonly path: string;
  /** Which file lay there; null in a job that was handed over and belongs to whoever runs it first. */
  readonly file: { readonly dev: string; readonly ino: string; readonly born: string | null } | null;
  /** ISO 8601. */
  readonly at: string;
  readonly event: PlaceEvent;
  /** New with each start and end of a run. This computer keeps the last one beside, and so knows an older state of the same file. */
  readonly mark: string;
  readonly markBefore: string | null;
  /** It was taken over from a copy: another file may send, or have sent, what this one has planned. */
  readonly adopted?: boolean | undefined;
  /** Since the job was repaired: files that go on with the same repair have the same id. `of`: the mark of the damaged file. */
  readonly repair?: { readonly id: string; readonly of: string | null } | undefined;
}

export const placeEvents = ['prepared', 'run', 'taken-over', 'handed-over'] as const;
export type PlaceEvent = (typeof placeEvents)[number];

/**
 * machine: another computer. file: a copy, or a backup put back. older: the same file with an earlier content written over it.
 * repaired: the job goes on in a file that was made of it, or of the same damaged one, by a repair.
 */
export type Elsewhere = 'machine' | 'file' | 'older' | 'repaired';

/** Where a job went that sends nothing any more. */
export interface HandedOver {
  readonly to: string;
  /** ISO 8601. */
  readonly at: string;
  readonly step: HandoverStep;
}

/**
 * begun: there is no other file yet that could send; it can be begun anew, to anywhere. given: the other file is whole, and
 * only has to get its name; handing over to the same place once more does that. done: it lies there.
 */
export const handoverSteps = ['begun', 'given', 'done'] as const;
export type HandoverStep = (typeof handoverSteps)[number];

/** The same as the job file keeps it: with what the other one starts from. */
export interface StoredHandover extends HandedOver {
  readonly state: JobState;
  readonly pause: Pause | null;
  readonly mark: string;
}
