import type { ComparedSubscription, ComparisonDoubt } from '#contract/comparison.ts';
import { subscriptionStatuses } from '#contract/recipe.ts';
import { fieldOutcome, type Outcome } from './fieldOutcome.ts';
import { isMembers, type Members } from './profileKeys.ts';
import { isEqual } from './sameValue.ts';

export interface SubscriptionOutcome extends Outcome {
  /** Its member, `custom_fields.name`, or `subscription` for itself. */
  readonly field: string;
  readonly subscription: ComparedSubscription;
}

/**
 * What the subscriptions of an item make of those of a profile. They are told apart by channel, resource and address, as the
 * members are that a subscription must have; what is not among them stays as it is. Pure.
 */
export function subscriptionOutcomes(told: unknown, sent: unknown): readonly SubscriptionOutcome[] {
  const entries = Array.isArray(sent) ? sent.filter(isMembers) : [];
  return entries.flatMap((entry) => {
    const subscription = identityOf(entry);
    return entryOutcomes(told, entry).map((outcome) => ({ ...outcome, subscription }));
  });
}

/** What a profile tells of the subscription that an entry names: itself, that it has none, or that it does not tell. */
export type FoundSubscription = { readonly kind: 'found' | 'deleted'; readonly subscription: Members } | { readonly kind: 'none'; readonly near: readonly Members[] } | { readonly kind: 'untold' };

/** Finds by channel, resource and address. Pure. */
export function findSubscription(told: unknown, entry: Members): FoundSubscription {
  const there = Array.isArray(told) ? told.filter(isMembers) : null;
  // Of which resource a subscription is must be told, or none can be found.
  if (there === null || there.some((one) => one['resource_id'] === undefined)) return { kind: 'untold' };
  const near = there.filter((one) => one['channel'] === entry['channel'] && one['resource_id'] === entry['resource_id']);
  const subscription = near.find((one) => isEqual(addressOf(one), addressOf(entry)));
  if (subscription === undefined) return { kind: 'none', near };
  return { kind: subscription['is_delete'] === true ? 'deleted' : 'found', subscription };
}

type Told = Outcome & { readonly field: string };

function entryOutcomes(told: unknown, entry: Members): readonly Told[] {
  const itself = { field: 'subscription', before: undefined, after: undefined } as const;
  const there = findSubscription(told, entry);
  if (there.kind === 'untold') return [{ ...itself, change: 'unclear', doubts: ['untold'] }];
  if (there.kind === 'none') return [added(there.near, entry)];
  const found = there.subscription;
  if (there.kind === 'deleted') return [{ ...itself, before: shown(found), change: 'unclear', doubts: ['deleted'] }];
  const members = [...memberOutcomes(found, entry), ...fieldOutcomes(found['custom_fields'], entry['custom_fields'])];
  return members.length === 0 ? [{ ...itself, before: shown(found), after: shown(found), change: 'same', doubts: [] }] : members;
}

function added(near: readonly Members[], entry: Members): Told {
  const doubts: ComparisonDoubt[] = [];
  if (!isGiven(entry['status'])) doubts.push('status-of-new');
  if (near.length > 0) doubts.push('other-address');
  return { field: 'subscription', change: 'filled', before: undefined, after: shown(entry), doubts };
}

/** -1 and a member that is not there leave it as it is (update_batch page). */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== -1;
}

function memberOutcomes(found: Members, entry: Members): readonly Told[] {
  return ['status', 'priority', 'cats'].flatMap((field): readonly Told[] => {
    const sent = entry[field];
    if (!isGiven(sent)) return [];
    const before = found[field];
    if (before === undefined && field !== 'cats') return [{ field, change: 'unclear', before, after: sent, doubts: ['untold'] }];
    if (field === 'status') return [{ field, ...fieldOutcome(field, statusWord(before), statusWord(sent)) }];
    return [{ field, ...fieldOutcome(field, before, sent) }];
  });
}

function fieldOutcomes(told: unknown, sent: unknown): readonly Told[] {
  const before = isMembers(told) ? told : {};
  return Object.entries(isMembers(sent) ? sent : {}).map(([name, value]) => ({ field: `custom_fields.${name}`, ...fieldOutcome(name, before[name], value) }));
}

/** Words and numbers are the same to the platform (Subscription object page). */
export function statusWord(status: unknown): unknown {
  return typeof status === 'number' ? (subscriptionStatuses[status] ?? status) : status;
}

function identityOf(entry: Members): ComparedSubscription {
  const { channel, resource_id: resource } = entry;
  const address = Object.values(addressOf(entry)).map((part) => (typeof part === 'string' ? part : JSON.stringify(part)));
  return { channel: String(channel), resource: Number(resource), address: address.join(' ') };
}

/** By what a subscription is told apart within its channel and resource; addresses without regard to case. */
export function addressOf(entry: Members): Members {
  const email = entry['email'] ?? memberOf(entry['email_data'], 'email');
  const data = entry['cc_data'];
  const phone = entry['phone'] ?? memberOf(entry['phone_data'], 'phone') ?? memberOf(data, 'phone');
  const { provider, subscription_id: id } = entry;
  if (typeof email === 'string') return { email: email.toLowerCase() };
  if (phone !== undefined) return { phone };
  if (id !== undefined) return { provider, id };
  const chat = memberOf(data, 'id');
  return chat === undefined ? { data: data ?? null } : { chat };
}

function memberOf(value: unknown, name: string): unknown {
  return isMembers(value) ? value[name] : undefined;
}

function shown(entry: Members): unknown {
  const { status, priority } = entry;
  return { ...addressOf(entry), ...(isGiven(status) ? { status: statusWord(status) } : {}), ...(isGiven(priority) ? { priority } : {}) };
}
