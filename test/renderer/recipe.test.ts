import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRecipe, type Channel, type Recipe } from '#contract/recipe.ts';
import { findColumn } from '../../renderer/state/recipe/columns.ts';
import { judge } from '../../renderer/state/recipe/checks.ts';
import { emptyRequest, newSubscription, noMember, noOptions, type FieldDraft, type RecipeDraft } from '../../renderer/state/recipe/draft.ts';
import { draftOf } from '../../renderer/state/recipe/fromRecipe.ts';
import { fieldsByHeader, targetFields } from '../../renderer/state/recipe/knownFields.ts';
import { buildRecipe, constantOf } from '../../renderer/state/recipe/toRecipe.ts';
import { anyRecipe, inOrder } from '../support/anyRecipe.ts';
import { sampleColumns } from '../support/pageData.ts';

let id = 0;
const nextId = (): number => (id += 1);

function field(ref: string, name: string, change: Partial<FieldDraft> = {}): FieldDraft {
  return { id: nextId(), source: { kind: 'column', ref }, field: name, type: 'string', ...noOptions, ...change };
}

const place = { sheet: 'Profiles', headerRow: 1, reading: {} };

/** The choices an operator makes to get the recipe of the job's description. */
function sampleDraft(): RecipeDraft {
  const subscription = newSubscription(nextId(), 'email');
  return {
    ...place,
    request: { ...emptyRequest, dbId: '7', matching: 'custom', keyField: 'Custom_ID' },
    fields: [
      field('Client No', 'Custom_ID', { type: 'int' }),
      field('First name', '_fname'),
      field('Last name', ''),
      field('@D', 'email', { type: 'email' }),
      field('Mobile', 'phones', { type: 'phones', country: 'RU' }),
      field('Home', 'phones', { type: 'phones', country: 'RU' }),
      field('Birthday', '_bdate', { type: 'date' }),
      field('Interests', 'interests', { type: 'tags', separator: ',' }),
      { ...field('', 'source'), source: { kind: 'value', text: 'crm-export' } },
    ],
    subscriptions: [
      {
        ...subscription,
        resourceId: '28',
        members: {
          ...subscription.members,
          email: { ...noMember, source: { kind: 'column', ref: 'Email' } },
          status: { ...noMember, source: { kind: 'value', text: 'subscribed' } },
          cats: { ...noMember, source: { kind: 'column', ref: 'Topics' }, separator: ';' },
        },
        customFields: [field('Note', 'note')],
      },
    ],
    empty: 'skip',
    invalid: 'row',
    duplicates: 'last',
    mends: [],
  };
}

const sampleRecipe: Recipe = {
  version: 1,
  source: { sheet: 'Profiles', headerRow: 1 },
  request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID', skip_triggers: true, skip_invalid_subscriptions: false },
  fields: [
    { field: 'Custom_ID', type: 'int', column: 'Client No' },
    { field: '_fname', type: 'string', column: 'First name' },
    { field: 'email', type: 'email', column: '@D' },
    { field: 'phones', type: 'phones', columns: ['Mobile', 'Home'], country: 'RU' },
    { field: '_bdate', type: 'date', column: 'Birthday' },
    { field: 'interests', type: 'tags', column: 'Interests', separator: ',' },
    { field: 'source', type: 'string', value: 'crm-export' },
  ],
  subscriptions: [
    {
      channel: 'email',
      resource_id: 28,
      email: { column: 'Email' },
      status: { value: 'subscribed' },
      cats: { column: 'Topics', separator: ';' },
      custom_fields: [{ field: 'note', type: 'string', column: 'Note' }],
    },
  ],
  empty: 'skip',
  duplicates: 'last',
};

describe('Choices made in the mapping', () => {
  it('give exactly the recipe of the description, member for member', () => {
    expect(judge(sampleDraft(), sampleColumns)).toEqual({ ok: true, recipe: sampleRecipe });
  });

  it('come back from a saved recipe as they were made', () => {
    const draft = draftOf(sampleRecipe, sampleColumns, place, nextId);
    expect(buildRecipe(draft).value).toEqual(sampleRecipe);
    expect(draft.fields.filter(({ field: name }) => name === 'phones').map(({ source }) => source)).toEqual([
      { kind: 'column', ref: 'Mobile' },
      { kind: 'column', ref: 'Home' },
    ]);
  });

  it('keep the mends of a saved recipe, by the columns of the file', () => {
    const kept: Recipe = { ...sampleRecipe, version: 2, mends: [{ column: '@B', do: [{ kind: 'trim' }], when: 'always' }, { column: 'Note', do: [{ kind: 'dates', order: 'mdy' }] }] };
    const draft = draftOf(kept, sampleColumns, place, nextId);
    expect(buildRecipe(draft).value).toEqual({ ...kept, mends: [{ ...kept.mends![0]!, column: 'First name' }, kept.mends![1]] });
  });

  it('leave out the sheet of a CSV file, which has none', () => {
    expect(buildRecipe({ ...sampleDraft(), sheet: null }).value).toMatchObject({ source: { headerRow: 1 } });
    expect(buildRecipe({ ...sampleDraft(), sheet: null }).value).not.toHaveProperty('source.sheet');
  });

  it('keep an option only where its type has a use for it', () => {
    const draft = { ...sampleDraft(), fields: [field('First name', '_fname', { country: 'RU', separator: ';', order: 'mdy', zone: 'Z' })] };
    expect(buildRecipe(draft).value).toHaveProperty('fields', [{ field: '_fname', type: 'string', column: 'First name' }]);
  });
});

describe('A saved recipe for another file', () => {
  it('finds a column by its letter where its header is repeated or gone', () => {
    expect(findColumn(sampleColumns, '@B')?.header).toBe('First name');
    expect(findColumn(sampleColumns, '@ZZ')).toBeUndefined();
    expect(findColumn(sampleColumns, 'Surname')).toBeUndefined();
  });

  it('keeps a column that the file lacks, first of all, and says so', () => {
    const renamed = sampleColumns.map((column) => (column.header === 'Mobile' ? { ...column, header: 'Cell', ref: 'Cell' } : column));
    const draft = draftOf(sampleRecipe, renamed, place, nextId);
    expect(draft.fields[0]).toMatchObject({ source: { kind: 'column', ref: 'Mobile' }, field: 'phones' });
    const judgement = judge(draft, renamed);
    expect(judgement.ok).toBe(false);
    expect(judgement.ok ? [] : judgement.problems).toEqual([
      { place: { kind: 'field', id: draft.fields[0]!.id }, text: 'This file has no such column. Take another one, or leave it out.' },
    ]);
  });

  it('shows every column of the file, those the recipe does not name as not imported', () => {
    const draft = draftOf(sampleRecipe, sampleColumns, place, nextId);
    expect(draft.fields.find(({ source }) => source.kind === 'column' && source.ref === 'Last name')?.field).toBe('');
  });

  it('is the same recipe again after having been a draft, whatever it says', () => {
    fc.assert(
      fc.property(anyRecipe, (value) => {
        const reading = readRecipe(value);
        if (!reading.ok) throw new Error(reading.problems.join());
        const draft = draftOf(reading.recipe, sampleColumns, place, nextId);
        const again = readRecipe(buildRecipe(draft).value);
        expect(again.ok ? inOrder(again.recipe) : again.problems).toEqual(inOrder(reading.recipe));
      }),
      { seed: 20_240_302, numRuns: 500 },
    );
  });
});

describe('What is still wrong', () => {
  const problems = (draft: RecipeDraft): readonly string[] => {
    const judgement = judge(draft, sampleColumns);
    return judgement.ok ? [] : judgement.problems.map(({ text }) => text);
  };
  const draft = sampleDraft();

  it('is said in words, not in the schema’s', () => {
    expect(problems({ ...draft, request: { ...draft.request, dbId: '', keyField: '' } })).toEqual([
      'Choose a database or type its number.',
      'Name the profile field that holds the key.',
    ]);
    expect(problems({ ...draft, fields: draft.fields.map((entry) => ({ ...entry, field: '' })) })).toContain('Map at least one column to a profile field.');
  });

  it('includes a key that no column gives, in every way of matching', () => {
    const without = { ...draft, subscriptions: [], fields: [field('Birthday', '_bdate', { type: 'date' })] };
    for (const [matching, word] of [['email', '“email”'], ['phone', '“phones”'], ['custom', '“Custom_ID”'], ['profile_id', '“profile_id”']] as const) {
      expect(problems({ ...without, request: { ...draft.request, matching } }).join()).toContain(word);
    }
  });

  it('includes the key of every mode that looks into subscriptions', () => {
    const none = { ...draft, subscriptions: [] };
    const modes = ['email_sub', 'phone_sub', 'push_sub', 'email_phone_sub', 'custom_sub'] as const;
    for (const matching of modes) expect(problems({ ...none, request: { ...draft.request, matching, keyField: 'user_id' } }).join()).toMatch(/^Profiles are found by .* subscription/);
    const own = { ...newSubscription(901, 'other'), code: 'own', resourceId: '3', data: [field('Client No', 'user_id')] };
    expect(problems({ ...none, subscriptions: [own], request: { ...draft.request, matching: 'custom_sub', keyField: 'user_id' } })).toEqual([]);
  });

  it('includes what each channel needs to reach a person', () => {
    const lacks = (channel: Channel): readonly string[] => problems({ ...draft, subscriptions: [{ ...newSubscription(902, channel), resourceId: '3' }] });
    expect(lacks('push')).toEqual(['Choose the push provider.', 'Choose the column with the push subscription’s ID.']);
    expect(lacks('telegram_bot')).toEqual(['Choose the column with the chat’s ID.']);
    for (const channel of ['whatsapp', 'viber', 'notify'] as const) expect(lacks(channel)).toEqual(['Choose the column with the phone.']);
    expect(lacks('other')).toEqual(['Type the channel’s code.', 'Add the contact data by which the channel reaches a person.']);
  });

  it('includes parameters without a name, twice, or with a name of their own place', () => {
    const extra = (...names: readonly string[]): readonly string[] => problems({ ...draft, request: { ...draft.request, extra: names.map((name) => ({ name, text: '1' })) } });
    expect(extra('detect_geo')).toEqual([]);
    expect(extra('')).toEqual(['Name every further parameter, or remove it.']);
    expect(extra('a', 'a')).toEqual(['The parameter “a” stands there twice.']);
    expect(extra('token').join()).toContain('the token belongs to the connection');
  });

  it('takes the email of a subscription for a key', () => {
    const byEmail = { ...draft, request: { ...draft.request, matching: 'email' as const }, fields: [field('First name', '_fname')] };
    expect(problems(byEmail)).toEqual([]);
  });

  it('names a field that is filled twice, unless several columns may fill it', () => {
    const twice = { ...draft, fields: [...draft.fields, field('Last name', '_fname')] };
    expect(problems(twice).join()).toContain('“_fname” is already filled');
    const otherCountry = { ...draft, fields: draft.fields.map((entry) => (entry.source.kind === 'column' && entry.source.ref === 'Home' ? { ...entry, country: 'KZ' } : entry)) };
    expect(problems(otherCountry).join()).toContain('“phones” is already filled');
  });

  it('puts the schema’s own problem beside the entry it is about', () => {
    const wrong = { ...draft, fields: draft.fields.map((entry) => (entry.field === 'phones' ? { ...entry, country: 'RUS' } : entry)) };
    const judgement = judge(wrong, sampleColumns);
    const mobile = wrong.fields.find(({ field: name }) => name === 'phones');
    expect(judgement.ok ? [] : judgement.problems).toEqual([
      { place: { kind: 'field', id: mobile!.id }, text: expect.stringMatching(/^country: .*two capital letters/) },
    ]);
  });

  it('names what a subscription lacks', () => {
    const bare = { ...draft, subscriptions: [newSubscription(900, 'sms')] };
    expect(problems(bare)).toEqual(['Choose the resource, or type its number.', 'Choose the column with the phone.']);
  });
});

describe('A constant', () => {
  it.each([
    ['12', 'int', 12],
    ['12345678901234567890', 'int', '12345678901234567890'],
    ['007', 'int', '007'],
    ['1.5', 'float', 1.5],
    ['true', 'bool', true],
    ['да', 'bool', 'да'],
    ['books, films', 'tags', ['books', 'films']],
    ['"books, films", radio', 'tags', ['books, films', 'radio']],
    ['crm-export', 'string', 'crm-export'],
  ] as const)('%s as %s is sent as %j', (text, type, expected) => {
    expect(constantOf(text, type, '')).toEqual(expected);
  });
});

describe('Fields to choose from', () => {
  const databaseFields = [
    { name: 'email', title: 'Email', type: 'email', system: true },
    { name: '_sex', title: 'Gender', type: 'int', system: true },
    { name: 'Custom_ID', title: 'Client number', type: 'int', system: false },
  ];

  it('are those of the database with their types, and the system fields it did not list', () => {
    const known = targetFields(databaseFields);
    expect(known.find(({ name }) => name === 'Custom_ID')?.type).toBe('int');
    expect(known.find(({ name }) => name === '_sex')?.type).toBe('gender');
    expect(known.filter(({ name }) => name === 'email')).toHaveLength(1);
  });

  it('are found by a header that differs in case and punctuation only', () => {
    const known = targetFields(databaseFields);
    expect(fieldsByHeader(known, 'custom id')[0]?.name).toBe('Custom_ID');
    expect(fieldsByHeader(known, 'Client №').map(({ name }) => name)).toEqual(['Custom_ID']);
    expect(fieldsByHeader(known, '№')).toEqual([]);
    expect(fieldsByHeader(known, '')).toEqual([]);
  });
});
