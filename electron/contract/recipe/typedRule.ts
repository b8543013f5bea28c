import { m } from '#messages';
import { z } from 'zod';
import { andList, columnRef, constant, digitsLost, issue, losesDigits, typeOptions } from './basics.ts';
import { fieldTypes, type FieldType } from './terms.ts';
import { phoneCheck, template, transformShape } from './values.ts';

/** What a value comes from and is read as, with the options of its type: for fields, and for the members of objects. */

/** The types that each option means something to; elsewhere it would be ignored in silence. */
export const optionTypes = {
  columns: ['phones', 'tags'],
  members: ['object', 'arr_object'],
  country: ['phone', 'phones'],
  check: ['phone', 'phones'],
  separator: ['tags'],
  order: ['date', 'datetime'],
  zone: ['datetime'],
  yes: ['bool'],
  no: ['bool'],
  values: ['enum'],
  decimal: ['int', 'float'],
  case: ['string', 'email', 'tags', 'enum'],
  valueMap: fieldTypes.filter((type) => !['phones', 'object', 'arr_object'].includes(type)),
  part: fieldTypes.filter((type) => !['object', 'arr_object'].includes(type)),
} as const satisfies Record<string, readonly FieldType[]>;

const optionNames = ['columns', 'members', 'country', 'check', 'separator', 'order', 'zone', 'yes', 'no', 'values', 'decimal', 'case', 'valueMap', 'part'] as const;

export const word = z.string().min(1).max(200);

export const typedShape = {
  type: z.enum(fieldTypes),
  column: columnRef.optional(),
  value: constant.optional(),
  template,
  ...transformShape,
  ...typeOptions,
  check: phoneCheck,
  zone: z.string().min(1).max(60).regex(/^(?:Z|[+-]\d{2}:\d{2}|[A-Za-z][A-Za-z0-9_+/-]*)$/, { error: () => m.recipe_rules_zone() }).optional().describe('datetime: `Z`, an offset, or the IANA name of a zone, which knows its summer times.'),
  yes: z.array(word).min(1).max(50).optional().describe('bool: words besides the usual ones.'),
  no: z.array(word).min(1).max(50).optional(),
  decimal: z.enum(['.', ',']).optional().describe('int, float in text cells: the decimal mark, the other one being for thousands; decided by the column where it is left out.'),
  values: z.array(z.union([z.string().min(1).max(500), z.number()], { error: () => m.recipe_rules_text_or_number() })).min(1).max(5_000).optional().describe('enum: what the field takes, ids as numbers and titles as texts.'),
};

type OptionRule = Readonly<Partial<Record<(typeof optionNames)[number], unknown>>> & { readonly yes?: readonly string[] | undefined; readonly no?: readonly string[] | undefined };

/** Adds an issue for every option of the rule that cells of this type have no use for, or that contradicts another. */
export function checkOptions(rule: OptionRule, type: FieldType, issues: z.core.$ZodRawIssue[]): void {
  for (const option of optionNames) {
    const types: readonly string[] = optionTypes[option];
    if (rule[option] !== undefined && !types.includes(type)) issue(issues, rule, m.recipe_rules_only_for({ types: andList(types), type }), option);
  }
  if (losesDigits(rule.values)) issue(issues, rule, digitsLost(), 'values');
  const no = new Set((rule.no ?? []).map((text) => text.toLowerCase()));
  if ((rule.yes ?? []).some((text) => no.has(text.toLowerCase()))) issue(issues, rule, m.recipe_rules_yes_and_no(), 'no');
}
