import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareProfile, type FieldOutcome, type ProfileComparison } from '#engine/api/profiles/compareProfile.ts';
import type { Members, ProfileRequest } from '#engine/api/profiles/profileKeys.ts';
import { isNothing, sameValue } from '#engine/api/profiles/sameValue.ts';
import { appliedItem } from '../../../electron/practice/platform/applying.ts';
import { databases, type PracticeField } from '../../../electron/practice/platform/catalogue.ts';
import { firstProfile } from '../../../electron/practice/platform/profiles.ts';
import { cases } from '../../support/longForms.ts';

const request: ProfileRequest = { db_id: 7, matching: 'custom', field_name: 'Custom_ID' };
const key = { field_value: 5 };
const compare = (item: Members, profile: Members): ProfileComparison => compareProfile(request, key, item, { Custom_ID: 5, ...profile });

/** The one field of a comparison. */
function one(field: string, before: unknown, sent: unknown): Omit<FieldOutcome, 'field'> {
  const [{ field: _, ...outcome } = { field: '' }] = compare({ [field]: sent }, before === undefined ? {} : { [field]: before }).fields;
  return outcome as Omit<FieldOutcome, 'field'>;
}

describe('A field', () => {
  it.each([
    ['_fname', 'Anna', 'Anna'],
    ['_bdate', '1990-02-22T00:00:00.000Z', '1990-02-22'],
    ['visited_at', '1990-02-21T21:00:00Z', '1990-02-22T00:00:00+03:00'],
    ['_postal_code', 390000, '390000'],
    ['_sex', 'female', 'Ж'],
    ['email', 'Anna@Example.com', 'anna@example.com'],
    ['meta', { a: 1, b: [2] }, { b: [2], a: 1 }],
    ['_city', undefined, ''],
    ['_city', undefined, { action: 'unset' }],
    ['interests', ['a', 'b'], { action: 'add', value: ['b'] }],
    ['interests', ['a'], { action: 'delete', value: ['z'] }],
    ['bonus', 5, { action: 'incr', value: 0 }],
    ['meta', { a: { b: 1 } }, { action: 'upsert', submatch: 'a.b', value: 1 }],
  ])('%s stays %j by %j', (field, before, sent) => {
    expect(one(field, before, sent).change).toBe('same');
  });

  it.each([
    ['_fname', undefined, 'Anna', 'filled', 'Anna', []],
    ['_fname', 'Anna', 'Olga', 'changed', 'Olga', []],
    ['_fname', 'Anna', { action: 'set', value: 'Olga' }, 'changed', 'Olga', []],
    ['_fname', 'Anna', { action: 'unset' }, 'emptied', undefined, []],
    ['_fname', 'Anna', '', 'emptied', '', ['empty-sent']],
    ['phones', ['+1', '+2'], ['+2'], 'changed', ['+2'], ['list-replaced']],
    ['phones', ['+1', '+2'], ['+2', '+1'], 'changed', ['+2', '+1'], ['list-order']],
    ['phones', ['+1'], ['+1', '+2'], 'changed', ['+1', '+2'], []],
    ['phones', ['+1'], [], 'emptied', [], ['empty-sent']],
    ['interests', undefined, { action: 'add', value: ['a'] }, 'filled', ['a'], []],
    ['interests', ['a'], { action: 'delete', value: ['a', 'b'] }, 'emptied', [], []],
    ['bonus', 5, { action: 'incr', value: -2 }, 'changed', 3, []],
    ['bonus', undefined, { action: 'incr', value: 4 }, 'filled', 4, ['increase-nothing']],
    ['meta', { a: 1 }, { b: 2 }, 'changed', { b: 2 }, ['object-replaced']],
    ['meta', { a: 1 }, { action: 'upsert', submatch: 'b', value: 2 }, 'changed', { a: 1, b: 2 }, []],
    ['meta', { a: 1 }, { action: 'upsert', submatch: 'b.c', value: 2 }, 'changed', { a: 1, b: { c: 2 } }, ['path']],
  ] as const)('%s of %j by %j is %s', (field, before, sent, change, after, doubts) => {
    expect(one(field, before, sent)).toEqual({ change, before, after, doubts });
  });

  it.each([
    ['tier', 3, 'gold', 'number-of-list'],
    ['_bdate', '1990-02-21T21:00:00Z', '1990-02-22', 'day-zone'],
    ['_sex', 0, 'male', 'gender-number'],
    ['_country', 'Russian Federation', 'RU', 'other-spelling'],
    ['email', 'a@b.ru', { action: 'unset' }, 'email-kept'],
    ['addresses', [{ a: 1 }], { action: 'add', value: [{ a: 2 }], submatch: 'a' }, 'objects-of-list'],
    ['addresses', [{ a: 1 }], { action: 'upsert', value: 1, submatch: 'a' }, 'path'],
    ['note', 'x', { action: 'turn', value: 1 }, 'unknown-action'],
  ] as const)('%s of %j by %j cannot be known (%#)', (field, before, sent, doubt) => {
    const outcome = one(field, before, sent);
    expect([outcome.change, outcome.doubts]).toEqual(['unclear', [doubt]]);
  });
});

describe('A subscription', () => {
  const there = { resource_id: 28, channel: 'email', email_data: { email: 'a@b.ru', domain: 'b.ru' }, status: 'subscribed', priority: 2, custom_fields: { note: 'x' }, is_delete: false };
  const outcomes = (sent: Members, told: unknown = [there]): readonly unknown[] =>
    compare({ subscriptions: [{ resource_id: 28, channel: 'email', ...sent }] }, { subscriptions: told }).fields.map(({ field, change, doubts }) => [field, change, ...doubts]);

  it.each([
    [{ email: 'A@b.ru' }, [['subscription', 'same']]],
    [{ email_data: { email: 'a@b.ru' }, status: 0, priority: 2 }, [['status', 'same'], ['priority', 'same']]],
    [{ email: 'a@b.ru', status: -1, priority: -1 }, [['subscription', 'same']]],
    [{ email: 'a@b.ru', status: 'unsubscribed', cats: ['news'] }, [['status', 'changed'], ['cats', 'filled']]],
    [{ email: 'a@b.ru', custom_fields: { note: { action: 'unset' }, visits: 3 } }, [['custom_fields.note', 'emptied'], ['custom_fields.visits', 'filled']]],
    [{ email: 'new@b.ru', status: 'subscribed' }, [['subscription', 'filled', 'other-address']]],
    [{ resource_id: 32, email: 'a@b.ru' }, [['subscription', 'filled', 'status-of-new']]],
  ])('%j is %j', (sent, expected) => {
    expect(outcomes(sent)).toEqual(expected);
  });

  it('cannot be known where it was deleted, or where the platform does not tell enough', () => {
    expect(outcomes({ email: 'a@b.ru' }, [{ ...there, is_delete: true }])).toEqual([['subscription', 'unclear', 'deleted']]);
    expect(outcomes({ email: 'a@b.ru' }, null)).toEqual([['subscription', 'unclear', 'untold']]);
    expect(outcomes({ email: 'a@b.ru' }, [{ ...there, resource_id: undefined }])).toEqual([['subscription', 'unclear', 'untold']]);
    expect(outcomes({ email: 'a@b.ru', status: 1 }, [{ ...there, status: undefined }])).toEqual([['status', 'unclear', 'untold']]);
  });
});

describe('A profile', () => {
  it('is told as a whole: changed before unclear before unchanged', () => {
    const profile = { _fname: 'Anna', tier: 3, _city: 'Omsk' };
    expect(compare({ _fname: 'Anna' }, profile)).toMatchObject({ kind: 'unchanged', isEmptied: false });
    expect(compare({ _fname: 'Anna', tier: 'gold' }, profile)).toMatchObject({ kind: 'unclear' });
    expect(compare({ _fname: 'Olga', tier: 'gold', _city: { action: 'unset' } }, profile)).toMatchObject({ kind: 'changed', isEmptied: true });
    expect(compare({ Custom_ID: 5 }, { Custom_ID: 6 }).doubts).toEqual(['other-key']);
  });

  it('is not compared by the id that it was found by', () => {
    const item = { profile_id: 'f'.repeat(24), _fname: 'Anna' };
    const { fields } = compareProfile({ db_id: 7, matching: 'profile_id' }, { profile_id: 'f'.repeat(24) }, item, {});
    expect(fields.map(({ field }) => field)).toEqual(['_fname']);
  });
});

/** Against the practice platform, whose own rules were written from the manual apart from these. */
describe('What a comparison foretells', () => {
  const fields = databases.get(7)?.fields ?? new Map<string, PracticeField>();
  const word = fc.string({ minLength: 1, maxLength: 6 });
  const words = fc.uniqueArray(fc.constantFrom('sport', 'music', 'art', 'cars'), { maxLength: 3 });
  const day = fc.date({ min: new Date('1950-01-01T00:00:00Z'), max: new Date('2020-01-01T00:00:00Z'), noInvalidDate: true });
  const plain = (field: PracticeField): fc.Arbitrary<unknown> => {
    switch (field.type) {
      case 'int': return fc.integer({ min: -5, max: 5 });
      case 'float': return fc.constantFrom(0.5, 1, 20.25);
      case 'bool': return fc.boolean();
      case 'date': return day.map((date) => date.toISOString().slice(0, 10));
      case 'datetime': return day.map((date) => date.toISOString());
      case 'email': return fc.constantFrom('user5@example.com', 'User5@example.com', 'other@example.com');
      case 'phones': return fc.uniqueArray(fc.constantFrom('+79000000005', '+79000000006', '+79000000007'), { maxLength: 3 });
      case 'tags': return words;
      case 'enum': return fc.constantFrom(1, 2, 'gold', 'silver');
      case 'gender': return fc.constantFrom('male', 'female', 'М', 'Ж', 1, 2);
      case 'status': return fc.integer({ min: 0, max: 6 });
      case 'object': return fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 2 }), { maxKeys: 3 });
      case 'arr_object': return fc.array(fc.record({ a: fc.integer({ min: 0, max: 2 }) }), { maxLength: 2 });
      default: return fc.oneof(word, fc.constantFrom('', 'Moscow', 'Anna'));
    }
  };
  const value = (field: PracticeField): fc.Arbitrary<unknown> => {
    const updates: fc.Arbitrary<unknown>[] = [plain(field), plain(field).map((set) => ({ action: 'set', value: set }))];
    if (field.name !== 'email') updates.push(fc.constant({ action: 'unset' }));
    if (field.type === 'int') updates.push(fc.integer({ min: -3, max: 3 }).map((by) => ({ action: 'incr', value: by })));
    if (field.type === 'tags') updates.push(words.map((tags) => ({ action: 'add', value: tags })), words.map((tags) => ({ action: 'delete', value: tags })));
    if (field.type === 'object') updates.push(fc.tuple(fc.constantFrom('a', 'a.b', 'd'), fc.integer({ min: 0, max: 2 })).map(([submatch, set]) => ({ action: 'upsert', submatch, value: set })));
    return fc.oneof(...updates);
  };
  const subscription = fc.record(
    {
      resource_id: fc.constantFrom(28, 32), channel: fc.constant('email'), email: fc.constantFrom('user5@example.com', 'new@example.com'),
      status: fc.constantFrom(-1, 0, 1, 'subscribed', 'suspended'), priority: fc.constantFrom(-1, 0, 3), custom_fields: fc.dictionary(fc.constantFrom('note'), fc.constantFrom('x', 'y')),
    },
    { requiredKeys: ['resource_id', 'channel', 'email'] },
  );
  const item: fc.Arbitrary<Members> = fc
    .tuple(
      fc.subarray([...fields.values()].filter(({ name }) => name !== 'Custom_ID'), { minLength: 1, maxLength: 8 }).chain((chosen) => fc.record(Object.fromEntries(chosen.map((field) => [field.name, value(field)])))),
      fc.option(fc.array(subscription, { minLength: 1, maxLength: 1 }), { nil: undefined }),
    )
    .map(([members, subscriptions]) => ({ Custom_ID: 5, ...members, ...(subscriptions === undefined ? {} : { subscriptions }) }));
  const profile = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.array(item, { maxLength: 2 })).map(([number, earlier]) => earlier.reduce((now, one) => appliedItem(now, one, fields), { ...firstProfile(7, number, 1), Custom_ID: 5 }));
  const alike = (field: string, one: unknown, other: unknown): boolean => (isNothing(one) && isNothing(other)) || sameValue(field, one, other).same;

  it('is what the platform then has, wherever it says that it knows', () => {
    fc.assert(
      fc.property(profile, item, (before, sent) => {
        const after = appliedItem(before, sent, fields);
        for (const { field, subscription: of, change, before: told, after: foretold } of compare(sent, before).fields) {
          if (of !== undefined || change === 'unclear') continue;
          expect(told).toEqual(before[field]);
          // A word of a list is told back by its number.
          expect(alike(field, after[field], foretold) || sameValue(field, after[field], foretold).doubt === 'number-of-list', field).toBe(true);
          expect(alike(field, after[field], before[field]), field).toBe(change === 'same');
          expect(isNothing(after[field]), field).toBe(change === 'emptied' || (change === 'same' && isNothing(told)));
        }
      }),
      { seed: 20_261_128, numRuns: cases(200, 20_000) },
    );
  });

  it('is nothing once it has come true', () => {
    fc.assert(
      fc.property(profile, item, (before, sent) => {
        const again = Object.fromEntries(Object.entries(sent).filter(([, one]) => !JSON.stringify(one).includes('"incr"')));
        const { fields: outcomes } = compare(again, appliedItem(before, again, fields));
        expect(outcomes.filter(({ change }) => change !== 'same' && change !== 'unclear')).toEqual([]);
      }),
      { seed: 20_261_128, numRuns: cases(200, 20_000) },
    );
  });

  it('speaks of what the item has and of nothing else, whatever the platform tells', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()), (sent, told) => {
        const { fields: outcomes, kind } = compareProfile(request, key, sent, told);
        for (const { field, subscription: of } of outcomes) expect(of !== undefined || Object.hasOwn(sent, field)).toBe(true);
        expect(kind === 'unchanged').toBe(outcomes.every(({ change }) => change === 'same'));
      }),
      { seed: 20_261_128, numRuns: cases(200, 20_000) },
    );
  });
});
