import { foreignLetters, letterSentence } from './alphabets.ts';

/** Why a row cannot be sent, in the classes that Altcraft's own import uses where it has one. */
export const rowErrorReasons = [
  'key-missing',
  'cell-error',
  'cell-damaged',
  'control-character',
  'formula-uncalculated',
  'row-too-long',
  'row-cut-off',
  'no-date-shown',
  'no-such-day',
  'number-open',
  'mixed-alphabets',
  'not-integer',
  'not-number',
  'not-boolean',
  'digits-lost',
  'out-of-range',
  'incorrect-date',
  'date-in-words',
  'date-other-order',
  'date-order-open',
  'incorrect-email',
  'incorrect-phone',
  'phone-extension',
  'phone-trunk',
  'several-phones',
  'unknown-gender',
  'unknown-status',
  'status-digit',
  'incorrect-ip',
  'incorrect-version',
  'not-in-list',
  'unknown-country',
  'unknown-timezone',
  'not-object',
  'not-object-list',
  'contact-incomplete',
  'list-quote-open',
  'text-too-long',
  'profile-too-large',
  'reason-lost',
  'correction-lost',
] as const;

export type RowErrorReason = (typeof rowErrorReasons)[number];

/** One value of a row that cannot be sent: why the row is invalid, or is sent without the value. It names everything an operator needs to find the cell. */
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
  /** Only this value is left out and the rest of the row is sent; what makes a row invalid does not have it. */
  readonly leftOut?: true;
}

/** Whether any of the errors makes the row invalid; `from` passes over those before. */
export function makeInvalid(errors: readonly RowError[], from = 0): boolean {
  for (let at = from; at < errors.length; at += 1) if (errors[at]?.leftOut !== true) return true;
  return false;
}

/** Each continues "Column D “Email”: …". */
const reasonSentences: Readonly<Record<RowErrorReason, string>> = {
  'key-missing': 'the match key is empty, so the platform could not find the profile',
  'cell-error': 'the cell holds an Excel error instead of a value',
  'cell-damaged': 'a character of this cell is damaged; its bytes are no text in the encoding the file is read in',
  'control-character': 'the cell holds a control character that nobody sees, such as a zero byte',
  'formula-uncalculated': 'the formula has no stored result; open the workbook in Excel and save it',
  'row-too-long': 'more fields than the header has, so values may stand under the wrong headers',
  'row-cut-off': 'the file ends inside this row',
  'no-date-shown': 'the cell shows no date',
  'no-such-day': 'Excel shows #### here: the number in the cell is no day or time of its calendar, as it lies below zero or behind the year 9999; correct it, or give the cell a number format where it is none',
  'number-open': 'can be read with thousands and with decimals; choose for the column which mark is the decimal one (“decimal” in the recipe)',
  'mixed-alphabets': 'letters of two alphabets in one word of the address',
  'not-integer': 'not a whole number',
  'not-number': 'not a number, or its decimal mark is not that of the column',
  'not-boolean': 'neither yes nor no (understood are yes/no, y/n, true/false, 1/0, да/нет, истина/ложь)',
  'digits-lost': 'digits of this number are lost: Excel keeps 15 of them, and the rest are zeros; take the value from its source again, into a column formatted as text',
  'out-of-range': 'number outside the range that the platform takes',
  'incorrect-date': 'incorrect date: no date in digits, no such day, or a year without four digits',
  'date-in-words': 'the month is written in words; write the date in digits, such as 2024-01-31',
  'date-other-order': 'day, month and year stand in another order than the one chosen for the column or found in it; write the date as 2024-01-31, or choose the order (“order” in the recipe)',
  'date-order-open': 'can be read two ways, and this column has dates of both orders, or corrected ones of another order than the column; write the date as 2024-01-31, or choose the order (“order” in the recipe)',
  'incorrect-email': 'incorrect email',
  'incorrect-phone': 'incorrect phone: no such number exists, there are words beside it, or it has neither + nor a country chosen for it',
  'phone-extension': 'the phone number has an extension (such as “доб. 12”, “ext. 5” or “x12”), and a phone has no place for one; leave the number alone in the cell and put the extension into another column',
  'phone-trunk': 'behind + and the country’s code stands a digit that is dialled within the country only (8 in Russia, 0 in Germany); take out that digit, or + and the code',
  'several-phones': 'more than one phone number where one is taken; leave one in the cell, or map the column to a field of type phones, which takes several with a comma, semicolon, slash or line break between them',
  'unknown-gender': 'gender not in the platform’s list (such as male/female, M/F, М/Ж, 1/2)',
  'unknown-status': 'subscription status not in the platform’s list (subscribed, unsubscribed, complained, hardbounced, unconfirmed, suspended, invalid)',
  'status-digit': 'a digit says nothing certain as a status: to the platform 0 is subscribed and 1 is unsubscribed, and in a column of consent 1 is yes; map the values to words (“valueMap” in the recipe), such as 1 to subscribed',
  'incorrect-ip': 'incorrect ip: neither an IPv4 nor an IPv6 address',
  'incorrect-version': 'incorrect version: up to four whole numbers with points between them, such as 1.12.0',
  'not-in-list': 'value not in list',
  'unknown-country': 'no country has this code of two letters',
  'unknown-timezone': 'no time zone has this name (expected is one such as Europe/Moscow)',
  'not-object': 'not an object in JSON, such as {"city":"Riga"}',
  'not-object-list': 'not a list of objects in JSON, such as [{"city":"Riga"}]',
  'contact-incomplete': 'the subscription has an ID but no provider, and reaches nobody without it',
  'list-quote-open': 'a quotation mark opens a value of the list and is not closed; close it, or take it out (a quotation mark inside a quoted value is written twice)',
  'correction-lost': 'a correction was lost when the job’s file was damaged, so that this may not be what was to be sent; look at the row and type the right value in, also where it stands there already',
  'reason-lost': 'the row is invalid; why, was lost when the job’s file was damaged, and its repair could not find it out',
  'text-too-long': 'text longer than 65,535 characters',
  'profile-too-large': 'the profile alone is larger than 1 MB, which hardly is one person’s data',
};

/** The sentence for a reason. `value`: the cell as shown, in which letters of another alphabet are named. */
export function reasonSentence(reason: RowErrorReason, value = ''): string {
  if (reason === 'cell-damaged' && !value.includes('\ufffd')) return brokenSentence;
  if (reason === 'incorrect-phone' && value !== '') return phoneSentence(value);
  if (reason === 'correction-lost' && value !== '') return `a correction was lost when the job’s file was damaged: “${value}” was to be sent, and the cells give something else now; type the right value in`;
  if (reason === 'digits-lost' && short.test(value)) return shortSentence(value);
  const letters = reason === 'mixed-alphabets' ? foreignLetters(value).slice(0, mostLetters) : [];
  return [reasonSentences[reason], ...letters.map(letterSentence)].join('; ');
}

const mostLetters = 3;

/** A damaged cell without a damaged character holds what its kind of cell cannot hold. */
const brokenSentence = 'the cell is damaged: the workbook says that a number, a date, yes or no, or one of its texts stands here, and holds something else; enter the value again in Excel';

/** Digits of the shortest and the longest numbers that can be called from abroad (E.164: at most 15). */
const [fewest, most] = [7, 15];

/** The likeliest cause by the text; the others are named where it shows none. */
function phoneSentence(text: string): string {
  const digits = text.replace(/\D/g, '').length;
  if (/\p{L}/u.test(text)) return 'incorrect phone: letters stand in it or beside it; leave the number alone in the cell';
  if (digits < fewest) return `incorrect phone: too few digits (${digits})`;
  if (digits > most) return `incorrect phone: more digits (${digits}) than any number has (${most})`;
  if (text.trim().startsWith('+')) return 'incorrect phone: the country of its code has no such number';
  return 'incorrect phone: it has neither + nor a country chosen for it, or that country has no such number';
}

const short = /^[+-]?\d(?:[.,](\d+))?E\+(\d{2,3})$/i;

function shortSentence(text: string): string {
  const [, fraction = '', exponent = ''] = short.exec(text) ?? [];
  return `digits of this number are lost: the text shows only ${fraction.length + 1} digits of ${Number(exponent) + 1}, as Excel writes long numbers in a narrow column; take the value from its source again, into a column formatted as text`;
}
