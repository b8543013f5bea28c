import type { Channel } from '#contract/recipe.ts';
import type { FieldDraft, RecipeDraft } from './draft.ts';

/** Each item must carry the match key; a recipe that can never give it is refused before any row is read. */
export function keyProblem({ request, subscriptions }: RecipeDraft, fields: readonly FieldDraft[]): string | null {
  const has = (...names: readonly string[]): boolean => fields.some((field) => names.includes(field.field.trim()));
  const entered = (...channels: readonly Channel[]): boolean => subscriptions.some((entry) => channels.includes(entry.channel));
  const key = request.keyField.trim();
  switch (request.matching) {
    case 'email':
      return has('email') || entered('email') ? null : 'Profiles are found by email, but no column is mapped to “email”.';
    case 'email_profile':
      return has('email') ? null : 'Profiles are found by their own email, but no column is mapped to “email”.';
    case 'email_sub':
      return entered('email') ? null : 'Profiles are found by the email of a subscription, but there is no email subscription.';
    case 'phone':
      return has('phones', 'phone') || entered('sms') ? null : 'Profiles are found by phone, but no column is mapped to “phones”.';
    case 'phone_sub':
      return entered('sms') ? null : 'Profiles are found by the phone of a subscription, but there is no SMS subscription.';
    case 'email_phone':
      return has('email', 'phones', 'phone') ? null : 'Profiles are found by email or phone, but no column is mapped to “email” or “phones”.';
    case 'email_phone_sub':
      return entered('email', 'sms') ? null : 'Profiles are found by the email or phone of a subscription, but there is none.';
    case 'profile_id':
      return has('profile_id') ? null : 'Profiles are found by their ID, but no column is mapped to “profile_id”.';
    case 'push_sub':
      return entered('push') ? null : 'Profiles are found by a push subscription, but there is none.';
    case 'custom':
      return key === '' || has(key) ? null : `Profiles are found by “${key}”, but no column is mapped to it.`;
    case 'custom_sub':
      return key === '' || subscriptions.some(({ data }) => data.some(({ field }) => field.trim() === key))
        ? null
        : `Profiles are found by “${key}” in a subscription, but no subscription has contact data of that name.`;
  }
}
