import { practiceProfile } from '../platform/population.ts';
import { createChance, type Chance } from './chance.ts';

/** A cell of the sample before it becomes one of the workbook; plain values stand for themselves. */
export type SampleCell =
  | null
  | string
  | number
  | Date
  | { readonly kind: 'number'; readonly value: number; readonly format: string }
  | { readonly kind: 'error'; readonly error: '#N/A' | '#VALUE!' }
  | { readonly kind: 'link'; readonly text: string; readonly address: string }
  | { readonly kind: 'rich'; readonly parts: readonly [string, string] }
  | { readonly kind: 'formula'; readonly formula: string; readonly result: string };

export const sampleHeaders = [
  'Client No', 'First name', 'Last name', 'Email', 'Mobile', 'Home', 'Birthday', 'Interests', 'Topics', 'Note',
] as const;

export type InvalidPart = 'key' | 'email' | 'phone' | 'date';

/** What a row is to the importer with the sample recipe, and what the practice platform then says to it. */
export type SampleKind =
  | { readonly kind: 'gap' } // not in the sheet at all
  | { readonly kind: 'blank' } // there, with nothing but spaces
  | { readonly kind: 'invalid'; readonly part: InvalidPart }
  | { readonly kind: 'client'; readonly number: number } // fit to be sent and applied
  | { readonly kind: 'repeat'; readonly number: number } // fit, with a key that an earlier row has
  | { readonly kind: 'unknown'; readonly number: number } // fit, but nobody has this key
  | { readonly kind: 'taken'; readonly number: number }; // fit, but with the email of another profile

export interface SampleRow {
  readonly kind: SampleKind;
  /** Empty for a gap. */
  readonly cells: readonly SampleCell[];
}

/** Keys from here on are beyond every practice population. */
const NOBODY = 20_000_000;

const firstNames = ['Анна', 'Иван', 'Мария', 'Пётр', 'Ольга', 'Сергей', 'Наталья', 'Алёна', 'Юрий', 'Ёлка', 'Anna', 'John', 'Zoë'] as const;
const lastNames = ['Иванова', 'Петров', 'Сидорова', 'Кузнецов', 'Щербакова', 'Соловьёв', 'Smith', 'O’Neil', 'Müller'] as const;
const interests = ['спорт', 'музыка', 'путешествия', 'кино', 'books', 'garden', 'сад и огород'] as const;
const topics = ['news', 'sale', 'акции', 'events'] as const;
const notes = ['звонить после 18:00', 'VIP-клиент 🙂', 'сказал: «перезвоните»', 'line one\nline two', '=not a formula', 'a "quoted" word', '<b>&amp;</b>'] as const;

/**
 * The rows of the sample, in order. The same arguments give the same rows.
 * @param rows data rows in all, gaps included; the last one is never empty, so that the sheet has this many
 */
export function* sampleRows({ rows, seed }: { rows: number; seed: number }): Generator<SampleRow> {
  const chance = createChance(seed);
  const drawn = { clients: 0, others: 0 };
  for (let index = 1; index <= rows; index += 1) {
    const kind = index === rows ? newClient(drawn) : drawKind(chance, drawn);
    yield { kind, cells: cellsOf(kind, chance) };
  }
}

interface Drawn {
  clients: number;
  others: number;
}

function newClient(drawn: Drawn): SampleKind {
  drawn.clients += 1;
  return { kind: 'client', number: drawn.clients };
}

function drawKind(chance: Chance, drawn: Drawn): SampleKind {
  const share = chance.next();
  if (share < 0.005) return { kind: 'gap' };
  if (share < 0.01) return { kind: 'blank' };
  if (share < 0.04) return { kind: 'invalid', part: chance.of(['key', 'email', 'phone', 'date']) };
  if (share < 0.05 && drawn.clients > 0) return { kind: 'repeat', number: 1 + chance.below(drawn.clients) };
  if (share < 0.06) {
    drawn.others += 1;
    return { kind: 'unknown', number: NOBODY + drawn.others };
  }
  const client = newClient(drawn);
  return share < 0.063 ? { kind: 'taken', number: drawn.clients } : client;
}

function cellsOf(kind: SampleKind, chance: Chance): readonly SampleCell[] {
  switch (kind.kind) {
    case 'gap':
      return [];
    case 'blank':
      return [null, ' ', null, '  ', null, null, null, '\t'];
    case 'invalid':
      return spoilt(goodCells(NOBODY + chance.below(1_000_000), chance), kind.part, chance);
    case 'taken': {
      const cells = goodCells(kind.number, chance);
      cells[3] = practiceProfile(kind.number + 1).email;
      return cells;
    }
    default:
      return goodCells(kind.number, chance);
  }
}

function spoilt(cells: SampleCell[], part: InvalidPart, chance: Chance): SampleCell[] {
  switch (part) {
    case 'key':
      cells[0] = chance.of<SampleCell>([null, 'A-17', 12.5, 'нет', { kind: 'error', error: '#N/A' }]);
      return cells;
    case 'email':
      cells[3] = chance.of(['anna.example.com', 'anna@@example.com', 'anna petrova@example.com', 'anna@', 'нет']);
      return cells;
    case 'phone':
      cells[4] = chance.of(['12345', 'перезвонить', '8 900 12', '+7 900 000 00 00 00 00']);
      return cells;
    case 'date':
      cells[6] = chance.of<SampleCell>(['31.02.1990', 'не помнит', '13.13.1985', { kind: 'error', error: '#VALUE!' }]);
      return cells;
  }
}

function goodCells(number: number, chance: Chance): SampleCell[] {
  return [
    keyCell(number, chance),
    nameCell(chance.of(firstNames), chance),
    chance.of(lastNames),
    emailCell(number, chance),
    mobileCell(number, chance),
    chance.next() < 0.3 ? `8 (495) ${100 + chance.below(900)}-${10 + chance.below(90)}-${10 + chance.below(90)}` : null,
    birthdayCell(chance),
    chance.next() < 0.2 ? null : listed(interests, chance, [', ', ',', ' ,  ']),
    chance.next() < 0.3 ? null : listed(topics, chance, [';', '; ']),
    noteCell(chance),
  ];
}

function keyCell(number: number, chance: Chance): SampleCell {
  const seven = String(number).padStart(7, '0');
  return chance.of<SampleCell>([number, number, number, { kind: 'number', value: number, format: '0000000' }, seven, ` ${number} `]);
}

function nameCell(name: string, chance: Chance): SampleCell {
  return chance.of<SampleCell>([name, name, name, ` ${name}`, `${name}  `, { kind: 'formula', formula: `TRIM("${name} ")`, result: name }]);
}

function emailCell(number: number, chance: Chance): SampleCell {
  const share = chance.next();
  // Numbers of nobody have no address of the population; theirs are just addresses.
  const own = number < NOBODY ? practiceProfile(number).email : `guest${number}@example.com`;
  if (share < 0.1) return null;
  if (share < 0.2) return ` ${own} `;
  if (share < 0.3) return own.replace('example.com', 'Example.COM');
  if (share < 0.4) return `client.${number}+news@mail.example.org`;
  return share < 0.5 ? { kind: 'link', text: own, address: `mailto:${own}` } : own;
}

function mobileCell(number: number, chance: Chance): SampleCell {
  const digits = String(number % 10_000_000).padStart(7, '0');
  const [a, b, c] = [digits.slice(0, 3), digits.slice(3, 5), digits.slice(5)];
  return chance.of<SampleCell>([
    `+7900${digits}`,
    `+7 (900) ${a}-${b}-${c}`,
    `8-900-${a}-${b}-${c}`,
    `8900${digits}`,
    `8 (900) ${a} ${b} ${c}`,
    { kind: 'number', value: Number(`7900${digits}`), format: '0' },
    `\u00A0+7\u00A0900\u00A0${a}\u00A0${b}\u00A0${c}`,
    null,
  ]);
}

function birthdayCell(chance: Chance): SampleCell {
  const [year, month, day] = [1940 + chance.below(65), 1 + chance.below(12), 1 + chance.below(28)];
  const text = `${String(day).padStart(2, '0')}.${String(month).padStart(2, '0')}.${year}`;
  const date = new Date(Date.UTC(year, month - 1, day));
  return chance.of<SampleCell>([date, date, date, text, ` ${text}`, date.toISOString().slice(0, 10), null]);
}

function listed(values: readonly [string, ...string[]], chance: Chance, separators: readonly [string, ...string[]]): string {
  const count = 1 + chance.below(3);
  const start = chance.below(values.length);
  const picked = Array.from({ length: count }, (_, step) => values[(start + step) % values.length] ?? values[0]);
  return picked.join(chance.of(separators));
}

function noteCell(chance: Chance): SampleCell {
  const share = chance.next();
  if (share < 0.5) return null;
  if (share < 0.55) return { kind: 'rich', parts: ['важно: ', chance.of(notes)] };
  return chance.of(notes);
}
