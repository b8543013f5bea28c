import type { Cell } from '#contract/cells.ts';
import type { LeftReason } from '#contract/comparison.ts';
import { channels, contactMembers, type Channel, type ContactName, type FieldRule, type SubscriptionRule } from '#contract/recipe.ts';
import { isMembers, type Members } from '../../api/profiles/profileKeys.ts';
import { isEqual, isNothing } from '../../api/profiles/sameValue.ts';
import { addressOf, findSubscription, isGiven, statusWord } from '../../api/profiles/subscriptionOutcomes.ts';
import { isSameAgain, memberOf, type UndoColumn, type UndoPart, type UndoRow } from './undoColumns.ts';
import { undoType } from './undoTypes.ts';

/** The so manieth subscription of a channel and a resource that a row has sent. */
interface Slot {
  readonly channel: Channel;
  readonly resource: number;
  readonly number: number;
}

const entriesOf = (members: Members): readonly Members[] => (Array.isArray(members['subscriptions']) ? members['subscriptions'].filter(isMembers) : []);
const isOf = ({ channel, resource }: Slot) => (entry: Members): boolean => entry['channel'] === channel && entry['resource_id'] === resource;
const entryOf = ({ item }: UndoRow, slot: Slot): Members | undefined => entriesOf(item).filter(isOf(slot))[slot.number - 1];

function slotsOf(rows: readonly UndoRow[]): readonly Slot[] {
  const slots = new Map<string, Slot>();
  for (const { item } of rows) {
    const counts = new Map<string, number>();
    for (const { channel: code, resource_id: resource } of entriesOf(item)) {
      const channel = channels.find((one) => one === code);
      if (channel === undefined || channel === 'other' || typeof resource !== 'number') continue;
      const key = `${channel} ${resource}`;
      const number = (counts.get(key) ?? 0) + 1;
      counts.set(key, number);
      slots.set(`${key} ${number}`, { channel, resource, number });
    }
  }
  return [...slots.values()];
}

/** Codes that no rule names have no slot; their entries stay. */
function withoutSlot(rows: readonly UndoRow[]): number {
  const known: ReadonlySet<unknown> = new Set(channels.filter((channel) => channel !== 'other'));
  return rows.reduce((sum, { item }) => sum + entriesOf(item).filter((entry) => !known.has(entry['channel']) || typeof entry['resource_id'] !== 'number').length, 0);
}

/** The subscription as it was, or why it cannot be what it was again. */
function beforeOf({ profile }: UndoRow, entry: Members): Members | LeftReason {
  const found = findSubscription(memberOf(profile, 'subscriptions'), entry);
  if (found.kind === 'none') return 'added';
  // Whether an update brings a deleted one back is not published; what else stands in cc_data may be part of the address.
  const { cc_data: data } = entry;
  const isPlain = !isMembers(data) || Object.keys(data).length === 1;
  return found.kind === 'found' && isPlain ? found.subscription : 'subscription';
}

const contactOf: Readonly<Record<ContactName, (entry: Members) => unknown>> = {
  email: (entry) => addressOf(entry)['email'],
  phone: (entry) => addressOf(entry)['phone'],
  provider: (entry) => entry['provider'],
  subscription_id: (entry) => entry['subscription_id'],
  chat_id: (entry) => addressOf(entry)['chat'],
};

const text = (value: unknown): Cell => ({ t: 's', v: String(value) });

/** What of an entry is taken back by a column of its own. */
interface Value {
  readonly name: string;
  readonly sent: (entry: Members) => unknown;
  readonly was: (subscription: Members) => unknown;
  /** Of a value that was there; null where no cell gives it back. */
  readonly cell: (before: unknown) => Cell;
  /** Where nothing stood there before. */
  readonly emptied: Cell | LeftReason;
}

const own: readonly Value[] = [
  { name: 'status', sent: ({ status }) => statusWord(status), was: ({ status }) => statusWord(status), cell: text, emptied: 'subscription' },
  { name: 'priority', sent: ({ priority }) => priority, was: ({ priority }) => priority, cell: text, emptied: 'subscription' },
];

/** Categories have no functional update that empties them. */
const categories: Value = { name: 'cats', sent: ({ cats }) => cats, was: ({ cats }) => cats, cell: (before) => undoType('cats', [before])?.cell(before) ?? null, emptied: 'subscription' };

const fieldsIn = ({ custom_fields: fields }: Members): Members => (isMembers(fields) ? fields : {});

interface Fields {
  readonly values: readonly Value[];
  readonly rules: readonly FieldRule[];
  readonly left: number;
}

/** Fields of a subscription are changed, and deleted, as those of a profile are (manual, Subscription fields functional update 3113721). */
function customFields(rows: readonly UndoRow[], slot: Slot, head: string, word: string): Fields {
  const entries = rows.flatMap((row) => {
    const entry = entryOf(row, slot);
    const before = entry === undefined ? 'added' : beforeOf(row, entry);
    return entry === undefined || typeof before === 'string' ? [] : [{ sent: fieldsIn(entry), before: fieldsIn(before) }];
  });
  const values: Value[] = [];
  const rules: FieldRule[] = [];
  let left = 0;
  for (const name of new Set(entries.flatMap(({ sent }) => Object.keys(sent)))) {
    const having = entries.filter(({ sent }) => Object.hasOwn(sent, name));
    const type = undoType(name, having.map(({ before }) => memberOf(before, name)));
    if (type === null) left += having.length;
    if (type === null) continue;
    rules.push({ field: name, ...type.rule, column: `${head} custom_fields.${name}`, unsetWord: word });
    values.push({
      name: `custom_fields.${name}`,
      sent: (entry) => memberOf(fieldsIn(entry), name),
      was: (entry) => memberOf(fieldsIn(entry), name),
      cell: type.cell,
      emptied: { t: 's', v: word },
    });
  }
  return { values, rules, left };
}

/** What a mapped row gives for the slot: its one subscription of the channel, resource and address. */
function givenFor(given: Members, entry: Members): Members | undefined {
  return entriesOf(given).find((one) => one['channel'] === entry['channel'] && one['resource_id'] === entry['resource_id'] && isEqual(addressOf(one), addressOf(entry)));
}

function valueColumn(slot: Slot, head: string, contacts: readonly string[], value: Value): UndoColumn {
  return {
    header: `${head} ${value.name}`,
    beside: contacts,
    cell(row) {
      const entry = entryOf(row, slot);
      if (entry === undefined || !isGiven(value.sent(entry))) return null;
      const before = beforeOf(row, entry);
      // Told once, at the contact.
      if (typeof before === 'string') return null;
      const was = value.was(before);
      if (!isNothing(was)) return value.cell(was);
      return isNothing(value.sent(entry)) ? null : value.emptied;
    },
    isRestored(given, row) {
      const entry = entryOf(row, slot);
      const before = entry === undefined ? 'added' : beforeOf(row, entry);
      const made = entry === undefined ? undefined : givenFor(given, entry);
      return typeof before !== 'string' && made !== undefined && isSameAgain(value.name, value.was(before), value.sent(made));
    },
  };
}

function contactColumn(slot: Slot, head: string, name: ContactName, contacts: readonly string[]): UndoColumn {
  const header = `${head} ${name}`;
  const isLast = contacts.at(-1) === header;
  return {
    header,
    isContact: true,
    beside: contacts.filter((other) => other !== header),
    cell(row) {
      const entry = entryOf(row, slot);
      if (entry === undefined) return null;
      const before = beforeOf(row, entry);
      if (typeof before === 'string') return isLast ? before : null;
      return text(contactOf[name](entry));
    },
    isRestored(given, row) {
      const entry = entryOf(row, slot);
      return entry !== undefined && givenFor(given, entry) !== undefined;
    },
  };
}

/**
 * The subscriptions that the rows have sent, as the profiles told them before: their statuses, priorities, categories and fields, as far as
 * the rows have sent them. What the import has added stays, as no update takes a subscription away. Pure.
 */
export function subscriptionColumns(rows: readonly UndoRow[], word: string): UndoPart & { readonly subscriptions: readonly SubscriptionRule[] } {
  const columns: UndoColumn[] = [];
  const subscriptions: SubscriptionRule[] = [];
  let subscription = withoutSlot(rows);
  for (const slot of slotsOf(rows)) {
    const { channel, resource, number } = slot;
    const head = `${channel} ${resource}${number === 1 ? '' : ` (${number})`}`;
    const names: readonly ContactName[] = contactMembers[channel];
    const contacts = names.map((name) => `${head} ${name}`);
    const { values: fields, rules, left } = customFields(rows, slot, head, word);
    subscription += left;
    const isSent = (value: Value): boolean => rows.some((row) => isGiven(memberSent(row, slot, value)));
    const values = [...own, categories].filter(isSent);
    const has = (name: string): boolean => values.some((value) => value.name === name);
    columns.push(...names.map((name) => contactColumn(slot, head, name, contacts)), ...[...values, ...fields].map((value) => valueColumn(slot, head, contacts, value)));
    subscriptions.push({
      channel,
      resource_id: resource,
      ...Object.fromEntries(names.map((name) => [name, { column: `${head} ${name}`, ...(name === 'phone' ? { check: 'possible' as const } : {}) }])),
      ...(has('status') ? { status: { column: `${head} status` } } : {}),
      ...(has('priority') ? { priority: { column: `${head} priority` } } : {}),
      ...(has('cats') ? { cats: { column: `${head} cats`, separator: '|' } } : {}),
      ...(rules.length === 0 ? {} : { custom_fields: [...rules] }),
    });
  }
  return { columns, fields: [], subscriptions, left: { subscription } };
}

function memberSent(row: UndoRow, slot: Slot, value: Value): unknown {
  const entry = entryOf(row, slot);
  return entry === undefined ? undefined : value.sent(entry);
}
