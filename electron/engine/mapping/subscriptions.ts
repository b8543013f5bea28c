import { m } from '#messages';
import type { Column, SheetRow } from '#contract/cells.ts';
import type { Channel, MemberRule, SubscriptionRule } from '#contract/recipe.ts';
import { contactMembers, type ContactName } from '#contract/recipe/terms.ts';
import { makeInvalid, type RowError } from '#contract/rowErrors.ts';
import { compileFields, compileType, type CompiledField, type InvalidPolicy } from './fields.ts';
import { markLeftOut } from './leftOut.ts';
import { compileMember, firstText, jsonOf, rowError, type Member, type Scope } from './members.ts';
import type { MappingSettings } from './settings.ts';
import { boundedIntReader } from './values/numbers.ts';
import type { Reader } from './values/reader.ts';
import { at } from './problem.ts';
import { idType, type ValueType } from './values/index.ts';
import { statusCodes, statusReader } from './values/words.ts';

/** An entry of `subscriptions` as JSON, and what names the profile in it, should the matching look here. */
export interface Entry {
  readonly json: string;
  readonly key: string | null;
}

export interface CompiledSubscription {
  readonly channel: Channel;
  /** Recipe path of what names the profile, and its columns; '' where nothing does. */
  readonly keyPath: string;
  readonly keyColumns: readonly Column[];
  /** null where the contact is empty (there is no entry) or something is wrong (`errors` has it, marked where only the entry is left out for it). */
  read(row: SheetRow, errors: RowError[]): Entry | null;
}

const statusType: ValueType = { shape: 'one', quoted: true, reader: statusReader, codes: statusCodes };

/** -1 leaves the priority as it is, the same as not sending it (update_batch page); 0 counts. */
const priorityBounds = boundedIntReader(-1, Number.MAX_SAFE_INTEGER);
const priorityReader: Reader<string> = {
  ...priorityBounds,
  text: (text) => leftOut(priorityBounds.text(text)),
  number: (cell) => leftOut(priorityBounds.number(cell)),
};
const priorityType: ValueType = { shape: 'one', quoted: false, reader: priorityReader };

function leftOut<Read>(reading: Read): Read | null {
  return reading === '-1' ? null : reading;
}

/** Telegram's ids have at most 52 bits; groups have negative ones. */
const chatIdType: ValueType = { shape: 'one', quoted: false, reader: boundedIntReader(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER) };

const ownTypes: Readonly<Partial<Record<ContactName, ValueType>>> = { chat_id: chatIdType, provider: idType, subscription_id: idType };

interface NamedMember {
  readonly name: string;
  readonly member: Member;
}

/** What an entry has between its resource and its status. */
interface Contact {
  readonly members: readonly NamedMember[];
  readonly data: readonly CompiledField[];
}

export interface SubscriptionTargets {
  readonly settings: MappingSettings;
  /** custom_sub's field_name. */
  readonly keyField: string | null;
  /** What values that are not valid do where the subscription does not say. */
  readonly invalid: InvalidPolicy;
}

/** Compiles one subscription rule; null where it has problems, which are then in the scope. */
export function compileSubscription(rule: SubscriptionRule, path: string, { settings, keyField, invalid }: SubscriptionTargets, scope: Scope): CompiledSubscription | null {
  const before = scope.problems.length;
  const contact = compileContact(rule, path, keyField === null ? [] : [keyField], scope);
  const others = compileOthers(rule, path, scope);
  const custom = compileFields(rule.custom_fields ?? [], fieldTargets(`${path}.custom_fields`, true, []), scope);
  if (scope.problems.length > before) return null;
  const head = `{"channel":${JSON.stringify(rule.code ?? rule.channel)},"resource_id":${rule.resource_id},`;
  const write = contactWriter(rule.channel, settings);
  const leaves = (rule.invalid ?? invalid) === 'field';
  const isStrict = strictFields(rule, path);
  const needed = rule.status?.empty === 'none' ? others.find(({ name }) => name === 'status')?.member : undefined;
  return {
    channel: rule.channel,
    ...keyOf(contact, path, keyField),
    read: (row, errors) => {
      const before = errors.length;
      if (needed !== undefined && isEmpty(needed, row)) return null;
      const found = readContact(contact, path, keyField, row, errors);
      if (found === 'empty') return null;
      const tail = others.map(({ name, member }) => written(`,"${name}":`, member, row, errors)).join('') + objectMember('custom_fields', custom, row, errors);
      // Without its status the platform would give it one of its own, without a field it would be another subscription: all of it is left out.
      if (leaves && errors.length > before && makeInvalid(errors, before)) markLeftOut(errors, before, isStrict);
      else if (found !== 'wrong') return { key: found.key, json: `${head}${write(found.members, found.data)}${tail}}` };
      return null;
    },
  };
}

/** A cell that is wrong is not empty. */
function isEmpty(member: Member, row: SheetRow): boolean {
  const errors: RowError[] = [];
  return member.read(row, errors) === null && errors.length === 0;
}

function fieldTargets(path: string, updates: boolean, keys: readonly string[]) {
  return { path, label: (field: string) => `${path}.${field}`, profile: false, updates, empty: 'skip', invalid: 'row', keys } as const;
}

/** Errors of fields that say themselves that the row is left out for them. */
function strictFields(rule: SubscriptionRule, path: string): (error: RowError) => boolean {
  const strict = (['cc_data', 'custom_fields'] as const).flatMap((list) => (rule[list] ?? []).filter(({ invalid }) => invalid === 'row').map(({ field }) => `${path}.${list}.${field}`));
  return ({ field }) => strict.some((name) => field === name || field.startsWith(`${name}.`));
}

function keyOf({ members, data }: Contact, path: string, keyField: string | null): Pick<CompiledSubscription, 'keyPath' | 'keyColumns'> {
  if (keyField !== null) {
    const field = data.find((one) => one.field === keyField);
    return field === undefined ? { keyPath: '', keyColumns: [] } : { keyPath: `${path}.cc_data.${keyField}`, keyColumns: field.member.columns };
  }
  const main = members.at(-1);
  return main === undefined ? { keyPath: '', keyColumns: [] } : { keyPath: `${path}.${main.name}`, keyColumns: main.member.columns };
}

interface FoundContact {
  readonly members: readonly string[];
  readonly data: string;
  readonly key: string | null;
}

/** The last member is the contact itself; the one before it (a push provider) only tells where it belongs. */
function readContact({ members, data }: Contact, path: string, keyField: string | null, row: SheetRow, errors: RowError[]): FoundContact | 'empty' | 'wrong' {
  const before = errors.length;
  const main = members.at(-1);
  const value = main === undefined ? null : main.member.read(row, errors);
  if (main !== undefined && value === null && errors.length === before) return 'empty';
  const values = members.slice(0, -1).map(({ name, member }) => {
    const read = member.read(row, errors);
    if (read === null && errors.length === before) errors.push(rowError(row, member.columns[0] ?? null, `${path}.${name}`, null, 'contact-incomplete'));
    return read;
  });
  let dataKey: string | null = null;
  let json = '';
  for (const { field, prefix, member } of data) {
    const read = member.read(row, errors);
    if (read === null) continue;
    if (field === keyField) dataKey = firstText(read);
    json += `${json === '' ? '' : ','}${prefix}${jsonOf(member, read)}`;
  }
  if (makeInvalid(errors, before)) return 'wrong';
  if (main === undefined && json === '') return 'empty';
  const all = [...values, value].filter((read) => read !== null);
  return {
    members: all.map((read, index) => (members[index] === undefined ? '' : jsonOf(members[index].member, read))),
    data: json,
    key: keyField === null && all.length > 0 ? all.map(firstText).join(' ') : dataKey,
  };
}

/** Writes the members that name the contact, as the channel has them (Subscription object page 2195807). */
function contactWriter(channel: Channel, { emailShape }: MappingSettings): (members: readonly string[], data: string) => string {
  const inData = (own: string, data: string): string => `"cc_data":{${own}${own === '' || data === '' ? '' : ','}${data}}`;
  switch (channel) {
    case 'email':
      return ([email = '']) => (emailShape === 'nested' ? `"email_data":{"email":${email}}` : `"email":${email}`);
    case 'sms':
      return ([phone = '']) => `"phone":${phone}`;
    case 'push':
      return ([provider = '', id = '']) => `"provider":${provider},"subscription_id":${id}`;
    case 'telegram_bot':
      return ([id = ''], data) => inData(`"id":${id}`, data);
    case 'whatsapp':
    case 'viber':
    case 'notify':
      return ([phone = ''], data) => inData(`"phone":${phone}`, data);
    case 'other':
      return (_, data) => inData('', data);
  }
}

function compileContact(rule: SubscriptionRule, path: string, keys: readonly string[], scope: Scope): Contact {
  const names: readonly ContactName[] = contactMembers[rule.channel];
  const members = names.flatMap((name): readonly NamedMember[] => {
    const memberRule: MemberRule | undefined = rule[name];
    if (memberRule === undefined) return [];
    const place = `${path}.${name}`;
    const type = ownTypes[name] ?? compileType({ type: name === 'email' ? 'email' : 'phone', country: memberRule.country, check: memberRule.check }, place, scope);
    const emptyConstant = m.recipe_fit_empty_contact;
    const member = type === null ? null : compileMember(memberRule, type, { path: place, field: place, emptyConstant }, scope);
    return member === null ? [] : [{ name, member }];
  });
  const data = compileFields(rule.cc_data ?? [], fieldTargets(`${path}.cc_data`, false, keys), scope);
  const own = rule.channel === 'telegram_bot' ? 'id' : 'phone';
  const taken = rule.channel === 'other' ? -1 : (rule.cc_data ?? []).findIndex(({ field }) => field === own);
  if (taken >= 0) scope.problems.push(at(`${path}.cc_data[${taken}].field`, () => m.recipe_fit_filled_already({ name: own, place: `${path}.${names.join('')}` })));
  return { members, data };
}

function compileOthers(rule: SubscriptionRule, path: string, scope: Scope): readonly NamedMember[] {
  const cats = compileType({ type: 'tags', separator: rule.cats?.separator }, path, scope);
  const members: readonly (readonly [string, MemberRule | undefined, ValueType | null])[] = [
    ['status', rule.status, statusType],
    ['priority', rule.priority, priorityType],
    ['cats', rule.cats, cats],
  ];
  return members.flatMap(([name, memberRule, type]) => {
    if (memberRule === undefined || type === null) return [];
    const at = `${path}.${name}`;
    const member = compileMember(memberRule, type, { path: at, field: at, emptyConstant: null }, scope);
    return member === null ? [] : [{ name, member }];
  });
}

function written(prefix: string, member: Member, row: SheetRow, errors: RowError[]): string {
  const value = member.read(row, errors);
  return value === null ? '' : prefix + jsonOf(member, value);
}

function objectMember(name: string, fields: readonly CompiledField[], row: SheetRow, errors: RowError[]): string {
  let json = '';
  for (const { prefix, member } of fields) json += written(json === '' ? prefix : `,${prefix}`, member, row, errors);
  return json === '' ? '' : `,"${name}":{${json}}`;
}
