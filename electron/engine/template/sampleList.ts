import { practiceDatabase, practicePerson } from '#contract/practicePeople.ts';
import type { Recipe } from '#contract/recipe.ts';
import { m } from '#messages';

export type SampleCell = string | number | Date | null;

/** A list to practise with: people whom the practice server knows, and some rows that go wrong so that one sees how that is told. */
export interface SampleList {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly SampleCell[])[];
  readonly recipe: Recipe;
}

const people = 120;
/** Beyond everybody whom the practice server knows. */
const nobody = 20_000_001;

/** The list in the language that is spoken: 128 rows, of which 5 are invalid, 3 duplicates and 1 is empty; the practice server refuses 4 of the others. Pure but for the language. */
export function sampleList(): SampleList {
  const rows = Array.from({ length: people }, (_, index) => rowOf(index + 1));
  spoil(rows);
  // The same people once more, further down, with another city: the last row of a key is the one that is sent.
  const again = [8, 19, 40].map((number) => rowOf(number, number + 1));
  const unknown = [0, 1, 2].map((step) => rowOf(nobody + step));
  const taken = replaced(rowOf(people + 1), 3, practicePerson(people + 2).email);
  return { headers: headers(), rows: [...rows, ...again, [], ...unknown, taken], recipe: recipe() };
}

const words = (text: string): readonly string[] => text.split(', ');
const at = (list: readonly string[], index: number): string => list[index % list.length] ?? '';

function rowOf(number: number, cityAt = number): SampleCell[] {
  const { customId, email, phone } = practicePerson(number);
  return [
    customId,
    at(words(m.sample_first_names()), number),
    at(words(m.sample_last_names()), number * 5),
    email,
    // Nobody has a phone of more digits, and the number of nobody would make one.
    number < nobody ? phone : null,
    new Date(Date.UTC(1950 + ((number * 7) % 55), number % 12, 1 + (number % 28))),
    at(words(m.sample_cities()), cityAt),
  ];
}

/** What people get wrong in lists. */
function spoil(rows: SampleCell[][]): void {
  const wrong: readonly (readonly [row: number, column: number, value: SampleCell])[] = [
    [6, 3, 'anna.example.com'], [14, 4, '12345'], [22, 5, '31.02.1990'], [30, 0, null], [52, 3, 'peter@@example.com'],
  ];
  for (const [row, column, value] of wrong) rows[row] = replaced(rows[row] ?? [], column, value);
}

function replaced(cells: readonly SampleCell[], column: number, value: SampleCell): SampleCell[] {
  return cells.map((cell, index) => (index === column ? value : cell));
}

const headers = (): readonly string[] => [m.sample_client(), m.sample_first_name(), m.sample_last_name(), m.sample_email(), m.sample_phone(), m.sample_birthday(), m.sample_city()];

function recipe(): Recipe {
  return {
    version: 1,
    request: { db_id: practiceDatabase, matching: 'custom', field_name: 'Custom_ID', skip_triggers: true, skip_invalid_subscriptions: false },
    fields: [
      { field: 'Custom_ID', type: 'int', column: m.sample_client() },
      { field: '_fname', type: 'string', column: m.sample_first_name() },
      { field: '_lname', type: 'string', column: m.sample_last_name() },
      { field: 'email', type: 'email', column: m.sample_email() },
      { field: 'phones', type: 'phones', column: m.sample_phone(), country: 'RU' },
      { field: '_bdate', type: 'date', column: m.sample_birthday() },
      { field: '_city', type: 'string', column: m.sample_city() },
    ],
    subscriptions: [],
    empty: 'skip',
    duplicates: 'last',
  };
}
