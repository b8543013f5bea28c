import { mendSchema, type Mend, type MendKind } from '#contract/mends.ts';
import { m } from '#messages';

/** The operator's own mends as a form: what each asks for, and the mend that the answers make. */

export interface OwnInput {
  readonly name: string;
  readonly label: () => string;
  /** Chosen from these; a text where there are none. The first is what stands there at the beginning. */
  readonly choices?: readonly (readonly [value: string, label: () => string])[];
  readonly lines?: true;
}

export interface OwnKind {
  readonly kind: MendKind;
  readonly label: () => string;
  readonly inputs: readonly OwnInput[];
}

const country: OwnInput = { name: 'country', label: m.mending_own_country };

export const ownKinds: readonly OwnKind[] = [
  { kind: 'replace', label: m.mending_own_replace, inputs: [{ name: 'find', label: m.mending_own_replace_find }, { name: 'with', label: m.mending_own_replace_with }, { name: 'whole', label: m.mending_own_replace_where, choices: [['', m.mending_own_replace_anywhere], ['whole', m.mending_own_replace_whole]] }] },
  { kind: 'set', label: m.mending_own_set, inputs: [{ name: 'value', label: m.mending_own_set_value }] },
  { kind: 'clear', label: m.mending_own_clear, inputs: [] },
  { kind: 'map', label: m.mending_own_map, inputs: [{ name: 'values', label: m.mending_own_map_lines, lines: true }] },
  { kind: 'trim', label: m.mending_own_trim, inputs: [] },
  { kind: 'spaces', label: m.mending_own_spaces, inputs: [] },
  { kind: 'case', label: m.mending_own_case, inputs: [{ name: 'to', label: m.mending_own_case_to, choices: [['lower', m.mending_own_case_lower], ['upper', m.mending_own_case_upper], ['title', m.mending_own_case_title]] }] },
  { kind: 'take', label: m.mending_own_take, inputs: [{ name: 'at', label: m.mending_own_take_which, choices: [['1', m.mending_own_take_first], ['-1', m.mending_own_take_last], ['2', m.mending_own_take_second], ['3', m.mending_own_take_third]] }, { name: 'separator', label: m.mending_own_take_separator }] },
  { kind: 'address', label: m.mending_own_address, inputs: [] },
  { kind: 'dates', label: m.mending_own_dates, inputs: [{ name: 'order', label: m.mending_own_dates_order, choices: [['dmy', m.mending_own_dates_dmy], ['mdy', m.mending_own_dates_mdy], ['ymd', m.mending_own_dates_ymd]] }, { name: 'years', label: m.mending_own_dates_years, choices: [['', m.mending_own_dates_years_none], ['excel', m.mending_own_dates_years_excel], ['1900', m.mending_own_dates_years_1900], ['2000', m.mending_own_dates_years_2000]] }] },
  { kind: 'country', label: m.mending_own_phone_country, inputs: [country] },
  { kind: 'abroad', label: m.mending_own_abroad, inputs: [country] },
  { kind: 'extension', label: m.mending_own_extension, inputs: [country] },
  { kind: 'trunk', label: m.mending_own_trunk, inputs: [country] },
  { kind: 'float', label: m.mending_own_float, inputs: [] },
  { kind: 'decimal', label: m.mending_own_decimal, inputs: [{ name: 'mark', label: m.mending_own_decimal_mark, choices: [[',', m.mending_own_decimal_comma], ['.', m.mending_own_decimal_point]] }] },
  { kind: 'letters', label: m.mending_own_letters, inputs: [] },
  { kind: 'domain', label: m.mending_own_domain, inputs: [] },
  { kind: 'width', label: m.mending_own_width, inputs: [] },
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
