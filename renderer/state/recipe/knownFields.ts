import type { FieldInfo } from '#contract/commands.ts';
import { byKinds } from '#contract/headerKinds.ts';
import { isMaintainedField, type FieldType } from '#contract/recipe.ts';
import { isChosenByHand } from '#contract/recipe/maintained.ts';
import { typeByPlatform } from '#contract/recipe/platformTypes.ts';
import { m } from '#messages';
import type { RequestDraft } from './draft.ts';

/** A profile field that can be chosen as a target, with the type its values need. */
export interface KnownField {
  readonly name: string;
  readonly title: string;
  readonly type: FieldType;
  readonly system: boolean;
}

interface SystemField {
  readonly name: string;
  readonly title: () => string;
  readonly type: FieldType;
}

function system(name: string, title: () => string, type: FieldType = 'string'): SystemField {
  return { name, title, type };
}

/** System fields a profile update may set (the manual's Profile data object page); offered also without a connection. */
const systemFields: readonly SystemField[] = [
  system('email', m.known_fields_email, 'email'),
  system('phones', m.known_fields_phones, 'phones'),
  system('_fname', m.known_fields_first_name),
  system('_lname', m.known_fields_last_name),
  system('_bdate', m.known_fields_birth_date, 'date'),
  system('_sex', m.known_fields_gender, 'gender'),
  system('_regdate', m.known_fields_registration_date, 'datetime'),
  system('_city', m.known_fields_city),
  system('_region', m.known_fields_region),
  system('_country', m.known_fields_country),
  system('_postal_code', m.known_fields_postal_code),
  system('_tz', m.known_fields_time_zone),
  system('_regip', m.known_fields_registration_ip),
  system('_regcity', m.known_fields_registration_city),
  system('_regcountry', m.known_fields_registration_country),
  system('_regurl', m.known_fields_registration_url),
  system('_ip', m.known_fields_ip_address),
  system('_vendor', m.known_fields_lead_source),
  system('_browser', m.known_fields_browser),
  system('_os', m.known_fields_operating_system),
  system('_status', m.known_fields_global_status, 'int'),
];

function knownField(field: FieldInfo): KnownField {
  const ownType = systemFields.find((known) => known.name === field.name)?.type;
  return { name: field.name, title: field.title, type: ownType ?? typeByPlatform(field.type), system: field.system };
}

/** All fields to choose from: those of the database that the platform does not keep itself, then the system fields it did not list. */
export function targetFields(database: readonly FieldInfo[]): readonly KnownField[] {
  const listed = database.filter(({ name }) => !isMaintainedField(name)).map(knownField);
  const names = new Set(listed.map((field) => field.name));
  const others = systemFields.filter(({ name }) => !names.has(name)).map(({ name, title, type }): KnownField => ({ name, title: title(), type, system: true }));
  return [...listed, ...others];
}

const plain = (text: string): string => text.toLowerCase().replace(/ё/g, 'е').replace(/[\s_\-.№#]+/g, '');

/** The fields whose name or title is the header's, apart from case and punctuation, those of the name first; else the one that says the same in other words; never one that only a person may choose. */
export function fieldsByHeader(fields: readonly KnownField[], header: string): readonly KnownField[] {
  const wanted = plain(header);
  if (wanted === '') return [];
  const open = fields.filter(({ name }) => !isChosenByHand(name));
  const named = open.filter((field) => plain(field.name) === wanted);
  const exact = [...named, ...open.filter((field) => plain(field.title) === wanted && !named.includes(field))];
  const alike = exact.length === 0 ? byKinds(header, open) : null;
  return alike === null ? exact : [alike];
}

/** The fields with the key field that was typed first, where they do not have it: profiles are found by it, so there is one. */
export function withKey(fields: readonly KnownField[], { keyField, matching }: RequestDraft): readonly KnownField[] {
  const key = keyField.trim();
  const isKnown = key === '' || matching !== 'custom' || fields.some(({ name }) => name === key);
  return isKnown ? fields : [{ name: key, title: key, type: 'string', system: false }, ...fields];
}
