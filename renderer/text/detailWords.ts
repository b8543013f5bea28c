import { m } from '#messages';
import { hidesValue, plainNumber, shownText, type Cell } from '#contract/cells.ts';
import type { JobRow } from '#contract/job.ts';
import { hasOtherDigits } from '#contract/plainDigits.ts';
import { answerText } from '#contract/ownAnswers.ts';
import type { CellUse, ReadingRule, RowDetails, RowEvent } from '#contract/rowDetails.ts';
import { actWords } from '#contract/corrections.ts';
import { capital } from './capital.ts';
import { cellWords } from './readingWords.ts';
import { batchStateNames, originNames } from './rowWords.ts';
import { reasonSentence } from './sentences.ts';
import { channelNames } from '#contract/subscriptionColumns.ts';
import { actionNames, contactLabels, dateOrderNames, fieldTypeNames, rowStateNames } from './words.ts';

/** Words about one cell, and about the history of its row. */

/** What the workbook stores in a cell. */
export function storedWords(cell: Cell): string {
  if (cell === null) return m.details_stored_nothing();
  switch (cell.t) {
    case 's':
      return formatted(cell.written ?? cell.v, cell.f, m.details_stored_text, m.details_stored_text_format);
    case 'n':
      return formatted(plainNumber(cell.v), cell.f, m.details_stored_number, m.details_stored_number_format);
    case 'd':
      return formatted(cell.v.replace('T', ' '), cell.f, m.details_stored_date, m.details_stored_date_format);
    case 'b':
      return m.details_stored_logical({ value: cell.v ? m.details_stored_true() : m.details_stored_false() });
    case 'e':
      return m.details_stored_error({ value: cell.v });
    case 'm':
    case 'x':
      return cellWords(cell).note ?? '';
  }
}

function formatted(value: string, format: string | undefined, plain: typeof m.details_stored_text, withFormat: typeof m.details_stored_text_format): string {
  return format === undefined ? plain({ value }) : withFormat({ value, format });
}

/** What Excel shows of it. */
export function shownWords(cell: Cell): string {
  const value = shownText(cell);
  if (cell?.t === 'm') return cell.read === true ? m.details_shown_merged_read({ value }) : m.details_shown_merged();
  if (hidesValue(cell)) return m.details_shown_hidden();
  return value === '' ? m.details_nothing() : m.details_shown_text({ value });
}

/** Why nothing of a row is sent, or is sent again; null where it is to be sent, or was. */
export function rowNotSentWords({ state, duplicateOf }: Pick<JobRow, 'state' | 'duplicateOf'>): string | null {
  switch (state) {
    case 'invalid':
      return m.details_row_invalid();
    case 'duplicate':
      return duplicateOf === null || duplicateOf === 0 ? m.details_row_duplicate_other() : m.details_row_duplicate({ row: duplicateOf });
    case 'unchanged':
      return m.details_row_unchanged();
    case 'hidden':
      return m.details_row_hidden();
    case 'empty':
      return m.details_row_empty();
    case 'ready':
    case 'sending':
    case 'accepted':
    case 'failed':
    case 'unknown':
    case 'queued':
      return null;
  }
}

/** Whether it is still to be sent. */
export const isSent = (state: RowDetails['state']): boolean => state === 'accepted' || state === 'failed' || state === 'unknown' || state === 'queued' || state === 'sending';

export interface SentWords {
  /** Where it goes to. */
  readonly field: string;
  /** JSON, or (`isNothing`) words about why there is none. */
  readonly sent: string;
  readonly isNothing: boolean;
  readonly why: string;
}

/** What is sent of a cell for one rule of the recipe, and why. */
export function sentWords(use: CellUse, row: JobRow): SentWords {
  const field = fieldWords(use.field);
  const own = row.errors.filter((error) => error.field === use.field || error.field.startsWith(`${use.field}.`));
  const [error] = own;
  const reason = error === undefined ? null : reasonSentence(error.reason, error.value);
  const notSent = rowNotSentWords(row);
  const how = `${howWords(use.how)}${sendsPlainDigits(use, row) ? ` ${m.details_plain_digits()}` : ''}`;
  if (notSent !== null) return { field, isNothing: true, sent: notSent, why: reason === null ? how : `${capital(reason)}. ${how}` };
  if (use.sent !== null) return { field, isNothing: false, sent: use.sent, why: reason === null ? how : `${m.details_without({ reason })} ${how}` };
  if (reason !== null) return { field, isNothing: true, sent: m.details_value_left_out(), why: `${capital(reason)}. ${how}` };
  return { field, isNothing: true, sent: m.details_nothing(), why: `${emptyWords[use.how.empty]()} ${how}` };
}

/** Whether the digits of the cell are another script's, and plain ones are sent. */
function sendsPlainDigits({ column, sent, how }: CellUse, { cells }: JobRow): boolean {
  const cell = cells[column] ?? null;
  return cell?.t === 's' && hasOtherDigits(cell.v) && sent !== null && !hasOtherDigits(sent) && !how.changes.includes('map');
}

const emptyWords: Readonly<Record<ReadingRule['empty'], () => string>> = {
  skip: m.details_empty_skip,
  unset: m.details_empty_unset,
  send: m.details_empty_send,
};

/** “subscriptions[0].email” as a person calls it; a field by its own name. */
function fieldWords(field: string): string {
  const [, number, member = ''] = /^subscriptions\[(\d+)\]\.(.+)$/.exec(field) ?? [];
  return number === undefined ? field : m.details_subscription({ number: Number(number) + 1, member });
}

/** What a value is read as: a type of a field, a contact or a channel. */
function typeName(type: string): string {
  const names = [channelNames, fieldTypeNames, contactLabels].map((table: Readonly<Record<string, string>>) => (Object.hasOwn(table, type) ? table[type] : undefined));
  return names.find((name) => name !== undefined)?.toLowerCase() ?? type;
}

function howWords({ type, with: others, country, order, decimal, found, changes, action, invalid }: ReadingRule): string {
  const parts = [
    m.details_read_as({ type: typeName(type) }),
    ...(country === undefined ? [] : [m.details_country({ country })]),
    ...(order === undefined ? [] : [orderWords(order, found === true)]),
    ...(decimal === undefined ? [] : [(found === true ? m.details_decimal_found : m.details_decimal)({ mark: decimal })]),
    ...(changes.includes('map') ? [m.details_mapped()] : []),
    ...(changes.includes('part') ? [m.details_part()] : []),
    ...(changes.includes('case') ? [m.details_case()] : []),
    ...(others.length === 0 ? [] : [m.details_together({ columns: others.join(', ') })]),
    ...(action === undefined || action === 'set' ? [] : [Object.entries(actionNames).find(([name]) => name === action)?.[1].toLowerCase() ?? action]),
    ...(invalid === 'field' ? [m.details_left_alone()] : []),
  ];
  return `${parts.join('; ')}.`;
}

function orderWords(order: NonNullable<ReadingRule['order']>, isFound: boolean): string {
  if (order === 'mixed') return m.details_order_mixed();
  const name = dateOrderNames[order].toLowerCase();
  return isFound ? m.details_order_found({ order: name }) : name;
}


const small = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

export interface EventWords {
  readonly what: string;
  readonly more: readonly string[];
}

/** An event of a row's history. `letterOf`: the column as it is called. */
export function eventWords(event: RowEvent, columnName: (column: number) => string): EventWords {
  switch (event.kind) {
    case 'checked':
      return { what: m.details_checked({ state: rowStateNames[event.state].toLowerCase() }), more: [] };
    case 'corrected': {
      const off = batchStateNames[event.state];
      const cells = event.cells.map(({ column, before, after }) => m.details_change({ column: columnName(column), before: small(shownWords(before)), after: small(shownWords(after)) }));
      return { what: off === '' ? m.details_corrected({ origin: originNames[event.origin] }) : m.details_corrected_off({ origin: originNames[event.origin], state: off }), more: [...cells, ...(event.act.kind === 'edit' ? [] : [actWords({ act: event.act, rows: 1, cells: event.cells.length })])] };
    }
    case 'sent':
      return { what: event.profiles === 1 ? m.details_sent_alone({ round: event.round }) : m.details_sent({ count: event.profiles - 1, round: event.round }), more: [`Request-ID ${event.requestId}`] };
    case 'answered':
      return answerWords(event);
  }
}

function answerWords({ row, outcome, text, httpStatus, replayed }: Extract<RowEvent, { kind: 'answered' }>): EventWords {
  const more = replayed ? [m.details_replayed()] : [];
  if (row !== null) {
    if (row.code === 0) return { what: m.details_accepted(), more: [...(row.profileId === null ? [] : [m.details_profile({ id: row.profileId })]), ...more] };
    return { what: row.code === null ? m.details_refused() : m.details_refused_code({ code: row.code }), more: [answerText(row.text), ...more].filter((line) => line !== '') };
  }
  if (outcome === null) return { what: m.details_no_answer_yet(), more };
  const told = text === null || text === '' ? [] : [answerText(text)];
  return { what: unsaidWords(outcome === 'answered', httpStatus), more: [...told, ...more] };
}

function unsaidWords(isAnswered: boolean, status: number | null): string {
  if (status === null) return isAnswered ? m.details_says_nothing() : m.details_no_answer();
  return (isAnswered ? m.details_says_nothing_status : m.details_no_answer_status)({ status });
}
