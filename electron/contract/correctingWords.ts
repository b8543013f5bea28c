import { m } from '#messages';
import type { Cell } from './cells.ts';
import { dateTime } from './formats.ts';
import { actWords, refusalWords, type RefusalReason, type RefusalWording } from './corrections.ts';
import { wouldWords } from './reopenedWords.ts';
import { grouped } from './counted.ts';
import type { JobRow, RowState } from './job.ts';
import { idHeader as id } from './ownHeaders.ts';
import { makeInvalid, reasonSentence, type RowError } from './rowErrors.ts';
import type { Some } from './some.ts';
import { saidText } from './saidCell.ts';
import { cellsLeft, type CellLeft, type ChangedRow, type WorkbookReport } from './workbook.ts';

/** What is said of a workbook made for correcting, and of what comes back in it. */

const toDo: Readonly<Record<RowState, () => string>> = {
  invalid: m.to_do_invalid,
  failed: m.to_do_failed,
  unknown: m.to_do_unknown,
  sending: m.to_do_sending,
  ready: m.to_do_ready,
  accepted: m.to_do_accepted,
  duplicate: m.to_do_duplicate,
  unchanged: m.to_do_unchanged,
  hidden: m.to_do_hidden,
  queued: m.broker_to_do,
  empty: m.to_do_empty,
};

/** What an operator has to do about a row. `instead`: another accepted row that stands for its match key, by the sheet's number; 0 where there is none. */
export function toDoWords({ state, errors }: Pick<JobRow, 'state' | 'errors'>, instead = 0): string {
  if (state === 'accepted' && instead > 0) return m.to_do_accepted_other({ row: instead });
  const isWithout = errors.length > 0 && !makeInvalid(errors);
  if (isWithout && state === 'ready') return m.to_do_ready_without();
  if (isWithout && state === 'accepted') return m.to_do_accepted_without();
  if (state === 'invalid' && errors.every(({ column }) => column === null)) return m.to_do_invalid_row();
  return toDo[state]();
}

/** What comes of a row that a workbook changes; `state`: what it is now. */
export function becomesWords({ state, becomes, instead = 0, errors }: Pick<ChangedRow, 'state' | 'becomes' | 'instead' | 'errors'>): string {
  const reasons = reasonList(errors, false);
  if (becomes === 'invalid') return (state === 'invalid' ? m.becomes_still_invalid : m.becomes_invalid)({ reasons });
  if (becomes === 'empty') return m.becomes_empty();
  if (becomes === 'duplicate') return (state === 'accepted' ? m.becomes_duplicate_accepted : m.becomes_duplicate)({ row: instead });
  if (state === 'accepted') return reasons === '' ? m.becomes_fit_again() : m.becomes_fit_again_without({ reasons });
  return reasons === '' ? m.becomes_fit() : m.becomes_fit_without({ reasons });
}

/** Why a change is left out; where the row could not be sent with it, with what would be wrong. */
export function changeRefusedWords(reason: RefusalReason, errors: readonly RowError[], wording?: RefusalWording): string {
  const why = refusalWords(reason, wording);
  const reasons = reason === 'accepted-invalid' ? reasonList(errors, false) : '';
  return reasons === '' ? why : m.becomes_refused_because({ why, reasons });
}

/** What became of a row that was corrected, with the reason: "row 3 is invalid, column A: not a whole number". */
export function rowNowWords({ row, state, errors, duplicateOf }: Pick<JobRow, 'row' | 'state' | 'errors' | 'duplicateOf'>): string {
  const reasons = reasonList(errors, true);
  if (reasons !== '' && makeInvalid(errors)) return m.becomes_now_invalid({ row, reasons });
  if (state === 'duplicate' && duplicateOf !== null) return duplicateOf === 0 ? m.becomes_now_duplicate_other({ row }) : m.becomes_now_duplicate({ row, other: duplicateOf });
  const now = { row, state: nowWords[state]() };
  return reasons === '' ? m.becomes_now(now) : m.becomes_now_without({ ...now, reasons });
}

const reasonsShown = 3;

/** The first of them, and how many more there are; what two fields say of one cell is said once. */
function reasonList(errors: readonly RowError[], withHeaders: boolean): string {
  const reasons = [...new Set(errors.map((error) => reasonWords(error, withHeaders)))];
  const more = reasons.length - reasonsShown;
  return [...reasons.slice(0, reasonsShown), ...(more > 0 ? [m.becomes_more_reasons({ count: more })] : [])].join('; ');
}

function reasonWords({ column, header, reason, value }: RowError, withHeaders: boolean): string {
  const why = reasonSentence(reason, value);
  if (column === null) return why;
  return !withHeaders || header === null || header === '' ? m.becomes_reason({ column, reason: why }) : m.becomes_reason_header({ column, header, reason: why });
}

const nowWords: Readonly<Record<RowState, () => string>> = {
  invalid: m.becomes_state_invalid,
  failed: m.becomes_state_failed,
  unknown: m.becomes_state_unknown,
  sending: m.becomes_state_sending,
  ready: m.becomes_state_ready,
  accepted: m.becomes_state_accepted,
  duplicate: m.becomes_state_duplicate,
  unchanged: m.becomes_state_unchanged,
  hidden: m.becomes_state_hidden,
  queued: m.broker_now,
  empty: m.becomes_state_empty,
};

const leftSentences: Readonly<Record<CellLeft, (inputs: { readonly count: number }) => string>> = {
  converted: m.workbook_left_converted,
  formatted: m.workbook_left_formatted,
  unreadable: m.workbook_left_unreadable,
  cut: m.workbook_left_cut,
  kept: m.workbook_left_kept,
  undone: m.workbook_left_undone,
};

/** What an operator does to have more of a workbook taken, in words of the command line or of the window. */
export interface WaysOn {
  /** After "to see what it would change": to take one that looks mixed up. */
  readonly asItIs: string;
  /** To take the workbook's values over newer ones of the job. */
  readonly overwrite: string;
}

/** All that is to be told of a workbook beside the rows that it changes, a sentence each. */
export function reportWords(report: WorkbookReport, ways: WaysOn): readonly string[] {
  const { rows, untouched, changedRows, changedCells, conflicts, mixedUp, movedHeaders, asItIs, withoutId, damagedId, twice, ofOtherJobs, columnsMissing, columnsTwice, columnsAdded } = report;
  const isMixedUp = mixedUp.count > 0 || movedHeaders.length > 0;
  const list = (names: readonly string[]): string => names.map((name) => m.workbook_name({ name })).join(', ');
  return [
    ...(isMixedUp ? mixedUpWords(report, ways) : []),
    ...(isMixedUp && !asItIs ? [] : [m.workbook_read({ count: rows, untouched: grouped(untouched), changed: grouped(changedRows), cells: m.units_cells({ count: changedCells }) })]),
    ...(changedRows === 0 ? [] : [m.workbook_of_changed({ parts: changedParts(report).join(', ') })]),
    ...told(conflicts, m.workbook_conflicts),
    ...wouldWords(report),
    ...conflictWords(report, ways),
    ...told(twice, m.workbook_twice),
    ...told(withoutId, ({ count }) => m.workbook_without_id({ count, id })),
    ...told(damagedId, ({ count }) => m.workbook_damaged_id({ count, id })),
    ...told(ofOtherJobs, m.workbook_other_jobs),
    ...cellsLeft.flatMap((kind) => {
      const { count, first } = report.cellsLeft[kind];
      return count === 0 ? [] : [m.workbook_places({ told: leftSentences[kind]({ count }), places: listed(first.map((place) => m.workbook_place(place)), count) })];
    }),
    ...(report.columnsRenamed ?? []).map((renamed) => m.workbook_renamed(renamed)),
    ...(columnsMissing.length === 0 ? [] : [m.workbook_missing({ columns: list(columnsMissing) })]),
    ...(columnsTwice.length === 0 ? [] : [m.workbook_columns_twice({ columns: list(columnsTwice) })]),
    ...(columnsAdded.length === 0 ? [] : [m.workbook_added({ columns: list(columnsAdded) })]),
  ];
}

/** What comes of the rows that were changed, by its kinds. */
function changedParts({ becomes: { ready, duplicate, invalid, empty, refused } }: WorkbookReport): readonly string[] {
  return [
    m.workbook_part_ready({ value: grouped(ready) }),
    ...(duplicate === 0 ? [] : [m.workbook_part_duplicate({ count: duplicate })]),
    m.workbook_part_invalid({ value: grouped(invalid) }),
    ...(empty === 0 ? [] : [m.workbook_part_empty({ value: grouped(empty) })]),
    m.workbook_part_left({ count: refused }),
  ];
}

const namedAtMost = 20;

/** The first of them, and a sign that there are more. */
const listed = (names: readonly (string | number)[], count: number): string => `${names.slice(0, namedAtMost).join(', ')}${count > namedAtMost ? ' …' : ''}`;

/** Cell by cell what the job has by now and since when, and what the workbook has. */
function conflictWords({ conflictCells: { count, first } }: WorkbookReport, ways: WaysOn): readonly string[] {
  if (count === 0) return [];
  const more = count > namedAtMost ? [m.workbook_more_cells({ count: count - namedAtMost })] : [];
  return [...first.slice(0, namedAtMost).map(conflictSentence), ...more, m.workbook_conflict_cells({ count, way: ways.overwrite })];
}

function conflictSentence({ row, column, header, since, ...cells }: WorkbookReport['conflictCells']['first'][number]): string {
  const place = { row, column, before: cellWords(cells.before), after: cellWords(cells.after) };
  if (since === undefined) return header === '' ? m.workbook_conflict(place) : m.workbook_conflict_header({ ...place, header });
  const changed = { ...place, at: dateTime(since.at), act: actWords(since) };
  return header === '' ? m.workbook_conflict_since(changed) : m.workbook_conflict_header_since({ ...changed, header });
}

/** A cell's text within a sentence. */
export function cellWords(cell: Cell): string {
  const text = saidText(cell);
  return text === '' ? m.workbook_cell_empty() : m.workbook_cell({ text: text.length > 60 ? `${text.slice(0, 60)}…` : text });
}

/** What happened to a workbook of which nothing is taken, what it means and what to do, as sentences. */
function mixedUpWords(report: WorkbookReport, ways: WaysOn): readonly string[] {
  const isHeaders = report.movedHeaders.length > 0;
  const found = isHeaders ? [headersWords(report)] : mixedRowsWords(report);
  if (report.asItIs) return [...found, m.workbook_look_first()];
  return [...found, isHeaders ? m.workbook_headers_meaning() : m.workbook_mixed_meaning(), m.workbook_as_it_is({ way: ways.asItIs })];
}

function headersWords({ movedHeaders, asItIs }: WorkbookReport): string {
  const headers = movedHeaders.map(({ header, has }) => (has === null ? m.workbook_header_of_none({ header }) : m.workbook_header_of_other({ header, other: has }))).join(', ');
  return (asItIs ? m.workbook_headers_moved_taken : m.workbook_headers_moved)({ headers });
}

function mixedRowsWords({ mixedUp, mixedUpColumns, asItIs }: WorkbookReport): readonly string[] {
  const columns = mixedUpColumns.map((name) => m.workbook_name({ name })).join(', ');
  return told(mixedUp, ({ count }) => {
    if (columns === '') return (asItIs ? m.workbook_mixed_taken : m.workbook_mixed)({ count, id });
    return (asItIs ? m.workbook_mixed_taken_columns : m.workbook_mixed_columns)({ count, id, columns });
  });
}

function told({ count, first }: Some<number>, sentence: (inputs: { readonly count: number }) => string): readonly string[] {
  return count === 0 ? [] : [m.workbook_rows({ count: first.length, told: sentence({ count }), rows: listed(first, count) })];
}
