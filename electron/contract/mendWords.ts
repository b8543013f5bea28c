import { shownText } from './cells.ts';
import { counted } from './counted.ts';
import type { Mend, MendKind, MendPreview, MendSample } from './mends.ts';
import { wouldWords } from './reopenedWords.ts';
import { reasonSentence, type RowErrorReason } from './rowErrors.ts';
import { mendSchema } from './mends.ts';

/** Mends in words, and as they are written on the command line. */

const orders = { dmy: 'day, month, year', mdy: 'month, day, year', ymd: 'year, month, day' } as const;
const centuryWords = { excel: ', 00–29 as 2000s and other two-digit years as 1900s', '1900': ', two-digit years as 1900s', '2000': ', two-digit years as 2000s' } as const;
const caseWords = { lower: 'write in small letters', upper: 'write in capital letters', title: 'Write Each Word With a Capital Letter' } as const;

/** What a mend does, as an instruction: "remove all spaces". */
export function mendWords(mend: Mend): string {
  switch (mend.kind) {
    case 'replace': {
      const what = mend.whole === true ? `cells that are “${mend.find}”` : `“${mend.find}”`;
      return mend.with === '' ? (mend.whole === true ? `empty ${what}` : `take ${what} out`) : `replace ${what} by “${mend.with}”`;
    }
    case 'set':
      return mend.value === '' ? 'empty the cell' : `set to “${mend.value}”`;
    case 'clear':
      return 'empty the cell';
    case 'map':
      return mapWords(mend.values);
    case 'trim':
      return 'remove outer spaces and invisible characters';
    case 'spaces':
      return 'remove all spaces and invisible characters';
    case 'case':
      return caseWords[mend.to];
    case 'take':
      return `${placeWords(mend.at)}${mend.separator === undefined ? '' : `, separated by “${mend.separator}”`}`;
    case 'address':
      return 'take the email address out of its text';
    case 'dates':
      return `read dates as ${orders[mend.order]}${mend.years === undefined ? '' : centuryWords[mend.years]}`;
    case 'country':
      return `read phones without + as numbers of ${mend.country}`;
    case 'extension':
      return 'leave the extension of the phone out';
    case 'trunk':
      return 'take the digit out that is dialled within the country only';
    case 'float':
      return 'keep the digits alone of numbers such as 301234567.0';
    case 'decimal':
      return `read numbers with a decimal ${mend.mark === '.' ? 'point' : 'comma'}`;
    case 'letters':
      return 'replace letters of another alphabet that look the same';
    case 'domain':
      return 'put right mistyped domains, such as gmail.con, and doubled @';
    case 'width':
      return 'write full-width letters and digits in the usual ones';
  }
}

function placeWords(at: number): string {
  return at === 1 ? 'take the first of several' : at === -1 ? 'take the last of several' : `take number ${Math.abs(at)} of several${at < 0 ? ', from the end' : ''}`;
}

const shownPairs = 3;

function mapWords(values: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(values);
  const emptied = pairs.filter(([, to]) => to === '').map(([from]) => `“${from}”`);
  if (emptied.length === pairs.length) return `empty cells that are ${listed(emptied, ' or ')}`;
  return `replace ${listed(pairs.map(([from, to]) => `“${from}” by ${to === '' ? 'nothing' : `“${to}”`}`), ', ')}`;
}

function listed(words: readonly string[], between: string): string {
  return words.length <= shownPairs ? words.join(between) : `${words.slice(0, shownPairs).join(', ')} and ${words.length - shownPairs} more`;
}

/** What is said of a mend that only empties cells of a group of problems. */
export function lossWords(reason: RowErrorReason | null): string {
  return reason === 'unknown-status' || reason === 'status-digit' ? 'which loses the values: a “no” among them is not sent, and the platform chooses a status itself' : 'which loses the values';
}

/** All of them, one after another. */
export function mendsWords(mends: readonly Mend[]): string {
  return mends.map(mendWords).join(', then ');
}

/** What is wrong with a row after a mend: in the column mended, or in another one, which is named then; null where nothing is. */
export function stillWords({ reason, after, elsewhere, value = shownText(after) }: Pick<MendSample, 'reason' | 'after' | 'elsewhere' | 'value'>): string | null {
  if (reason === null) return null;
  return `${elsewhere === undefined ? '' : `column ${elsewhere}: `}${reasonSentence(reason, value)}`;
}

/** What a mend would do: "12 cells would be changed: 10 rows become right, 2 stay wrong". */
export function previewWords({ cells, right, wrong, empty, stillWrong, wrongElsewhere = 0, stillRight, sentAgain = 0, standBack = 0, refused, ...dates }: MendPreview): string {
  const wrongHere = stillWrong - wrongElsewhere;
  const parts = [
    ...(right > 0 ? [counted(right, 'row becomes right', 'rows become right')] : []),
    ...(wrongHere > 0 ? [`${counted(wrongHere, 'stays', 'stay')} wrong`] : []),
    ...(wrongElsewhere > 0 ? [`${counted(wrongElsewhere, 'stays', 'stay')} wrong in other columns only`] : []),
    ...(wrong > 0 ? [`${counted(wrong, 'becomes', 'become')} wrong`] : []),
    ...(empty > 0 ? [`${counted(empty, 'becomes', 'become')} empty`] : []),
    ...(stillRight > 0 ? [`${counted(stillRight, 'was and stays', 'were and stay')} right`] : []),
  ];
  const again = sentAgain === 0 ? '' : `; ${counted(sentAgain, 'row of these', 'rows of these')}, which the platform has accepted, would be sent once more`;
  const back = standBack === 0 ? '' : `; ${counted(standBack, 'row of these', 'rows of these')} would not be sent, as another row with the same match key is`;
  const left = refused === 0 ? '' : `; ${counted(refused, 'row')} cannot be corrected now`;
  return `${cells === 0 ? 'no cell' : counted(cells, 'cell')} would be changed${parts.length === 0 ? '' : `: ${parts.join(', ')}`}${again}${back}${left}${wouldWords(dates).map((words) => `; ${words}`).join('')}`;
}

export type MendReading = { readonly ok: true; readonly mend: Mend } | { readonly ok: false; readonly problem: string };

/** How each is written, for the help of the command line. */
export const mendForms: Readonly<Record<MendKind, string>> = {
  replace: 'replace:OLD=>NEW',
  set: 'set:VALUE',
  clear: 'clear',
  map: 'map:{"OLD":"NEW"}',
  trim: 'trim',
  spaces: 'spaces',
  case: 'case:lower|upper|title',
  take: 'take:first|last|N',
  address: 'address',
  dates: 'dates:dmy|mdy|ymd',
  country: 'country:RU',
  extension: 'extension',
  trunk: 'trunk',
  float: 'float',
  decimal: 'decimal:.|,',
  letters: 'letters',
  domain: 'domain',
  width: 'width',
};

/** A mend as the command line takes it. */
export function mendText(mend: Mend): string {
  return Object.keys(mend).length === 1 ? mend.kind : JSON.stringify(mend);
}

/** Reads a mend from `trim`, `case:lower`, `replace:OLD=>NEW`, or from its JSON, which says all that there is. */
export function readMend(written: string): MendReading {
  const value = written.trimStart().startsWith('{') ? jsonOf(written) : shortForm(written);
  const made = mendSchema.safeParse(value);
  if (made.success) return { ok: true, mend: made.data };
  const kind = written.split(':', 1)[0] ?? '';
  const form = Object.entries(mendForms).find(([name]) => name === kind)?.[1];
  return { ok: false, problem: form === undefined ? `there is no mend “${kind}”; there are ${Object.values(mendForms).join(', ')}` : `the mend ${kind} is written ${form}` };
}

function jsonOf(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return null;
  }
}

/** Behind the colon stands the one member that a mend cannot do without. */
function shortForm(written: string): unknown {
  const colon = written.indexOf(':');
  const [kind, rest] = colon < 0 ? [written, null] : [written.slice(0, colon), written.slice(colon + 1)];
  if (rest === null) return { kind };
  switch (kind) {
    case 'replace': {
      const at = rest.indexOf('=>');
      return at < 0 ? null : { kind, find: rest.slice(0, at), with: rest.slice(at + 2) };
    }
    case 'set':
      return { kind, value: rest };
    case 'map':
      return { kind, values: jsonOf(rest) };
    case 'case':
      return { kind, to: rest };
    case 'take':
      return { kind, at: rest === 'first' ? 1 : rest === 'last' ? -1 : Number(rest) };
    case 'dates':
      return { kind, order: rest };
    case 'decimal':
      return { kind, mark: rest };
    case 'country':
    case 'extension':
    case 'trunk':
      return { kind, country: rest };
    default:
      return null;
  }
}
