import { subscriptionStatuses } from '#contract/recipe.ts';
import { m } from '#messages';

const names: Readonly<Record<(typeof subscriptionStatuses)[number], () => string>> = {
  subscribed: m.subscriptions_status_subscribed,
  unsubscribed: m.subscriptions_status_unsubscribed,
  complained: m.subscriptions_status_complained,
  hardbounced: m.subscriptions_status_hardbounced,
  unconfirmed: m.subscriptions_status_unconfirmed,
  suspended: m.subscriptions_status_suspended,
  invalid: m.subscriptions_status_invalid,
};

/** A subscription's status as it is shown; a text that is none stands for itself. */
export function statusName(status: string): string {
  const known = subscriptionStatuses.find((word) => word === status);
  return known === undefined ? status : names[known]();
}
