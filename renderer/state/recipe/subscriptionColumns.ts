import type { ResourceInfo } from '#contract/fields.ts';
import { typeByPlatform } from '#contract/recipe/platformTypes.ts';
import { inLanguage, languages } from '#contract/language.ts';
import { subscriptionHeaders, type KnownSubscriptions, type SubscriptionColumn, type SubscriptionMember, type SubscriptionPlace } from '#contract/subscriptionColumns.ts';
import { contactMembers, type ContactName } from '#contract/recipe.ts';
import type { InspectedColumn } from '#contract/source.ts';
import { m } from '#messages';
import { consentMap } from './consent.ts';
import { unmapped } from './fromRecipe.ts';
import { newSubscription, noMember, type MapEntry, type MemberDraft, type RecipeDraft, type SubscriptionDraft } from './draft.ts';

interface Choices {
  /** Whether nobody has chosen for an entry yet. */
  readonly isOpen: (id: number) => boolean;
  readonly nextId: () => number;
  /** What a column means is certain; no guess is to be made for the entry. */
  readonly settle: (id: number) => void;
}

/**
 * A draft with the subscriptions that the headers of a template tell of, and without guesses for their columns. As it is where
 * subscriptions were chosen already, or no column is headed so.
 */
export function withSubscriptionColumns(draft: RecipeDraft, columns: readonly InspectedColumn[], known: KnownSubscriptions, { isOpen, nextId, settle }: Choices): RecipeDraft {
  if (draft.subscriptions.length > 0 || known.resources.length === 0) return draft;
  const read = subscriptionHeaders(known);
  const open = new Set(draft.fields.flatMap(({ id, source }) => (source.kind === 'column' && isOpen(id) ? [source.ref] : [])));
  const found = columns.flatMap((column) => {
    const meaning = column.own === true || !open.has(column.ref) ? undefined : read(column.header);
    return meaning === undefined ? [] : [{ column, meaning }];
  });
  const email = draft.fields.find(({ field, source }) => field === 'email' && source.kind === 'column')?.source;
  const made = groupsOf(found).flatMap((group) => subscriptionOf(group, email?.kind === 'column' ? email.ref : null, nextId));
  if (made.length === 0) return draft;
  const refs = new Set(found.map(({ column }) => column.ref));
  const fields = draft.fields.map((entry) => {
    if (entry.source.kind !== 'column' || !refs.has(entry.source.ref) || !isOpen(entry.id)) return entry;
    settle(entry.id);
    return { ...entry, field: '' };
  });
  return { ...draft, fields, subscriptions: made };
}

/** The resources and channels whose subscriptions the headers of a template tell of, so that their fields are to be known; none where subscriptions were chosen already. */
export function subscriptionPlaces({ subscriptions }: Pick<RecipeDraft, 'subscriptions'>, columns: readonly InspectedColumn[], resources: readonly ResourceInfo[]): readonly SubscriptionPlace[] {
  if (subscriptions.length > 0 || resources.length === 0) return [];
  const read = subscriptionHeaders({ resources, fields: [] });
  const found = columns.flatMap((column) => {
    const meaning = column.own === true ? undefined : read(column.header);
    return meaning?.member === 'consent' ? [{ resourceId: meaning.resourceId, channel: meaning.channel }] : [];
  });
  return found;
}

interface Found {
  readonly column: InspectedColumn;
  readonly meaning: SubscriptionColumn;
}

/** Those of one resource and channel. */
function groupsOf(found: readonly Found[]): readonly (readonly Found[])[] {
  const groups = new Map<string, Found[]>();
  for (const one of found) {
    const key = `${one.meaning.resourceId} ${one.meaning.channel}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

/** Nothing where there is no contact, or nobody says whether the person agrees: then a person has to. */
function subscriptionOf(group: readonly Found[], email: string | null, nextId: () => number): readonly SubscriptionDraft[] {
  const [first] = group;
  if (first === undefined) return [];
  const { channel, resourceId } = first.meaning;
  const columnOf = (member: SubscriptionMember): InspectedColumn | undefined => group.find(({ meaning }) => meaning.member === member)?.column;
  const names: readonly ContactName[] = contactMembers[channel];
  const contacts = names.flatMap((name): readonly (readonly [ContactName, MemberDraft])[] => {
    const ref = columnOf(name)?.ref ?? (name === 'email' ? email : null);
    return ref === null ? [] : [[name, { ...noMember, source: { kind: 'column', ref } }]];
  });
  const consent = columnOf('consent');
  if (consent === undefined || contacts.length < names.length) return [];
  const status: MemberDraft = { ...noMember, source: { kind: 'column', ref: consent.ref }, valueMap: consentWords(consent), empty: 'none' };
  const blank = newSubscription(nextId(), channel);
  const categories = columnOf('cats');
  const cats: MemberDraft = categories === undefined ? noMember : { ...noMember, source: { kind: 'column', ref: categories.ref } };
  const customFields = group.flatMap(({ column, meaning }) => (meaning.member === 'field' ? [{ ...unmapped(nextId(), column.ref), field: meaning.field.name, type: typeByPlatform(meaning.field.type) }] : []));
  return [{ ...blank, resourceId: String(resourceId), members: { ...blank.members, ...Object.fromEntries(contacts), status, cats }, customFields }];
}

/** The words that a template offers, in whatever language, and those that stand in the cells. */
function consentWords(column: InspectedColumn): readonly MapEntry[] {
  const offered = languages.flatMap((language) => inLanguage(language, (): readonly MapEntry[] => [{ from: m.template_yes(), to: 'subscribed' }, { from: m.template_no(), to: 'unsubscribed' }]));
  const known = new Set(offered.map(({ from }) => from));
  return [...offered, ...consentMap(column).filter(({ from }) => !known.has(from.toLowerCase()))];
}
