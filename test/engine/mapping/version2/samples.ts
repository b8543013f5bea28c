import type { Cell } from '#contract/cells.ts';
import type { FieldRule, FieldType } from '#contract/recipe.ts';
import { b, d, n, s } from '../mapping.ts';

/** How a value stands in the item: as the JSON of the field "f", and as its whole XML, or in brackets why XML cannot say it. */
export type Said = readonly [json: string, xml: string];

/** A cell, and what it becomes without action and with `set`. */
export interface Sample {
  readonly cell: Cell;
  readonly options?: Partial<FieldRule>;
  readonly plain: Said;
  readonly set: Said;
}

/** Every type with a usual value first, then with what lists and objects have of their own. */
export const samples: Readonly<Record<FieldType, readonly [Sample, ...Sample[]]>> = {
  string: [
    {
      cell: s(' A "b" '),
      plain: ['"A \\"b\\""', '<f>A &quot;b&quot;</f>'],
      set: ['{"action":"set","value":"A \\"b\\""}', '<f><action>set</action><value>A &quot;b&quot;</value></f>'],
    },
    {
      cell: s(' '),
      options: { empty: 'send' },
      plain: ['""', '<f></f>'],
      set: ['{"action":"set","value":""}', '<f><action>set</action><value></value></f>'],
    },
  ],
  int: [
    {
      cell: s('12345678901234567'),
      plain: ['12345678901234567', '<f>12345678901234567</f>'],
      set: ['{"action":"set","value":12345678901234567}', '<f><action>set</action><value>12345678901234567</value></f>'],
    },
  ],
  float: [
    {
      cell: s('1 234,5'),
      plain: ['1234.5', '<f>1234.5</f>'],
      set: ['{"action":"set","value":1234.5}', '<f><action>set</action><value>1234.5</value></f>'],
    },
  ],
  bool: [
    {
      cell: b(true),
      plain: ['true', '<f>true</f>'],
      set: ['{"action":"set","value":true}', '<f><action>set</action><value>true</value></f>'],
    },
  ],
  date: [
    {
      cell: s('31.12.2024'),
      plain: ['"2024-12-31"', '<f>2024-12-31</f>'],
      set: ['{"action":"set","value":"2024-12-31"}', '<f><action>set</action><value>2024-12-31</value></f>'],
    },
  ],
  datetime: [
    {
      cell: d('2024-07-01T10:00:00'),
      options: { zone: 'Europe/Berlin' },
      plain: ['"2024-07-01T10:00:00+02:00"', '<f>2024-07-01T10:00:00+02:00</f>'],
      set: ['{"action":"set","value":"2024-07-01T10:00:00+02:00"}', '<f><action>set</action><value>2024-07-01T10:00:00+02:00</value></f>'],
    },
  ],
  email: [
    {
      cell: s('Anna@Example.COM'),
      plain: ['"Anna@example.com"', '<f>Anna@example.com</f>'],
      set: ['{"action":"set","value":"Anna@example.com"}', '<f><action>set</action><value>Anna@example.com</value></f>'],
    },
  ],
  phone: [
    {
      cell: s('8 900 123-45-67'),
      options: { country: 'RU' },
      plain: ['"+79001234567"', '<f>+79001234567</f>'],
      set: ['{"action":"set","value":"+79001234567"}', '<f><action>set</action><value>+79001234567</value></f>'],
    },
  ],
  phones: [
    {
      cell: s('+7 900 123-45-67; 8 495 123-45-67'),
      options: { country: 'RU' },
      plain: ['["+79001234567","+74951234567"]', '<f>+79001234567</f><f>+74951234567</f>'],
      set: [
        '{"action":"set","value":["+79001234567","+74951234567"]}',
        '<f><action>set</action><value>+79001234567</value><value>+74951234567</value></f>',
      ],
    },
    {
      cell: n(79001234567),
      options: { country: 'RU' },
      plain: ['["+79001234567"]', "<f array='true'>+79001234567</f>"],
      set: ['{"action":"set","value":["+79001234567"]}', "<f><action>set</action><value array='true'>+79001234567</value></f>"],
    },
  ],
  tags: [
    {
      cell: s('a; b;a'),
      options: { separator: ';' },
      plain: ['["a","b"]', '<f>a</f><f>b</f>'],
      set: ['{"action":"set","value":["a","b"]}', '<f><action>set</action><value>a</value><value>b</value></f>'],
    },
    {
      cell: s('R&D'),
      plain: ['["R&D"]', "<f array='true'>R&amp;D</f>"],
      set: ['{"action":"set","value":["R&D"]}', "<f><action>set</action><value array='true'>R&amp;D</value></f>"],
    },
    {
      cell: null,
      options: { empty: 'send' },
      plain: ['[]', "<f array='true'></f>"],
      set: ['{"action":"set","value":[]}', "<f><action>set</action><value array='true'></value></f>"],
    },
  ],
  gender: [
    {
      cell: s('Ж'),
      plain: ['"female"', '<f>female</f>'],
      set: ['{"action":"set","value":"female"}', '<f><action>set</action><value>female</value></f>'],
    },
  ],
  enum: [
    {
      cell: s('GOLD'),
      options: { values: ['basic', 'gold', 4] },
      plain: ['"gold"', '<f>gold</f>'],
      set: ['{"action":"set","value":"gold"}', '<f><action>set</action><value>gold</value></f>'],
    },
    {
      cell: n(4),
      options: { values: ['basic', 'gold', 4] },
      plain: ['4', '<f>4</f>'],
      set: ['{"action":"set","value":4}', '<f><action>set</action><value>4</value></f>'],
    },
  ],
  ip: [
    {
      cell: s('2001:db8::1'),
      plain: ['"2001:db8::1"', '<f>2001:db8::1</f>'],
      set: ['{"action":"set","value":"2001:db8::1"}', '<f><action>set</action><value>2001:db8::1</value></f>'],
    },
  ],
  country: [
    {
      cell: s('ru'),
      plain: ['"RU"', '<f>RU</f>'],
      set: ['{"action":"set","value":"RU"}', '<f><action>set</action><value>RU</value></f>'],
    },
  ],
  timezone: [
    {
      cell: s('europe/moscow'),
      plain: ['"Europe/Moscow"', '<f>Europe/Moscow</f>'],
      set: ['{"action":"set","value":"Europe/Moscow"}', '<f><action>set</action><value>Europe/Moscow</value></f>'],
    },
  ],
  status: [
    {
      cell: s('Suspended'),
      plain: ['5', '<f>5</f>'],
      set: ['{"action":"set","value":5}', '<f><action>set</action><value>5</value></f>'],
    },
  ],
  version: [
    {
      cell: n(1.1, '1.10'),
      plain: ['"1.10"', '<f>1.10</f>'],
      set: ['{"action":"set","value":"1.10"}', '<f><action>set</action><value>1.10</value></f>'],
    },
  ],
  object: [
    {
      cell: s('{ "id": 12345678901234567890, "city": "c  d" }'),
      plain: ['{"id":12345678901234567890,"city":"c  d"}', '<f><id>12345678901234567890</id><city>c  d</city></f>'],
      set: [
        '{"action":"set","value":{"id":12345678901234567890,"city":"c  d"}}',
        '<f><action>set</action><value><id>12345678901234567890</id><city>c  d</city></value></f>',
      ],
    },
    {
      cell: s('{"action":"unset"}'),
      plain: ['{"action":"set","value":{"action":"unset"}}', '<f><action>set</action><value><action>unset</action></value></f>'],
      set: ['{"action":"set","value":{"action":"unset"}}', '<f><action>set</action><value><action>unset</action></value></f>'],
    },
    {
      cell: s('{}'),
      plain: ['{}', '<f></f>'],
      set: ['{"action":"set","value":{}}', '<f><action>set</action><value></value></f>'],
    },
    {
      cell: s('{"a b": 1}'),
      plain: ['{"a b":1}', '("a b" cannot be the name of an XML element)'],
      set: ['{"action":"set","value":{"a b":1}}', '("a b" cannot be the name of an XML element)'],
    },
    {
      cell: s('{"a": null}'),
      plain: ['{"a":null}', '(null as the value of a)'],
      set: ['{"action":"set","value":{"a":null}}', '(null as the value of a)'],
    },
    {
      cell: s('{"a": [[1]]}'),
      plain: ['{"a":[[1]]}', '(a list within the list a)'],
      set: ['{"action":"set","value":{"a":[[1]]}}', '(a list within the list a)'],
    },
  ],
  arr_object: [
    {
      cell: s('[{"a": 1}, {}]'),
      plain: ['[{"a":1},{}]', '<f><a>1</a></f><f></f>'],
      set: ['{"action":"set","value":[{"a":1},{}]}', '<f><action>set</action><value><a>1</a></value><value></value></f>'],
    },
    {
      cell: s('[{"a": 1}]'),
      plain: ['[{"a":1}]', "<f array='true'><a>1</a></f>"],
      set: ['{"action":"set","value":[{"a":1}]}', "<f><action>set</action><value array='true'><a>1</a></value></f>"],
    },
    {
      cell: s('[]'),
      plain: ['[]', "<f array='true'></f>"],
      set: ['{"action":"set","value":[]}', "<f><action>set</action><value array='true'></value></f>"],
    },
    {
      cell: s('[{}]'),
      plain: ['[{}]', '(an empty value as the only one of the list f)'],
      set: ['{"action":"set","value":[{}]}', '(an empty value as the only one of the list value)'],
    },
  ],
};
