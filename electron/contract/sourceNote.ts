/**
 * What reading the source found that an operator must know before anything is sent, though no row is wrong by it.
 * - hidden-rows, hidden-columns: hidden or filtered in the workbook, and read all the same
 * - hidden-left-out: hidden rows left out on request
 * - merged: cells under a merge in columns that the recipe reads
 * - beyond-header: rows with values in columns without a header
 * - short-rows: CSV records with fewer fields than the header; nothing is deleted or emptied for what is not there
 * - damaged: cells with damaged characters, control characters or content that is not of their kind, mapped or not
 * - value-hidden: cells whose value their number format does not show; no text comes of them, and nothing is deleted for them
 * - number-days: numbers without a date format in one column, read as days for a date
 * - number-open, date-open: columns whose numbers or dates can be read both ways
 * - changed-since: rows left out as unchanged when the job was prepared, and sent after all, as an earlier job has sent something else since
 * - unchanged-sent: rows left out as unchanged when the job was prepared, and sent after all, as the operator said
 * - sent-late: rows sent after rows further down of the same key, as they were corrected or sent again after those
 * - date-mixed: columns with day-first and with month-first dates; only what is certainly day first is read
 * - other-digits: cells with digits of another script than 0 to 9 that are sent as numbers, phones, dates or addresses with plain ones
 * - picks-carried: of duplicates, rows that were picked to be sent in the job whose export this one was prepared from
 */
export const sourceNoteKinds = [
  'hidden-rows', 'hidden-columns', 'hidden-left-out', 'merged', 'beyond-header', 'short-rows', 'damaged', 'value-hidden', 'number-days', 'number-open', 'date-open', 'date-mixed', 'headers-alike', 'changed-since', 'unchanged-sent', 'sent-late', 'picks-carried', 'other-digits',
] as const;
export type SourceNoteKind = (typeof sourceNoteKinds)[number];

/** Rows that a note names, the first of them. */
export const rowsInNote = 5;

export interface SourceNote {
  readonly kind: SourceNoteKind;
  /** Rows, cells or columns concerned, as the kind says. */
  readonly count: number;
  /** The sheet's row numbers of the first few. */
  readonly rows: readonly number[];
  /** Letters of the columns concerned, the first few. */
  readonly columns: readonly string[];
  /** number-days: the first of them as shown, and the day read. */
  readonly example?: { readonly shown: string; readonly read: string } | undefined;
  /** date-mixed: the date in each of the rows. */
  readonly shown?: readonly string[] | undefined;
  /** The corrections by which it is so, where no cell as read is: stored only, and not told while they are undone. */
  readonly batch?: number | undefined;
}
