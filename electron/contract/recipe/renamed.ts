import type { FieldRule, MemberRule, ObjectMember, Recipe, SubscriptionRule } from '../recipe.ts';

/** Gives the name by which a column goes from now on. */
export type Rename = (ref: string) => string;

/** A recipe that names its columns otherwise and is the same in all else. Pure. */
export function renamedRecipe(recipe: Recipe, rename: Rename): Recipe {
  return {
    ...recipe,
    fields: recipe.fields.map((rule) => renamedRule(rule, rename)),
    ...(recipe.subscriptions === undefined ? {} : { subscriptions: recipe.subscriptions.map((rule) => renamedSubscription(rule, rename)) }),
    ...(recipe.mends === undefined ? {} : { mends: recipe.mends.map((rule) => ({ ...rule, column: rename(rule.column) })) }),
  };
}

interface Sources {
  readonly column?: string | undefined;
  readonly columns?: string[] | undefined;
  readonly template?: string | undefined;
}

function renamedSources({ column, columns, template }: Sources, rename: Rename): Sources {
  return {
    ...(column === undefined ? {} : { column: rename(column) }),
    ...(columns === undefined ? {} : { columns: columns.map(rename) }),
    ...(template === undefined ? {} : { template: renamedTemplate(template, rename) }),
  };
}

/** `{{` and `}}` are braces, and name nothing. */
function renamedTemplate(template: string, rename: Rename): string {
  return template.replace(/\{\{|\}\}|\{([^{}]*)\}/g, (token, name: string | undefined) => (name === undefined || name.trim() === '' ? token : `{${rename(name.trim())}}`));
}

function renamedRule(rule: FieldRule, rename: Rename): FieldRule {
  const members = rule.members?.map((member): ObjectMember => ({ ...member, ...renamedSources(member, rename) }));
  return { ...rule, ...renamedSources(rule, rename), ...(members === undefined ? {} : { members }) };
}

const memberNames = ['email', 'phone', 'provider', 'subscription_id', 'chat_id', 'status', 'priority', 'cats'] as const;

function renamedSubscription(rule: SubscriptionRule, rename: Rename): SubscriptionRule {
  const members = memberNames.flatMap((name) => {
    const member: MemberRule | undefined = rule[name];
    return member === undefined ? [] : [[name, { ...member, ...renamedSources(member, rename) }] as const];
  });
  return {
    ...rule,
    ...Object.fromEntries(members),
    ...(rule.cc_data === undefined ? {} : { cc_data: rule.cc_data.map((field) => renamedRule(field, rename)) }),
    ...(rule.custom_fields === undefined ? {} : { custom_fields: rule.custom_fields.map((field) => renamedRule(field, rename)) }),
  };
}

/** Every column that a recipe names, with the field that it fills; an empty field for mends alone. Each as often as it is named. Pure. */
export function namedColumns(recipe: Recipe): readonly { readonly ref: string; readonly field: string }[] {
  const found: { ref: string; field: string }[] = [];
  const noting = (field: string): Rename => (ref) => {
    found.push({ ref, field });
    return ref;
  };
  for (const rule of recipe.fields) renamedRule(rule, noting(rule.field));
  for (const rule of recipe.subscriptions ?? []) renamedSubscription(rule, noting(rule.channel));
  for (const { column } of recipe.mends ?? []) noting('')(column);
  return found;
}
