import type { Cell } from '#contract/cells.ts';
import type { FieldRule, FieldType } from '#contract/recipe.ts';
import { b, d, n, s } from '../mapping.ts';

/** For each type a cell and the JSON that it becomes. */
export const samples: Readonly<Record<FieldType, { readonly cell: Cell; readonly json: string; readonly options?: Partial<FieldRule> }>> = {
  string: { cell: s(' A "b" '), json: '"A \\"b\\""' },
  int: { cell: s('12345678901234567'), json: '12345678901234567' },
  float: { cell: s('1 234,5'), json: '1234.5' },
  bool: { cell: b(true), json: 'true' },
  date: { cell: s('31.12.2024'), json: '"2024-12-31"' },
  datetime: { cell: d('2024-07-01T10:00:00'), json: '"2024-07-01T10:00:00+02:00"', options: { zone: 'Europe/Berlin' } },
  email: { cell: s('Anna@Example.COM'), json: '"Anna@example.com"' },
  phone: { cell: s('8 900 123-45-67'), json: '"+79001234567"', options: { country: 'RU' } },
  phones: { cell: s('+7 900 123-45-67; 8 495 123-45-67'), json: '["+79001234567","+74951234567"]', options: { country: 'RU' } },
  tags: { cell: s('a; b;a'), json: '["a","b"]', options: { separator: ';' } },
  gender: { cell: s('Ж'), json: '"female"' },
  enum: { cell: s('GOLD'), json: '"gold"', options: { values: ['basic', 'gold', 4] } },
  ip: { cell: s('2001:db8::1'), json: '"2001:db8::1"' },
  country: { cell: s('ru'), json: '"RU"' },
  timezone: { cell: s('europe/moscow'), json: '"Europe/Moscow"' },
  status: { cell: s('Suspended'), json: '5' },
  version: { cell: n(1.1, '1.10'), json: '"1.10"' },
  object: { cell: s('{ "id": 12345678901234567890, "a b": "c  d" }'), json: '{"id":12345678901234567890,"a b":"c  d"}' },
  arr_object: { cell: s('[{"a": 1}, {}]'), json: '[{"a":1},{}]' },
};
