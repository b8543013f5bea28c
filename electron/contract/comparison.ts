import type { FaultData } from './faults.ts';

/** Profiles as they are now beside what an import would make of them. Nothing of it changes a job or the platform. */

/** What cannot be known, as the manual is silent or contradicts itself; words for each stand in comparisonWords.ts. */
export const comparisonDoubts = [
  'empty-sent', 'list-replaced', 'list-order', 'object-replaced', 'other-spelling', 'number-of-list', 'day-zone', 'gender-number',
  'increase-nothing', 'path', 'objects-of-list', 'email-kept', 'unknown-action',
  'status-of-new', 'other-address', 'deleted', 'untold', 'several-keys', 'other-key',
] as const;
export type ComparisonDoubt = (typeof comparisonDoubts)[number];

/** `filled`: nothing stood there; `unclear`: what will stand there, or whether it is the same, cannot be known. */
export const fieldChanges = ['same', 'filled', 'changed', 'emptied', 'unclear'] as const;
export type FieldChange = (typeof fieldChanges)[number];

/** Of a subscription: by what it is told apart. */
export interface ComparedSubscription {
  readonly channel: string;
  readonly resource: number;
  readonly address: string;
}

export interface ComparedField {
  /** A field of the profile; of a subscription its member, a field of it as `custom_fields.name`, or `subscription` for itself. */
  readonly field: string;
  readonly subscription?: ComparedSubscription | undefined;
  readonly change: FieldChange;
  /** As text; null where nothing stands. */
  readonly before: string | null;
  /** Null where nothing will stand, or cannot be known. */
  readonly after: string | null;
  readonly doubts: readonly ComparisonDoubt[];
}

/** `unclear`: nothing changes for certain, and something cannot be known. `refused`: the platform does not answer for this row. */
export const comparedKinds = ['not-found', 'refused', 'unchanged', 'changed', 'unclear'] as const;
export type ComparedKind = (typeof comparedKinds)[number];

export interface ComparedRow {
  readonly position: number;
  /** Of the sheet. */
  readonly row: number;
  /** Its match key. */
  readonly key: string;
  readonly kind: ComparedKind;
  /** A field of it loses its value. */
  readonly isEmptied: boolean;
  readonly fields: readonly ComparedField[];
  readonly doubts: readonly ComparisonDoubt[];
  /** Of a refusal: the platform's own words. */
  readonly words: string | null;
}

/** Of each field how many profiles it is so in. */
export interface FieldCount extends Readonly<Record<FieldChange, number>> {
  readonly field: string;
  readonly subscription?: Omit<ComparedSubscription, 'address'> | undefined;
}

/** Each profile counts in one of the first five; `emptied` are some of those that change. */
export interface ComparisonCounts {
  readonly notFound: number;
  readonly refused: number;
  readonly unchanged: number;
  readonly changed: number;
  readonly unclear: number;
  readonly emptied: number;
}

export const usualSample = 20;
export const largestSample = 1_000;

export interface Comparison {
  /** In the order of the sheet. */
  readonly rows: readonly ComparedRow[];
  readonly counts: ComparisonCounts;
  readonly fields: readonly FieldCount[];
  /** How many profiles are to be compared, and of how many that would be sent. */
  readonly sample: number;
  readonly waiting: number;
  /** Why fewer than the sample were compared; null where all were. `asked`: the operator has ended it; it can be gone on with. */
  readonly ended: 'asked' | 'fault' | null;
  readonly fault: FaultData | null;
  /** How many profiles the job keeps as they were before, with those of earlier comparisons. */
  readonly kept: number;
}

/** How far a comparison is. */
export interface ComparisonProgress {
  readonly profiles: number;
  readonly total: number;
  /** Milliseconds that the platform has asked to wait, or that are waited for after an error; null while it is asked. */
  readonly waiting: number | null;
}

/** Why something of a row that was sent is not taken back by an undo workbook. */
export const leftReasons = ['added', 'subscription', 'value', 'email', 'key'] as const;
export type LeftReason = (typeof leftReasons)[number];
/** How many values of rows, by the reason. */
export type UndoLeft = Readonly<Record<LeftReason, number>>;

/** A workbook that takes an import back for the rows whose profiles were kept, and its recipe beside it. */
export interface UndoWritten {
  /** Names of the two files. */
  readonly workbook: string;
  readonly recipe: string;
  /** How many rows it takes back, of how many that were sent. */
  readonly rows: number;
  readonly sent: number;
  readonly left: UndoLeft;
}

export interface UndoSaved extends UndoWritten {
  /** Of the recipe among the saved ones. */
  readonly saved: string;
}
