import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { xmlProblemWords } from '#contract/xmlProblems.ts';
import { xmlFrame, xmlFrameBytes, xmlItem, xmlItemBytes, xmlItems, xmlNameProblem, xmlText } from '#engine/api/xmlBody.ts';
import { readXml, type XmlElement } from '../../../electron/practice/server/xml.ts';

/** The XML of one item, or the problem in brackets. */
function written(item: unknown): string {
  const xml = xmlItem(typeof item === 'string' ? item : JSON.stringify(item));
  return xml.ok ? xml.xml : `(${xmlProblemWords(xml.problem)})`;
}

function body(frame: object, items: readonly unknown[]): string {
  const { head, tail } = xmlFrame(JSON.stringify(frame));
  const pieces = [Buffer.from(items.map((item) => JSON.stringify(item)).join(','))];
  return Buffer.concat([head, ...xmlItems(pieces), tail]).toString('utf8');
}

/** The XML request on the manual's page of update_batch, as printed there, line by line. */
const printed = [
  '<xml>', '<token>abcdefghijklmnqrstuvwxyz</token>', '<db_id>1</db_id>', '<matching>custom</matching>',
  '<field_name>Custom_ID</field_name>', '<skip_triggers>true</skip_triggers>',
  '<data>', '<_fname>Lala</_fname>', '<_lname>Doe</_lname>', '<Custom_ID>77</Custom_ID>', '<email>example@example.com</email>',
  "<subscriptions array='true'>", '<channel>email</channel>', '<email_data>', '<email>example@example.com</email>', '</email_data>',
  '<resource_id>28</resource_id>', '<custom_fields>', '<custom_field>test value</custom_field>', '</custom_fields>',
  '<cats>category_1</cats>', '<cats>category_2</cats>', '</subscriptions>', '</data>',
  '<data>', '<_fname>Alex</_fname>', '<Custom_ID>345</Custom_ID>', '<email>example@example.com</email>', '</data>', '</xml>',
];

describe('a request in XML', () => {
  it('is the one that the manual prints, member for member', () => {
    const frame = { token: 'abcdefghijklmnqrstuvwxyz', db_id: 1, matching: 'custom', field_name: 'Custom_ID', skip_triggers: true };
    const items = [
      {
        _fname: 'Lala',
        _lname: 'Doe',
        Custom_ID: 77,
        email: 'example@example.com',
        subscriptions: [
          {
            channel: 'email',
            email_data: { email: 'example@example.com' },
            resource_id: 28,
            custom_fields: { custom_field: 'test value' },
            cats: ['category_1', 'category_2'],
          },
        ],
      },
      { _fname: 'Alex', Custom_ID: 345, email: 'example@example.com' },
    ];
    expect(body(frame, items).replaceAll('\n', '')).toBe(printed.join(''));
  });

  it('marks a profile that is alone in its request as a list of one', () => {
    expect(body({ db_id: 1 }, [{ a: 1 }])).toBe("<xml><db_id>1</db_id><data array='true'><a>1</a></data></xml>");
  });

  it('is the same however the stored items are cut into pieces', () => {
    const pieces = ['{"a":1},{"a":2},', '{"a":3},', '{"a":4}'].map((text) => Buffer.from(text));
    expect(Buffer.concat([...xmlItems(pieces)]).toString()).toBe(
      '<data><a>1</a></data>\n<data><a>2</a></data>\n<data><a>3</a></data>\n<data><a>4</a></data>',
    );
  });

  it('sends nothing of a file whose items are no longer what was checked', () => {
    for (const damaged of ['{"a":1},{"a"', '{"a":null}', 'x', '{"a":1}{"b":2}']) {
      expect(() => xmlItems([Buffer.from(damaged)])).toThrow('job-corrupt');
    }
    expect(() => xmlItem('{"a":1} and more')).toThrow('job-corrupt');
  });
});

describe('an item in XML', () => {
  it.each([
    ['text', { a: 'Анна Ёлкина 🙂 «é»' }, '<a>Анна Ёлкина 🙂 «é»</a>'],
    ['the five characters with a meaning', { a: `<b>"R&D" 'x'` }, '<a>&lt;b&gt;&quot;R&amp;D&quot; &apos;x&apos;</a>'],
    ['what looks like a reference already', { a: '&amp; &#65;' }, '<a>&amp;amp; &amp;#65;</a>'],
    ['tab, line feed and carriage return', { a: 'x\ty\r\nz' }, '<a>x&#9;y&#13;&#10;z</a>'],
    ['a backslash and a quote', { a: 'C:\\"' }, '<a>C:\\&quot;</a>'],
    ['an empty text', { a: '' }, '<a></a>'],
    ['numbers and booleans', { a: 7, b: -0.5, c: true, d: false }, '<a>7</a><b>-0.5</b><c>true</c><d>false</d>'],
    ['a list of several', { cats: ['x', 'y'] }, '<cats>x</cats><cats>y</cats>'],
    ['a list of one', { phones: ['+79000000000'] }, "<phones array='true'>+79000000000</phones>"],
    ['an empty list', { tags: [] }, "<tags array='true'></tags>"],
    ['a functional update', { tags: { action: 'add', value: ['x'] } }, "<tags><action>add</action><value array='true'>x</value></tags>"],
    ['a field named in Cyrillic', { Город: 'Тула' }, '<Город>Тула</Город>'],
  ])('writes %s', (_, item, inner) => {
    expect(written(item)).toBe(`<data>${inner}</data>`);
  });

  it('keeps every digit of a number as it was stored', () => {
    expect(written('{"a": 9007199254740993, "b": 1.10, "c": 1e3}')).toBe('<data><a>9007199254740993</a><b>1.10</b><c>1e3</c></data>');
  });

  it('puts U+FFFD for each character that XML does not have, and leaves its neighbours alone', () => {
    const forbidden = ['\u0000', '\u0007', '\u000B', '\u001F', '\uD83D', '\uDE42', '\uFFFE', '\uFFFF'];
    for (const char of forbidden) expect(written({ a: `я${char}🙂` })).toBe('<data><a>я\uFFFD🙂</a></data>');
    const permitted = '\u007F\u0085\u00A0\u2028\uFFFD\uE000\u{10FFFF}';
    expect(written({ a: permitted })).toBe(`<data><a>${permitted}</a></data>`);
  });

  it.each([
    ['a name that is no element’s', { 'Client number': 1 }, '("Client number" cannot be the name of an XML element)'],
    ['a name deep inside', { subscriptions: [{ custom_fields: { '1st': 'x' } }] }, '("1st" cannot be the name of an XML element)'],
    ['null', { a: null }, '(null as the value of a)'],
    ['a list within a list', { a: [['x']] }, '(a list within the list a)'],
    ['a list that would read as empty', { a: [''] }, '(an empty value as the only one of the list a)'],
  ])('says what it cannot write: %s', (_, item, problem) => {
    expect(written(item)).toBe(problem);
  });

  it('says so of objects without end instead of breaking down', () => {
    expect(written(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`)).toBe('(objects are nested too deeply)');
  });
});

it('a name is refused when not every reader takes it for the name of an element', () => {
  for (const name of ['_fname', 'Custom_ID', 'a-b.c1', 'Имя', 'Й', 'é', 'xml']) expect(xmlNameProblem(name)).toBeNull();
  for (const name of ['', '1a', '-a', '.a', 'a b', 'a:b', 'a<', 'a&', 'a/b', '№', '×', 'º', '\u{10000}', 'a\u0000', 'a\uD800']) {
    expect(xmlNameProblem(name)).toEqual({ is: 'bad-name', name });
  }
});

/** All texts of all planes, with those that matter here made frequent. */
const anyText = fc
  .array(fc.oneof(fc.constantFrom('&', '<', '>', '"', "'", ']]>', '\\', '\r', '\n', ' ', 'Ж', 'ё', '🙂', '\u0001', '\uD800'), fc.string({ unit: 'binary' })))
  .map((parts) => parts.join(''));
const name = fc.constantFrom('_fname', 'Custom_ID', 'note', 'Имя', 'a-b', 'action', 'value');
const { item } = fc.letrec((tie) => ({
  leaf: fc.oneof(anyText, fc.integer(), fc.boolean()),
  value: fc.oneof({ depthSize: 'small' }, tie('leaf'), tie('item'), fc.array(tie('leaf'), { minLength: 2, maxLength: 4 }), fc.array(tie('item'), { minLength: 2, maxLength: 3 })),
  item: fc.dictionary(name, tie('value'), { maxKeys: 5 }),
}));

/** What the rule makes of a text, told in another way than the writer does it: character by character. */
function ruled(text: string): string {
  return Array.from(text, (char) => {
    const code = char.codePointAt(0) ?? 0;
    const has = code === 9 || code === 10 || code === 13 || (code >= 0x20 && code < 0xd800) || (code > 0xdfff && code !== 0xfffe && code !== 0xffff);
    return has ? char : '\uFFFD';
  }).join('');
}

/** The same tree as the practice server's reader would see it. */
function expected(element: string, value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap((one) => expected(element, one));
  if (typeof value !== 'object' || value === null) return [[element, ruled(String(value))]];
  const inner = Object.entries(value).flatMap(([key, one]) => expected(key, one));
  return [[element, inner.length === 0 ? '' : inner]];
}

const seen = (element: XmlElement): unknown => [element.name, element.children.length === 0 ? element.text : element.children.map(seen)];

/** Seed 20_26, 500 items of up to five members. */
it('any item is read back with every text as it was, but for characters that XML does not have', () => {
  fc.assert(
    fc.property(item, (one) => {
      const xml = written(one);
      const reading = readXml(Buffer.from(`<xml>${xml}</xml>`));
      expect(reading.ok ? reading.root.children.map(seen) : reading.problem).toEqual(expected('data', one));
      expect(xmlItemBytes(JSON.stringify(one))).toEqual({ ok: true, bytes: Buffer.byteLength(xml) });
    }),
    { seed: 20_26, numRuns: 500 },
  );
});

/** Seed 20_27, 100 bodies of one to twenty items. */
it('the bytes counted for planning are those of the body, the room for the token aside', () => {
  const frame = { db_id: 7, matching: 'custom', field_name: 'Custom_ID' };
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 20 }), (items) => {
      const sizes = items.map((one) => xmlItemBytes(JSON.stringify(one)));
      const planned = sizes.reduce((sum, size) => sum + (size.ok ? size.bytes : Number.NaN), items.length - 1);
      const spare = xmlFrameBytes(JSON.stringify(frame)) + planned - Buffer.byteLength(body(frame, items));
      expect(spare).toBe(items.length === 1 ? 3_100 : 3_100 + " array='true'".length);
    }),
    { seed: 20_27, numRuns: 100 },
  );
});

it('the room kept for the token holds the longest and worst', () => {
  expect(Buffer.byteLength(`<token>${xmlText('"'.repeat(512))}</token>`)).toBeLessThanOrEqual(3_100);
});
