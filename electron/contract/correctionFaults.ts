import { m } from '#messages';
import { rowList } from './counted.ts';
import type { Sentences } from './faultParts.ts';
import type { FaultDetail } from './faults.ts';
import { idHeader } from './ownHeaders.ts';

/** Detail read: event (undo or redo of corrections, profiles of an undo workbook). */
export function nothingToUndo({ event }: FaultDetail): Sentences {
  if (event === 'profiles') return [m.compare_undo_none_what(), m.compare_undo_none_meaning(), m.compare_undo_none_action()];
  return event === 'redo'
    ? [m.corrections_no_redo_what(), m.corrections_no_redo_meaning(), m.corrections_no_redo_action()]
    : [m.corrections_no_undo_what(), m.corrections_no_undo_meaning(), m.corrections_no_undo_action()];
}

/** Details read: row (of the sheet) or key. */
export function noDuplicates({ row, key }: FaultDetail): Sentences {
  const ofOther = key === undefined ? m.corrections_no_duplicates_of_this() : m.corrections_no_duplicates_of_key();
  return [row === undefined ? ofOther : m.corrections_no_duplicates_of_row({ row: String(row) }), m.corrections_no_duplicates_meaning(), m.corrections_no_duplicates_action()];
}

/** Details read: rows (how many), row (the first of them), unsettled (how many of them have an open outcome), unsettledRows (the first of those). */
export function correctionSent({ rows, row, unsettled, unsettledRows }: FaultDetail): Sentences {
  const isOpen = typeof unsettled === 'number' && Array.isArray(unsettledRows);
  const advice = !isOpen ? m.corrections_sent_action() : unsettled === rows ? m.corrections_sent_run_first() : m.corrections_sent_run_first_of({ count: unsettled, list: rowList(unsettledRows.map(Number), unsettled) });
  return [sentWhat(typeof rows === 'number' ? rows : null, row === undefined ? null : String(row)), m.corrections_sent_meaning(), `${advice} ${m.corrections_sent_key()}`];
}

function sentWhat(count: number | null, row: string | null): string {
  if (count === null) return row === null ? m.corrections_sent_what() : m.corrections_sent_first_what({ row });
  return row === null ? m.corrections_sent_rows_what({ count }) : m.corrections_sent_rows_first_what({ count, row });
}

/** Detail read: event (undo or redo). */
export function correctionLost({ event }: FaultDetail): Sentences {
  return [event === 'redo' ? m.corrections_lost_redo_what() : m.corrections_lost_undo_what(), m.corrections_lost_meaning(), m.corrections_lost_action()];
}

const workbook = ({ file }: FaultDetail): string => (typeof file === 'string' && file !== '' ? m.corrections_the_workbook_named({ file }) : m.corrections_the_workbook());

/** Of workbooks that were made for correcting and come back. Detail read: file. */
export const workbookSentences: Readonly<Record<'workbook-text' | 'workbook-not-ours' | 'workbook-other-job' | 'workbook-no-job', (detail: FaultDetail) => Sentences>> = {
  'workbook-text': (d) => [m.corrections_text_what({ workbook: workbook(d) }), m.corrections_text_meaning(), m.corrections_text_action()],
  'workbook-not-ours': (d) => [m.corrections_not_ours_what({ workbook: workbook(d), column: idHeader }), m.corrections_not_ours_meaning(), m.corrections_not_ours_action()],
  'workbook-other-job': (d) => [m.corrections_other_job_what({ workbook: workbook(d) }), m.corrections_other_job_meaning(), m.corrections_other_job_action()],
  'workbook-no-job': (d) => [m.corrections_no_job_what({ workbook: workbook(d) }), m.corrections_no_job_meaning(), m.corrections_no_job_action()],
};
