/**
 * Invented profiles as real exports have them: more than half of the text Cyrillic, some letters with accents and
 * some that XML has to escape, ids with leading zeros, dates, money, tags. The same seed always gives the same rows.
 */

export const profileHeaders = [
  'E-mail', 'Имя', 'Фамилия', 'Телефон', 'Номер клиента', 'Дата рождения', 'Сумма покупок', 'Интересы', 'Город', 'Подписка',
] as const;

/** The values of one row, in the order of the headers. `born` is Excel's serial day, `spent` money in two decimals. */
export interface ProfileRow {
  readonly email: string;
  readonly first: string;
  readonly last: string;
  readonly phone: string;
  readonly id: string;
  readonly born: number;
  readonly spent: number;
  readonly tags: string;
  readonly city: string;
  readonly subscribed: boolean;
}

const firstNames = [
  'Максим', 'Анна', 'Елена', 'Дмитрий', 'Ольга', 'Сергей', 'Наталья', 'Андрей', 'Татьяна', 'Алексей', 'Юлія', 'Олександр',
  'John', 'Zoë', 'José', 'Renée', 'Jürgen', 'Mary-Ann', "D'Arcy", 'Peter',
];
const lastNames = [
  'Иванов', 'Петрова', 'Сидоренко', 'Кузнецов', 'Щербаков', 'Ёлкина', 'Соловьёв', 'Ковальчук', 'Їжакевич', 'Бондаренко',
  'Мельник', 'Шевченко', 'Smith', "O'Neil", 'Müller', 'García', 'Brown & Sons', 'Nuñez', 'Taylor', 'Johnson',
];
const cities = [
  'Київ', 'Харків', 'Одеса', 'Дніпро', 'Львів', 'Санкт-Петербург', 'Нижний Новгород', 'Екатеринбург', 'Алматы', 'Минск',
  'London', 'Zürich', 'Málaga', 'New York', 'Kraków', 'Berlin', 'Warszawa', 'Praha', 'Vilnius', 'Rīga',
];
const tagWords = ['спорт', 'книги', 'музыка', 'путешествия', 'дети', 'еда', 'auto', 'tech', 'mode', 'vip'];

/** Tags of a row: one to three words, a thousand combinations. */
export const tagLists: readonly string[] = tagWords.flatMap((one, index) =>
  tagWords.flatMap((two, second) => tagWords.map((three, third) => [...new Set([one, two, three])].slice(0, 1 + ((index + second + third) % 3)).join(','))),
);

/** Texts that many rows share: what Excel writes once into its shared strings. */
export const sharedTexts: readonly string[] = [...new Set([...profileHeaders, ...firstNames, ...lastNames, ...cities, ...tagLists])];

/** The row with this number, from 0. A hash of seed and number, so that any row can be made alone. */
export function profileRow(seed: number, index: number): ProfileRow {
  const one = mix(seed, index);
  const two = mix(seed ^ 0x5bd1_e995, index);
  return {
    email: `user${index}.${(one >>> 8).toString(36)}@example.com`,
    first: pick(firstNames, one),
    last: pick(lastNames, two),
    phone: `+38050${String(index).padStart(7, '0')}`,
    id: String(index * 7 + (one % 7)).padStart(10, '0'),
    born: 18_264 + (two % 20_000),
    spent: (one % 5_000_000) / 100,
    tags: pick(tagLists, one >>> 3),
    city: pick(cities, two >>> 5),
    subscribed: (one & 64) !== 0,
  };
}

function pick(from: readonly string[], number: number): string {
  return from[number % from.length] ?? '';
}

/** A 32-bit hash with good spread (the finalizer of MurmurHash3). */
function mix(seed: number, index: number): number {
  let hash = Math.imul(index + 1, 0x9e37_79b1) ^ seed;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
