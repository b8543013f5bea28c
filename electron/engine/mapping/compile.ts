import type { Column, SheetRow } from '#contract/cells.ts';
import type { Recipe } from '#contract/recipe.ts';
import { columnFinder } from './columns.ts';
import { notesOfDays } from './dayWatch.ts';
import { compileFields, type CompiledField } from './fields.ts';
import { findKey, keyFields } from './key.ts';
import type { Scope } from './members.ts';
import { markMerges, mergesRead } from './mergesRead.ts';
import { alwaysMended, compileRecipeMends, withMends } from './recipeMends.ts';
import type { Problem } from './problem.ts';
import { createRowMapper } from './rowMapper.ts';
import { defaultSettings, profileIdField, type MappingSettings } from './settings.ts';
import { compileSubscription } from './subscriptions.ts';
import { TextEvidence } from './textEvidence.ts';
import type { Compilation } from './types.ts';
import { createPhoneParsers } from './values/phones.ts';

/**
 * Fits a recipe to the columns of a sheet. Gives the row mapper, or every problem at once, each beginning with the
 * path of the recipe member at fault: columns that are not there or named ambiguously, constants their type cannot
 * take, fields filled twice, system fields with a wrong type, a match key that no row could have. The recipe's own
 * settings come before `settings`. `sample`: the first rows of the sheet, by which columns decide how numbers and dates in
 * their texts are read; the same rows give the same mapper.
 */
export function compileRecipe(recipe: Recipe, columns: readonly Column[], settings: MappingSettings = defaultSettings, sample: readonly SheetRow[] = []): Compilation {
  const find = columnFinder(columns);
  const problems: Problem[] = [];
  const mends = compileRecipeMends(recipe, find, problems);
  const merges = mergesRead(recipe, find);
  const scope: Scope = { find, problems, date1904: settings.date1904, phoneParser: createPhoneParsers(), sample: sample.map((row) => alwaysMended(markMerges(row, merges), mends)), evidence: new TextEvidence(), watches: [] };
  const { request } = recipe;
  const chosen: MappingSettings = {
    profileIdMember: recipe.settings?.profileIdMember ?? settings.profileIdMember,
    date1904: settings.date1904,
    emailShape: recipe.settings?.emailShape ?? settings.emailShape,
  };
  const targets = { path: 'fields', label: (field: string) => field, profile: true, updates: true, empty: recipe.empty ?? 'skip', invalid: recipe.invalid ?? 'row', keys: keyFields(request) } as const;
  const fields = compileFields(recipe.fields, targets, scope);
  const keyField = request.matching === 'custom_sub' ? (request.field_name ?? '') : null;
  const subscriptions = (recipe.subscriptions ?? []).flatMap((rule, index) => {
    const compiled = compileSubscription(rule, `subscriptions[${index}]`, { settings: chosen, keyField, invalid: recipe.invalid ?? 'row' }, scope);
    return compiled === null ? [] : [compiled];
  });
  const key = findKey(recipe, fields, subscriptions, scope.problems);
  if (key === null || scope.problems.length > 0) return { ok: false, problems };
  const { matching } = request;
  const named = matching === 'profile_id' ? fields.map((field) => asProfileId(field, chosen)) : fields;
  return { ok: true, mapper: withMends(createRowMapper({ matching, fields: named, subscriptions, key }), mends), notes: () => [...scope.evidence.notes(), ...notesOfDays(scope.watches)], decided: () => scope.evidence.decided(), readOrders: () => scope.evidence.readOrders(), mergesRead: merges };
}

/** The recipe always says `profile_id`; what the item says is a setting. */
function asProfileId(field: CompiledField, { profileIdMember }: MappingSettings): CompiledField {
  return field.field === profileIdField ? { ...field, prefix: `${JSON.stringify(profileIdMember)}:` } : field;
}
