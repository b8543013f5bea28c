import { m } from '#messages';
import type { SimulationWritten } from '#contract/commands.ts';
import type { JobState, RowState } from '#contract/job.ts';
import type { HandedOver } from '#contract/place.ts';
import type { ContactName, FieldAction, MatchingMode } from '#contract/recipe.ts';
import type { InspectedColumn } from '#contract/source.ts';
import { spoken } from '#contract/spoken.ts';
import { count, countryName } from './formats.ts';

export { dateOrderNote, warningSentence } from '#contract/sentences.ts';
export { fieldTypeNames } from '#contract/fieldTypeNames.ts';

/** Names of closed sets as the page shows them, in the language of the moment. */

export const jobStateNames: Readonly<Record<JobState, string>> = spoken({
  preparing: m.states_job_preparing,
  ready: m.states_job_ready,
  running: m.states_job_running,
  paused: m.states_job_paused,
  finished: m.states_job_finished,
  cancelled: m.states_job_cancelled,
  'handed-over': m.states_job_handed_over,
});

/** Above how many rows are in a state. */
export const countNames: Readonly<Record<RowState, string>> = spoken({
  accepted: m.states_count_accepted,
  failed: m.states_count_failed,
  unknown: m.states_count_unknown,
  sending: m.states_count_sending,
  ready: m.states_count_ready,
  invalid: m.states_count_invalid,
  duplicate: m.states_count_duplicate,
  unchanged: m.states_count_unchanged,
  hidden: m.states_count_hidden,
  queued: m.broker_count,
  empty: m.states_count_empty,
});

export const rowStateNames: Readonly<Record<RowState, string>> = spoken({
  accepted: m.states_row_accepted,
  failed: m.states_row_failed,
  unknown: m.states_row_unknown,
  sending: m.states_row_sending,
  ready: m.states_row_ready,
  invalid: m.states_row_invalid,
  duplicate: m.states_row_duplicate,
  unchanged: m.states_row_unchanged,
  hidden: m.states_row_hidden,
  queued: m.broker_row_name,
  empty: m.states_row_empty,
});

/** What a row in this state is, in one sentence. */
export const rowStateMeanings: Readonly<Record<RowState, string>> = spoken({
  accepted: m.states_accepted_means,
  failed: m.states_failed_means,
  unknown: m.states_unknown_means,
  sending: m.states_sending_means,
  ready: m.states_ready_means,
  invalid: m.states_invalid_means,
  duplicate: m.states_duplicate_means,
  hidden: m.states_hidden_means,
  queued: m.broker_means,
  unchanged: m.states_unchanged_means,
  empty: m.states_empty_means,
});

/** What a field comes from where it is no single column. */
export const sourceNames = spoken({
  value: m.names_source_value,
  template: m.names_source_template,
  members: m.names_source_members,
});

export const matchingNames: Readonly<Record<MatchingMode, string>> = spoken({
  email: m.names_matching_email,
  email_profile: m.names_matching_email_profile,
  email_sub: m.names_matching_email_sub,
  phone: m.names_matching_phone,
  phone_sub: m.names_matching_phone_sub,
  profile_id: m.names_matching_profile_id,
  push_sub: m.names_matching_push_sub,
  custom: m.names_matching_custom,
  custom_sub: m.names_matching_custom_sub,
  email_phone: m.names_matching_email_phone,
  email_phone_sub: m.names_matching_email_phone_sub,
});

export const contactLabels: Readonly<Record<ContactName, string>> = spoken({
  email: m.names_contact_email,
  phone: m.names_contact_phone,
  provider: m.names_contact_provider,
  subscription_id: m.names_contact_subscription_id,
  chat_id: m.names_contact_chat_id,
});

export const dateOrderNames = spoken({
  dmy: m.names_order_dmy,
  mdy: m.names_order_mdy,
  ymd: m.names_order_ymd,
});

export const actionNames: Readonly<Record<FieldAction, string>> = spoken({
  set: m.names_action_set,
  unset: m.names_action_unset,
  incr: m.names_action_incr,
  add: m.names_action_add,
  delete: m.names_action_delete,
  upsert: m.names_action_upsert,
});

export const emptyNames = spoken({
  skip: m.names_empty_skip,
  unset: m.names_empty_unset,
  send: m.names_empty_send,
});

export const invalidNames = spoken({
  row: m.names_invalid_row,
  field: m.names_invalid_field,
});

export const checkNames = spoken({
  valid: m.names_check_valid,
  possible: m.names_check_possible,
});

export const mergedNames = spoken({
  skip: m.names_merged_skip,
  value: m.names_merged_value,
});

export const decimalNames = spoken({ '.': m.names_decimal_point, ',': m.names_decimal_comma });

export const duplicateNames = spoken({
  last: m.names_duplicates_last,
  first: m.names_duplicates_first,
  all: m.names_duplicates_all,
});

/** What a country makes of a column's phones: "“8 (913) …” has no country: read as numbers of Russia, 200 of 200 become right." */
export function phoneCountrySentence({ country, right, of }: NonNullable<InspectedColumn['phoneCountry']>, sample: string): string {
  const figures = { country: countryName(country), right: count(right), of: count(of) };
  return sample === '' ? m.results_phone_country(figures) : m.results_phone_country_such({ sample, ...figures });
}

/** What a simulation has written; nothing was sent. */
export function simulatedSentence({ name, requests, profiles, setAside }: SimulationWritten): string {
  const aside = setAside === 0 ? '' : m.results_simulated_aside({ count: setAside });
  return `${m.results_simulated({ requests: m.units_requests({ count: requests }), profiles: m.units_profiles({ count: profiles }), name })}${aside}`;
}

export function handedOverSentence({ to }: HandedOver): string {
  return m.results_handed_over({ to });
}

/** What stands in the place of a list that shows nothing: why there is nothing, which is not to be taken for a finding. */
export function emptyWords({ value, failed }: { readonly value: readonly unknown[] | null; readonly failed: boolean }, empty: string): string {
  if (value !== null) return empty;
  return failed ? m.results_could_not_be_read() : m.common_loading();
}
