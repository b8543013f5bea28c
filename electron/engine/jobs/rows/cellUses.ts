import type { Column } from '#contract/cells.ts';
import type { Recipe } from '#contract/recipe.ts';
import type { CellUse, ReadingRule } from '#contract/rowDetails.ts';
import { columnFinder, columnRefs, profileIdField } from '../../mapping/index.ts';
import { membersOf, partsOf } from './jsonParts.ts';

/** A rule with all columns that its value is made of. */
interface Use {
  readonly field: string;
  readonly columns: readonly Column[];
  readonly how: Omit<ReadingRule, 'with' | 'order' | 'decimal' | 'found'> & Pick<Rule, 'order' | 'decimal'>;
  /** What is sent for it within the item. */
  readonly sent: (item: Item) => string | null;
}

interface Item {
  readonly members: ReadonlyMap<string, string>;
  readonly subscriptions: readonly string[];
}

type FieldRule = Recipe['fields'][number];
type SubscriptionRule = NonNullable<Recipe['subscriptions']>[number];

/** What fields, members of objects and members of subscriptions have in common here. */
interface Rule {
  readonly country?: string | undefined;
  readonly order?: 'dmy' | 'mdy' | 'ymd' | undefined;
  readonly decimal?: '.' | ',' | undefined;
  readonly case?: unknown;
  readonly valueMap?: unknown;
  readonly part?: unknown;
}

/** Where the cells of a row go to: every rule of the recipe for each of its columns, with what is sent of it in this item (JSON; null: nothing). Pure. */
export function cellUses(recipe: Recipe, columns: readonly Column[], json: string | null): readonly CellUse[] {
  const find = columnFinder(columns);
  const found = (refs: readonly string[]): readonly Column[] => refs.flatMap((ref) => { const one = find(ref); return one.ok ? [one.column] : []; });
  const members = json === null ? new Map<string, string>() : membersOf(json);
  const item: Item = { members, subscriptions: partsOf(members.get('subscriptions') ?? '[]') };
  const uses = [
    ...recipe.fields.flatMap((rule) => usesOfField(rule, recipe, found)),
    ...(recipe.subscriptions ?? []).flatMap((rule, index) => usesOfSubscription(rule, `subscriptions[${index}]`, recipe, found)),
  ];
  return uses.flatMap(({ field, columns: used, how, sent }) => used.map((column): CellUse => ({
    column: column.index,
    field,
    sent: sent(item),
    how: { ...how, ...decided(how, column), with: used.filter((other) => other !== column).map(({ letter }) => letter) },
  })));
}

/** What the recipe leaves to the column. */
function decided({ type, order, decimal }: Use['how'], { texts }: Column): Pick<ReadingRule, 'order' | 'decimal' | 'found'> {
  if ((type === 'date' || type === 'datetime') && order === undefined && texts?.order !== undefined) return { order: texts.order === 'open' ? 'dmy' : texts.order, found: true };
  if ((type === 'int' || type === 'float') && decimal === undefined && texts?.decimal !== undefined && texts.decimal !== 'open') return { decimal: texts.decimal, found: true };
  return {};
}

type Find = (refs: readonly string[]) => readonly Column[];

function usesOfField(rule: FieldRule, recipe: Recipe, found: Find): readonly Use[] {
  const name = rule.field === profileIdField ? (recipe.settings?.profileIdMember ?? rule.field) : rule.field;
  const sent = ({ members }: Item): string | null => members.get(name) ?? members.get(rule.field) ?? null;
  const empty = rule.empty ?? recipe.empty ?? 'skip';
  const invalid = rule.invalid ?? recipe.invalid ?? 'row';
  const own = { field: rule.field, columns: found(columnRefs(rule)), how: how(rule, rule.type, { empty, invalid, action: rule.action }), sent };
  const members = (rule.members ?? []).map((member): Use => ({
    field: `${rule.field}.${member.name}`, columns: found(columnRefs(member)), how: how(member, member.type, { empty, invalid, action: rule.action }), sent,
  }));
  return [own, ...members];
}

const single = ['email', 'phone', 'provider', 'subscription_id', 'chat_id', 'status', 'priority', 'cats'] as const;

function usesOfSubscription(rule: SubscriptionRule, path: string, recipe: Recipe, found: Find): readonly Use[] {
  const head = `{"channel":${JSON.stringify(rule.code ?? rule.channel)},"resource_id":${rule.resource_id},`;
  const sent = ({ subscriptions }: Item): string | null => subscriptions.find((one) => one.startsWith(head)) ?? null;
  const policy = { empty: 'skip', invalid: rule.invalid ?? recipe.invalid ?? 'row' } as const;
  return [
    ...single.flatMap((name): readonly Use[] => {
      const member = rule[name];
      return member === undefined ? [] : [{ field: `${path}.${name}`, columns: found(columnRefs(member)), how: how(member, name, policy), sent }];
    }),
    ...(['cc_data', 'custom_fields'] as const).flatMap((list) => (rule[list] ?? []).map((field): Use => ({
      field: `${path}.${list}.${field.field}`, columns: found(columnRefs(field)), how: how(field, field.type, policy), sent,
    }))),
  ];
}

function how(rule: Rule, type: string, { empty, invalid, action }: Pick<ReadingRule, 'empty' | 'invalid' | 'action'>): Use['how'] {
  const changes = [
    ...(rule.valueMap === undefined ? [] : ['map' as const]),
    ...(rule.part === undefined ? [] : ['part' as const]),
    ...(rule.case === undefined ? [] : ['case' as const]),
  ];
  return { type, empty, invalid, changes, country: rule.country, order: rule.order, decimal: rule.decimal, ...(action === undefined ? {} : { action }) };
}
