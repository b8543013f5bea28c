import { m } from '#messages';
import { distance } from './distance.ts';
import type { FieldInfo } from './fields.ts';
import type { Channel, FieldRule, FieldType, Recipe } from './recipe.ts';

/** The fields that a recipe is held against; what is not known is not judged. */
export interface KnownFields {
  readonly database?: FieldsOfPlace | undefined;
  readonly resources?: readonly (FieldsOfPlace & { readonly resourceId: number; readonly channel: string })[] | undefined;
}

interface FieldsOfPlace {
  readonly items: readonly FieldInfo[];
  readonly gone?: readonly FieldInfo[] | undefined;
}

/** One thing in which a recipe and the platform differ. */
export interface Difference {
  readonly kind: 'missing' | 'renamed' | 'type';
  /** The recipe's member: `fields[2].field`. */
  readonly path: string;
  readonly field: string;
  /** renamed: what the field is called now, probably. */
  readonly now: string | null;
  /** type: what the recipe writes and what the platform keeps. */
  readonly types: { readonly recipe: FieldType; readonly platform: string } | null;
  /** null: the database. */
  readonly resource: { readonly id: number; readonly channel: Channel } | null;
}

const texts: readonly FieldType[] = ['string', 'enum', 'email', 'phone', 'ip', 'country', 'timezone', 'version', 'gender', 'date', 'datetime'];

/**
 * The recipe's types that a field of the platform's type takes. Names from the help centre and the fields_get samples;
 * a type that is not here is not judged, as the list of types is not published in full.
 */
const takenBy: ReadonlyMap<string, readonly FieldType[]> = new Map<string, readonly FieldType[]>([
  ['int', ['int', 'status']],
  ['float', ['float', 'int']],
  ['bool', ['bool']],
  ['date', ['date', 'datetime']],
  ['datetime', ['date', 'datetime']],
  ['unicode', texts],
  ['string', texts],
  ['tags', ['tags']],
  ['object', ['object']],
  ['arr_object', ['arr_object']],
  ['version', ['version', 'string']],
  ['ip', ['ip', 'string']],
  ['email', ['email', 'string']],
  ['phone', ['phone', 'string']],
  ['phones', ['phones']],
  ['enum', ['enum', 'string', 'int']],
]);

/** Members of an item that are keys or lists of their own and stand in no list of fields. */
const ownMembers: readonly string[] = ['profile_id', '_id', 'email', 'phone', 'phones'];

/**
 * In what a recipe differs from the fields known: fields that are missing, that probably have another name now (the
 * title or the column's header is the same, or the name is alike), and fields of another type. Types of system fields
 * are judged with the recipe itself. Empty where all is well.
 */
export function recipeDifferences(recipe: Recipe, known: KnownFields): readonly Difference[] {
  const { database, resources = [] } = known;
  const found: Difference[] = [];
  if (database !== undefined) {
    const { field_name: key, matching } = recipe.request;
    // custom_sub looks for the key among the fields of subscriptions.
    if (key !== undefined && matching === 'custom') found.push(...absent(key, 'request.field_name', [], { ...database, taken: namesOf(recipe.fields) }, null));
    found.push(...ofRules(recipe.fields, 'fields', database, null));
  }
  (recipe.subscriptions ?? []).forEach(({ channel, code, resource_id: id, custom_fields: rules = [] }, index) => {
    const place = resources.find((one) => one.resourceId === id && one.channel === (code ?? channel));
    if (place !== undefined) found.push(...ofRules(rules, `subscriptions[${index}].custom_fields`, place, { id, channel }));
  });
  return found;
}

/** The resources and channels (as sent) whose fields a recipe names, each once. */
export function resourcesWithFields({ subscriptions = [] }: Recipe): readonly { readonly resourceId: number; readonly channel: string }[] {
  const withFields = subscriptions.filter(({ custom_fields: rules = [] }) => rules.length > 0);
  const found = new Map(
    withFields.map(({ resource_id: resourceId, channel, code = channel }) => [`${resourceId}/${code}`, { resourceId, channel: code }]),
  );
  return [...found.values()];
}

const namesOf = (rules: readonly FieldRule[]): ReadonlySet<string> => new Set(rules.map(({ field }) => field));

function ofRules(rules: readonly FieldRule[], path: string, place: FieldsOfPlace, resource: Difference['resource']): readonly Difference[] {
  const taken = namesOf(rules);
  return rules.flatMap((rule, index) => {
    const at = `${path}[${index}]`;
    const field = place.items.find(({ name }) => name === rule.field);
    if (field === undefined) return absent(rule.field, `${at}.field`, headersOf(rule), { ...place, taken, type: rule.type }, resource);
    if (field.system || takes(field.type, rule.type)) return [];
    return [{ kind: 'type', path: `${at}.type`, field: rule.field, now: null, types: { recipe: rule.type, platform: field.type }, resource } as const];
  });
}

function takes(platform: string, type: FieldType): boolean {
  return takenBy.get(platform.toLowerCase())?.includes(type) ?? true;
}

function headersOf({ column, columns = [] }: FieldRule): readonly string[] {
  return [...(column === undefined ? [] : [column]), ...columns].filter((ref) => !ref.startsWith('@'));
}

interface Search extends FieldsOfPlace {
  /** Fields that the recipe fills already cannot be another one's new name. */
  readonly taken: ReadonlySet<string>;
  readonly type?: FieldType;
}

function absent(name: string, path: string, headers: readonly string[], search: Search, resource: Difference['resource']): readonly Difference[] {
  const { items } = search;
  if (items.some((field) => field.name === name)) return [];
  const isListed = !name.startsWith('_') || items.some((field) => field.name.startsWith('_'));
  // A platform that lists no system fields at all has them nevertheless.
  if (resource === null && (ownMembers.includes(name) || !isListed)) return [];
  const now = successor(name, headers, search)?.name ?? null;
  return [{ kind: now === null ? 'missing' : 'renamed', path, field: name, now, types: null, resource }];
}

const plain = (text: string): string => text.toLowerCase().replace(/ё/g, 'е').replace(/[\s_\-.№#]+/g, '');

function successor(name: string, headers: readonly string[], { items, gone = [], taken, type }: Search): FieldInfo | undefined {
  const free = items.filter((field) => !taken.has(field.name));
  const title = gone.find((field) => field.name === name)?.title ?? '';
  const titles = new Set([title, name, ...headers].map(plain).filter((text) => text !== ''));
  const fitting = free.filter((field) => type === undefined || takes(field.type, type));
  return (
    free.find((field) => plain(field.name) === plain(name)) ??
    fitting.find((field) => titles.has(plain(field.title))) ??
    fitting.find((field) => areAlike(plain(field.name), plain(name)))
  );
}

/** At most one letter in four differs; short names are too easily alike. */
function areAlike(one: string, other: string): boolean {
  const length = Math.max(one.length, other.length);
  if (Math.min(one.length, other.length) < 4) return false;
  return distance(one, other) <= Math.floor(length / 4);
}

/** A difference as a sentence for the operator. */
export function differenceSentence({ kind, field, now, types, resource }: Difference): string {
  if (kind === 'type') return types === null ? '' : m.differences_type({ field, ...types });
  const place = { field, resource: resource?.id ?? 0, channel: resource?.channel ?? '' };
  if (kind === 'renamed') return resource === null ? m.differences_renamed({ field, now: now ?? '' }) : m.differences_renamed_resource({ ...place, now: now ?? '' });
  return resource === null ? m.differences_missing({ field }) : m.differences_missing_resource(place);
}
