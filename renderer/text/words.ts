import type { SimulationWritten } from '#contract/commands.ts';
import type { JobState, RowState } from '#contract/job.ts';
import type { HandedOver } from '#contract/place.ts';
import type { Channel, ContactName, FieldAction, FieldType, MatchingMode } from '#contract/recipe.ts';
import type { InspectedColumn } from '#contract/source.ts';
import { count, counted } from './formats.ts';

export { dateOrderNote, warningSentence } from '#contract/sentences.ts';

/** Names of closed sets as the page shows them. */

export const jobStateNames: Readonly<Record<JobState, string>> = {
  preparing: 'Preparing',
  ready: 'Ready to start',
  running: 'Running',
  paused: 'Paused',
  finished: 'Finished',
  cancelled: 'Cancelled',
  'handed-over': 'Handed over',
};

export const rowStateNames: Readonly<Record<RowState, string>> = {
  accepted: 'Accepted',
  failed: 'Failed',
  unknown: 'Unknown',
  sending: 'Under way',
  ready: 'Not sent',
  invalid: 'Invalid',
  duplicate: 'Duplicate',
  unchanged: 'Unchanged',
  hidden: 'Hidden',
  empty: 'Empty',
};

/** What a row in this state is, in one sentence. */
export const rowStateMeanings: Readonly<Record<RowState, string>> = {
  accepted: 'The platform took the update.',
  failed: 'The platform refused it, with its own words.',
  unknown: 'Sent, but no readable answer came. Settled on resume by asking again with the same request id.',
  sending: 'In a request that is under way.',
  ready: 'Fit to be sent, and not sent yet.',
  invalid: 'Left out: a value is not fit to be sent.',
  duplicate: 'Left out: another row with the same key is sent instead.',
  hidden: 'Left out: hidden in the workbook, and only visible rows were to be read.',
  unchanged: 'Left out: the platform accepted the very same data for this profile last time.',
  empty: 'Left out: nothing in the mapped columns.',
};

export const fieldTypeNames: Readonly<Record<FieldType, string>> = {
  string: 'Text',
  int: 'Whole number',
  float: 'Decimal number',
  bool: 'Yes / no',
  date: 'Date',
  datetime: 'Date and time',
  email: 'Email',
  phone: 'Phone',
  phones: 'Phone list',
  tags: 'Tags',
  gender: 'Gender',
  enum: 'Value of a list',
  ip: 'IP address',
  country: 'Country',
  timezone: 'Time zone',
  status: 'Status',
  version: 'Version',
  object: 'Object (JSON)',
  arr_object: 'List of objects (JSON)',
};

/** What a field comes from where it is no single column. */
export const sourceNames = { value: 'Constant', template: 'Joined columns', members: 'Object from columns' } as const;

export const matchingNames: Readonly<Record<MatchingMode, string>> = {
  email: 'By email',
  email_profile: 'By email of the profile',
  email_sub: 'By email of a subscription',
  phone: 'By phone',
  phone_sub: 'By phone of a subscription',
  profile_id: 'By profile ID',
  push_sub: 'By push subscription',
  custom: 'By a field of the profile',
  custom_sub: 'By a subscription to a channel of one’s own',
  email_phone: 'By email / phone',
  email_phone_sub: 'By email / phone of a subscription',
};

export const channelNames: Readonly<Record<Channel, string>> = {
  email: 'Email',
  sms: 'SMS',
  push: 'Push',
  telegram_bot: 'Telegram bot',
  whatsapp: 'WhatsApp',
  viber: 'Viber',
  notify: 'Notify',
  other: 'A channel by its code',
};

export const contactLabels: Readonly<Record<ContactName, string>> = {
  email: 'Email',
  phone: 'Phone',
  provider: 'Push provider',
  subscription_id: 'Push subscription ID',
  chat_id: 'Chat ID',
};

export const dateOrderNames = { dmy: 'Day first', mdy: 'Month first', ymd: 'Year first' } as const;

export const actionNames: Readonly<Record<FieldAction, string>> = {
  set: 'Set the value',
  unset: 'Delete the field',
  incr: 'Add to the number',
  add: 'Add to the list',
  delete: 'Take out of the list',
  upsert: 'Set a part of the object',
};

export const emptyNames = {
  skip: 'Leave the field as it is',
  unset: 'Delete the field',
  send: 'Send an empty value',
} as const;

export const invalidNames = {
  row: 'Leave the whole row out',
  field: 'Leave only this value out',
} as const;

export const checkNames = {
  valid: 'Numbers that exist, as far as is known',
  possible: 'Numbers of the right length',
} as const;

export const mergedNames = { skip: 'leave alone', value: 'each gets the merge’s value' } as const;

export const decimalNames = { '.': 'Point 1,234.5', ',': 'Comma 1.234,5' } as const;

const countryNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

/** What a country makes of a column's phones: "“8 (913) …” has no country: read as numbers of Russia, 200 of 200 become right." */
export function phoneCountrySentence({ country, right, of }: NonNullable<InspectedColumn['phoneCountry']>, sample: string): string {
  const what = sample === '' ? 'Numbers have no country' : `Numbers such as “${sample}” have no country`;
  return `${what}. Read as numbers of ${countryNames.of(country) ?? country}, ${count(right)} of ${count(of)} become right.`;
}

export const duplicateNames = {
  last: 'Send the last one',
  first: 'Send the first one',
  all: 'Send them all, in order',
} as const;

/** What a simulation has written; nothing was sent. */
export function simulatedSentence({ name, requests, profiles, setAside }: SimulationWritten): string {
  const aside = setAside === 0 ? '' : ` ${counted(setAside, 'row')} ${setAside === 1 ? 'is' : 'are'} too large for a request of this size.`;
  return `${counted(requests, 'request')} with ${counted(profiles, 'profile')} written to the folder “${name}”. Nothing was sent.${aside}`;
}

export function handedOverSentence({ to }: HandedOver): string {
  return `Handed over to “${to}”. Run it from there; this one sends nothing any more.`;
}

/** The sentence to agree to before anything is sent. */
export function startSentence(profiles: number, database: string, host: string): string {
  return `${counted(profiles, 'profile')} in ${database} on ${host} will be updated.`;
}

/** What stands in the place of a list that shows nothing: why there is nothing, which is not to be taken for a finding. */
export function emptyWords({ value, failed }: { readonly value: readonly unknown[] | null; readonly failed: boolean }, empty: string): string {
  if (value !== null) return empty;
  return failed ? 'This could not be read from the job. Open it anew to try once more.' : 'Loading…';
}
