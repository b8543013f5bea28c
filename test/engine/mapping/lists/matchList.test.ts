import { describe, expect, it } from 'vitest';
import { columnLetter } from '#contract/cells.ts';
import type { ListColumn, RememberedList } from '#contract/memory.ts';
import { renamedRecipe } from '#contract/recipe/renamed.ts';
import type { FieldType, Recipe } from '#contract/recipe.ts';
import { matchList, recogniseLists, taughtColumns, type SeenColumn } from '#engine/mapping/index.ts';

type Seen = string | readonly [header: string, type: FieldType | null, suggestion?: string];

function columns(headers: readonly Seen[]): SeenColumn[] {
  const texts = headers.map((one) => (typeof one === 'string' ? one : one[0]));
  return headers.map((one, index) => {
    const header = texts[index]!;
    const isAlone = header !== '' && texts.filter((text) => text === header).length === 1;
    const [, type = 'string', suggestion = null] = typeof one === 'string' ? [one] : one;
    return { header, ref: isAlone ? header : `@${columnLetter(index)}`, letter: columnLetter(index), type, suggestion };
  });
}

const known = (headers: readonly Seen[]): ListColumn[] => columns(headers).map(({ suggestion: _, ...column }) => column);

const clients = ['Клиент №', ['Эл. почта', 'email'], 'Имя', 'Фамилия', ['Дата рождения', 'date'], 'Город'] as const;

const recipe: Recipe = {
  version: 2,
  request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' },
  fields: [
    { field: 'Custom_ID', type: 'int', column: 'Клиент №' },
    { field: 'email', type: 'email', column: 'Эл. почта' },
    { field: '_fname', type: 'string', column: 'Имя' },
    { field: 'full', type: 'string', template: '{Фамилия} {Имя}' },
    { field: '_bdate', type: 'date', column: 'Дата рождения', order: 'dmy' },
  ],
};

function list(change: Partial<RememberedList> = {}): RememberedList {
  return {
    listId: 'a'.repeat(32), name: 'Клиенты', file: 'Клиенты октябрь.xlsx', sentAt: '2026-10-27T09:00:00Z', accepted: 900, connectionId: 'c1', server: 'crm.example.com',
    columns: known(clients), recipe, runSettings: null, leavesUnchanged: false, ...change,
  };
}

const match = (headers: readonly Seen[]) => matchList(list(), columns(headers));

describe('A list is known by its headers', () => {
  it.each([
    ['the same', clients],
    ['in another order', [...clients].reverse()],
    ['in capitals', clients.map((one) => (typeof one === 'string' ? one.toUpperCase() : [one[0].toUpperCase(), one[1]] as const))],
    ['with spaces and punctuation around', [' Клиент  №', ['Эл почта:', 'email'], 'Имя ', 'Фамилия*', ['Дата_рождения', 'date'], '«Город»']],
    ['with a composed й', clients.map((one) => (typeof one === 'string' ? one.normalize('NFD') : one))],
  ] satisfies readonly (readonly [string, readonly Seen[]])[])('%s', (_, headers) => {
    const found = match(headers);
    expect(found.score).toBe(1);
    expect(found.differences).toEqual({ renamed: [], gone: [], added: [], retyped: [] });
  });

  it('follows a column to where it stands now, also where the recipe names it by letter', () => {
    const lettered: Recipe = { ...recipe, fields: [{ field: 'a', type: 'string', column: '@B' }, { field: 'b', type: 'string', column: '@C' }] };
    const found = matchList({ recipe: lettered, columns: known(['Имя', 'Тел', 'Тел']) }, columns(['Тел', 'Имя', 'Тел']));
    expect(found.same).toContainEqual({ ref: '@B', to: '@A' });
    expect(found.same).toContainEqual({ ref: '@C', to: '@C' });
    const otherwise = matchList({ recipe: { ...recipe, fields: [{ field: 'a', type: 'string', column: '@A' }, { field: 'b', type: 'string', column: 'код' }] }, columns: known(['Имя', 'Код']) }, columns(['КОД', 'Имя']));
    expect(otherwise.same).toEqual(expect.arrayContaining([{ ref: '@A', to: 'Имя' }, { ref: 'код', to: 'КОД' }]));
  });

  it.each([
    ['a longer header', 'Город', 'Город клиента'],
    ['a slip', 'Фамилия', 'Фамилиия'],
    ['an ending', 'Телефон клиента', 'Телефоны клиентов'],
    ['parted otherwise', 'Email', 'E-mail'],
    ['a Latin letter among Cyrillic ones', 'Фамилия', 'Фaмилия'],
  ])('proposes a renamed one: %s', (_, before, after) => {
    const found = matchList({ recipe: { ...recipe, fields: [{ field: 'x', type: 'string', column: before }, { field: 'y', type: 'string', column: 'Код' }] }, columns: known(['Код', before]) }, columns(['Код', after]));
    expect(found.differences.renamed).toEqual([{ ref: before, aliases: [], header: before, to: after, why: 'alike', fields: ['x'] }]);
    expect(found.differences.gone).toEqual([]);
  });

  it('proposes a column that means the same field though its header is another', () => {
    const found = match(['Клиент №', ['Электропочта клиента', 'email', 'email'], 'Имя', 'Фамилия', ['Дата рождения', 'date'], 'Город']);
    expect(found.differences.renamed).toEqual([{ ref: 'Эл. почта', aliases: [], header: 'Эл. почта', to: 'Электропочта клиента', why: 'field', fields: ['email'] }]);
    expect(found.score).toBeGreaterThan(0.85);
  });

  it('proposes a column that is called as the field is titled in the database', () => {
    const found = matchList(list(), columns(['Номер карты', ['Эл. почта', 'email'], 'Имя', 'Фамилия', ['Дата рождения', 'date'], 'Город']), new Map([['Custom_ID', 'Номер карты']]));
    expect(found.differences.renamed).toMatchObject([{ ref: 'Клиент №', to: 'Номер карты', why: 'field' }]);
  });

  it.each([
    ['its refusal', 'Согласие на рассылку', 'Отказ от рассылки'],
    ['its refusal by a syllable', 'Согласие', 'Несогласие'],
    ['its refusal by a word', 'Писать можно', 'Писать не можно'],
    ['another channel', 'Согласие на смс', 'Согласие на почту'],
    ['another end', 'Дата начала', 'Дата конца'],
    ['another word of few letters', 'Имя', 'Вид'],
    ['another number', 'Телефон 1', 'Телефон 2'],
  ])('does not take a column for %s', (_, before, after) => {
    const found = matchList({ recipe: { ...recipe, fields: [{ field: 'x', type: 'string', column: before }, { field: 'y', type: 'string', column: 'Код' }] }, columns: known(['Код', before]) }, columns(['Код', after]));
    expect(found.differences.renamed).toEqual([]);
    expect(found.differences.gone).toMatchObject([{ ref: before, fields: ['x'] }]);
  });

  it('does not take a column of other values for a renamed one', () => {
    const found = match(['Клиент №', ['Эл. почта', 'email'], 'Имя', 'Фамилия', ['Дата рождения клиента', 'email'], 'Город']);
    expect(found.differences.renamed).toEqual([]);
  });

  it('tells what is new, what is gone and whose values look otherwise', () => {
    const found = match(['Клиент №', ['Эл. почта', 'email'], 'Имя', ['Дата рождения', 'email'], 'Город', ['Бонусы', 'int', 'bonus']]);
    expect(found.differences.added).toEqual([{ ref: 'Бонусы', header: 'Бонусы', suggestion: 'bonus' }]);
    expect(found.differences.gone).toEqual([{ ref: 'Фамилия', header: 'Фамилия', fields: ['full'] }]);
    expect(found.differences.retyped).toEqual([{ ref: 'Дата рождения', header: 'Дата рождения', was: 'date', now: 'email', fields: ['_bdate'] }]);
  });

  it('says nothing of new columns where it is not known what there was', () => {
    expect(matchList({ recipe, columns: null }, columns([...clients, 'Бонусы'])).differences).toMatchObject({ added: null, gone: [], renamed: [] });
  });

  it('knows no table without headers by its columns alone', () => {
    const bare = list({ columns: known(['', '']), file: 'orders.csv', recipe: { ...recipe, fields: [{ field: 'Custom_ID', type: 'int', column: '@A' }] } });
    expect(recogniseLists([bare], columns(['', '']), 'other.csv', () => new Map())).toEqual([]);
    expect(recogniseLists([bare], columns(['', '']), 'orders 2026.csv', () => new Map())).toHaveLength(1);
    expect(recogniseLists([bare], columns(['', '', '']), 'orders 2026.csv', () => new Map())).toEqual([]);
  });
});

describe('Which list a file is', () => {
  const names = (lists: readonly RememberedList[], headers: readonly Seen[], file = 'x.xlsx') => recogniseLists(lists, columns(headers), file, () => new Map()).map(({ list: { name } }) => name);

  it('is none of those with other headers', () => {
    expect(names([list()], ['Заказ', 'Сумма', 'Имя', 'Дата'])).toEqual([]);
    expect(names([list()], ['Эл. почта', 'Имя', 'Сегмент', 'Канал'])).toEqual([]);
    expect(names([list({ columns: known(['Email', 'Name']) , recipe: { ...recipe, fields: [{ field: 'email', type: 'email', column: 'Email' }] } })], ['Email', 'City', 'Phone', 'Street', 'Flat', 'Zip', 'Note'])).toEqual([]);
  });

  it('is the one sent last among equals', () => {
    expect(names([list({ name: 'old' }), list({ name: 'new', sentAt: '2026-11-27T09:00:00Z' })], clients)).toEqual(['new', 'old']);
  });

  it('is the one of the same name rather than a later one, whatever month stands in the name', () => {
    const lists = [list({ name: 'vip', file: 'VIP 2026-11.xlsx', sentAt: '2026-11-27T09:00:00Z' }), list({ name: 'clients' })];
    expect(names(lists, clients, 'Клиенты ноябрь 2026.xlsx')[0]).toBe('clients');
    expect(names(lists, clients, 'vip_2026_12 (копия).xlsx')[0]).toBe('vip');
  });

  it('is the one with more of its columns', () => {
    expect(names([list({ name: 'less', columns: known(clients.slice(0, 5)), sentAt: '2026-11-27T09:00:00Z' }), list({ name: 'all' })], clients)).toEqual(['all', 'less']);
  });
});

describe('A recipe for columns of other names', () => {
  it('names them wherever it did, and is the same in all else', () => {
    const all: Recipe = {
      ...recipe,
      fields: [
        { field: 'a', type: 'phones', columns: ['Имя', 'Город'] },
        { field: 'b', type: 'string', template: '{{x}} {Имя} {@B}' },
        { field: 'c', type: 'object', members: [{ name: 'm', type: 'string', column: 'Имя' }, { name: 'n', type: 'string', template: '{Имя}!' }] },
        { field: 'd', type: 'string', value: 'Имя' },
      ],
      subscriptions: [{ channel: 'email', resource_id: 1, email: { column: 'Имя' }, status: { value: 'subscribed' }, custom_fields: [{ field: 'e', type: 'string', column: 'Имя' }] }],
      mends: [{ column: 'Имя', do: [{ kind: 'trim' }] }],
    };
    const text = JSON.stringify(renamedRecipe(all, (ref) => (ref === 'Имя' ? 'Name' : ref)));
    expect(text.match(/Имя/g)).toHaveLength(1);
    expect(JSON.parse(text)).toMatchObject({ fields: [{ columns: ['Name', 'Город'] }, { template: '{{x}} {Name} {@B}' }, {}, { value: 'Имя' }], mends: [{ column: 'Name' }] });
    expect(renamedRecipe(all, (ref) => ref)).toEqual(all);
  });
});

describe('What finished lists teach', () => {
  it('is how a column of the same header was mapped, by the newest that has it', () => {
    const newer = list({ name: 'newer', sentAt: '2026-11-01T00:00:00Z', columns: known(['Город', 'Имя']), recipe: { ...recipe, fields: [{ field: 'town', type: 'string', column: 'Город' }] } });
    const taught = taughtColumns([newer, list()], columns(['город', 'Имя', ['дата рождения', 'date'], 'Иное']));
    expect(taught.map(({ ref, rule: { field }, list: from }) => [ref, field, from])).toEqual([['город', 'town', 'newer'], ['дата рождения', '_bdate', 'Клиенты']]);
    expect(taught[1]?.rule.order).toBe('dmy');
  });

  it('is nothing about columns whose values look otherwise, nor about the global status', () => {
    const status = list({ columns: known(['Статус', ['Дата', 'date']]), recipe: { ...recipe, fields: [{ field: '_status', type: 'int', column: 'Статус' }, { field: '_bdate', type: 'date', column: 'Дата' }] } });
    expect(taughtColumns([status], columns(['Статус', ['Дата', 'email']]))).toEqual([]);
  });
});
