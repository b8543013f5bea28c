import type { Channel } from '#contract/recipe.ts';
import { m } from '#messages';
import type { FieldDraft, RecipeDraft } from './draft.ts';

/** Each item must carry the match key; a recipe that can never give it is refused before any row is read. */
export function keyProblem({ request, subscriptions }: RecipeDraft, fields: readonly FieldDraft[]): string | null {
  const has = (...names: readonly string[]): boolean => fields.some((field) => names.includes(field.field.trim()));
  const entered = (...channels: readonly Channel[]): boolean => subscriptions.some((entry) => channels.includes(entry.channel));
  const key = request.keyField.trim();
  switch (request.matching) {
    case 'email':
      return has('email') || entered('email') ? null : m.request_key_email();
    case 'email_profile':
      return has('email') ? null : m.request_key_email_profile();
    case 'email_sub':
      return entered('email') ? null : m.request_key_email_sub();
    case 'phone':
      return has('phones', 'phone') || entered('sms') ? null : m.request_key_phone();
    case 'phone_sub':
      return entered('sms') ? null : m.request_key_phone_sub();
    case 'email_phone':
      return has('email', 'phones', 'phone') ? null : m.request_key_email_phone();
    case 'email_phone_sub':
      return entered('email', 'sms') ? null : m.request_key_email_phone_sub();
    case 'profile_id':
      return has('profile_id') ? null : m.request_key_profile_id();
    case 'push_sub':
      return entered('push') ? null : m.request_key_push_sub();
    case 'custom':
      return key === '' || has(key) ? null : m.request_key_custom({ key });
    case 'custom_sub':
      return key === '' || subscriptions.some(({ data }) => data.some(({ field }) => field.trim() === key))
        ? null
        : m.request_key_custom_sub({ key });
  }
}
