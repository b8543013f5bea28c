import type { FieldInfo } from '#contract/commands.ts';
import { isMaintainedField, type FieldType } from '#contract/recipe.ts';
import type { RequestDraft } from './draft.ts';

/** A profile field that can be chosen as a target, with the type its values need. */
export interface KnownField {
  readonly name: string;
  readonly title: string;
  readonly type: FieldType;
  readonly system: boolean;
}

function system(name: string, title: string, type: FieldType = 'string'): KnownField {
  return { name, title, type, system: true };
}

/** System fields a profile update may set (the manual's Profile data object page); offered also without a connection. */
export const systemFields: readonly KnownField[] = [
  system('email', 'Email', 'email'),
  system('phones', 'Phones', 'phones'),
  system('_fname', 'First name'),
  system('_lname', 'Last name'),
  system('_bdate', 'Birth date', 'date'),
  system('_sex', 'Gender', 'gender'),
  system('_regdate', 'Registration date', 'datetime'),
  system('_city', 'City'),
  system('_region', 'Region'),
  system('_country', 'Country'),
  system('_postal_code', 'Postal code'),
  system('_tz', 'Time zone'),
  system('_regip', 'Registration IP'),
  system('_regcity', 'Registration city'),
  system('_regcountry', 'Registration country'),
  system('_regurl', 'Registration URL'),
  system('_ip', 'IP address'),
  system('_vendor', 'Lead source'),
  system('_browser', 'Browser'),
  system('_os', 'Operating system'),
  system('_status', 'Global status, 0 to 6', 'int'),
];

/** The platform's type names (help centre; fields_get samples) in the recipe's types; unknown ones are sent as text. */
const typesByName: Readonly<Record<string, FieldType>> = {
  int: 'int', integer: 'int', long: 'int', float: 'float', double: 'float', bool: 'bool', boolean: 'bool', date: 'date',
  datetime: 'datetime', date_time: 'datetime', tags: 'tags', email: 'email', phone: 'phone', phones: 'phones',
  enum: 'enum', ip: 'ip', version: 'version', object: 'object', arr_object: 'arr_object',
};

function knownField(field: FieldInfo): KnownField {
  const ownType = systemFields.find((known) => known.name === field.name)?.type;
  const name = field.type.toLowerCase();
  const byName = Object.hasOwn(typesByName, name) ? typesByName[name] : undefined;
  return { name: field.name, title: field.title, type: ownType ?? byName ?? 'string', system: field.system };
}

/** All fields to choose from: those of the database that the platform does not keep itself, then the system fields it did not list. */
export function targetFields(database: readonly FieldInfo[]): readonly KnownField[] {
  const listed = database.filter(({ name }) => !isMaintainedField(name)).map(knownField);
  const names = new Set(listed.map((field) => field.name));
  return [...listed, ...systemFields.filter((field) => !names.has(field.name))];
}

const plain = (text: string): string => text.toLowerCase().replace(/ё/g, 'е').replace(/[\s_\-.№#]+/g, '');

/** What concerns a person on the whole platform, whatever a column of that name means: an order's status would unsubscribe people. */
const chosenByHand: readonly string[] = ['_status'];

/** The fields whose name or title is the header's, apart from case and punctuation, those of the name first; never one that only a person may choose. */
export function fieldsByHeader(fields: readonly KnownField[], header: string): readonly KnownField[] {
  const wanted = plain(header);
  if (wanted === '') return [];
  const open = fields.filter(({ name }) => !chosenByHand.includes(name));
  const named = open.filter((field) => plain(field.name) === wanted);
  return [...named, ...open.filter((field) => plain(field.title) === wanted && !named.includes(field))];
}

/** The fields with the key field that was typed first, where they do not have it: profiles are found by it, so there is one. */
export function withKey(fields: readonly KnownField[], { keyField, matching }: RequestDraft): readonly KnownField[] {
  const key = keyField.trim();
  const isKnown = key === '' || matching !== 'custom' || fields.some(({ name }) => name === key);
  return isKnown ? fields : [{ name: key, title: key, type: 'string', system: false }, ...fields];
}
