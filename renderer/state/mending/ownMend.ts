import { mendSchema, type Mend, type MendKind } from '#contract/mends.ts';

/** The operator's own mends as a form: what each asks for, and the mend that the answers make. */

export interface OwnInput {
  readonly name: string;
  readonly label: string;
  /** Chosen from these; a text where there are none. The first is what stands there at the beginning. */
  readonly choices?: readonly (readonly [value: string, label: string])[];
  readonly lines?: true;
}

export interface OwnKind {
  readonly kind: MendKind;
  readonly label: string;
  readonly inputs: readonly OwnInput[];
}

const country: OwnInput = { name: 'country', label: 'Country, such as RU' };

export const ownKinds: readonly OwnKind[] = [
  { kind: 'replace', label: 'Replace text', inputs: [{ name: 'find', label: 'Replace' }, { name: 'with', label: 'by' }, { name: 'whole', label: 'Where', choices: [['', 'Anywhere in the cell'], ['whole', 'Where it is the whole cell']] }] },
  { kind: 'set', label: 'Set to a value', inputs: [{ name: 'value', label: 'Value' }] },
  { kind: 'clear', label: 'Empty the cell', inputs: [] },
  { kind: 'map', label: 'Map values', inputs: [{ name: 'values', label: 'One a line: old => new', lines: true }] },
  { kind: 'trim', label: 'Remove outer spaces and invisible characters', inputs: [] },
  { kind: 'spaces', label: 'Remove all spaces', inputs: [] },
  { kind: 'case', label: 'Change letter case', inputs: [{ name: 'to', label: 'To', choices: [['lower', 'small letters'], ['upper', 'CAPITAL LETTERS'], ['title', 'Each Word']] }] },
  { kind: 'take', label: 'Take one of several values', inputs: [{ name: 'at', label: 'Which', choices: [['1', 'The first'], ['-1', 'The last'], ['2', 'The second'], ['3', 'The third']] }, { name: 'separator', label: 'Separated by (empty: , ; / | or a line break)' }] },
  { kind: 'address', label: 'Take the email address out of its text', inputs: [] },
  { kind: 'dates', label: 'Read dates in another order', inputs: [{ name: 'order', label: 'Order', choices: [['dmy', 'Day, month, year'], ['mdy', 'Month, day, year'], ['ymd', 'Year, month, day']] }, { name: 'years', label: 'Two-digit years', choices: [['', 'Not taken'], ['excel', '00–29 as 2000s, others as 1900s'], ['1900', 'As 1900s'], ['2000', 'As 2000s']] }] },
  { kind: 'country', label: 'Read phones as of a country', inputs: [country] },
  { kind: 'extension', label: 'Leave extensions of phones out', inputs: [country] },
  { kind: 'trunk', label: 'Take the domestic digit out of phones', inputs: [country] },
  { kind: 'float', label: 'Keep the digits alone of 301234567.0', inputs: [] },
  { kind: 'decimal', label: 'Read numbers by a decimal mark', inputs: [{ name: 'mark', label: 'Mark', choices: [[',', 'Comma'], ['.', 'Point']] }] },
  { kind: 'letters', label: 'Replace look-alike letters of another alphabet', inputs: [] },
  { kind: 'domain', label: 'Put right mistyped domains', inputs: [] },
  { kind: 'width', label: 'Write full-width characters in the usual ones', inputs: [] },
];

export type OwnAnswers = Readonly<Record<string, string>>;

/** The mend that the answers make; null while one is missing or not fit. */
export function ownMend(kind: MendKind, answers: OwnAnswers): Mend | null {
  const inputs = ownKinds.find((one) => one.kind === kind)?.inputs ?? [];
  const members = Object.fromEntries(inputs.flatMap(({ name, choices }) => memberOf(name, answers[name] ?? choices?.[0]?.[0] ?? '', kind)));
  const made = mendSchema.safeParse({ kind, ...members });
  return made.success ? made.data : null;
}

function memberOf(name: string, answer: string, kind: MendKind): readonly (readonly [string, unknown])[] {
  if (name === 'whole') return answer === '' ? [] : [[name, true]];
  if (name === 'at') return [[name, Number(answer)]];
  if (name === 'values') return [[name, pairsIn(answer)]];
  if (name === 'country') return answer.trim() === '' && kind !== 'country' ? [] : [[name, answer.trim().toUpperCase()]];
  return answer === '' && (name === 'separator' || name === 'years') ? [] : [[name, answer]];
}

/** null, which is no map, where a line is none. */
function pairsIn(text: string): Readonly<Record<string, string>> | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const pairs = lines.map((line) => line.split('=>')).map(([from = '', to, ...more]) => (to === undefined || more.length > 0 || from.trim() === '' ? null : ([from.trim(), to.trim()] as const)));
  return pairs.length === 0 || pairs.includes(null) ? null : Object.fromEntries(pairs.filter((pair) => pair !== null));
}
