import type { ComparedKind, ComparedSubscription, ComparisonDoubt } from '#contract/comparison.ts';
import { fieldOutcome, type Outcome } from './fieldOutcome.ts';
import type { Members, ProfileKey, ProfileRequest } from './profileKeys.ts';
import { sameValue } from './sameValue.ts';
import { subscriptionOutcomes } from './subscriptionOutcomes.ts';

export interface FieldOutcome extends Outcome {
  readonly field: string;
  readonly subscription?: ComparedSubscription | undefined;
}

export interface ProfileComparison {
  readonly kind: Extract<ComparedKind, 'changed' | 'unchanged' | 'unclear'>;
  readonly isEmptied: boolean;
  readonly fields: readonly FieldOutcome[];
  readonly doubts: readonly ComparisonDoubt[];
}

/**
 * What an item of update_batch makes of a profile as profiles/get tells it: field by field, those of the item alone, since all
 * others stay as they are. Pure.
 */
export function compareProfile(request: ProfileRequest, key: ProfileKey, item: Members, profile: Members): ProfileComparison {
  const { subscriptions, ...members } = item;
  const idMember = request.matching === 'profile_id' ? (request.profileIdMember ?? 'profile_id') : null;
  const fields: readonly FieldOutcome[] = [
    ...Object.entries(members).flatMap(([field, value]) => (field === idMember ? [] : [{ field, ...fieldOutcome(field, told(profile, field) ?? keyOf(request, key, field), value) }])),
    ...subscriptionOutcomes(profile['subscriptions'], subscriptions),
  ];
  const has = (...changes: readonly Outcome['change'][]): boolean => fields.some(({ change }) => changes.includes(change));
  return {
    kind: has('changed', 'filled', 'emptied') ? 'changed' : has('unclear') ? 'unclear' : 'unchanged',
    isEmptied: has('emptied'),
    fields,
    doubts: isKeyTold(request, key, profile) ? [] : ['other-key'],
  };
}

/** What a profile that does not tell its key was found by all the same. */
function keyOf({ matching, field_name: name }: ProfileRequest, key: ProfileKey, field: string): unknown {
  return matching === 'custom' && field === name ? key['field_value'] : undefined;
}

function told(profile: Members, field: string): unknown {
  return Object.hasOwn(profile, field) ? profile[field] : undefined;
}

/** Whether the profile tells the key that it was asked by, where it tells it at all. */
function isKeyTold({ matching, field_name: name = '' }: ProfileRequest, { field_value: value }: ProfileKey, profile: Members): boolean {
  const said = told(profile, name);
  return matching !== 'custom' || said === undefined || value === undefined || sameValue(name, said, value).same;
}
