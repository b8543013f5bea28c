import { subscriptionHeader, templateSubscriptions, type SubscriptionMember, type TemplateResources } from '#contract/subscriptionColumns.ts';
import { m } from '#messages';
import { columnOfField, type TemplateColumn, type TemplateKind } from './templateColumns.ts';

const kinds: Readonly<Record<SubscriptionMember, TemplateKind>> = { consent: 'consent', cats: 'categories', email: 'email', phone: 'contact-phone', provider: 'contact', subscription_id: 'contact', chat_id: 'contact-number' };

/** The columns of a template for who is subscribed to what. `hasEmail`: a column of the profiles has the address. Pure but for the language of what it says. */
export function subscriptionColumns(places: TemplateResources, hasEmail: boolean): readonly TemplateColumn[] {
  return templateSubscriptions(places, hasEmail).map((column): TemplateColumn => {
    const header = subscriptionHeader(column, places);
    if (column.member === 'field') return { ...columnOfField(column.field), field: `${column.channel} ${column.resourceId}, ${column.field.name}`, header };
    const kind = kinds[column.member];
    const choices = kind === 'consent' ? [m.template_yes(), m.template_no()] : [];
    return { field: `${column.channel} ${column.resourceId}`, header, kind, choices, example: choices[0] ?? exampleOf(column.member) };
  });
}

function exampleOf(member: SubscriptionMember): string | number {
  switch (member) {
    case 'cats':
      return m.template_example_tags();
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
