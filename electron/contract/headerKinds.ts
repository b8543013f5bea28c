/** Words of headers and titles that are the same thing in other words or the other language, small letters and е for ё. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  identifier: ['№', '#', 'number', 'num', 'no', 'nr', 'n', 'id', 'identifier', 'code', 'key', 'номер', 'номера', 'ном', 'ид', 'идентификатор', 'код', 'ключ'],
  client: ['client', 'clients', 'customer', 'customers', 'buyer', 'клиент', 'клиента', 'клиенты', 'клиентов', 'покупатель', 'покупателя', 'заказчик', 'заказчика'],
  member: ['member', 'participant', 'участник', 'участника'],
  contract: ['contract', 'agreement', 'договор', 'договора', 'контракт', 'контракта'],
  card: ['card', 'карта', 'карты', 'карточка', 'карточки'],
  order: ['order', 'заказ', 'заказа'],
  account: ['account', 'счет', 'счета', 'аккаунт', 'аккаунта'],
  user: ['user', 'пользователь', 'пользователя'],
  employee: ['employee', 'staff', 'сотрудник', 'сотрудника'],
  loyalty: ['loyalty', 'bonus', 'лояльность', 'лояльности', 'бонусная', 'бонусной', 'бонус'],
  shop: ['shop', 'store', 'магазин', 'магазина'],
  city: ['city', 'town', 'город', 'города'],
  date: ['date', 'day', 'дата', 'день'],
  last: ['last', 'latest', 'последний', 'последняя', 'последнего', 'последней'],
  purchase: ['purchase', 'покупка', 'покупки', 'покупок'],
  amount: ['amount', 'sum', 'total', 'сумма', 'итог'],
};

const kindOf: ReadonlyMap<string, string> = new Map(Object.entries(kinds).flatMap(([kind, words]) => words.map((word) => [word, kind] as const)));
const idle: ReadonlySet<string> = new Set(['of', 'the', 'a', 'an', 's']);

/**
 * What a header or a title is about, whatever words of either language say it, in one order: "Client No", "Номер клиента"
 * and "customer_id" are one. Empty for no words. Pure.
 */
export function headerKinds(text: string): string {
  const words = text.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').toLowerCase().replace(/ё/g, 'е').replace(/[№#]/g, ' № ').split(/[^\p{L}\p{N}№]+/u);
  return [...new Set(words.filter((word) => word !== '' && !idle.has(word)).map((word) => kindOf.get(word) ?? word))].sort().join(' ');
}

/** The one of several that is about the same as a header, by its name or title; null where there is none, or more than one. Pure. */
export function byKinds<Named extends { readonly name: string; readonly title: string }>(header: string, fields: readonly Named[]): Named | null {
  const wanted = headerKinds(header);
  // "No" alone may number the rows.
  if (wanted === '' || wanted === 'identifier') return null;
  const [found, ...others] = fields.filter(({ name, title }) => headerKinds(name) === wanted || headerKinds(title) === wanted);
  return found === undefined || others.length > 0 ? null : found;
}
