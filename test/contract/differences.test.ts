import { describe, expect, it } from 'vitest';
import { differenceSentence, recipeDifferences, resourcesWithFields } from '#contract/differences.ts';
import { readFieldList, type FieldInfo } from '#contract/fields.ts';
import { readRecipe, type FieldRule, type Recipe } from '#contract/recipe.ts';

const own = (name: string, type: string, title = name): FieldInfo => ({ name, title, type, system: false });
const system = (name: string, type = 'unicode'): FieldInfo => ({ name, title: name, type, system: true });
const items = [system('email', 'email'), system('_fname'), own('Custom_ID', 'int', 'Client number'), own('note', 'unicode'), own('vip', 'bool')];

function recipe(fields: readonly FieldRule[], more: Readonly<Record<string, unknown>> = {}): Recipe {
  const reading = readRecipe({ version: 2, request: { db_id: 7, matching: 'email' }, fields, ...more });
  if (!reading.ok) throw new Error(reading.problems.join('; '));
  return reading.recipe;
}
const rule = (field: string, type: FieldRule['type'], column = 'A column'): FieldRule => ({ field, type, column });
const found = (made: Recipe, known = {}) => recipeDifferences(made, { database: { items, ...known } });

describe('A recipe held against the fields of the database', () => {
  it('that fits has no differences', () => {
    expect(found(recipe([rule('email', 'email'), rule('_fname', 'string'), rule('Custom_ID', 'int'), rule('note', 'string')]))).toEqual([]);
  });

  it('is not judged by what is not known', () => {
    expect(recipeDifferences(recipe([rule('nobody', 'string')]), {})).toEqual([]);
    expect(found(recipe([rule('_city', 'string'), rule('profile_id', 'string'), rule('phones', 'phones')]), { items: [own('note', 'secret_type')] })).toEqual([]);
    expect(found(recipe([rule('note', 'int')]), { items: [own('note', 'secret_type')] })).toEqual([]);
  });

  it('names a field that is missing, with the member that names it', () => {
    const [difference, ...rest] = found(recipe([rule('email', 'email'), rule('shoe_size', 'int')]));
    expect(rest).toEqual([]);
    expect(difference).toMatchObject({ kind: 'missing', path: 'fields[1].field', field: 'shoe_size' });
    expect(differenceSentence(difference!)).toBe('The database has no field “shoe_size”.');
  });

  it('names the key where it is missing', () => {
    const made = recipe([rule('Client_key', 'int')], { request: { db_id: 7, matching: 'custom', field_name: 'Client_key' } });
    expect(found(made).map(({ path }) => path)).toEqual(['request.field_name', 'fields[0].field']);
  });

  it.each([
    ['another case', rule('custom_id', 'int'), {}, 'Custom_ID'],
    ['the title as the column', rule('client', 'int', 'Client number'), {}, 'Custom_ID'],
    ['the title it had before', rule('remarks', 'string'), { items: [own('remarks_2', 'date', 'x'), own('text_9', 'unicode', 'Remarks of ours')], gone: [own('remarks', 'unicode', 'Remarks of ours')] }, 'text_9'],
    ['a letter more', rule('Custom_IDs', 'int'), {}, 'Custom_ID'],
  ])('takes a field for renamed by %s', (_, made, known, now) => {
    const [difference] = found(recipe([made]), known);
    expect(difference).toMatchObject({ kind: 'renamed', now });
    expect(differenceSentence(difference!)).toContain(`probably called “${now}”`);
  });

  it('does not offer a field of another type, one that is filled already, or a short name as the new name', () => {
    expect(found(recipe([rule('Custom_IDs', 'tags')]))).toMatchObject([{ kind: 'missing' }]);
    expect(found(recipe([rule('Custom_IDs', 'int'), rule('Custom_ID', 'int', 'B')]))).toMatchObject([{ kind: 'missing' }]);
    expect(found(recipe([rule('vap', 'bool')]))).toMatchObject([{ kind: 'missing' }]);
  });

  it('names a type that has changed, in the words of both', () => {
    const [difference] = found(recipe([rule('vip', 'string')]));
    expect(difference).toMatchObject({ kind: 'type', path: 'fields[0].type', types: { recipe: 'string', platform: 'bool' } });
    expect(differenceSentence(difference!)).toBe('“vip” is bool in the platform, and the recipe writes string.');
  });

  it('looks at the fields of subscriptions in their resource and channel', () => {
    const made = recipe([rule('email', 'email')], {
      subscriptions: [
        { channel: 'email', resource_id: 28, email: { column: 'E' }, custom_fields: [rule('visits', 'string'), rule('nowhere', 'string')] },
        { channel: 'sms', resource_id: 29, phone: { column: 'P' }, custom_fields: [rule('nowhere', 'string')] },
      ],
    });
    expect(resourcesWithFields(made)).toEqual([{ resourceId: 28, channel: 'email' }, { resourceId: 29, channel: 'sms' }]);
    const differences = recipeDifferences(made, { resources: [{ resourceId: 28, channel: 'email', items: [own('visits', 'int')] }] });
    expect(differences.map(({ path, kind }) => [path, kind])).toEqual([
      ['subscriptions[0].custom_fields[0].type', 'type'],
      ['subscriptions[0].custom_fields[1].field', 'missing'],
    ]);
    expect(differenceSentence(differences[1]!)).toBe('Resource 28 (email) has no field “nowhere”.');
  });
});

describe('A list of fields', () => {
  it.each([
    ['of names', ['note', 'vip']],
    ['in an answer of fields_get', { data: [{ name: 'note' }, { name: 'vip' }], error: 0 }],
    ['in capitals', { Data: [{ NAME: 'note', Title: 'note' }, { Name: 'vip' }, { Name: 'vip' }, {}, null, 7] }],
    ['as kept by this program', { items: [own('note', ''), own('vip', '')], gone: [] }],
  ])('is read %s', (_, value) => {
    expect(readFieldList(value)).toEqual([own('note', ''), own('vip', '')]);
  });

  it.each([null, 7, 'note', {}, { data: 'note' }])('is not there in %j', (value) => {
    expect(readFieldList(value)).toBeNull();
  });

  it('is read back as it was printed', () => {
    expect(readFieldList(JSON.parse(JSON.stringify(items)))).toEqual(items);
  });
});
