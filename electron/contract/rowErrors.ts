/** Why a row cannot be sent, in the classes that Altcraft's own import uses where it has one. */
export const rowErrorReasons = [
  'key-missing',
  'cell-error',
  'not-integer',
  'not-number',
  'not-boolean',
  'digits-lost',
  'incorrect-date',
  'incorrect-email',
  'incorrect-phone',
  'unknown-gender',
  'unknown-status',
  'text-too-long',
  'profile-too-large',
] as const;

export type RowErrorReason = (typeof rowErrorReasons)[number];

/** One reason why one row is invalid; it names everything an operator needs to find the cell. */
export interface RowError {
  /** The sheet's row number. */
  readonly row: number;
  /** Column letter; null where no single column is at fault. */
  readonly column: string | null;
  readonly header: string | null;
  /** The profile field or subscription member the cell was meant for, as a recipe path. */
  readonly field: string;
  /** The cell as shown, cut to 200 characters. */
  readonly value: string;
  readonly reason: RowErrorReason;
}

const reasonSentences: Readonly<Record<RowErrorReason, string>> = {
  'key-missing': 'the match key is empty, so the platform could not find the profile',
  'cell-error': 'the cell holds an Excel error instead of a value',
  'not-integer': 'not a whole number',
  'not-number': 'not a number',
  'not-boolean': 'neither yes nor no (yes/no, true/false, 1/0, да/нет)',
  'digits-lost': 'more than 15 digits in a number cell: Excel has already cut the rest; format the column as text',
  'incorrect-date': 'incorrect date',
  'incorrect-email': 'incorrect email',
  'incorrect-phone': 'incorrect phone',
  'unknown-gender': 'gender not in the platform’s list',
  'unknown-status': 'subscription status not in the platform’s list',
  'text-too-long': 'text longer than the platform takes',
  'profile-too-large': 'the profile alone is larger than one request may be',
};

/** The sentence for a reason, without the value. */
export function reasonSentence(reason: RowErrorReason): string {
  return reasonSentences[reason];
}
