import type { FieldInfo } from '#contract/fields.ts';
import type { FieldType } from '#contract/recipe.ts';
import { isChosenByHand, isMaintainedField } from '#contract/recipe/maintained.ts';
import { typeByPlatform } from '#contract/recipe/platformTypes.ts';
import { m } from '#messages';

/** How the cells of a column look, and what is said of them. */
export type TemplateKind = 'text' | 'email' | 'phone' | 'int' | 'float' | 'bool' | 'date' | 'datetime' | 'tags' | 'gender' | 'ip' | 'version' | 'country' | 'timezone' | 'list'
  /** Of a subscription. */
  | 'consent' | 'categories' | 'contact' | 'contact-phone' | 'contact-number';

export interface TemplateColumn {
  readonly field: string;
  readonly header: string;
  readonly kind: TemplateKind;
  /** Values to choose from; empty where anything of its kind may stand. */
  readonly choices: readonly string[];
  readonly example: string | number | Date;
}

/** Of the recipe's types; all others are texts. */
const kinds: Readonly<Partial<Record<FieldType, TemplateKind>>> = {
  int: 'int', float: 'float', bool: 'bool', date: 'date', datetime: 'datetime', tags: 'tags', email: 'email', phone: 'phone', phones: 'phone',
  gender: 'gender', enum: 'list', ip: 'ip', version: 'version',
};

/** System fields are read by their own types, whatever the platform calls them (manual, Profile data object page). */
const ownKinds: ReadonlyMap<string, TemplateKind> = new Map<string, TemplateKind>([
  ['email', 'email'], ['phones', 'phone'], ['_bdate', 'date'], ['_regdate', 'date'], ['_sex', 'gender'], ['_ip', 'ip'], ['_regip', 'ip'],
  ['_country', 'country'], ['_regcountry', 'country'], ['_tz', 'timezone'],
]);

/** Objects are put together from several columns, which no template can foresee; the global status is never filled unasked. */
const leftOut = (({ name, type }: FieldInfo): boolean => isMaintainedField(name) || isChosenByHand(name) || /^(?:arr_)?object$/i.test(type));

/** What names a person comes first. */
const order = ['email', 'phones', '_lname', '_fname'];

/**
 * The columns of a template for a database, by its fields: their titles as headers, so that they are found again by themselves; the
 * name stands where a title is another field's too. Pure but for the language of what it says.
 */
export function templateColumns(fields: readonly FieldInfo[]): readonly TemplateColumn[] {
  const wanted = fields.filter((field) => !leftOut(field));
  const names = new Map<string, number>();
  for (const { name, title } of wanted) for (const word of new Set([plain(name), plain(title)])) names.set(word, (names.get(word) ?? 0) + 1);
  const place = ({ name }: FieldInfo): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return wanted
    .toSorted((one, other) => place(one) - place(other))
    .map((field) => ({ ...columnOfField(field), header: names.get(plain(field.title)) === 1 ? field.title.trim() : field.name }));
}

const plain = (text: string): string => text.trim().toLowerCase();

/** How the cells of a field look. Pure but for the language of what it says. */
export function columnOfField({ name, type, values = [] }: FieldInfo): Omit<TemplateColumn, 'header'> {
  const known = ownKinds.get(name) ?? kinds[typeByPlatform(type)] ?? 'text';
  const kind = known === 'list' && values.length === 0 ? 'text' : known;
  const choices = kind === 'bool' ? [m.template_yes(), m.template_no()] : kind === 'gender' ? [m.template_male(), m.template_female()] : kind === 'list' ? values : [];
  return { field: name, kind, choices, example: choices[0] ?? examples[kind]() };
}

const text = (): string => m.template_example_text();

const examples: Readonly<Record<TemplateKind, () => TemplateColumn['example']>> = {
  text,
  list: text,
  bool: text,
  gender: text,
  email: () => 'name@example.com',
  phone: () => '+79001234567',
  int: () => 100,
  float: () => 12.5,
  date: () => new Date(Date.UTC(1990, 6, 6)),
  datetime: () => new Date(Date.UTC(2026, 0, 31, 12, 30)),
  tags: () => m.template_example_tags(),
  ip: () => '192.0.2.1',
  version: () => '1.2.3',
  country: () => 'RU',
  timezone: () => 'Europe/Moscow',
  consent: text,
  categories: () => m.template_example_tags(),
  contact: text,
  'contact-phone': text,
  'contact-number': text,
};

/** What is to be written into a column. */
export const kindNotes: Readonly<Record<TemplateKind, () => string>> = {
  text: m.template_note_text,
  list: m.template_note_list,
  bool: m.template_note_list,
  gender: m.template_note_list,
  email: m.template_note_email,
  phone: m.template_note_phone,
  int: m.template_note_int,
  float: m.template_note_float,
  date: m.template_note_date,
  datetime: m.template_note_datetime,
  tags: m.template_note_tags,
  ip: m.template_note_ip,
  version: m.template_note_version,
  country: m.template_note_country,
  timezone: m.template_note_timezone,
  consent: m.template_note_consent,
  categories: m.template_note_categories,
  contact: m.template_note_contact,
  'contact-phone': m.template_note_contact,
  'contact-number': m.template_note_contact,
};
