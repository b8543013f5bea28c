import type { Cell } from '#contract/cells.ts';
import { hidesValue, noDayText, plainNumber, shownText } from '#contract/cells.ts';
import { guessReasonWords, type GuessName } from '#contract/guessWords.ts';
import type { Guess, GuessReason } from '#contract/source.ts';

/** Words about how a file is read. */

export const guessNames: Readonly<Record<GuessName, string>> = { encoding: 'Encoding', delimiter: 'Delimiter', quote: 'Quotation mark', headerRow: 'Header row' };

/** Each continues "Likely: …"; where the window shows what the command line tells, in its own words. */
const reasons: Readonly<Record<GuessReason, string>> = {
  ...guessReasonWords,
  'nearly-valid': 'all but a few bytes fit, and those are shown as damaged',
  values: 'the first row holds values, like all the others',
};

const confidences = { sure: 'Sure', likely: 'Likely', open: 'Please look, others fit as well' } as const;

/** Why a guess is what it is: "Likely: the rows agree on it." */
export function guessSentence({ confidence, reason }: Pick<Guess<unknown>, 'confidence' | 'reason'>): string {
  if (reason === 'told') return 'As you have chosen.';
  const isThin = confidence === 'open' && reason === 'letters';
  return `${confidences[confidence]}: ${isThin ? 'there are too few letters to tell it by' : reasons[reason]}.`;
}

export function openSentence(name: GuessName): string {
  return `Please look: the ${guessNames[name].toLowerCase()} is open. Choose the one with the right cells, or say that it is right as shown.`;
}

/** What is usual under Windows and Mac; others can be given in a recipe. */
export const encodingNames: Readonly<Record<string, string>> = {
  'utf-8': 'UTF-8',
  'windows-1251': 'Windows 1251, Cyrillic',
  ibm866: 'DOS 866, Cyrillic',
  'koi8-r': 'KOI8-R, Cyrillic',
  'windows-1252': 'Windows 1252, Western European',
  'windows-1250': 'Windows 1250, Central European',
  maccyrillic: 'Mac, Cyrillic',
  cp852: 'DOS 852, Central European',
  'utf-16le': 'UTF-16, Excel’s “Unicode text”',
  'utf-16be': 'UTF-16, big-endian',
};
export const delimiterNames: Readonly<Record<string, string>> = { ';': 'Semicolon ;', ',': 'Comma ,', '\t': 'Tab', '|': 'Bar |' };
export const quoteNames: Readonly<Record<string, string>> = { '"': 'Double "', "'": 'Single \'', none: 'None, quotes are characters like others' };

/** Where a guessed or chosen value has no name of its own, it stands for itself. */
export function nameIn(names: Readonly<Record<string, string>>, value: string): string {
  return Object.hasOwn(names, value) ? (names[value] ?? value) : value;
}

export function headerName(row: string | number): string {
  return Number(row) === 0 ? 'No header' : `Row ${row}`;
}

/** What is shown in a cell's place where it is not simply a value or empty; `note` says what it means. */
export function cellWords(cell: Cell): { readonly text: string; readonly sign: string | null; readonly note: string | null } {
  const text = shownText(cell);
  if (cell?.t === 'm' && cell.read === true) return { text, sign: 'merged', note: `Lies under a merge, and gets its value “${text}”, as the mapping says. Correcting it changes this row alone.` };
  if (cell?.t === 'm') return { text: '', sign: 'merged', note: `Lies under a merge whose value is “${shownText(cell.v)}”. Left alone unless the mapping says otherwise.` };
  if (cell?.t === 'n' && cell.text === noDayText) return { text, sign: null, note: `Excel shows #### here: ${plainNumber(cell.v)} is no day or time of its calendar. The row is not sent with it.` };
  if (hidesValue(cell)) return { text, sign: 'hidden', note: 'Holds a value that its number format does not show. Fields of numbers and dates take a hidden number; for all else it is left alone.' };
  if (cell?.t !== 'x') return { text, sign: null, note: null };
  switch (cell.why) {
    case 'absent':
      return { text, sign: 'not there', note: 'The row ends before this cell. Nothing is deleted or emptied for it.' };
    case 'uncalculated':
      return { text, sign: 'no result', note: 'A formula without a stored result. Open the workbook in Excel and save it.' };
    case 'damaged':
      return { text, sign: 'damaged', note: `${text.includes('\ufffd') ? 'Has characters that are no text in this encoding' : 'Is not of the kind that the workbook says: a number, a date, yes or no, or one of its texts'}. The row is not sent with it.` };
    case 'control':
      return { text, sign: 'damaged', note: 'Has control characters that nobody sees. The row is not sent with it.' };
  }
}
