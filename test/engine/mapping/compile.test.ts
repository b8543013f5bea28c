import { describe, expect, it } from 'vitest';
import type { FieldRule, Recipe } from '#contract/recipe.ts';
import { columnsOf, keyed, mapperOf, n, problemsOf, s } from './mapping.ts';

const named = (column: string): Recipe => keyed([{ field: 'note', type: 'string', column }]);

describe('a column', () => {
  const columns = columnsOf('Key', 'First name', 'Phone', 'Note', 'Phone', 'E-mail', 'note', '@home', '');

  it.each([
    ['its header', 'First name', 1],
    ['its header with other white space and letter case', '  FIRST   NAME ', 1],
    ['its letter', '@C', 2],
    ['its letter in small', '@c', 2],
    ['the letter of a column without header', '@I', 8],
    ['the exact header where another differs in letter case', 'note', 6],
    ['a header that begins with @ and is no letter', '@home', 7],
  ])('is found by %s', (_, ref, index) => {
    const cells = [n(1), ...Array.from({ length: 8 }, (__, at) => s(`value ${at + 1}`))];
    expect(mapperOf(named(ref), columns).map({ row: 2, cells })).toMatchObject({ json: `{"key":1,"note":"value ${index}"}` });
  });

  it.each([
    ['Phone', 'fields[1].column: the header “Phone” stands over 2 columns; write @C or @E'],
    ['phone', 'fields[1].column: the header “Phone” stands over 2 columns; write @C or @E'],
    ['Frist name', 'fields[1].column: no column with the header “Frist name”; nearest: “First name”'],
    ['Birthday', 'fields[1].column: no column with the header “Birthday”; there are: “Key”, “First name”, “Phone”, “Note”, “E-mail”, “note”, “@home”'],
    ['@Z', 'fields[1].column: no column @Z: the last one is I'],
  ])('named %s is a problem that says what to write instead', (ref, problem) => {
    expect(problemsOf(named(ref), columns)).toEqual([problem]);
  });

  it('named twice by one rule is a problem', () => {
    expect(problemsOf(keyed([{ field: 'tags', type: 'tags', columns: ['Note', '@D'] }]), columns)).toEqual(['fields[1].columns[1]: column D is named twice']);
  });
});

describe('the match key', () => {
  const columns = columnsOf('A', 'B');
  const problems = (request: Recipe['request'], ...fields: FieldRule[]): readonly string[] => problemsOf({ version: 1, request, fields }, columns);
  const note: FieldRule = { field: 'note', type: 'string', column: 'B' };

  it.each<[Recipe['request'], string]>([
    [{ db_id: 1, matching: 'email' }, 'request.matching: email matching needs a field “email” in fields, as each profile is found by it'],
    [{ db_id: 1, matching: 'phone' }, 'request.matching: phone matching needs a field “phones” or “phone” in fields, as each profile is found by it'],
    [{ db_id: 1, matching: 'custom', field_name: 'ID' }, 'request.matching: custom matching needs a field “ID” in fields, as each profile is found by it'],
    [{ db_id: 1, matching: 'profile_id' }, 'request.matching: profile_id matching needs a field “profile_id” in fields, as each profile is found by it'],
  ])('has to be among the fields (%#)', (request, problem) => {
    expect(problems(request, note)).toEqual([problem]);
  });

  it('cannot be of a type that names no profile', () => {
    const rule: FieldRule = { field: 'ID', type: 'bool', column: 'A' };
    expect(problems({ db_id: 1, matching: 'custom', field_name: 'ID' }, rule)).toEqual([
      'fields[0].type: custom matching takes its key from “ID” as string, int, float, date, datetime, email, phone, not as bool',
    ]);
  });

  it('cannot be the same for every row', () => {
    const constant = 'the match key must come from a column, or every row would update the same profile';
    expect(problems({ db_id: 1, matching: 'custom', field_name: 'ID' }, { field: 'ID', type: 'int', value: 7 })).toEqual([`fields[0].value: ${constant}`]);
    const recipe: Recipe = {
      version: 1,
      request: { db_id: 1, matching: 'email' },
      fields: [note],
      subscriptions: [{ channel: 'email', resource_id: 1, email: { value: 'a@example.com' } }],
    };
    expect(problemsOf(recipe, columns)).toEqual([`request.matching: ${constant}`]);
  });
});

describe('a field', () => {
  const columns = columnsOf('Key', 'A', 'B');

  it('cannot be filled twice', () => {
    const fields: FieldRule[] = [
      { field: 'note', type: 'string', column: 'A' },
      { field: 'note', type: 'int', column: 'B' },
    ];
    expect(problemsOf(keyed(fields), columns)).toEqual(['fields[2].field: “note” is filled by fields[1] already']);
    const subscriptions: Recipe['subscriptions'] = [{ channel: 'email', resource_id: 1, email: { column: 'A' }, custom_fields: fields }];
    expect(problemsOf(keyed([], { subscriptions }), columns)).toEqual(['subscriptions[0].custom_fields[1].field: “note” is filled by subscriptions[0].custom_fields[0] already']);
  });

  it.each<[string, FieldRule['type'], string]>([
    ['_sex', 'string', 'gender'],
    ['_bdate', 'string', 'date or datetime'],
    ['_regdate', 'int', 'date or datetime'],
    ['email', 'string', 'email'],
    ['phones', 'phone', 'phones'],
    ['_postal_code', 'int', 'string'],
    ['_fname', 'tags', 'string'],
    ['_status', 'string', 'int or status'],
    ['_ip', 'int', 'string or ip'],
    ['_tz', 'int', 'string or timezone'],
    ['_country', 'tags', 'string or country'],
  ])('of the platform’s own, %s, is not taken as %s', (field, type, allowed) => {
    expect(problemsOf(keyed([{ field, type, column: 'A' }]), columns)).toEqual([`fields[1].type: the system field “${field}” takes ${allowed}, not ${type}`]);
  });

  it.each(['_acid', '_createtime', '_md5', '_xxh', '_emaildomain', '_open_date', '_click_push_exist'])('that the platform keeps itself, %s, cannot be filled', (field) => {
    expect(problemsOf(keyed([{ field, type: 'string', column: 'A' }]), columns)).toEqual([`fields[1].field: “${field}” is kept by the platform itself and cannot be filled`]);
  });

  it('has no white space around its name', () => {
    expect(problemsOf(keyed([{ field: 'note ', type: 'string', column: 'A' }]), columns)).toEqual([
      'fields[1].field: “note ” has white space around it, and so has no field of the platform',
    ]);
  });

  it('cannot be the subscriptions', () => {
    expect(problemsOf(keyed([{ field: 'subscriptions', type: 'string', column: 'A' }]), columns)).toEqual([
      'fields[1].field: subscriptions are described in the recipe’s own member “subscriptions”',
    ]);
  });

  it('needs a country that has phones', () => {
    expect(problemsOf(keyed([{ field: 'phones', type: 'phones', column: 'A', country: 'XX' }]), columns)).toEqual([
      'fields[1].country: no phone numbers are known for “XX”; expected a country code such as RU or DE',
    ]);
  });

  it('tells of all problems at once', () => {
    const fields: FieldRule[] = [
      { field: '_sex', type: 'string', column: 'Sex' },
      { field: 'bonus', type: 'int', value: 'many' },
    ];
    expect(problemsOf(keyed(fields), columns)).toHaveLength(3);
  });
});

describe('a constant', () => {
  const columns = columnsOf('Key');
  const json = (rule: FieldRule): string => {
    const mapped = mapperOf(keyed([rule]), columns).map({ row: 2, cells: [n(1)] });
    return mapped.kind === 'item' ? mapped.json.replace('{"key":1,"f":', '').slice(0, -1) : mapped.kind;
  };

  it.each<[FieldRule['type'], NonNullable<FieldRule['value']>, string]>([
    ['string', 'crm-export', '"crm-export"'],
    ['string', 7, '"7"'],
    ['int', 7, '7'],
    ['int', '12345678901234567', '12345678901234567'],
    ['float', '0,5', '0.5'],
    ['bool', true, 'true'],
    ['bool', 'да', 'true'],
    ['date', '31.12.2024', '"2024-12-31"'],
    ['email', 'A@Example.com', '"A@example.com"'],
    ['gender', 'Ж', '"female"'],
    ['tags', 'a, b', '["a","b"]'],
    ['tags', ['a, b', ' c ', 'c', ''], '["a, b","c"]'],
    ['phones', ['+79001234567', '+7 900 123-45-67'], '["+79001234567"]'],
  ])('of type %s is read as a cell would be: %j', (type, value, expected) => {
    expect(json({ field: 'f', type, value })).toBe(expected);
  });

  it.each<[FieldRule['type'], NonNullable<FieldRule['value']>, string]>([
    ['int', 'many', 'fields[1].value: "many": not a whole number'],
    ['int', 12345678901234567890, 'fields[1].value: a number of this length loses digits in JSON; write it in quotes'],
    ['string', ['a'], 'fields[1].value: a list is only for phones and tags'],
    ['string', ' ', 'fields[1].value: a constant must not be empty; leave the field out instead'],
    ['tags', [' '], 'fields[1].value: a constant must not be empty; leave the field out instead'],
    ['tags', ' , ', 'fields[1].value: a constant must not be empty; leave the field out instead'],
    ['email', 'nobody', 'fields[1].value: "nobody": incorrect email'],
  ])('of type %s that is wrong is a problem: %j', (type, value, problem) => {
    expect(problemsOf(keyed([{ field: 'f', type, value }]), columns)).toEqual([problem]);
  });

  it('names the wrong one of several', () => {
    expect(problemsOf(keyed([{ field: 'f', type: 'phones', value: ['+79001234567', '12'] }]), columns)).toEqual([
      expect.stringMatching(/^fields\[1\]\.value: "12": incorrect phone/),
    ]);
  });
});
