import { describe, expect, it } from 'vitest';
import type { Cell } from '#contract/cells.ts';
import type { FieldRule, Recipe } from '#contract/recipe.ts';
import { b, columnsOf, d, e, keyed, mapCells, n, outcome, problemsOf, s, type Rule } from '../mapping.ts';

describe('the types of version 2', () => {
  it.each<[string, Rule, Cell, string]>([
    ['an enum by its title', { field: 'f', type: 'enum', values: ['gold', 4] }, s(' Gold '), '"gold"'],
    ['an enum by its id', { field: 'f', type: 'enum', values: ['gold', 4] }, s('4'), '4'],
    ['an enum by a number cell', { field: 'f', type: 'enum', values: ['gold', 4] }, n(4), '4'],
    ['an enum whose list has the number as a title', { field: 'f', type: 'enum', values: ['2024'] }, n(2024), '"2024"'],
    ['an enum with another value', { field: 'f', type: 'enum', values: ['gold', 4] }, s('silver'), 'not-in-list'],
    ['an enum without a list: digits are an id', { field: 'f', type: 'enum' }, s('4'), '4'],
    ['an enum without a list: words are a title', { field: 'f', type: 'enum' }, s('gold'), '"gold"'],
    ['an enum without a list: zeros in front are no id', { field: 'f', type: 'enum' }, s('004'), '"004"'],
    ['an IPv4 address', { field: 'f', type: 'ip' }, s('192.0.2.1'), '"192.0.2.1"'],
    ['an address that is none', { field: 'f', type: 'ip' }, s('192.0.2.256'), 'incorrect-ip'],
    ['an address with a zone index', { field: 'f', type: 'ip' }, s('fe80::1%eth0'), 'incorrect-ip'],
    ['a number for an address', { field: 'f', type: 'ip' }, n(192.2), 'incorrect-ip'],
    ['a country by code', { field: 'f', type: 'country' }, s('de'), '"DE"'],
    ['a country by name', { field: 'f', type: 'country' }, s('Russian Federation'), '"Russian Federation"'],
    ['a code of no country', { field: 'f', type: 'country' }, s('QX'), 'unknown-country'],
    ['a zone in its letter case', { field: 'f', type: 'timezone' }, s('EUROPE/moscow'), '"Europe/Moscow"'],
    ['an older name of a zone', { field: 'f', type: 'timezone' }, s('Asia/Kolkata'), '"Asia/Kolkata"'],
    ['an offset for a zone', { field: 'f', type: 'timezone' }, s('+03:00'), 'unknown-timezone'],
    ['a city for a zone', { field: 'f', type: 'timezone' }, s('Moscow'), 'unknown-timezone'],
    ['a status by word', { field: '_status', type: 'status' }, s('Unsubscribed'), '1'],
    ['a status by number, which could mean consent', { field: '_status', type: 'status' }, n(1), 'status-digit'],
    ['a status by a number of the recipe', { field: '_status', type: 'status', valueMap: { 6: 6 } }, n(6), '6'],
    ['a status beyond', { field: '_status', type: 'status' }, n(7), 'unknown-status'],
    ['-1, which leaves nothing as it is in a profile', { field: '_status', type: 'status' }, n(-1), 'unknown-status'],
    ['a version', { field: 'f', type: 'version' }, s('v1.12.0-rc.1'), '"1.12.0-rc.1"'],
    ['a version as shown', { field: 'f', type: 'version' }, n(1.1, '1.10'), '"1.10"'],
    ['a version that Excel took for a day', { field: 'f', type: 'version' }, d('2024-02-01T00:00:00', '1.2.24'), 'incorrect-version'],
    ['five numbers for a version', { field: 'f', type: 'version' }, s('1.2.3.4.5'), 'incorrect-version'],
    ['an object with every digit', { field: 'f', type: 'object' }, s('{ "a" : [ 12345678901234567890 ] }'), '{"a":[12345678901234567890]}'],
    ['half a character in an object', { field: 'f', type: 'object' }, s('{"a":"\uD83D"}'), '{"a":"\\ud83d"}'],
    ['an object with a member "action", which must not be taken for one', { field: 'f', type: 'object' }, s('{"action":"unset"}'), '{"action":"set","value":{"action":"unset"}}'],
    ['the same in other letters', { field: 'f', type: 'object' }, s('{"\\u0061ction":"unset"}'), '{"action":"set","value":{"\\u0061ction":"unset"}}'],
    ['a list for an object', { field: 'f', type: 'object' }, s('[{}]'), 'not-object'],
    ['words for an object', { field: 'f', type: 'object' }, s('city: Riga'), 'not-object'],
    ['an object without end', { field: 'f', type: 'object' }, s(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`), 'not-object'],
    ['a list of objects', { field: 'f', type: 'arr_object' }, s('[{"a":1},\n{"b":[2]}]'), '[{"a":1},{"b":[2]}]'],
    ['a list of numbers', { field: 'f', type: 'arr_object' }, s('[1]'), 'not-object-list'],
    ['an Excel error', { field: 'f', type: 'object' }, e('#N/A'), 'cell-error'],
    ['a word of one’s own for yes', { field: 'f', type: 'bool', yes: ['Есть'], no: ['-'] }, s('есть'), 'true'],
    ['a word of one’s own for no', { field: 'f', type: 'bool', yes: ['Есть'], no: ['-'] }, s('-'), 'false'],
    ['a usual word beside them', { field: 'f', type: 'bool', yes: ['Есть'], no: ['-'] }, s('нет'), 'false'],
    ['a usual word that means the opposite here', { field: 'f', type: 'bool', yes: ['0'], no: ['1'] }, n(0), 'true'],
  ])('%s', (_, rule, cell, expected) => {
    expect(outcome(rule, cell)).toBe(expected);
  });

  it.each<[FieldRule['field'], Cell, string]>([
    ['_ip', s('here'), 'incorrect-ip'],
    ['_regip', s('192.0.2.1'), '"192.0.2.1"'],
    ['_tz', s('europe/riga'), '"Europe/Riga"'],
    ['_tz', s('MSK+0'), 'unknown-timezone'],
    ['_country', s('lv'), '"LV"'],
    ['_regcountry', s('QX'), 'unknown-country'],
    ['_postal_code', n(7, '000007'), '"000007"'],
  ])('the system field %s is checked as the platform would, as a text too (%#)', (field, cell, expected) => {
    expect(outcome({ field, type: 'string' }, cell)).toBe(expected);
  });
});

describe('the zone of a date and time', () => {
  it.each<[string, string, Cell, string]>([
    ['winter', 'Europe/Berlin', s('31.01.2024 10:00'), '"2024-01-31T10:00:00+01:00"'],
    ['summer', 'Europe/Berlin', s('31.07.2024 10:00'), '"2024-07-31T10:00:00+02:00"'],
    ['the hour before the clocks change', 'Europe/Berlin', s('31.03.2024 01:59'), '"2024-03-31T01:59:00+01:00"'],
    ['the hour after', 'Europe/Berlin', s('31.03.2024 03:00'), '"2024-03-31T03:00:00+02:00"'],
    ['a law of another year', 'Europe/Moscow', s('01.07.2012 00:00'), '"2012-07-01T00:00:00+04:00"'],
    ['half hours', 'Asia/Kolkata', s('01.07.2012 00:00'), '"2012-07-01T00:00:00+05:30"'],
    ['west', 'America/New_York', s('01.01.2024 20:00'), '"2024-01-01T20:00:00-05:00"'],
    ['Greenwich', 'Etc/UTC', s('01.01.2024 20:00'), '"2024-01-01T20:00:00Z"'],
    ['a date cell', 'Europe/Moscow', d('2024-01-01T20:00:00'), '"2024-01-01T20:00:00+03:00"'],
    ['an offset in the text itself, which stays', 'Europe/Moscow', s('2024-01-01T20:00:00Z'), '"2024-01-01T20:00:00Z"'],
  ])('may be a name: %s', (_, zone, cell, expected) => {
    expect(outcome({ field: 'f', type: 'datetime', zone }, cell)).toBe(expected);
  });

  it('has to exist', () => {
    expect(problemsOf(keyed([{ field: 'f', type: 'datetime', column: 'A', zone: 'Europe/Atlantis' }], { version: 2 }), columnsOf('Key', 'A'))).toEqual([
      'fields[1].zone: no time zone “Europe/Atlantis”; expected an offset such as +03:00 or a name such as Europe/Moscow',
    ]);
  });
});

describe('a cell on its way to its type', () => {
  it.each<[string, Partial<FieldRule> & Pick<FieldRule, 'type'>, Cell, string]>([
    ['small letters', { type: 'string', case: 'lower' }, s('ИВАН'), '"иван"'],
    ['capitals', { type: 'string', case: 'upper' }, s('ru'), '"RU"'],
    ['names', { type: 'string', case: 'title' }, s('анна-мария o’NEIL'), '"Анна-Мария O’Neil"'],
    ['letters of each tag', { type: 'tags', case: 'lower' }, s('A,a, B'), '["a","b"]'],
    ['the first piece', { type: 'string', part: { separator: ' ', at: 1 } }, s('Иванов   Пётр Ильич'), '"Иванов"'],
    ['the last piece', { type: 'string', part: { separator: ' ', at: -1 } }, s('Иванов Пётр Ильич'), '"Ильич"'],
    ['a piece and the rest', { type: 'string', part: { separator: ' ', at: 2, rest: true } }, s('Иванов Пётр Ильич'), '"Пётр Ильич"'],
    ['the last pieces', { type: 'string', part: { separator: ',', at: -2, rest: true } }, s('a,b, c'), '"b, c"'],
    ['a piece that is not there', { type: 'string', part: { separator: ' ', at: 3 } }, s('Иванов Пётр'), 'left out'],
    ['a piece that is not there from the end', { type: 'string', part: { separator: ' ', at: -3 } }, s('Иванов Пётр'), 'left out'],
    ['an empty piece', { type: 'string', part: { separator: ';', at: 2 } }, s('a;;c'), 'left out'],
    ['characters', { type: 'string', part: { from: 2, length: 2 } }, s('🙂abc'), '"ab"'],
    ['the last characters', { type: 'string', part: { from: -4 } }, s('4111 2222'), '"2222"'],
    ['more characters than there are', { type: 'string', part: { from: -9 } }, s('abc'), '"abc"'],
    ['a piece as a number', { type: 'int', part: { separator: '/', at: 2 } }, s('a/7'), '7'],
    ['a piece of a number cell as shown', { type: 'string', part: { from: 1, length: 2 } }, n(7, '0007'), '"00"'],
    ['a part that is wrong', { type: 'int', part: { separator: '/', at: 1 } }, s('a/7'), 'not-integer'],
    ['a value by its map', { type: 'string', valueMap: { Gold: 'VIP' } }, s(' gold '), '"VIP"'],
    ['a value that the map does not name', { type: 'string', valueMap: { Gold: 'VIP' } }, s('silver'), 'not-in-list'],
    ['one that is kept', { type: 'string', valueMap: { Gold: 'VIP' }, otherValues: 'keep' }, s('silver'), '"silver"'],
    ['a kept date cell, still a date', { type: 'date', valueMap: { never: null }, otherValues: 'keep' }, d('2024-01-31T00:00:00', '31.01.24'), '"2024-01-31"'],
    ['a value that counts as empty', { type: 'date', valueMap: { never: null }, otherValues: 'keep' }, s('never'), 'left out'],
    ['a number cell as shown', { type: 'string', valueMap: { '007': 'Bond' } }, n(7, '007'), '"Bond"'],
    ['a boolean cell', { type: 'int', valueMap: { true: 1, false: 0 } }, b(true), '1'],
    ['a value to yes', { type: 'bool', valueMap: { x: true, y: false } }, s('X'), 'true'],
    ['a value to an id', { type: 'enum', valueMap: { золото: 3 } }, s('Золото'), '3'],
    ['each tag by the map', { type: 'tags', valueMap: { a: 'x', b: 'x', c: null } }, s('a, b, c'), '["x"]'],
    ['a tag that the map does not name', { type: 'tags', valueMap: { a: 'x' } }, s('a, z'), 'not-in-list'],
    ['part, case and map in this order', { type: 'string', part: { separator: '-', at: 2 }, case: 'upper', valueMap: { B: 'found' } }, s('a-b'), '"found"'],
  ])('%s', (_, rule, cell, expected) => {
    expect(outcome({ field: 'f', ...rule }, cell)).toBe(expected);
  });
});

describe('a template', () => {
  const columns = columnsOf('Key', 'Last', 'First', 'Born');
  const json = (template: string, type: FieldRule['type'], ...cells: readonly Cell[]): unknown => {
    const mapped = mapCells(keyed([{ field: 'f', type, template }], { version: 2 }), columns, cells);
    return mapped.kind === 'item' ? mapped.json.replace('{"key":1', '').replace(/^,"f":/, '').slice(0, -1) : mapped;
  };

  it('joins cells as shown', () => {
    expect(json('{Last} {First}, {@D}', 'string', s(' Doe '), s('Jo'), d('1990-01-31T00:00:00', '31.01.1990'))).toBe('"Doe Jo, 31.01.1990"');
    expect(json('{{{Last}}}', 'string', s('Doe'))).toBe('"{Doe}"');
    expect(json('{Last},{First}', 'tags', s('a'), s('b'))).toBe('["a","b"]');
    expect(json('+7{Last}{First}', 'phone', n(900), s('1234567'))).toBe('"+79001234567"');
  });

  it('closes up where a cell is empty, and is empty where all are', () => {
    expect(json('{Last} {First} {Born}', 'string', s('Doe'), null, s('x'))).toBe('"Doe x"');
    expect(json('{Last} {First}', 'string', null, s('Jo'))).toBe('"Jo"');
    expect(json('Dear {First}!', 'string', s('Doe'), s(' '))).toBe('');
  });

  it('tells which column is wrong', () => {
    expect(json('{Last} {First}', 'string', s('Doe'), e('#REF!'))).toMatchObject({ errors: [{ column: 'C', field: 'f', value: '#REF!', reason: 'cell-error' }] });
    expect(json('{Last}{First}', 'int', s('1'), s('x'))).toMatchObject({ errors: [{ column: 'B', value: '1x', reason: 'not-integer' }] });
  });

  it.each([
    ['no columns', 'no columns, such as', 'fields[1].template: names no column, such as {Header}; the same text for every row is a value'],
    ['an open brace', '{Last', 'fields[1].template: a single { stands for nothing; a column is written {Header}, a brace {{'],
    ['a closed brace', 'Last}', 'fields[1].template: a single } stands for nothing; a column is written {Header}, a brace }}'],
    ['empty braces', '{} {Last}', 'fields[1].template: {} names no column'],
    ['a column that is not there', '{Lats}', 'fields[1].template: no column with the header “Lats”; nearest: “Last”'],
  ])('with %s is a problem', (_, template, problem) => {
    expect(problemsOf(keyed([{ field: 'f', type: 'string', template }], { version: 2 }), columns)).toEqual([problem]);
  });
});

describe('a value map', () => {
  const columns = columnsOf('Key', 'A');

  it.each<[string, Omit<FieldRule, 'field'>, string]>([
    ['a word for a number', { type: 'int', valueMap: { one: 1, two: 'too' } }, 'fields[1].valueMap.two: "too": not a whole number'],
    ['a value beside the list', { type: 'enum', values: ['gold'], valueMap: { золото: 'god' } }, 'fields[1].valueMap.золото: "god": value not in list'],
    ['a wrong date', { type: 'date', valueMap: { never: '31.02.2024' } }, 'fields[1].valueMap.never: "31.02.2024": incorrect date: no date in digits, no such day, or a year without four digits'],
  ])('to %s is a problem before any row is read', (_, rule, problem) => {
    expect(problemsOf(keyed([{ field: 'f', column: 'A', ...rule }], { version: 2 }), columns)).toEqual([problem]);
  });

  it('may give what the type reads from a cell, and nothing', () => {
    const rules: readonly Omit<FieldRule, 'field'>[] = [
      { type: 'bool', valueMap: { ja: true, nein: 'нет', '?': null, '-': '' } },
      { type: 'date', valueMap: { never: '31.12.9999' } },
      { type: 'tags', valueMap: { a: 'b' } },
      { type: 'enum', values: [4, 'gold'], valueMap: { four: 4, or: 'GOLD' } },
    ];
    for (const rule of rules) expect(problemsOf(keyed([{ field: 'f', column: 'A', ...rule }], { version: 2 }), columns)).toEqual([]);
  });

  it('to a subscription status that is none is a problem too, and -1 is none', () => {
    const status = { column: 'A', valueMap: { da: 'subscribed', net: 'active', '?': -1 } };
    const recipe = keyed([], { version: 2, subscriptions: [{ channel: 'email', resource_id: 1, email: { value: 'a@example.com' }, status }] });
    expect(problemsOf(recipe, columns)).toEqual([expect.stringMatching(/^subscriptions\[0\]\.status\.valueMap\.net: "active": subscription status not in the platform’s list/)]);
  });
});

describe('an empty cell', () => {
  const columns = columnsOf('Key', 'A');
  const json = (rule: Omit<FieldRule, 'field'> & { readonly field?: string }, cell: Cell, empty?: Recipe['empty']): unknown => {
    const mapped = mapCells(keyed([{ field: 'f', column: 'A', ...rule }], { version: 2, ...(empty === undefined ? {} : { empty }) }), columns, [cell]);
    return mapped.kind === 'item' ? mapped.json : mapped;
  };

  it.each<[string, Omit<FieldRule, 'field'> & { readonly field?: string }, Recipe['empty'], string]>([
    ['is skipped unless told otherwise', { type: 'string' }, undefined, ''],
    ['deletes the field where its rule says so', { type: 'int', empty: 'unset' }, undefined, ',"f":{"action":"unset"}'],
    ['deletes it under other actions too', { type: 'int', action: 'incr', empty: 'unset' }, undefined, ',"f":{"action":"unset"}'],
    ['deletes all fields where the recipe says so', { type: 'date' }, 'unset', ',"f":{"action":"unset"}'],
    ['is skipped where the field’s own rule says so', { type: 'date', empty: 'skip' }, 'unset', ''],
    ['never deletes the email', { field: 'email', type: 'email' }, 'unset', ''],
    ['adds nothing to a field that it would delete', { type: 'tags', action: 'add' }, 'unset', ''],
    ['is sent as an empty text', { type: 'string', empty: 'send' }, undefined, ',"f":""'],
    ['is sent as an empty list', { type: 'tags' }, 'send', ',"f":[]'],
    ['is sent as an empty object', { type: 'object' }, 'send', ',"f":{}'],
    ['is sent as a list without objects', { type: 'arr_object' }, 'send', ',"f":[]'],
    ['is sent with the action', { type: 'string', action: 'set', empty: 'send' }, undefined, ',"f":{"action":"set","value":""}'],
    ['is skipped where its type has no empty value', { type: 'int' }, 'send', ''],
    ['is skipped where the system field has none', { field: '_ip', type: 'string' }, 'send', ''],
  ])('%s', (_, rule, empty, tail) => {
    expect(json(rule, s(' '), empty)).toBe(`{"key":1${tail}}`);
  });

  it('is not what a wrong cell is', () => {
    expect(json({ type: 'int', empty: 'unset' }, s('x'))).toMatchObject({ errors: [{ reason: 'not-integer' }] });
  });

  it('is what a value map makes of a word', () => {
    expect(json({ type: 'int', valueMap: { none: null }, otherValues: 'keep', empty: 'unset' }, s('none'))).toBe('{"key":1,"f":{"action":"unset"}}');
  });

  it('is not what a word of deletion is', () => {
    expect(json({ type: 'int', unsetWord: 'DEL' }, s(' del '))).toBe('{"key":1,"f":{"action":"unset"}}');
    expect(json({ type: 'int', unsetWord: 'DEL' }, s(''))).toBe('{"key":1}');
    expect(json({ type: 'int', unsetWord: '0' }, n(0))).toBe('{"key":1,"f":{"action":"unset"}}');
    expect(json({ type: 'int', unsetWord: 'DEL' }, s('5'))).toBe('{"key":1,"f":5}');
    expect(json({ type: 'tags', action: 'add', unsetWord: '-' }, s('-'))).toBe('{"key":1,"f":{"action":"unset"}}');
  });
});

describe('a functional update', () => {
  const columns = columnsOf('Key', 'A');
  const f = (rule: Omit<FieldRule, 'field'>, cell: Cell): unknown => {
    const mapped = mapCells(keyed([{ field: 'f', ...rule }], { version: 2 }), columns, [cell]);
    return mapped.kind === 'item' ? mapped.json.slice('{"key":1,"f":'.length, -1) : mapped.kind === 'invalid' ? mapped.errors[0]?.reason : mapped.kind;
  };

  it('may be the same for every row', () => {
    expect(f({ type: 'float', action: 'incr', value: 1 }, null)).toBe('{"action":"incr","value":1}');
    expect(f({ type: 'tags', action: 'delete', value: ['old'] }, null)).toBe('{"action":"delete","value":["old"]}');
    expect(f({ type: 'string', action: 'unset' }, null)).toBe('{"action":"unset"}');
    expect(f({ type: 'object', action: 'upsert', submatch: 'a', valueType: 'bool', value: true }, null)).toBe('{"action":"upsert","value":true,"submatch":"a"}');
  });

  it('increases decimal fields by whole numbers only, as the manual says', () => {
    expect(f({ type: 'float', action: 'incr', column: 'A' }, n(1.5))).toBe('not-integer');
  });

  it('reads what it upserts by the type given for the path', () => {
    const rule = { type: 'object', action: 'upsert', submatch: 'visits[0].day', valueType: 'date', column: 'A', order: 'dmy' } as const;
    expect(f(rule, s('31.12.2024'))).toBe('{"action":"upsert","value":"2024-12-31","submatch":"visits[0].day"}');
    expect(f(rule, s('soon'))).toBe('incorrect-date');
  });

  it('cannot increase what is no amount', () => {
    expect(problemsOf(keyed([{ field: '_status', type: 'int', column: 'A', action: 'incr' }], { version: 2 }), columns)).toEqual([
      'fields[1].action: the system field “_status” is no amount that could be increased',
    ]);
  });
});
