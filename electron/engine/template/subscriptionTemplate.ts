import type { ResourceDetail } from '#contract/fields.ts';
import { subscriptionHeader, templateSubscriptions, type SubscriptionMember } from '#contract/subscriptionColumns.ts';
import { m } from '#messages';
import type { TemplateColumn, TemplateKind } from './templateColumns.ts';

/** The subscriptions that a template is to have columns for. */
export interface TemplateResources {
  readonly dbId: number;
  /** Of the whole platform: a name that two of them have is told by its number. */
  readonly resources: readonly ResourceDetail[];
}

const kinds: Readonly<Record<SubscriptionMember, TemplateKind>> = { consent: 'consent', email: 'email', phone: 'contact-phone', provider: 'contact', subscription_id: 'contact', chat_id: 'contact-number' };

/** The columns of a template for who is subscribed to what. `hasEmail`: a column of the profiles has the address. Pure but for the language of what it says. */
export function subscriptionColumns({ dbId, resources }: TemplateResources, hasEmail: boolean): readonly TemplateColumn[] {
  return templateSubscriptions(resources, dbId, hasEmail).map((column): TemplateColumn => {
    const kind = kinds[column.member];
    const choices = kind === 'consent' ? [m.template_yes(), m.template_no()] : [];
    return { field: `${column.channel} ${column.resourceId}`, header: subscriptionHeader(column, resources), kind, choices, example: choices[0] ?? exampleOf(column.member) };
  });
}

function exampleOf(member: SubscriptionMember): string | number {
  switch (member) {
    case 'phone':
      return '+79001234567';
    case 'email':
      return 'name@example.com';
    case 'chat_id':
      return 123_456_789;
    case 'provider':
      return 'android-firebase';
    case 'subscription_id':
    case 'consent':
      return 'example-token';
  }
}
