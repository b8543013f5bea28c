import { databases, resources, type PracticeField } from './catalogue.ts';

/** As much of an element as is needed here. */
interface Element {
  readonly name: string;
  /** Marked `array='true'`. */
  readonly listed: boolean;
  readonly text: string;
  readonly children: readonly Element[];
}

type Group = readonly Element[];
type Fields = ReadonlyMap<string, PracticeField>;

/**
 * The body that the same request would have in JSON. XML has no types: each value gets the type of the field that it is
 * for, and text that does not look like that type stays text, to be refused later. Within object fields, whose members
 * have no known type, all values are text.
 *
 * Strictly read, an element is a list only where it is repeated or marked `array='true'`; one that stands alone
 * without the mark is a single value, and is refused where a list belongs. An empty one with the mark is an empty list.
 */
export function bodyOfXml(root: Element): Record<string, unknown> {
  const groups = grouped(root);
  const dbId = whole(generic(groups.get('db_id') ?? []));
  const fields = (typeof dbId === 'number' ? databases.get(dbId)?.fields : undefined) ?? new Map<string, PracticeField>();
  return members(groups, (name, group) => {
    switch (name) {
      case 'db_id':
      case 'resource_id':
        return whole(generic(group));
      case 'skip_triggers':
      case 'skip_invalid_subscriptions':
        return truth(generic(group));
      case 'data':
        return shaped(group, (element) => profile(element, fields));
      default:
        return generic(group);
    }
  });
}

function grouped(element: Element): ReadonlyMap<string, Group> {
  const groups = new Map<string, Element[]>();
  for (const child of element.children) {
    const group = groups.get(child.name);
    if (group === undefined) groups.set(child.name, [child]);
    else group.push(child);
  }
  return groups;
}

/** fromEntries makes own members of all names, `__proto__` too. */
function members(groups: ReadonlyMap<string, Group>, value: (name: string, group: Group) => unknown): Record<string, unknown> {
  return Object.fromEntries([...groups].map(([name, group]) => [name, value(name, group)]));
}

function shaped(group: Group, single: (element: Element) => unknown): unknown {
  const [first] = group;
  if (first === undefined) return undefined;
  if (group.length === 1 && !first.listed) return single(first);
  if (group.length === 1 && first.children.length === 0 && first.text === '') return [];
  return group.map(single);
}

function generic(group: Group): unknown {
  return shaped(group, (element) =>
    element.children.length === 0 ? element.text : members(grouped(element), (_, inner) => generic(inner)),
  );
}

function profile(element: Element, fields: Fields): unknown {
  if (element.children.length === 0 && element.text !== '') return element.text;
  return members(grouped(element), (name, group) => {
    if (name === 'subscriptions') return shaped(group, subscription);
    return ofField(fields.get(name), group);
  });
}

function subscription(element: Element): unknown {
  const groups = grouped(element);
  const resourceId = whole(generic(groups.get('resource_id') ?? []));
  const fields = typeof resourceId === 'number' ? resources.get(resourceId)?.fields : undefined;
  return members(groups, (name, group) => {
    switch (name) {
      case 'resource_id':
      case 'priority':
      case 'status':
        return whole(generic(group));
      case 'cc_data':
        return shaped(group, (inner) => members(grouped(inner), (key, value) => (key === 'id' ? whole(generic(value)) : generic(value))));
      case 'custom_fields':
        return shaped(group, (inner) => members(grouped(inner), (key, value) => ofField(fields?.get(key), value)));
      default:
        return generic(group);
    }
  });
}

/** A field's value, plain or as a functional update. */
function ofField(field: PracticeField | undefined, group: Group): unknown {
  if (field === undefined) return generic(group);
  const [single] = group;
  const inner = group.length === 1 && single !== undefined && !single.listed ? grouped(single) : null;
  const action = generic(inner?.get('action') ?? []);
  if (inner === null || typeof action !== 'string') return typed(field, generic(group));
  return members(inner, (name, value) => {
    if (name !== 'value') return generic(value);
    if (action === 'upsert') return generic(value);
    return action === 'incr' ? whole(generic(value)) : typed(field, generic(value));
  });
}

function typed(field: PracticeField, value: unknown): unknown {
  switch (field.type) {
    case 'int':
    case 'status':
      return whole(value);
    case 'float':
      return typeof value === 'string' && /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(value) ? Number(value) : value;
    case 'bool':
      return truth(value);
    case 'enum':
      return field.values?.some(({ title }) => title === value) === true ? value : whole(value);
    case 'object':
      return value === '' ? {} : value;
    case 'arr_object':
      return Array.isArray(value) ? value.map((entry: unknown) => (entry === '' ? {} : entry)) : value;
    default:
      return value;
  }
}

function whole(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
}

function truth(value: unknown): unknown {
  return value === 'true' ? true : value === 'false' ? false : value;
}
