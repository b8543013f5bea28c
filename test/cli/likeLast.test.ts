import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { cli, type Ended } from '../support/cli.ts';
import { temporaryFolder } from '../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let server: PracticeServer;
const at = (name: string): string => join(folder.path, name);
const ask = (...args: readonly string[]): Promise<Ended> => cli([...args, '--home', at('home')], { token: server.token });
/** What a command says as JSON. */
const told = async (...args: readonly string[]) => JSON.parse((await ask(...args, '--json')).out);

const recipe = {
  version: 2,
  source: { delimiter: ';' },
  request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' },
  fields: [{ field: 'Custom_ID', type: 'int', column: 'Клиент №' }, { field: '_fname', type: 'string', column: 'Имя' }, { field: '_bdate', type: 'date', column: 'Дата рождения' }],
};
const october = 'Клиент №;Имя;Дата рождения;Город\n1;Анна;01.02.1990;Омск\n2;Борис;13.04.1991;Тверь\n';

beforeEach(async () => {
  folder = temporaryFolder();
  server = await startPractice({ population: 1_000 });
  writeFileSync(at('recipe.json'), JSON.stringify(recipe));
});
afterEach(async () => {
  await server.close();
  folder.remove();
});

async function sent(name: string, content: string, by = 'recipe.json'): Promise<void> {
  writeFileSync(at(name), content);
  expect((await ask('prepare', at(name), '--recipe', at(by), '--job', at(`${name}.importjob`))).code).toBe(0);
  expect(await ask('run', at(`${name}.importjob`), '--url', server.url)).toMatchObject({ code: 0 });
}

async function likeLast(content: string, ...more: readonly string[]): Promise<Ended> {
  writeFileSync(at('next.csv'), content);
  return ask('prepare', at('next.csv'), '--job', at('next.importjob'), ...more, '--like-last');
}

describe('prepare --like-last', () => {
  it('prepares the next file of a list by what was chosen for the last, and says what differs', async () => {
    await sent('Клиенты октябрь.csv', october);
    const { code, err } = await likeLast('Город;Бонусы;имя;Дата рождения;Клиент №\nТомск;5;Олег;05.06.1992;3\n');
    expect(code).toBe(0);
    expect(err).toContain('list “Клиенты октябрь”');
    expect(err).toContain('new: “Бонусы” (not imported)');
    const { out } = await ask('preview', at('next.importjob'), '--json');
    expect(JSON.parse(out)).toEqual({ Custom_ID: 3, _fname: 'Олег', _bdate: '1992-06-05' });
  });

  it('tells the list and the differences as JSON', async () => {
    await sent('clients.csv', october);
    const { out } = await likeLast(october, '--json');
    expect(JSON.parse(out)).toMatchObject({ state: 'ready', counts: { ready: 2 }, like: { name: 'clients', dbId: 7, differences: { renamed: [], gone: [], added: [], retyped: [] } } });
  });

  it.each([
    ['a column that is imported is gone', october.replace('Имя', 'Бонусы').replaceAll(/Анна|Борис/g, '5'), 'Columns that are imported are missing: “Имя”'],
    ['a column that is imported holds other values', october.replaceAll(/\d\d\.\d\d\.\d{4}/g, 'весной'), 'hold other values than before: “Дата рождения”'],
    ['a column that is imported is renamed', october.replace('Дата рождения', 'Дата рождения клиента'), 'probably renamed: “Дата рождения”'],
    ['it is like no list', 'Товар;Цена\nстол;5\n', 'no list that was sent before is like this file'],
  ])('refuses where %s, and makes no job', async (_, content, sentence) => {
    await sent('clients.csv', october);
    const { code, err } = await likeLast(content);
    expect([code, err]).toEqual([2, expect.stringContaining(sentence)]);
    expect(existsSync(at('next.importjob'))).toBe(false);
  });

  it('takes renamed columns when told to', async () => {
    await sent('clients.csv', october);
    expect((await likeLast(october.replace('Дата рождения', 'Дата рождения клиента'), '--take-renamed')).code).toBe(0);
    expect((await ask('preview', at('next.importjob'), '--json')).out).toContain('1990');
  });

  it('asks which of two lists is meant where that decides where it goes', async () => {
    await sent('one.csv', october);
    writeFileSync(at('other.json'), JSON.stringify({ ...recipe, request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID', skip_triggers: true } }));
    await sent('two.csv', october, 'other.json');
    const { code, err } = await likeLast(october);
    expect([code, err]).toEqual([2, expect.stringContaining('several lists come into question')]);
    writeFileSync(at('next.csv'), october);
    expect((await ask('prepare', at('next.csv'), '--like-last', 'two', '--job', at('next.importjob'))).code).toBe(0);
  });

  it('is given in place of a recipe, not beside one', async () => {
    const { code, err } = await likeLast(october, '--recipe', at('recipe.json'));
    expect([code, err]).toEqual([2, expect.stringContaining('either --recipe FILE or --like-last')]);
    expect((await ask('prepare', at('recipe.json'), '--job', at('x.importjob'))).code).toBe(2);
  });
});

describe('recipes', () => {
  it('are imported, shown, renamed, exported and forgotten', async () => {
    expect(await told('recipes', 'list')).toEqual({ recipes: [], lists: [] });
    expect(existsSync(at('home/data'))).toBe(false);
    expect((await ask('recipes', 'import', at('recipe.json'), 'Monthly')).code).toBe(0);
    expect(await told('recipes')).toMatchObject({ recipes: [{ name: 'Monthly', dbId: 7 }] });
    expect(await told('recipes', 'show', 'Monthly')).toEqual(recipe);
    expect((await ask('recipes', 'rename', 'Monthly', 'Weekly')).code).toBe(0);
    expect((await ask('recipes', 'export', 'Weekly', at('weekly.json'))).code).toBe(0);
    expect(JSON.parse(readFileSync(at('weekly.json'), 'utf8'))).toEqual(recipe);
    expect((await ask('recipes', 'forget', 'Weekly')).code).toBe(0);
    expect((await told('recipes')).recipes).toEqual([]);
  });

  it('of lists are exported and forgotten by name', async () => {
    await sent('clients.csv', october);
    expect((await ask('recipes', 'export', 'clients', at('list.json'), '--lists')).code).toBe(0);
    expect(JSON.parse(readFileSync(at('list.json'), 'utf8'))).toMatchObject({ fields: recipe.fields });
    expect((await ask('recipes', 'forget', 'clients', '--lists')).code).toBe(0);
    expect(await told('recipes')).toEqual({ recipes: [], lists: [] });
  });

  it('refuse what cannot be done, in a sentence and with code 2', async () => {
    await ask('recipes', 'import', at('recipe.json'), 'Monthly');
    writeFileSync(at('bad.json'), '{ "version": 1, ');
    const refused: readonly (readonly [readonly string[], string])[] = [
      [['import', at('recipe.json'), 'Monthly'], 'There is a recipe named “Monthly” already.'],
      [['import', at('bad.json')], 'bad.json'],
      [['show', 'Nobody'], 'there is no saved recipe named “Nobody”'],
      [['export', 'Monthly', at('bad.json')], 'bad.json'],
      [['rename', 'Monthly'], 'a name or a file is missing'],
      [['forget', 'Nobody', '--lists'], 'no list named “Nobody” is remembered'],
      [['constructor'], 'one of list, show, export, import, rename, forget'],
    ];
    for (const [args, sentence] of refused) expect(await ask('recipes', ...args)).toMatchObject({ code: 2, err: expect.stringContaining(sentence) });
  });
});
