import { m } from '#messages';
import type { Cell } from '#contract/cells.ts';
import { hidesValue, noDayText, plainNumber, shownText } from '#contract/cells.ts';
import { guessReasons, type GuessName } from '#contract/guessWords.ts';
import type { Guess, GuessReason } from '#contract/source.ts';
import { spoken } from '#contract/spoken.ts';

/** Words about how a file is read. */

export const guessNames: Readonly<Record<GuessName, string>> = spoken({ encoding: m.reading_encoding, delimiter: m.reading_delimiter, quote: m.reading_quote, headerRow: m.reading_header_row });

/** Each continues "Likely: …"; where the window shows what the command line tells, in its own words. */
const reasons: Readonly<Record<GuessReason, () => string>> = { ...guessReasons, 'nearly-valid': m.reading_nearly_valid, values: m.reading_values };

const confidences = { sure: m.reading_sure, likely: m.reading_likely, open: m.reading_open } as const;

/** Why a guess is what it is: "Likely: the rows agree on it." */
export function guessSentence({ confidence, reason }: Pick<Guess<unknown>, 'confidence' | 'reason'>): string {
  if (reason === 'told') return m.reading_chosen();
  const isThin = confidence === 'open' && reason === 'letters';
  return confidences[confidence]({ reason: isThin ? m.reading_few_letters() : reasons[reason]() });
}

const open: Readonly<Record<GuessName, () => string>> = { encoding: m.reading_open_encoding, delimiter: m.reading_open_delimiter, quote: m.reading_open_quote, headerRow: m.reading_open_header_row };

export function openSentence(name: GuessName): string {
  return open[name]();
}

/** What is usual under Windows and Mac; others can be given in a recipe. */
export const encodingNames: Readonly<Record<string, string>> = spoken({
  'utf-8': () => 'UTF-8',
  'windows-1251': m.reading_cyrillic_windows,
  ibm866: m.reading_cyrillic_dos,
  'koi8-r': m.reading_cyrillic_koi,
  'windows-1252': m.reading_western,
  'windows-1250': m.reading_central,
  maccyrillic: m.reading_cyrillic_mac,
  cp852: m.reading_central_dos,
  'utf-16le': m.reading_unicode_text,
  'utf-16be': m.reading_big_endian,
});
export const delimiterNames: Readonly<Record<string, string>> = spoken({ ';': m.reading_semicolon, ',': m.reading_comma, '\t': m.reading_tab, '|': m.reading_bar });
export const quoteNames: Readonly<Record<string, string>> = spoken({ '"': m.reading_double_quote, "'": m.reading_single_quote, none: m.reading_no_quote });

/** Where a guessed or chosen value has no name of its own, it stands for itself. */
export function nameIn(names: Readonly<Record<string, string>>, value: string): string {
  return Object.hasOwn(names, value) ? (names[value] ?? value) : value;
}

export function headerName(row: string | number): string {
  return Number(row) === 0 ? m.reading_no_header() : m.reading_row({ row });
}

/** What is shown in a cell's place where it is not simply a value or empty; `note` says what it means. */
export function cellWords(cell: Cell): { readonly text: string; readonly sign: string | null; readonly note: string | null } {
  const text = shownText(cell);
  if (cell?.t === 'm' && cell.read === true) return { text, sign: m.reading_sign_merged(), note: m.reading_merged_read({ value: text }) };
  if (cell?.t === 'm') return { text: '', sign: m.reading_sign_merged(), note: m.reading_merged_alone({ value: shownText(cell.v) }) };
  if (cell?.t === 'n' && cell.text === noDayText) return { text, sign: null, note: m.reading_no_day({ number: plainNumber(cell.v) }) };
  if (hidesValue(cell)) return { text, sign: m.reading_sign_hidden(), note: m.reading_hidden() };
  if (cell?.t !== 'x') return { text, sign: null, note: null };
  switch (cell.why) {
    case 'absent':
      return { text, sign: m.reading_sign_absent(), note: m.reading_absent() };
    case 'uncalculated':
      return { text, sign: m.reading_sign_uncalculated(), note: m.reading_uncalculated() };
    case 'damaged':
      return { text, sign: m.reading_sign_damaged(), note: text.includes('\ufffd') ? m.reading_damaged_text() : m.reading_damaged_kind() };
    case 'control':
      return { text, sign: m.reading_sign_damaged(), note: m.reading_control() };
  }
}
