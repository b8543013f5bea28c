import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { usualMarks } from '#contract/connectionMark.ts';
import type { Recipe } from '#contract/recipe.ts';
import { listenToNotices } from '#files/notices.ts';
import type { Notice } from '#contract/notices.ts';
import { noticeWords } from '#contract/notices.ts';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { temporaryFolder } from '../support/jobs.ts';
import { mainNamespace, officeNamespace, relationships, sheetPart, workbookBytes } from '../support/workbookBytes.ts';
import { openHost, still, type OpenHost } from './openHost.ts';

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;
let host: OpenHost;
let told: Notice[];

const home = (): string => join(folder.path, 'home');
const memoryFile = (): string => join(home(), 'lists.sqlite');

beforeEach(async () => {
  folder = temporaryFolder();
  told = [];
  listenToNotices((notice) => void told.push(notice));
  server = await startPractice({ population: 1_000 });
  host = openHost(home());
  await host.ask('writeConnection', { connectionId: 'c1', name: 'Here', baseUrl: server.url, tokenInBody: true, format: 'json', practice: false, mark: usualMarks.production });
});
afterEach(async () => {
  await host.ask('shutdown', { waitMs: 0 }).catch(() => null);
  await server.close();
  listenToNotices(() => undefined);
  folder.remove();
});

const recipe: Recipe = {
  version: 2,
  source: { delimiter: ';' },
  request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' },
  fields: [
    { field: 'Custom_ID', type: 'int', column: 'Клиент №' },
    { field: '_fname', type: 'string', column: 'Имя' },
    { field: 'phones', type: 'phones', column: 'Телефон', country: 'RU' },
  ],
};

const october = 'Клиент №;Имя;Телефон;Город\n1;Анна;8 913 123 45 67;Омск\n2;Борис;8 913 765 43 21;Тверь\n';

async function looked(name: string, content: string | Buffer): Promise<string> {
  writeFileSync(join(folder.path, name), content);
  const { sourceId } = await host.ask('registerSource', { path: join(folder.path, name) });
  await host.ask('inspectSource', { sourceId });
  return sourceId;
}

/** Prepares and sends a list to its end. */
async function sent(name: string, content: string | Buffer, given: Recipe = recipe): Promise<string> {
  const sourceId = await looked(name, content);
  const { jobId } = await host.ask('prepareJob', { sourceId, recipe: given, name: name.replace(/\.\w+$/, '') });
  const ended = host.next(still);
  await host.ask('runJob', { jobId, connectionId: 'c1', access: { baseUrl: server.url, token: server.token, tokenInBody: true }, streams: 3, chunkProfiles: 100, chunkBytes: 1_000_000, pauseWhenRefused: null });
  await ended;
  return jobId;
}

const proposals = async (name: string, content: string | Buffer) => host.ask('recogniseList', { sourceId: await looked(name, content) });

describe('A list that was sent to its end', () => {
  it('is known again next month, with all that was chosen for it', async () => {
    await sent('Клиенты октябрь.csv', october);
    const [found, ...others] = await proposals('Клиенты ноябрь.csv', 'Город;телефон;Имя;Клиент №\nТомск;8 913 555 44 33;Олег;3\n');
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      list: { name: 'Клиенты октябрь', file: 'Клиенты октябрь.csv', accepted: 2, recipe, runSettings: { streams: 3, chunkProfiles: 100 } },
      match: { score: 1, differences: { renamed: [], gone: [], added: [], retyped: [] } },
      connectionId: 'c1', reading: null,
    });
    expect(found?.match.same).toContainEqual({ ref: 'Телефон', to: 'телефон' });
  });

  it('takes the place of its last issue, and outlasts a restart', async () => {
    await sent('Клиенты октябрь.csv', october);
    await sent('Клиенты ноябрь.csv', october);
    await host.ask('shutdown', { waitMs: 0 });
    host = openHost(home());
    expect((await host.ask('rememberedLists', {})).map(({ name }) => name)).toEqual(['Клиенты ноябрь']);
  });

  it('leaves no value of a cell and no token behind', async () => {
    await sent('Клиенты октябрь.csv', october);
    await host.ask('shutdown', { waitMs: 0 });
    const stored = readFileSync(memoryFile()).toString('utf8') + (existsSync(`${memoryFile()}-wal`) ? readFileSync(`${memoryFile()}-wal`).toString('utf8') : '');
    expect(stored).toContain('Клиент №');
    for (const secret of ['Анна', 'Борис', '913', 'Омск', 'Тверь', server.token]) expect(stored).not.toContain(secret);
  });

  it('is proposed for a connection of another name to the same server, and without one where there is none', async () => {
    await sent('clients.csv', october);
    await host.ask('removeConnection', { connectionId: 'c1' });
    expect((await proposals('next.csv', october))[0]?.connectionId).toBeNull();
    await host.ask('writeConnection', { connectionId: 'c2', name: 'Again', baseUrl: server.url, tokenInBody: true, format: 'json', practice: false, mark: usualMarks.production });
    expect((await proposals('next.csv', october))[0]?.connectionId).toBe('c2');
  });

  it('is found on a sheet behind the cover that the workbook opens on', async () => {
    const cell = (ref: string, text: string): string => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`;
    const book = workbookBytes({
      sheet: `<row r="1">${cell('A1', 'Отчёт за месяц')}</row>`,
      parts: {
        'xl/workbook.xml': `<workbook xmlns="${mainNamespace}" xmlns:r="${officeNamespace}"><sheets><sheet name="Обложка" sheetId="1" r:id="rId1"/><sheet name="Клиенты" sheetId="2" r:id="rId2"/></sheets></workbook>`,
        'xl/_rels/workbook.xml.rels': relationships([['worksheet', 'worksheets/sheet1.xml'], ['worksheet', 'worksheets/sheet2.xml']]),
        'xl/worksheets/sheet2.xml': sheetPart(`<row r="3">${cell('A3', 'Клиент №')}${cell('B3', 'Имя')}${cell('C3', 'Телефон')}</row><row r="4"><c r="A4"><v>1</v></c>${cell('B4', 'Анна')}${cell('C4', '8 913 123 45 67')}</row>`),
      },
    });
    const place = { sheet: 'Клиенты', headerRow: 3 } as const;
    await sent('book.xlsx', book, { ...recipe, source: place });
    expect((await proposals('book 2.xlsx', book))[0]).toMatchObject({ reading: place, match: { score: 1 } });
  });
});

describe('Nothing is learnt', () => {
  it('of a job that was not sent, nor of one of which nothing was accepted', async () => {
    await host.ask('prepareJob', { sourceId: await looked('clients.csv', october), recipe, name: 'clients' });
    await sent('nobody.csv', october.replaceAll('\n1;', '\n900001;').replaceAll('\n2;', '\n900002;'));
    expect(await host.ask('rememberedLists', {})).toEqual([]);
    expect(await proposals('next.csv', october)).toEqual([]);
  });
});

describe('What is remembered', () => {
  it('teaches single columns of other files for the same database, until it is forgotten', async () => {
    await sent('clients.csv', october);
    const sourceId = await looked('other.csv', 'Код;Телефон;Сумма\n1;8 913 123 45 67;5\n');
    const ask = (dbId: number) => host.ask('taughtColumns', { sourceId, connectionId: 'c1', dbId });
    expect(await ask(7)).toMatchObject([{ ref: 'Телефон', rule: { field: 'phones', country: 'RU' }, list: 'clients' }]);
    expect(await ask(8)).toEqual([]);
    const [entry] = await host.ask('rememberedLists', {});
    await host.ask('forgetLists', { ids: [entry!.listId] });
    expect([await ask(7), await proposals('next.csv', october), await host.ask('rememberedLists', {})]).toEqual([[], [], []]);
    expect(readFileSync(memoryFile()).toString('utf8')).not.toContain('Клиент №');
  });

  it('can be kept as a recipe, which then knows the columns it was made for', async () => {
    await sent('clients.csv', october);
    const [entry] = await host.ask('rememberedLists', {});
    await host.ask('keepList', { listId: entry!.listId, name: 'Monthly' });
    const sourceId = await looked('next.csv', october.replace('Город', 'Бонусы'));
    expect(await host.ask('matchRecipe', { sourceId, name: 'Monthly' })).toMatchObject({ differences: { added: [{ header: 'Бонусы' }], gone: [{ header: 'Город', fields: [] }] } });
    await expect(host.ask('keepList', { listId: entry!.listId, name: 'Monthly' })).rejects.toMatchObject({ code: 'recipe-exists' });
  });
});

describe('What is managed', () => {
  it('tells which columns of a list fill which fields', async () => {
    await sent('clients.csv', october);
    const [entry] = await host.ask('rememberedLists', {});
    expect(entry).toMatchObject({ dbId: 7, columns: [
      { header: 'Клиент №', fields: [{ name: 'Custom_ID', title: 'Custom_ID' }] }, { header: 'Имя', fields: [{ name: '_fname' }] }, { header: 'Телефон', fields: [{ name: 'phones' }] }, { header: 'Город', fields: [] },
    ] });
  });

  it('is a recipe that goes to a file and comes back under a name of its own', async () => {
    await host.ask('saveRecipe', { name: 'Monthly', recipe });
    const path = join(folder.path, 'Monthly.json');
    await host.ask('writeRecipe', { name: 'Monthly', path });
    expect(await host.ask('readRecipe', { path })).toEqual({ name: 'Monthly 2' });
    await expect(host.ask('renameRecipe', { name: 'Monthly 2', to: 'Monthly' })).rejects.toMatchObject({ code: 'recipe-exists' });
    await host.ask('renameRecipe', { name: 'Monthly 2', to: 'Other' });
    expect((await host.ask('listRecipes', {})).map((saved) => [saved.name, saved.recipe])).toEqual([['Monthly', recipe], ['Other', recipe]]);
  });

  it.each([
    ['no JSON', 'recipe-unreadable', '{ "version": 1, '],
    ['another program\'s', 'recipe-invalid', '{"name":"something"}'],
    ['of a version to come', 'recipe-invalid', JSON.stringify({ ...recipe, version: 3 })],
  ])('refuses a recipe file that is %s, and keeps what there is', async (_, code, content) => {
    await host.ask('saveRecipe', { name: 'Monthly', recipe });
    writeFileSync(join(folder.path, 'bad.json'), content);
    await expect(host.ask('readRecipe', { path: join(folder.path, 'bad.json') })).rejects.toMatchObject({ code, detail: { name: 'bad.json' } });
    expect((await host.ask('listRecipes', {})).map(({ name }) => name)).toEqual(['Monthly']);
  });
});

describe('A memory that is damaged', () => {
  const reopened = async (content: Buffer): Promise<void> => {
    await sent('clients.csv', october);
    await host.ask('shutdown', { waitMs: 0 });
    writeFileSync(memoryFile(), content);
    host = openHost(home());
  };

  it.each([
    ['is no database', () => Buffer.from('lists')],
    ['is cut', () => readFileSync(memoryFile()).subarray(0, 20_000)],
    ['has garbage in its pages', () => { const bytes = readFileSync(memoryFile()); bytes.fill(0x5a, 16_384); return bytes; }],
  ])('is told of and set aside where it %s, and the import goes on', async (_, damage) => {
    await sent('clients.csv', october);
    await host.ask('shutdown', { waitMs: 0 });
    const content = damage();
    host = openHost(home());
    await reopened(content);
    expect(await proposals('next.csv', october)).toEqual([]);
    expect(told.map(noticeWords).join()).toContain('set aside as “lists.sqlite.damaged”');
    await sent('clients.csv', october);
    expect(await proposals('next.csv', october)).toHaveLength(1);
    expect(existsSync(`${memoryFile()}.damaged`)).toBe(true);
  });

  it('in one entry loses that entry alone', async () => {
    await sent('clients.csv', october);
    await sent('orders.csv', october.replace('Город', 'Сумма').replace('Имя', 'Name'), { ...recipe, fields: recipe.fields.map((rule) => (rule.column === 'Имя' ? { ...rule, column: 'Name' } : rule)) });
    await host.ask('shutdown', { waitMs: 0 });
    const { default: Database } = await import('better-sqlite3');
    const db = new Database(memoryFile());
    db.exec(`UPDATE list SET value = substr(value, 1, 100) WHERE value LIKE '%clients%'`);
    db.close();
    host = openHost(home());
    expect((await host.ask('rememberedLists', {})).map(({ name }) => name)).toEqual(['orders']);
  });
});
