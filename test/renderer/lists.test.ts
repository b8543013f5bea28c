import { afterEach, describe, expect, it } from 'vitest';
import { Fault } from '#contract/faults.ts';
import type { ListEntry } from '#contract/memory.ts';
import type { SavedRecipe } from '#contract/commands.ts';
import { FakeTransport, type Answers } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { connection } from '../support/pageData.ts';

const entry = (id: string, name: string, change: Partial<ListEntry> = {}): ListEntry => ({
  listId: id.repeat(32), name, file: `${name}.xlsx`, sentAt: '2026-10-27T09:00:00Z', accepted: 900, connectionId: 'c1', server: 'marketing.example.com', leavesUnchanged: false, dbId: 7, database: 'Clients',
  columns: [{ header: 'Client No', fields: [{ name: 'Custom_ID', title: 'Client number' }] }, { header: 'Note', fields: [] }],
  ...change,
});

const recipe = (name: string): SavedRecipe => ({
  name, columns: null, savedAt: '2026-10-01T10:00:00Z',
  recipe: { version: 1, request: { db_id: 7, matching: 'email' }, fields: [{ field: 'email', type: 'email', column: 'E-mail' }] },
});

let page: Page;
let transport: FakeTransport;
afterEach(() => page.close());

async function opened(lists: readonly ListEntry[], recipes: readonly SavedRecipe[], answers: Answers = {}): Promise<void> {
  transport = new FakeTransport({ listJobs: () => [], listConnections: () => [connection()], rememberedLists: () => lists, listRecipes: () => recipes, ...answers });
  page = await mountPage(transport);
  await page.click('go-lists');
}

describe('Recipes and lists', () => {
  it('shows what each list teaches, by the database that it goes to', async () => {
    await opened([entry('a', 'October'), entry('b', 'Orders', { dbId: 8, database: null }), entry('c', 'VIP')], []);
    expect(page.all('database-lists').map((panel) => panel.querySelector('h2')?.textContent)).toEqual(['Lists for Clients (number 7)', 'Lists for database 8']);
    expect(page.all('remembered-list').map((line) => line.dataset['list']?.[0])).toEqual(['a', 'c', 'b']);
    expect(page.all('taught')[0]?.textContent?.replace(/\s+/g, ' ')).toContain('1 column of 2 imported Client No Client number Custom_IDNote not imported');
  });

  it('forgets a list only when that was said twice', async () => {
    await opened([entry('a', 'October'), entry('c', 'VIP')], [], { forgetLists: () => null });
    await page.click('list-forget');
    expect(transport.inputs('forgetLists')).toEqual([]);
    expect(page.text()).toContain('has to be mapped anew');
    await page.click('dialog-no');
    expect(page.all('remembered-list')).toHaveLength(2);
    await page.click('list-forget');
    await page.click('dialog-yes');
    expect(transport.inputs('forgetLists')).toEqual([{ ids: ['a'.repeat(32)] }]);
    expect(page.all('remembered-list').map((line) => line.dataset['list']?.[0])).toEqual(['c']);
  });

  it('forgets all that one database taught, and nothing of another', async () => {
    await opened([entry('a', 'October'), entry('b', 'Orders', { dbId: 8 }), entry('c', 'VIP')], [], { forgetLists: () => null });
    await page.click('forget-all');
    expect(page.text()).toContain('Forget all 2 lists for Clients (number 7)?');
    await page.click('dialog-yes');
    expect(transport.inputs('forgetLists')).toEqual([{ ids: ['a'.repeat(32), 'c'.repeat(32)] }]);
    expect(page.all('remembered-list').map((line) => line.dataset['list']?.[0])).toEqual(['b']);
  });

  it('saves a list as a recipe under a name that is free', async () => {
    await opened([entry('a', 'October')], [recipe('October')], { keepList: () => null });
    await page.click('list-keep');
    expect([(page.get('dialog-yes') as HTMLButtonElement).disabled, page.text()]).toEqual([true, expect.stringContaining('There is a recipe named “October” already.')]);
    await page.enter('recipe-name', ' Monthly ');
    await page.click('dialog-yes');
    expect(transport.inputs('keepList')).toEqual([{ listId: 'a'.repeat(32), name: 'Monthly' }]);
    expect(page.text()).toContain('Recipe “Monthly” saved.');
  });

  it('renames, exports and deletes a recipe', async () => {
    await opened([], [recipe('Monthly')], { renameRecipe: () => null, deleteRecipe: () => null, exportRecipe: () => ({ name: 'monthly.json' }) });
    await page.click('recipe-rename');
    expect((page.get('dialog-yes') as HTMLButtonElement).disabled).toBe(true);
    await page.enter('recipe-name', 'Weekly');
    await page.click('dialog-yes');
    await page.click('recipe-export');
    expect(page.text()).toContain('Recipe “Monthly” written to monthly.json.');
    await page.click('recipe-delete');
    expect(transport.inputs('deleteRecipe')).toEqual([]);
    await page.click('dialog-yes');
    expect([transport.inputs('renameRecipe'), transport.inputs('exportRecipe'), transport.inputs('deleteRecipe')]).toEqual([[{ name: 'Monthly', to: 'Weekly' }], [{ name: 'Monthly' }], [{ name: 'Monthly' }]]);
  });

  it('says what is wrong with a recipe file, and takes a right one', async () => {
    await opened([], [], { importRecipe: () => { throw new Fault('recipe-invalid', { name: 'bad.json', problems: ['version: has to be 1 or 2'] }); } });
    await page.click('recipe-import');
    expect(page.text()).toContain('bad.json');
    expect(page.text()).toContain('version: has to be 1 or 2');
    transport.answer({ importRecipe: () => ({ name: 'Good' }), listRecipes: () => [recipe('Good')] });
    await page.click('recipe-import');
    expect(page.all('saved-recipe').map((line) => line.dataset['name'])).toEqual(['Good']);
  });
});
