import type { Column, SheetRow } from '#contract/cells.ts';
import type { MemberRule, SubscriptionRule } from '#contract/recipe.ts';
import type { RowError } from '#contract/rowErrors.ts';
import { compileFields, compileType, type CompiledField } from './fields.ts';
import { compileMember, type Member, type Scope } from './members.ts';
import type { MappingSettings } from './settings.ts';
import { boundedIntReader } from './values/numbers.ts';
import type { Reader } from './values/reader.ts';
import type { ValueType } from './values/index.ts';
import { statusReader } from './values/words.ts';

/** An entry of `subscriptions` as JSON, and the contact in it, which may be the match key. */
export interface Entry {
  readonly json: string;
  readonly contact: string;
}

export interface CompiledSubscription {
  readonly channel: SubscriptionRule['channel'];
  /** Recipe path of the contact, and its column. */
  readonly contactPath: string;
  readonly contactColumns: readonly Column[];
  /** null where the contact is empty (the entry is left out) or something is wrong (`errors` has it). */
  read(row: SheetRow, errors: RowError[]): Entry | null;
}

const statusType: ValueType = { shape: 'one', quoted: true, reader: statusReader };

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

/** Compiles one subscription rule; null where it has problems, which are then in the scope. */
export function compileSubscription(rule: SubscriptionRule, path: string, settings: MappingSettings, scope: Scope): CompiledSubscription | null {
  const contactName = rule.channel === 'email' ? 'email' : 'phone';
  const contactPath = `${path}.${contactName}`;
  const contactRule = rule[contactName];
  const contact = contactRule === undefined ? null : compileContact(contactRule, contactName, contactPath, scope);
  const others = compileOthers(rule, path, scope);
  const custom = compileFields(
    rule.custom_fields ?? [],
    { path: `${path}.custom_fields`, label: (field) => `${path}.custom_fields.${field}`, system: false },
    scope,
  );
  if (contact === null) return null;
  const head = `{"channel":${JSON.stringify(rule.channel)},"resource_id":${rule.resource_id},`;
  return {
    channel: rule.channel,
    contactPath,
    contactColumns: contact.columns,
    read: (row, errors) => {
      const before = errors.length;
      const value = contact.read(row, errors);
      if (value === null && errors.length === before) return null;
      const tail = others.map(({ prefix, member }) => written(prefix, member, row, errors)).join('') + customFields(custom, row, errors);
      if (typeof value !== 'string') return null;
      return { contact: value, json: `${head}${contactMember(rule.channel, contact.json(value), settings)}${tail}}` };
    },
  };
}

/** The member of an entry that names the contact. */
export function contactMember(channel: SubscriptionRule['channel'], json: string, settings: MappingSettings): string {
  if (channel === 'sms') return `"phone":${json}`;
  return settings.emailShape === 'nested' ? `"email_data":{"email":${json}}` : `"email":${json}`;
}

function compileContact(rule: MemberRule, type: 'email' | 'phone', path: string, scope: Scope): Member | null {
  const compiled = compileType({ type, country: rule.country }, path, scope);
  const emptyConstant = 'a constant must not be empty; without a contact there is no subscription';
  return compiled === null ? null : compileMember(rule, compiled, { path, field: path, emptyConstant }, scope);
}

interface NamedMember {
  readonly prefix: string;
  readonly member: Member;
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
    return member === null ? [] : [{ prefix: `,"${name}":`, member }];
  });
}

function written(prefix: string, member: Member, row: SheetRow, errors: RowError[]): string {
  const value = member.read(row, errors);
  return value === null ? '' : prefix + member.json(value);
}

function customFields(fields: readonly CompiledField[], row: SheetRow, errors: RowError[]): string {
  let json = '';
  for (const { prefix, member } of fields) json += written(json === '' ? prefix : `,${prefix}`, member, row, errors);
  return json === '' ? '' : `,"custom_fields":{${json}}`;
}
