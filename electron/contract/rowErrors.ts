import { m } from '#messages';
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
const reasonSentences: Readonly<Record<RowErrorReason, () => string>> = {
  'key-missing': m.row_errors_key_missing,
  'cell-error': m.row_errors_cell_error,
  'cell-damaged': m.row_errors_cell_damaged,
  'control-character': m.row_errors_control_character,
  'formula-uncalculated': m.row_errors_formula_uncalculated,
  'row-too-long': m.row_errors_row_too_long,
  'row-cut-off': m.row_errors_row_cut_off,
  'no-date-shown': m.row_errors_no_date_shown,
  'no-such-day': m.row_errors_no_such_day,
  'number-open': m.row_errors_number_open,
  'mixed-alphabets': m.row_errors_mixed_alphabets,
  'not-integer': m.row_errors_not_integer,
  'not-number': m.row_errors_not_number,
  'not-boolean': m.row_errors_not_boolean,
  'digits-lost': m.row_errors_digits_lost,
  'out-of-range': m.row_errors_out_of_range,
  'incorrect-date': m.row_errors_incorrect_date,
  'date-in-words': m.row_errors_date_in_words,
  'date-other-order': m.row_errors_date_other_order,
  'date-order-open': m.row_errors_date_order_open,
  'incorrect-email': m.row_errors_incorrect_email,
  'incorrect-phone': m.row_errors_incorrect_phone,
  'phone-extension': m.row_errors_phone_extension,
  'phone-trunk': m.row_errors_phone_trunk,
  'several-phones': m.row_errors_several_phones,
  'unknown-gender': m.row_errors_unknown_gender,
  'unknown-status': m.row_errors_unknown_status,
  'status-digit': m.row_errors_status_digit,
  'incorrect-ip': m.row_errors_incorrect_ip,
  'incorrect-version': m.row_errors_incorrect_version,
  'not-in-list': m.row_errors_not_in_list,
  'unknown-country': m.row_errors_unknown_country,
  'unknown-timezone': m.row_errors_unknown_timezone,
  'not-object': () => m.row_errors_not_object({ example: '{"city":"Riga"}' }),
  'not-object-list': () => m.row_errors_not_object_list({ example: '[{"city":"Riga"}]' }),
  'contact-incomplete': m.row_errors_contact_incomplete,
  'list-quote-open': m.row_errors_list_quote_open,
  'text-too-long': m.row_errors_text_too_long,
  'profile-too-large': m.row_errors_profile_too_large,
  'reason-lost': m.row_errors_reason_lost,
  'correction-lost': m.row_errors_correction_lost,
};

/** The sentence for a reason. `value`: the cell as shown, in which letters of another alphabet are named. */
export function reasonSentence(reason: RowErrorReason, value = ''): string {
  // A damaged cell without a damaged character holds what its kind of cell cannot hold.
  if (reason === 'cell-damaged' && !value.includes('\ufffd')) return m.row_errors_cell_broken();
  if (reason === 'incorrect-phone' && value !== '') return phoneSentence(value);
  if (reason === 'correction-lost' && value !== '') return m.row_errors_correction_lost_value({ value });
  if (reason === 'digits-lost' && short.test(value)) return shortSentence(value);
  const letters = reason === 'mixed-alphabets' ? foreignLetters(value).slice(0, mostLetters) : [];
  return [reasonSentences[reason](), ...letters.map(letterSentence)].join('; ');
}

/** Errors of one cell, or of one row as a whole, with the same reason. */
export interface ToldError extends RowError {
  /** All that the cell was meant for. */
  readonly fields: readonly string[];
}

/** Errors as a person is told them: what is wrong with a cell once, whatever number of fields and subscriptions it was meant for; left out is only what none of them gets. `valuesShown`: they stand beside the reasons, so that those of two values in one cell differ. */
export function toldOnce(errors: readonly RowError[], { valuesShown = false }: { readonly valuesShown?: boolean } = {}): readonly ToldError[] {
  const told = new Map<string, ToldError>();
  for (const error of errors) {
    const key = JSON.stringify([error.row, error.column, error.reason, reasonSentence(error.reason, error.value), valuesShown ? error.value : null]);
    const { leftOut, ...known } = told.get(key) ?? { ...error, fields: [] };
    told.set(key, { ...known, fields: [...known.fields, error.field], ...(leftOut === true && error.leftOut === true ? { leftOut } : {}) });
  }
  return [...told.values()];
}

const mostLetters = 3;

/** Digits of the shortest and the longest numbers that can be called from abroad (E.164: at most 15). */
const [fewest, most] = [7, 15];

/** The likeliest cause by the text; the others are named where it shows none. */
function phoneSentence(text: string): string {
  const digits = text.replace(/\D/g, '').length;
  if (/\p{L}/u.test(text)) return m.row_errors_phone_letters();
  if (digits < fewest) return m.row_errors_phone_short({ digits });
  if (digits > most) return m.row_errors_phone_long({ digits, most });
  // No country's code begins with a zero.
  if (/^[\s+(]*00\D*[1-9]/.test(text)) return m.row_errors_phone_abroad();
  if (/^\s*\+\D*0/.test(text)) return m.row_errors_phone_no_code();
  if (text.trim().startsWith('+')) return m.row_errors_phone_of_country();
  return m.row_errors_phone_no_country();
}

const short = /^[+-]?\d(?:[.,](\d+))?E\+(\d{2,3})$/i;

function shortSentence(text: string): string {
  const [, fraction = '', exponent = ''] = short.exec(text) ?? [];
  return m.row_errors_digits_short({ shown: fraction.length + 1, all: Number(exponent) + 1 });
}
