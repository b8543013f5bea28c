import { describe, expect, it } from 'vitest';
import { readRecipe } from '#contract/recipe.ts';

/** The sample that the recipe's format was agreed by. */
const sample = `{ "version": 1,
  "source": { "sheet": "Profiles", "headerRow": 1 },
  "request": { "db_id": 7, "matching": "custom", "field_name": "Custom_ID", "skip_triggers": true, "skip_invalid_subscriptions": false },
  "fields": [
    { "field": "Custom_ID", "type": "int", "column": "Client No" },
    { "field": "_fname", "type": "string", "column": "First name" },
    { "field": "email", "type": "email", "column": "@D" },
    { "field": "phones", "type": "phones", "columns": ["Mobile", "Home"], "country": "RU" },
    { "field": "_bdate", "type": "date", "column": "Birthday" },
    { "field": "interests", "type": "tags", "column": "Interests", "separator": "," },
    { "field": "source", "type": "string", "value": "crm-export" } ],
  "subscriptions": [
    { "channel": "email", "resource_id": 28, "email": { "column": "Email" }, "status": { "value": "subscribed" },
      "cats": { "column": "Topics", "separator": ";" }, "custom_fields": [ { "field": "note", "type": "string", "column": "Note" } ] } ],
  "empty": "skip", "duplicates": "last" }`;

const minimal = {
  version: 1,
  request: { db_id: 1, matching: 'email' },
  fields: [{ field: 'email', type: 'email', column: 'Email' }],
};

function problems(value: unknown): readonly string[] {
  const reading = readRecipe(value);
  return reading.ok ? [] : reading.problems;
}

const withRule = (rule: object): unknown => ({ ...minimal, fields: [rule] });
const withSubscription = (rule: object): unknown => ({ ...minimal, subscriptions: [rule] });

describe('a recipe', () => {
  it('is read as the sample gives it', () => {
    expect(readRecipe(JSON.parse(sample))).toEqual({ ok: true, recipe: JSON.parse(sample) });
  });

  it('may leave out everything that is optional', () => {
    expect(readRecipe(minimal)).toEqual({ ok: true, recipe: minimal });
  });

  const types = 'string, int, float, bool, date, datetime, email, phone, phones, tags, gender';

  it.each<[string, unknown, string]>([
    ['no object', 7, 'recipe: expected an object in curly brackets; found 7'],
    ['nothing at all', undefined, 'recipe: is missing; expected an object in curly brackets'],
    ['another version', { ...minimal, version: 3 }, 'version: expected one of 1, 2; found 3'],
    ['no version', { request: minimal.request, fields: minimal.fields }, 'version: is missing; expected one of 1, 2'],
    ['no request', { version: 1, fields: minimal.fields }, 'request: is missing; expected an object in curly brackets'],
    ['an unknown member', { ...minimal, feilds: [] }, 'feilds: unknown member; known here are version, source, request, fields, subscriptions, empty, duplicates'],
    ['a misspelt member deep inside', withRule({ field: 'a', type: 'int', colum: 'A', column: 'B' }), 'fields[0].colum: unknown member; known here are field, type, column, columns, value, country, separator, order, zone'],
    ['no fields', { ...minimal, fields: [] }, 'fields: must have at least one entry'],
    ['fields that are no list', { ...minimal, fields: {} }, 'fields: expected a list in square brackets; found an object'],
    ['an unknown type', withRule({ field: 'a', type: 'text', column: 'A' }), `fields[0].type: expected one of ${types}; found "text"`],
    ['no type', withRule({ field: 'a', column: 'A' }), `fields[0].type: is missing; expected one of ${types}`],
    ['an empty field name', withRule({ field: '', type: 'int', column: 'A' }), 'fields[0].field: must not be empty'],
    ['a column by number', withRule({ field: 'a', type: 'int', column: 4 }), 'fields[0].column: expected a text in quotes; found 4'],
    ['a field from nowhere', withRule({ field: 'a', type: 'int' }), 'fields[0]: needs exactly one of column, columns or value; has none'],
    ['a field from two places', withRule({ field: 'a', type: 'int', column: 'A', value: 1 }), 'fields[0]: needs exactly one of column, columns or value; has column and value'],
    ['several columns for a text', withRule({ field: 'a', type: 'string', columns: ['A', 'B'] }), 'fields[0].columns: is only for phones and tags, not for string'],
    ['a country for a text', withRule({ field: 'a', type: 'string', column: 'A', country: 'RU' }), 'fields[0].country: is only for phone and phones, not for string'],
    ['a zone for a date', withRule({ field: 'a', type: 'date', column: 'A', zone: 'Z' }), 'fields[0].zone: is only for datetime, not for date'],
    ['a country in words', withRule({ field: 'a', type: 'phones', column: 'A', country: 'Russia' }), 'fields[0].country: expected two capital letters, such as RU; found "Russia"'],
    ['a zone in words', withRule({ field: 'a', type: 'datetime', column: 'A', zone: 'Moscow time' }), 'fields[0].zone: expected Z or an offset such as +03:00; found "Moscow time"'],
    ['a constant that is an object', withRule({ field: 'a', type: 'string', value: {} }), 'fields[0].value: expected a text, a number, true, false or a list of texts; found an object'],
    ['an unknown matching', { ...minimal, request: { db_id: 1, matching: 'mail' } }, 'request.matching: expected one of email, phone, custom, profile_id; found "mail"'],
    ['custom matching without a field', { ...minimal, request: { db_id: 1, matching: 'custom' } }, 'request.field_name: belongs to custom matching, which cannot do without it'],
    ['a key field with another matching', { ...minimal, request: { db_id: 1, matching: 'email', field_name: 'ID' } }, 'request.field_name: belongs to custom matching, which cannot do without it'],
    ['a database that is no number', { ...minimal, request: { db_id: '7', matching: 'email' } }, 'request.db_id: expected a number; found "7"'],
    ['a database below 1', { ...minimal, request: { db_id: 0, matching: 'email' } }, 'request.db_id: must be at least 1'],
    ['half a database', { ...minimal, request: { db_id: 1.5, matching: 'email' } }, 'request.db_id: expected a whole number; found 1.5'],
    ['a text for yes or no', { ...minimal, request: { db_id: 1, matching: 'email', skip_triggers: 'yes' } }, 'request.skip_triggers: expected true or false; found "yes"'],
    ['an email subscription without email', withSubscription({ channel: 'email', resource_id: 1 }), 'subscriptions[0].email: belongs to the email channel, which cannot do without it'],
    ['an unknown channel', withSubscription({ channel: 'pigeon', resource_id: 1 }), 'subscriptions[0].channel: expected one of email, sms; found "pigeon"'],
    ['a contact from nowhere', withSubscription({ channel: 'email', resource_id: 1, email: {} }), 'subscriptions[0].email: needs exactly one of column or value; has none'],
    ['an unknown way with duplicates', { ...minimal, duplicates: 'none' }, 'duplicates: expected one of first, last, all; found "none"'],
  ])('with %s is refused in one clear sentence', (_, value, problem) => {
    expect(problems(value)).toEqual([problem]);
  });

  it('is told all its mistakes', () => {
    expect(problems({ version: 3, fields: [{ field: 'a' }] })).toEqual([
      'version: expected one of 1, 2; found 3',
      'request: is missing; expected an object in curly brackets',
      `fields[0].type: is missing; expected one of ${types}, enum, ip, country, timezone, status, version, object, arr_object`,
    ]);
  });
});
