import { m } from '#messages';
import type { FieldInfo, ResourceDetail, ResourceInfo, SubscriptionFields } from './fields.ts';
import { inLanguage, languages } from './language.ts';
import { contactMembers, type Channel, type ContactName } from './recipe.ts';
import { contactNames } from './recipe/terms.ts';
import { foldedText } from './sameText.ts';
import { spoken } from './spoken.ts';

/** Columns of a workbook that say who is subscribed to what: how they are headed, and how such a header is read. */

/** What a column says of a subscription; consent is its status in yes and no. */
export type SubscriptionMember = 'consent' | 'cats' | ContactName;

export interface SubscriptionPlace {
  readonly resourceId: number;
  readonly channel: Channel;
}

/** A member of a subscription, or one of its own fields. */
export type SubscriptionColumn = SubscriptionPlace & ({ readonly member: SubscriptionMember } | { readonly member: 'field'; readonly field: FieldInfo });

/** What is known of a platform's subscriptions. */
export interface KnownSubscriptions {
  /** Of the whole platform: a name that two of them have is told by its number. */
  readonly resources: readonly ResourceInfo[];
  readonly fields: readonly SubscriptionFields[];
}

/** A channel that is only known by a code says nothing of its contact. */
export const templateChannels = ['email', 'sms', 'push', 'telegram_bot', 'whatsapp', 'viber', 'notify'] as const satisfies readonly Channel[];

/** What a channel is called. */
export const channelNames: Readonly<Record<Channel, string>> = spoken({
  email: m.names_channel_email,
  sms: m.names_channel_sms,
  push: m.names_channel_push,
  telegram_bot: m.names_channel_telegram_bot,
  whatsapp: m.names_channel_whatsapp,
  viber: m.names_channel_viber,
  notify: m.names_channel_notify,
  other: m.names_channel_other,
});

const memberWords: Readonly<Record<SubscriptionMember, string>> = spoken({
  consent: m.template_member_consent,
  cats: m.template_member_cats,
  email: m.template_member_email,
  phone: m.template_member_phone,
  provider: m.template_member_provider,
  subscription_id: m.template_member_id,
  chat_id: m.template_member_chat,
});

/** The header of a column in the language that is spoken; a resource whose name is another's too is told by its number. */
export function subscriptionHeader(column: SubscriptionColumn, { resources, fields }: KnownSubscriptions): string {
  const { resourceId, channel } = column;
  const name = resources.find(({ id }) => id === resourceId)?.name.trim() ?? '';
  const isAlone = resources.filter((one) => foldedText(one.name) === foldedText(name)).length === 1;
  const resource = isAlone && name !== '' ? name : `${name} (${resourceId})`;
  return m.template_subscription({ resource, channel: channelNames[channel], member: column.member === 'field' ? fieldWord(column.field, ownFields(fields, resourceId, channel)) : memberWords[column.member] });
}

/** Its title, or its name where the title is that of another one, or of another column. */
function fieldWord({ name, title }: FieldInfo, own: readonly FieldInfo[]): string {
  const others = own.flatMap((one) => (one.name === name ? [] : [one.name, one.title]));
  // In every language: it is read in another one than it was written in.
  const members: readonly SubscriptionMember[] = ['consent', 'cats', ...contactNames];
  const words = languages.flatMap((language) => inLanguage(language, () => members.map((member) => memberWords[member])));
  return [...others, ...words].some((word) => foldedText(word) === foldedText(title)) ? name : title.trim();
}

/** Those of the operator's own: devices and browsers are told by themselves. Objects are put together from several columns. */
function ownFields(fields: readonly SubscriptionFields[], resourceId: number, channel: string): readonly FieldInfo[] {
  const items = fields.find((one) => one.resourceId === resourceId && one.channel === channel)?.items ?? [];
  return items.filter(({ system, type }) => !system && !/^(?:arr_)?object$/i.test(type));
}

/** The subscriptions that a template is to have columns for. */
export interface TemplateResources extends KnownSubscriptions {
  /** Those of other databases have columns in no template of this one. */
  readonly dbId: number;
  readonly resources: readonly ResourceDetail[];
}

/** The resources of a database with the channels that a template has columns for. */
export function templatePlaces({ dbId, resources }: Pick<TemplateResources, 'dbId' | 'resources'>): readonly SubscriptionPlace[] {
  return resources
    .filter(({ databases }) => databases.includes(dbId))
    .flatMap(({ id: resourceId, channels }) => templateChannels.filter((channel) => channels.includes(channel)).map((channel) => ({ resourceId, channel })));
}

/** The columns that a template has for the subscriptions of a database: who agrees, and where the person is reached. */
export function templateSubscriptions({ fields, ...places }: TemplateResources, hasEmail: boolean): readonly SubscriptionColumn[] {
  return templatePlaces(places).flatMap(({ resourceId, channel }) => {
    const members: readonly ContactName[] = contactMembers[channel];
    // The address stands in a column of its own already; of phones a profile has several.
    const contacts = channel === 'email' && hasEmail ? [] : members;
    const own = ownFields(fields, resourceId, channel).map((field) => ({ resourceId, channel, member: 'field', field }) as const);
    return [...[...contacts, 'consent' as const, 'cats' as const].map((member) => ({ resourceId, channel, member })), ...own];
  });
}

/** Reads headers of such columns, in whatever language they are written. */
export function subscriptionHeaders(places: KnownSubscriptions): (header: string) => SubscriptionColumn | undefined {
  const known = new Map<string, SubscriptionColumn>();
  for (const language of languages) {
    inLanguage(language, () => {
      for (const { id: resourceId } of places.resources) {
        for (const channel of templateChannels) {
          const members: readonly ContactName[] = contactMembers[channel];
          const own = ownFields(places.fields, resourceId, channel).map((field): SubscriptionColumn => ({ resourceId, channel, member: 'field', field }));
          for (const column of [...own, ...[...members, 'consent' as const, 'cats' as const].map((member): SubscriptionColumn => ({ resourceId, channel, member }))]) {
            known.set(foldedText(subscriptionHeader(column, places)), column);
          }
        }
      }
    });
  }
  return (header) => known.get(foldedText(header));
}
