import { inLanguage } from '#contract/language.ts';
import { describe, expect, it } from 'vitest';
import { lowestVersion, readRecipe, recipeSchema } from '#contract/recipe.ts';

const minimal = {
  version: 2,
  request: { db_id: 1, matching: 'email' },
  fields: [{ field: 'email', type: 'email', column: 'Email' }],
};

function problems(value: unknown): readonly string[] {
  const reading = readRecipe(value);
  return reading.ok ? [] : reading.problems;
}

const withRule = (rule: object): unknown => ({ ...minimal, fields: [{ field: 'a', ...rule }] });
const withSubscription = (rule: object): unknown => ({ ...minimal, subscriptions: [{ resource_id: 1, ...rule }] });
const withRequest = (request: object): unknown => ({ ...minimal, request: { db_id: 1, matching: 'email', ...request } });
const column = { column: 'A' };
const ruleMembers = 'field, type, column, value, template, part, case, valueMap, merged, otherValues, country, separator, order, zone, check, yes, no, decimal, values, columns, members, action, submatch, valueType, empty, invalid, unsetWord';
const members = [{ name: 'city', type: 'string', ...column }];

describe('a recipe of version 2', () => {
  it('is read with everything it can say', () => {
    const full = {
      version: 2,
      source: { sheet: 'Profiles', headerRow: 3 },
      request: { db_id: 7, matching: 'email_phone', resource_id: 28, skip_triggers: true, skip_invalid_subscriptions: true, extra: { detect_geo: true, add_to_segments: [1, 2] } },
      fields: [
        { field: 'email', type: 'email', column: 'Email', case: 'lower' },
        { field: '_fname', type: 'string', template: '{First} {Middle}', case: 'title' },
        { field: '_lname', type: 'string', column: 'Name', part: { separator: ' ', at: 1 } },
        { field: 'tier', type: 'enum', column: 'Tier', values: [1, 'gold'], valueMap: { золото: 'gold', '-': null }, otherValues: 'keep' },
        { field: 'vip', type: 'bool', column: 'VIP', yes: ['есть'], no: ['-'] },
        { field: 'visited_at', type: 'datetime', column: 'Visit', order: 'mdy', zone: 'Europe/Moscow', empty: 'unset' },
        { field: 'bonus', type: 'int', column: 'Bonus', action: 'incr' },
        { field: 'meta', type: 'object', column: 'City', action: 'upsert', submatch: 'address.city', valueType: 'string' },
        { field: 'home', type: 'object', members: [{ name: 'city', type: 'string', column: 'City', case: 'title' }, { name: 'kind', type: 'string', value: 'home' }], empty: 'unset' },
        { field: 'old', type: 'string', action: 'unset' },
        { field: 'note', type: 'string', column: 'Note', unsetWord: 'delete', empty: 'send' },
      ],
      subscriptions: [
        { channel: 'push', resource_id: 30, provider: { column: 'Provider', valueMap: { fcm: 'android-firebase' } }, subscription_id: { column: 'Token' } },
        { channel: 'telegram_bot', resource_id: 31, chat_id: { column: 'Chat' }, status: { value: 'subscribed' }, priority: { value: 0 }, cats: { column: 'Cats', separator: ';' } },
        { channel: 'other', code: 'max_bot', resource_id: 32, cc_data: [{ field: 'id', type: 'int', column: 'Max' }] },
      ],
      empty: 'skip',
      duplicates: 'all',
      settings: { profileIdMember: '_id', emailShape: 'nested' },
    };
    expect(readRecipe(JSON.parse(JSON.stringify(full)))).toEqual({ ok: true, recipe: full });
  });

  it.each<[string, unknown, string]>([
    // The request.
    ['an unknown matching', withRequest({ matching: 'mail' }), 'request.matching: expected one of email, email_profile, email_sub, phone, phone_sub, profile_id, push_sub, custom, custom_sub, email_phone, email_phone_sub; found "mail"'],
    ['custom_sub matching without a field', withRequest({ matching: 'custom_sub' }), 'request.field_name: belongs to custom and custom_sub matching, which cannot do without it'],
    ['a key field with another matching', withRequest({ field_name: 'ID' }), 'request.field_name: belongs to custom and custom_sub matching, which cannot do without it'],
    ['a resource with a matching that has none', withRequest({ matching: 'profile_id', resource_id: 1 }), 'request.resource_id: is only for matching by email or phone, not for profile_id'],
    ['a token among the parameters', withRequest({ extra: { token: 'x' } }), 'request.extra.token: the token belongs to the connection and never stands in a recipe'],
    ['a token by another name', withRequest({ extra: { Api_Token: 'x' } }), 'request.extra.Api_Token: the token belongs to the connection and never stands in a recipe'],
    ['a parameter that the recipe has', withRequest({ extra: { db_id: 2 } }), 'request.extra.db_id: has a place of its own in the recipe and cannot be a further parameter'],
    ['the items as a parameter', withRequest({ extra: { DATA: [] } }), 'request.extra.DATA: has a place of its own in the recipe and cannot be a further parameter'],
    ['one profile for all', withRequest({ extra: { field_value: 7 } }), 'request.extra.field_value: would name one profile for the whole batch; the key is taken from each item'],
    ['the form of the answers', withRequest({ extra: { format: 'xml' } }), 'request.extra.format: the form of the answers is chosen in the connection'],
    ['a parameter that is no name', withRequest({ extra: { 'a b': 1 } }), 'request.extra.a b: is no name of a parameter: letters, digits and underscores'],
    ['a parameter that reading has rounded', withRequest({ extra: { ids: [12345678901234567890] } }), 'request.extra.ids: a number of this length loses digits in JSON; write it in quotes'],
    // Fields.
    ['a field from nowhere', withRule({ type: 'int' }), 'fields[0]: needs exactly one of column, columns, value, template or members; has none'],
    ['a field from two places', withRule({ type: 'string', ...column, template: '{A}' }), 'fields[0]: needs exactly one of column, columns, value, template or members; has column and template'],
    ['several columns for an object', withRule({ type: 'object', columns: ['A', 'B'] }), 'fields[0].columns: is only for phones and tags, not for object'],
    ['a zone for a date', withRule({ type: 'date', ...column, zone: 'Z' }), 'fields[0].zone: is only for datetime, not for date'],
    ['a zone in words', withRule({ type: 'datetime', ...column, zone: 'Moscow time' }), 'fields[0].zone: expected Z, an offset such as +03:00 or a zone such as Europe/Moscow; found "Moscow time"'],
    ['words of yes for a text', withRule({ type: 'string', ...column, yes: ['ja'] }), 'fields[0].yes: is only for bool, not for string'],
    ['a word that is yes and no', withRule({ type: 'bool', ...column, yes: ['x'], no: ['X'] }), 'fields[0].no: has a word that is also one of yes'],
    ['values for a text', withRule({ type: 'string', ...column, values: ['a'] }), 'fields[0].values: is only for enum, not for string'],
    ['a value that is a list', withRule({ type: 'enum', ...column, values: [['a']] }), 'fields[0].values[0]: expected a text or a number; found a list'],
    ['a value that reading has rounded', withRule({ type: 'enum', ...column, values: [2 ** 60] }), 'fields[0].values: a number of this length loses digits in JSON; write it in quotes'],
    ['a map to what reading has rounded', withRule({ type: 'string', ...column, valueMap: { a: 2 ** 60 } }), 'fields[0].valueMap: a number of this length loses digits in JSON; write it in quotes'],
    ['letter case for a number', withRule({ type: 'int', ...column, case: 'upper' }), 'fields[0].case: is only for string, email, tags and enum, not for int'],
    ['an unknown letter case', withRule({ type: 'string', ...column, case: 'camel' }), 'fields[0].case: expected one of lower, upper, title; found "camel"'],
    ['a part of several columns', withRule({ type: 'phones', columns: ['A', 'B'], part: { separator: ',', at: 1 } }), 'fields[0].part: is only for a single column'],
    ['a part by nothing', withRule({ type: 'string', ...column, part: {} }), 'fields[0].part: needs separator and at (with rest, if wanted), or from (with length, if wanted)'],
    ['a part number 0', withRule({ type: 'string', ...column, part: { separator: ' ', at: 0 } }), 'fields[0].part.at: counts from 1, or from the end by -1'],
    ['a map of a constant', withRule({ type: 'string', value: 'a', valueMap: { a: 'b' } }), 'fields[0].valueMap: changes what stands in a cell; a constant is written as it should be'],
    ['a map with one value twice', withRule({ type: 'string', ...column, valueMap: { Gold: 1, ' gold': 2 } }), 'fields[0].valueMap. gold: is the same value as “Gold” apart from letter case and white space'],
    ['a map that is a list', withRule({ type: 'string', ...column, valueMap: [['a', 'b']] }), 'fields[0].valueMap: expected an object in curly brackets; found a list'],
    ['parameters in a list', withRequest({ extra: ['detect_geo'] }), 'request.extra: expected an object in curly brackets; found a list'],
    ['a map to a list', withRule({ type: 'string', ...column, valueMap: { a: [] } }), 'fields[0].valueMap.a: expected a text, a number, true, false or null; found a list'],
    ['other values without a map', withRule({ type: 'string', ...column, otherValues: 'keep' }), 'fields[0].otherValues: belongs to valueMap'],
    // Objects of several columns.
    ['members of a text', withRule({ type: 'string', members }), 'fields[0].members: is only for object and arr_object, not for string'],
    ['members at a path of texts', withRule({ type: 'object', members, action: 'upsert', submatch: 'a' }), 'fields[0].members: is only for object and arr_object, not for string'],
    ['members beside a column', withRule({ type: 'object', members, ...column }), 'fields[0]: needs exactly one of column, columns, value, template or members; has column and members'],
    ['no members', withRule({ type: 'object', members: [] }), 'fields[0].members: must have at least one entry'],
    ['members that are no list', withRule({ type: 'object', members: { city: 'City' } }), 'fields[0].members: expected a list in square brackets; found an object'],
    ['a member without name', withRule({ type: 'object', members: [{ type: 'string', ...column }] }), 'fields[0].members[0].name: is missing; expected a text in quotes'],
    ['a member named as a field', withRule({ type: 'object', members: [{ name: 'a', field: 'a', type: 'string', ...column }] }), 'fields[0].members[0].field: unknown member; known here are name, type, column, value, template, part, case, valueMap, merged, otherValues, country, separator, order, zone, check, yes, no, decimal, values'],
    ['two members of one name', withRule({ type: 'object', members: [...members, ...members] }), 'fields[0].members[1].name: “city” is filled by members[0] already'],
    ['a member with white space around', withRule({ type: 'object', members: [{ name: 'city ', type: 'string', ...column }] }), 'fields[0].members[0].name: “city ” has white space around it'],
    ['a member from nowhere', withRule({ type: 'object', members: [{ name: 'a', type: 'string' }] }), 'fields[0].members[0]: needs exactly one of column, value or template; has none'],
    ['an option of another type', withRule({ type: 'object', members: [{ name: 'a', type: 'string', ...column, country: 'RU' }] }), 'fields[0].members[0].country: is only for phone and phones, not for string'],
    ['a map of an object’s constant', withRule({ type: 'object', members: [{ name: 'a', type: 'string', value: 'x', case: 'upper' }] }), 'fields[0].members[0].case: changes what stands in a cell; a constant is written as it should be'],
    ['letter case of a whole object', withRule({ type: 'object', members, case: 'upper' }), 'fields[0].case: is only for string, email, tags and enum, not for object'],
    ['a word of deletion for an object', withRule({ type: 'object', members, unsetWord: '-' }), 'fields[0].unsetWord: is only for a single column'],
    ['a policy for an object without cells', withRule({ type: 'object', members: [{ name: 'a', type: 'string', value: 'x' }], empty: 'unset' }), 'fields[0].empty: says what an empty cell does, and this field takes its value from no cell'],
    // Slips of the pen, each told once.
    ['a column misspelt', withRule({ type: 'int', colum: 'A' }), `fields[0].colum: unknown member, probably “column”; known here are ${ruleMembers}`],
    ['a type in capitals', { ...minimal, fields: [{ field: 'a', Type: 'int', ...column }] }, `fields[0].Type: unknown member, probably “type”; known here are ${ruleMembers}`],
    ['letters in another order', withRule({ type: 'string', tepmlate: '{A}' }), `fields[0].tepmlate: unknown member, probably “template”; known here are ${ruleMembers}`],
    ['a misspelt list', { version: 2, request: minimal.request, feilds: minimal.fields }, 'feilds: unknown member, probably “fields”; known here are version, source, request, fields, subscriptions, empty, invalid, duplicates, mends, settings'],
    ['a contact misspelt', withSubscription({ channel: 'email', emial: column }), expect.stringMatching(/^subscriptions\[0\]\.emial: unknown member, probably “email”; known here are channel, /)],
    ['a member that is nothing known', withRule({ type: 'int', ...column, comment: 'x' }), `fields[0].comment: unknown member; known here are ${ruleMembers}`],
    // Functional updates.
    ['an unknown action', withRule({ type: 'int', ...column, action: 'inc' }), 'fields[0].action: expected one of set, unset, incr, add, delete, upsert; found "inc"'],
    ['an increase of a text', withRule({ type: 'string', ...column, action: 'incr' }), 'fields[0].action: incr is only for int and float, not for string'],
    ['tags added to a number', withRule({ type: 'int', ...column, action: 'add' }), 'fields[0].action: add is only for tags and arr_object, not for int'],
    ['an upsert without a path', withRule({ type: 'object', ...column, action: 'upsert' }), 'fields[0].submatch: is missing; upsert on object needs the path inside the field'],
    ['objects deleted without a path', withRule({ type: 'arr_object', ...column, action: 'delete' }), 'fields[0].submatch: is missing; delete on arr_object needs the path inside the field'],
    ['a path for tags', withRule({ type: 'tags', ...column, action: 'add', submatch: 'a' }), 'fields[0].submatch: belongs to upsert, and to add and delete on arr_object'],
    ['a type of nothing', withRule({ type: 'string', ...column, valueType: 'int' }), 'fields[0].valueType: belongs to upsert, and to add and delete on arr_object'],
    ['a number added to a list of objects', withRule({ type: 'arr_object', ...column, action: 'add', submatch: 'a', valueType: 'int' }), 'fields[0].valueType: add takes a list, of texts (tags) or of objects (arr_object), not int'],
    ['a source for a deletion', withRule({ type: 'string', ...column, action: 'unset' }), 'fields[0].column: has no meaning with the action unset, which deletes the field in every row; see unsetWord and empty for single rows'],
    ['the email deleted', withRule({ field: 'email', type: 'email', action: 'unset' }), 'fields[0].action: the platform deletes every field but email'],
    ['the email deleted by empty cells', withRule({ field: 'email', type: 'email', ...column, empty: 'unset' }), 'fields[0].empty: the platform deletes every field but email'],
    ['the email deleted by a word', withRule({ field: 'email', type: 'email', ...column, unsetWord: '-' }), 'fields[0].unsetWord: the platform deletes every field but email'],
    ['an empty number', withRule({ type: 'int', ...column, empty: 'send' }), 'fields[0].empty: int has no empty value that could be sent (string, tags, phones, object and arr_object have); skip and unset are possible'],
    ['an addition of nothing', withRule({ type: 'tags', ...column, action: 'add', empty: 'send' }), 'fields[0].empty: there is nothing to add in an empty cell; skip and unset are possible'],
    ['an empty constant', withRule({ type: 'string', value: 'a', empty: 'send' }), 'fields[0].empty: says what an empty cell does, and this field takes its value from no cell'],
    ['a word in several columns', withRule({ type: 'tags', columns: ['A', 'B'], unsetWord: '-' }), 'fields[0].unsetWord: is only for a single column'],
    ['an unknown policy', { ...minimal, empty: 'clear' }, 'empty: expected one of skip, unset, send; found "clear"'],
    // Subscriptions.
    ['an unknown channel', withSubscription({ channel: 'pigeon' }), 'subscriptions[0].channel: expected one of email, sms, push, telegram_bot, whatsapp, viber, notify, other; found "pigeon"'],
    ['a push subscription without provider', withSubscription({ channel: 'push', subscription_id: column }), 'subscriptions[0].provider: belongs to the push channel, which cannot do without it'],
    ['a push subscription without its ID', withSubscription({ channel: 'push', provider: { value: 'x' } }), 'subscriptions[0].subscription_id: belongs to the push channel, which cannot do without it'],
    ['a Telegram subscription without chat', withSubscription({ channel: 'telegram_bot' }), 'subscriptions[0].chat_id: belongs to the telegram_bot channel, which cannot do without it'],
    ['a Viber subscription without phone', withSubscription({ channel: 'viber' }), 'subscriptions[0].phone: belongs to the viber channel, which cannot do without it'],
    ['an email in an sms subscription', withSubscription({ channel: 'sms', phone: column, email: column }), 'subscriptions[0].email: has no place in the sms channel, which has phone'],
    ['data in an email subscription', withSubscription({ channel: 'email', email: column, cc_data: [{ field: 'a', type: 'int', ...column }] }), 'subscriptions[0].cc_data: is only for telegram_bot, whatsapp, viber, notify and other, not for email'],
    ['another channel without data', withSubscription({ channel: 'other', code: 'max' }), 'subscriptions[0].cc_data: belongs to the other channel, which cannot do without it'],
    ['another channel without code', withSubscription({ channel: 'other', cc_data: [{ field: 'a', type: 'int', ...column }] }), 'subscriptions[0].code: belongs to the other channel, which cannot do without it'],
    ['a code that is none', withSubscription({ channel: 'other', code: 'MAX bot', cc_data: [{ field: 'a', type: 'int', ...column }] }), 'subscriptions[0].code: expected a code of small letters, digits and underscores; found "MAX bot"'],
    ['a functional update of data', withSubscription({ channel: 'other', code: 'max', cc_data: [{ field: 'a', type: 'int', ...column, action: 'incr' }] }), 'subscriptions[0].cc_data[0]: functional updates are for fields; cc_data is replaced as it stands'],
    ['a contact from two places', withSubscription({ channel: 'email', email: { ...column, template: '{A}' } }), 'subscriptions[0].email: needs exactly one of column, value or template; has column and template'],
    // Settings.
    ['an unknown setting', { ...minimal, settings: { email: 'flat' } }, 'settings.email: unknown member; known here are profileIdMember, emailShape'],
    ['an unknown shape of emails', { ...minimal, settings: { emailShape: 'deep' } }, 'settings.emailShape: expected one of flat, nested; found "deep"'],
  ])('with %s is refused in one clear sentence', (_, value, problem) => {
    expect(problems(value)).toEqual([problem]);
  });
});

describe('the version of a recipe', () => {
  const newer = { ...minimal, version: 1, fields: [{ field: 'bonus', type: 'int', column: 'B', action: 'incr' }] };

  it('has to be 2 for what came with it', () => {
    expect(problems(newer)).toEqual(['version: must be 2, as version 1 does not know what stands in fields[0].action']);
    expect(problems({ ...newer, version: 2 })).toEqual([]);
  });

  it('is told apart where recipes come as part of something else', () => {
    expect(recipeSchema.safeParse(newer).success).toBe(false);
    expect(recipeSchema.parse({ ...newer, version: 2 })).toEqual({ ...newer, version: 2 });
    expect(recipeSchema.parse({ ...minimal, version: 1 })).toEqual({ ...minimal, version: 1 });
  });

  it('is the lowest that says as much, while a recipe is being made too', () => {
    const { version: _, ...members } = minimal;
    expect(lowestVersion(members)).toBe(1);
    expect(lowestVersion({ ...members, fields: newer.fields })).toBe(2);
    expect(lowestVersion({ ...members, request: { matching: 'email_sub' } })).toBe(2);
    expect(lowestVersion({ ...members, request: { matching: 'email' } })).toBe(1);
  });
});

describe('in Russian', () => {
  const problemsOf = (recipe: unknown): readonly string[] => inLanguage('ru', () => {
    const reading = readRecipe(recipe);
    return reading.ok ? [] : reading.problems;
  });
  const rule = { field: 'email', type: 'email', column: 'Email' };
  const right = { version: 2, request: { db_id: 1, matching: 'email' }, fields: [rule] };

  it.each([
    ['a number of another version', { ...right, version: 3 }],
    ['what only version 2 knows', { ...right, version: 1, invalid: 'field' }],
    ['no number', { ...right, version: undefined }],
    ['no object', [right]],
    ['a misspelt member', { ...right, feilds: [] }],
    ['too many fields', { ...right, fields: Array.from({ length: 1_001 }, () => rule) }],
    ['a database that is none', { ...right, request: { db_id: 2 ** 60, matching: 'email' } }],
    ['another type', { ...right, fields: [{ ...rule, type: 'nothing' }] }],
    ['a mend that is none', { ...right, mends: [{ column: 'Email', do: [{ kind: 'nothing' }] }] }],
    ['an empty name in a table', { ...right, mends: [{ column: 'Email', do: [{ kind: 'map', values: { '': 'x' } }] }] }],
    ['a long name in a table', { ...right, mends: [{ column: 'Email', do: [{ kind: 'map', values: { ['x'.repeat(10_001)]: 'x' } }] }] }],
  ])('%s is told without an English sentence', (_, recipe) => {
    const problems = problemsOf(recipe);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) expect(problem.replace(/ (?:version|fields|request|source|mends)(?:, \w+)+$/, '')).not.toMatch(/[a-z]{2,} [a-z]{2,}/i);
    for (const problem of problems) expect(problem).toMatch(/[а-я]{3}/);
  });
});
