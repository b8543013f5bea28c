/** What a platform says of its databases, resources and fields, and how lists of fields are read wherever they come from. */

export interface DatabaseInfo {
  readonly id: number;
  readonly name: string;
}

/** One database as databases/get tells it. */
export interface DatabaseDetail extends DatabaseInfo {
  readonly description: string;
}

export interface ResourceInfo {
  readonly id: number;
  readonly name: string;
}

/** One resource as resources/get tells it. */
export interface ResourceDetail extends ResourceInfo {
  readonly channels: readonly string[];
  readonly databases: readonly number[];
}

export interface FieldInfo {
  readonly name: string;
  readonly title: string;
  /** The platform's own name of the type; empty where it told none. */
  readonly type: string;
  readonly system: boolean;
  /** Of a list: the titles to choose from, as far as the platform tells them. */
  readonly values?: readonly string[];
}

/** The fields that the subscriptions of a resource have in a channel. */
export interface SubscriptionFields {
  readonly resourceId: number;
  readonly channel: string;
  readonly items: readonly FieldInfo[];
}

/** A list read from a platform, with when; fresh now or kept from an earlier time. */
export interface Known<Item> {
  readonly items: readonly Item[];
  /** Listed before and not any more; their titles tell which field took their place. */
  readonly gone: readonly Item[];
  /** ISO 8601. */
  readonly fetchedAt: string;
  /** True: the platform could not be reached, this is what it said at `fetchedAt`. */
  readonly kept: boolean;
}

/** A member by its name in small letters: names differ in case between endpoints (`Groups.Id` and `groups.id`). */
export function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key.toLowerCase() === name)?.[1];
}

/**
 * Fields from the `data` of fields_get, or from a file: a list, or an object with one under data, fields or items.
 * An entry is a name or an object; only `name` is needed, entries without one are left out, of two with one name the
 * first counts. null where there is no list.
 */
export function readFieldList(value: unknown): readonly FieldInfo[] | null {
  const list = [value, memberOf(value, 'data'), memberOf(value, 'fields'), memberOf(value, 'items')].find((part) => Array.isArray(part));
  if (!Array.isArray(list)) return null;
  const found = new Map<string, FieldInfo>();
  for (const entry of list) {
    const field = readField(entry);
    if (field !== null && !found.has(field.name)) found.set(field.name, field);
  }
  return [...found.values()];
}

function readField(entry: unknown): FieldInfo | null {
  const name = typeof entry === 'string' ? entry : memberOf(entry, 'name');
  if (typeof name !== 'string' || name.trim() === '') return null;
  const title = memberOf(entry, 'title');
  const type = memberOf(entry, 'type');
  const category = memberOf(entry, 'category');
  const values = readChoices(memberOf(entry, 'values'));
  return {
    name,
    title: typeof title === 'string' && title !== '' ? title : name,
    type: typeof type === 'string' ? type : '',
    // What this program prints has `system`; the platform's answers have `category`.
    ...(values.length === 0 ? {} : { values }),
    system: (typeof category === 'string' && category.toLowerCase() === 'system') || memberOf(entry, 'system') === true,
  };
}

/** The choices of a list field: each a text, or told with its title. */
function readChoices(values: unknown): readonly string[] {
  if (!Array.isArray(values)) return [];
  const titles = values.map((value: unknown) => (typeof value === 'string' ? value : (memberOf(value, 'title') ?? memberOf(value, 'name'))));
  return [...new Set(titles.filter((title) => typeof title === 'string').map((title) => title.trim()).filter((title) => title !== ''))];
}
