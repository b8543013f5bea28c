import { hidesValue, plainNumber, shownText, type Cell } from '#contract/cells.ts';
import type { JobRow } from '#contract/job.ts';
import type { Channel } from '#contract/recipe.ts';
import type { CellUse, ReadingRule, RowDetails, RowEvent } from '#contract/rowDetails.ts';
import { actWords } from '#contract/corrections.ts';
import { counted } from './formats.ts';
import { cellWords } from './readingWords.ts';
import { batchStateNames, originNames } from './rowWords.ts';
import { reasonSentence } from './sentences.ts';
import { actionNames, channelNames, contactLabels, dateOrderNames, fieldTypeNames, rowStateNames } from './words.ts';

/** Words about one cell, and about the history of its row. */

/** What the workbook stores in a cell. */
export function storedWords(cell: Cell): string {
  if (cell === null) return 'Nothing: the cell is empty';
  switch (cell.t) {
    case 's':
      return `The text “${cell.written ?? cell.v}”${formatted(cell.f)}`;
    case 'n':
      return `The number ${plainNumber(cell.v)}${formatted(cell.f)}`;
    case 'd':
      return `The date ${cell.v.replace('T', ' ')}${formatted(cell.f)}`;
    case 'b':
      return `The logical value ${cell.v ? 'TRUE' : 'FALSE'}`;
    case 'e':
      return `The error value ${cell.v}`;
    case 'm':
    case 'x':
      return cellWords(cell).note ?? '';
  }
}

const formatted = (format: string | undefined): string => (format === undefined ? '' : `, in the number format ${format}`);

/** What Excel shows of it. */
export function shownWords(cell: Cell): string {
  const text = shownText(cell);
  if (cell?.t === 'm') return `Nothing: the cell lies under a merge${cell.read === true ? `, whose value is “${text}”` : ''}`;
  if (hidesValue(cell)) return 'Nothing: its number format hides the value';
  return text === '' ? 'Nothing' : `“${text}”`;
}

/** Why nothing of a row is sent, or is sent again; null where it is to be sent, or was. */
export function rowNotSentWords({ state, duplicateOf }: Pick<JobRow, 'state' | 'duplicateOf'>): string | null {
  switch (state) {
    case 'invalid':
      return 'Nothing: the row is invalid and left out';
    case 'duplicate':
      return duplicateOf === null || duplicateOf === 0 ? 'Nothing: another row with the same key is sent instead' : `Nothing: row ${duplicateOf} with the same key is sent instead`;
    case 'unchanged':
      return 'Nothing: the platform accepted the very same data last time';
    case 'hidden':
      return 'Nothing: the row is hidden in the workbook and left out';
    case 'empty':
      return 'Nothing: the row says nothing in the mapped columns';
    case 'ready':
    case 'sending':
    case 'accepted':
    case 'failed':
    case 'unknown':
      return null;
  }
}

/** Whether it is still to be sent. */
export const isSent = (state: RowDetails['state']): boolean => state === 'accepted' || state === 'failed' || state === 'unknown' || state === 'sending';

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
  const how = howWords(use.how);
  if (notSent !== null) return { field, isNothing: true, sent: notSent, why: reason === null ? how : `${capital(reason)}. ${how}` };
  if (use.sent !== null) return { field, isNothing: false, sent: use.sent, why: reason === null ? how : `Without what is not valid: ${reason}. ${how}` };
  if (reason !== null) return { field, isNothing: true, sent: 'Nothing: the value is left out', why: `${capital(reason)}. ${how}` };
  return { field, isNothing: true, sent: 'Nothing', why: `${emptyWords[use.how.empty]} ${how}` };
}

const emptyWords: Readonly<Record<ReadingRule['empty'], string>> = {
  skip: 'An empty cell leaves the field as it is in the platform.',
  unset: 'Only a cell that is really empty deletes the field.',
  send: 'Only a cell that is really empty is sent empty.',
};

/** “subscriptions[0].email” as a person calls it; a field by its own name. */
function fieldWords(field: string): string {
  const [, number, member = ''] = /^subscriptions\[(\d+)\]\.(.+)$/.exec(field) ?? [];
  return number === undefined ? field : `subscription ${Number(number) + 1}, ${member}`;
}

const names: Readonly<Record<string, string>> = { ...contactLabels, ...fieldTypeNames, ...channelNames satisfies Record<Channel, string> };

function howWords({ type, with: others, country, order, decimal, found, changes, action, invalid }: ReadingRule): string {
  const parts = [
    `Read as: ${Object.hasOwn(names, type) ? (names[type] ?? type).toLowerCase() : type}`,
    ...(country === undefined ? [] : [`numbers without a country as of ${country}`]),
    ...(order === undefined ? [] : [order === 'mixed' ? 'only dates that are day first beyond doubt' : `${dateOrderNames[order].toLowerCase()}${found === true ? ', as found in the column' : ''}`]),
    ...(decimal === undefined ? [] : [`“${decimal}” before decimals${found === true ? ', as found in the column' : ''}`]),
    ...(changes.includes('map') ? ['replaced by the value map'] : []),
    ...(changes.includes('part') ? ['a part of the cell'] : []),
    ...(changes.includes('case') ? ['letters changed'] : []),
    ...(others.length === 0 ? [] : [`together with column ${others.join(', ')}`]),
    ...(action === undefined || action === 'set' ? [] : [Object.entries(actionNames).find(([name]) => name === action)?.[1].toLowerCase() ?? action]),
    ...(invalid === 'field' ? ['a value that is not valid is left out alone'] : []),
  ];
  return `${parts.join('; ')}.`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export interface EventWords {
  readonly what: string;
  readonly more: readonly string[];
}

/** An event of a row's history. `letterOf`: the column as it is called. */
export function eventWords(event: RowEvent, columnName: (column: number) => string): EventWords {
  switch (event.kind) {
    case 'checked':
      return { what: `Checked: ${rowStateNames[event.state].toLowerCase()}`, more: [] };
    case 'corrected': {
      const off = batchStateNames[event.state];
      const cells = event.cells.map(({ column, before, after }) => `${columnName(column)}: ${shownWords(before).replace('Nothing', 'nothing')} → ${shownWords(after).replace('Nothing', 'nothing')}`);
      return { what: `Corrected ${originNames[event.origin]}${off === '' ? '' : `, ${off}`}`, more: [...cells, ...(event.act.kind === 'edit' ? [] : [actWords({ act: event.act, rows: 1, cells: event.cells.length })])] };
    }
    case 'sent':
      return { what: `Sent with ${event.profiles === 1 ? 'no other row' : counted(event.profiles - 1, 'other row')}, round ${event.round}`, more: [`Request-ID ${event.requestId}`] };
    case 'answered':
      return answerWords(event);
  }
}

function answerWords({ row, outcome, text, httpStatus, replayed }: Extract<RowEvent, { kind: 'answered' }>): EventWords {
  const more = replayed ? ['An earlier answer, which the platform repeated.'] : [];
  if (row !== null) {
    if (row.code === 0) return { what: 'Answered: accepted', more: [...(row.profileId === null ? [] : [`Profile ${row.profileId}`]), ...more] };
    return { what: `Answered: refused${row.code === null ? '' : ` (${row.code})`}`, more: [row.text, ...more].filter((line) => line !== '') };
  }
  if (outcome === null) return { what: 'No answer so far', more };
  const told = text === null || text === '' ? [] : [text];
  return { what: `${outcome === 'answered' ? 'The answer says nothing of this row' : 'No answer for this row'}${httpStatus === null ? '' : ` (HTTP ${httpStatus})`}`, more: [...told, ...more] };
}
