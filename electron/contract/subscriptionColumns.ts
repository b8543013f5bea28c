import { m } from '#messages';
import type { ResourceDetail, ResourceInfo } from './fields.ts';
import { inLanguage, languages } from './language.ts';
import { contactMembers, type Channel, type ContactName } from './recipe.ts';
import { foldedText } from './sameText.ts';
import { spoken } from './spoken.ts';

/** Columns of a workbook that say who is subscribed to what: how they are headed, and how such a header is read. */

/** What a column says of a subscription; consent is its status in yes and no. */
export type SubscriptionMember = 'consent' | ContactName;

export interface SubscriptionColumn {
  readonly resourceId: number;
  readonly channel: Channel;
  readonly member: SubscriptionMember;
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
  email: m.template_member_email,
  phone: m.template_member_phone,
  provider: m.template_member_provider,
  subscription_id: m.template_member_id,
  chat_id: m.template_member_chat,
});

/** The header of a column in the language that is spoken; a resource whose name is another's too is told by its number. */
export function subscriptionHeader({ resourceId, channel, member }: SubscriptionColumn, resources: readonly ResourceInfo[]): string {
  const name = resources.find(({ id }) => id === resourceId)?.name.trim() ?? '';
  const isAlone = resources.filter((one) => foldedText(one.name) === foldedText(name)).length === 1;
  const resource = isAlone && name !== '' ? name : `${name} (${resourceId})`;
  return m.template_subscription({ resource, channel: channelNames[channel], member: memberWords[member] });
}

/** The columns that a template has for the subscriptions of a database: who agrees, and where the person is reached. */
export function templateSubscriptions(resources: readonly ResourceDetail[], dbId: number, hasEmail: boolean): readonly SubscriptionColumn[] {
  return resources
    .filter(({ databases }) => databases.includes(dbId))
    .flatMap(({ id: resourceId, channels }) =>
      templateChannels.filter((channel) => channels.includes(channel)).flatMap((channel) => {
        const members: readonly ContactName[] = contactMembers[channel];
        // The address stands in a column of its own already; of phones a profile has several.
        const contacts = channel === 'email' && hasEmail ? [] : members;
        return [...contacts, 'consent' as const].map((member) => ({ resourceId, channel, member }));
      }),
    );
}

/** Reads headers of such columns, in whatever language they are written. */
export function subscriptionHeaders(resources: readonly ResourceInfo[]): (header: string) => SubscriptionColumn | undefined {
  const known = new Map<string, SubscriptionColumn>();
  for (const language of languages) {
    inLanguage(language, () => {
      for (const { id: resourceId } of resources) {
        for (const channel of templateChannels) {
          const members: readonly ContactName[] = contactMembers[channel];
          for (const member of [...members, 'consent' as const]) {
            const column = { resourceId, channel, member };
            known.set(foldedText(subscriptionHeader(column, resources)), column);
          }
        }
      }
    });
  }
  return (header) => known.get(foldedText(header));
}
