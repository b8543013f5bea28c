import type { replacesSeveral } from '#contract/leftOutWords.ts';
import { cellType, optionTypes, type FieldRule, type FieldType, type MemberRule } from '#contract/recipe.ts';
import { firstPiece, noOptions, type FieldDraft, type FieldSource, type PartDraft, type Transforms, type ValueOptions } from './draft.ts';

type Members = Readonly<Record<string, unknown>>;
type OptionName = keyof typeof optionTypes;
type TypedField = Pick<FieldDraft, 'type' | 'action' | 'valueType'>;

/** The type that an entry's cells are read by; an upsert's path and an increment have their own. */
export function readType({ type, action, valueType }: TypedField): FieldType {
  return cellType({ type, action: action === '' ? undefined : action, valueType: valueType === '' ? undefined : valueType });
}

/** Whether an option means something to the cells of an entry. */
export function hasOption(field: TypedField, option: OptionName): boolean {
  const types: readonly FieldType[] = optionTypes[option];
  return types.includes(readType(field));
}

/** Whether add, delete or upsert needs the path inside the field. */
export function wantsPath({ action, type }: TypedField): boolean {
  return action === 'upsert' || (type === 'arr_object' && (action === 'add' || action === 'delete'));
}

/** What an entry says of the place that its value takes in the profile. */
export function plainRule({ field, type, action, source }: FieldDraft): Parameters<typeof replacesSeveral>[0] {
  return { field, type, action: action === '' ? undefined : action, ...(source.kind === 'members' ? { members: [] } : {}), ...(source.kind === 'value' ? { value: source.text } : {}) };
}

/** The options of an entry as recipe members: only what its type, its action and its source have a use for. */
export function optionMembers(field: FieldDraft): Members {
  if (field.action === 'unset') return { action: 'unset' };
  const has = (option: OptionName): boolean => hasOption(field, option);
  const isColumn = field.source.kind === 'column';
  const fromCells = field.source.kind !== 'value';
  return {
    ...(field.country !== '' && has('country') ? { country: field.country } : {}),
    ...(field.check !== '' && has('check') ? { check: field.check } : {}),
    ...(field.separator !== '' && has('separator') ? { separator: field.separator } : {}),
    ...(field.order !== '' && has('order') ? { order: field.order } : {}),
    ...(field.zone !== '' && has('zone') ? { zone: field.zone } : {}),
    ...(field.decimal !== '' && has('decimal') ? { decimal: field.decimal } : {}),
    ...(field.yes.length > 0 && has('yes') ? { yes: field.yes } : {}),
    ...(field.no.length > 0 && has('no') ? { no: field.no } : {}),
    ...(field.values.length > 0 && has('values') ? { values: field.values } : {}),
    ...transformMembers(field, field.source, has),
    ...(field.action === '' ? {} : { action: field.action }),
    ...(wantsPath(field) && field.submatch.trim() !== '' ? { submatch: field.submatch.trim() } : {}),
    ...(wantsPath(field) && field.valueType !== '' ? { valueType: field.valueType } : {}),
    ...(fromCells && field.empty !== '' ? { empty: field.empty } : {}),
    ...(fromCells && field.invalid !== '' ? { invalid: field.invalid } : {}),
    ...(isColumn && field.unsetWord !== '' ? { unsetWord: field.unsetWord } : {}),
  };
}

/** What a value goes through, as recipe members; a constant is written as it should be and goes through nothing, nor does an object as a whole. */
export function transformMembers(draft: Transforms, source: FieldSource, has: (option: 'part' | 'case' | 'valueMap') => boolean = () => true): Members {
  if (source.kind === 'value' || source.kind === 'members') return {};
  const { part, letterCase, valueMap, otherValues, merged } = draft;
  const mapped = valueMap !== null && has('valueMap');
  return {
    ...(part !== null && source.kind === 'column' && has('part') ? { part: partMembers(part) } : {}),
    ...(letterCase !== '' && has('case') ? { case: letterCase } : {}),
    ...(mapped ? { valueMap: Object.fromEntries(valueMap.map(({ from, to }) => [from, to])) } : {}),
    ...(mapped && otherValues !== '' && otherValues !== 'ask' ? { otherValues } : {}),
    ...(merged === '' ? {} : { merged }),
  };
}

function partMembers({ kind, separator, at, rest, from, length }: PartDraft): Members {
  if (kind === 'piece') return { separator, ...whole('at', at), ...(rest ? { rest } : {}) };
  return { ...whole('from', from), ...whole('length', length) };
}

function whole(name: string, text: string): Members {
  return /^-?\d{1,6}$/.test(text.trim()) ? { [name]: Number(text.trim()) } : {};
}

/** Whether anything is done to a value on its way, or to its empty cells, beyond what its type does. */
export function isTransformed({ part, letterCase, valueMap, merged }: Transforms): boolean {
  return part !== null || letterCase !== '' || valueMap !== null || merged !== '';
}

export function hasOwnOptions(field: ValueOptions): boolean {
  return isTransformed(field) || field.empty !== '' || field.invalid !== '' || field.check !== '' || field.unsetWord !== '' || field.yes.length + field.no.length + field.values.length > 0;
}

/** The options of a saved rule as a draft. */
export function optionsOf(rule: FieldRule): ValueOptions {
  return {
    ...noOptions,
    ...transformsOf(rule),
    country: rule.country ?? '',
    check: rule.check ?? '',
    separator: rule.separator ?? '',
    order: rule.order ?? '',
    zone: rule.zone ?? '',
    decimal: rule.decimal ?? '',
    yes: rule.yes ?? [],
    no: rule.no ?? [],
    values: rule.values ?? [],
    action: rule.action ?? '',
    submatch: rule.submatch ?? '',
    valueType: rule.valueType ?? '',
    empty: rule.empty ?? '',
    invalid: rule.invalid ?? '',
    unsetWord: rule.unsetWord ?? '',
  };
}

export function transformsOf(rule: FieldRule | MemberRule): Transforms {
  return {
    part: rule.part === undefined ? null : partOf(rule.part),
    letterCase: rule.case ?? '',
    valueMap: rule.valueMap === undefined ? null : Object.entries(rule.valueMap).map(([from, to]) => ({ from, to })),
    otherValues: rule.otherValues ?? '',
    merged: rule.merged ?? '',
  };
}

function partOf({ separator, at, rest = false, from, length }: NonNullable<FieldRule['part']>): PartDraft {
  const text = (number: number | undefined): string => (number === undefined ? '' : String(number));
  if (separator === undefined) return { ...firstPiece, kind: 'characters', from: text(from), length: text(length) };
  return { ...firstPiece, separator, at: text(at), rest };
}
