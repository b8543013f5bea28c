import { afterEach, describe, expect, it } from 'vitest';
import type { ListColumn, ListProposal, RememberedList } from '#contract/memory.ts';
import { Fault } from '#contract/faults.ts';
import type { Recipe } from '#contract/recipe.ts';
import { FakeTransport, type Answers } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { connection, counts, inspectedColumn, inspection, jobStatus, knownFields } from '../support/pageData.ts';

const file = { sourceId: 's1', name: 'Клиенты ноябрь.xlsx', bytes: 1_200 };
const columns = [inspectedColumn(0, 'Client No', null, ['17']), inspectedColumn(1, 'First name', ['_fname', 'string', 1], ['Анна']), inspectedColumn(2, 'E-mail of the client', ['email', 'email', 0.8], ['a@example.com'])];

const recipe: Recipe = {
  version: 2,
  request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID', skip_triggers: true },
  fields: [
    { field: 'Custom_ID', type: 'int', column: 'Client No' },
    { field: '_fname', type: 'string', column: 'First name' },
    { field: 'email', type: 'email', column: 'E-mail' },
  ],
};

const known = (headers: readonly string[]): ListColumn[] => headers.map((header, index) => ({ header, ref: header, letter: 'ABCD'[index]!, type: 'string' }));

const list: RememberedList = {
  listId: 'a'.repeat(32), name: 'Клиенты октябрь', file: 'Клиенты октябрь.xlsx', sentAt: '2026-10-27T09:00:00Z', accepted: 900, connectionId: 'c1', server: 'marketing.example.com',
  columns: known(['Client No', 'First name', 'E-mail']), recipe, runSettings: { streams: 4, chunkProfiles: 500, chunkBytes: 1_000_000, format: 'json', pauseWhenRefused: null }, leavesUnchanged: true,
};

const same = [{ ref: 'Client No', to: 'Client No' }, { ref: 'First name', to: 'First name' }];
const renamed = [{ ref: 'E-mail', aliases: [], header: 'E-mail', to: 'E-mail of the client', why: 'alike', fields: ['email'] }] as const;

function proposal(change: Partial<ListProposal> = {}): ListProposal {
  return { list, match: { score: 0.95, same, differences: { renamed, gone: [], added: [], retyped: [] } }, reading: null, connectionId: 'c1', database: 'Clients', ...change };
}

let page: Page;
let transport: FakeTransport;
afterEach(() => page.close());

/** A file dropped on the window. */
async function dropped(proposals: readonly ListProposal[], answers: Answers = {}): Promise<void> {
  transport = new FakeTransport({
    listJobs: () => [],
    listRecipes: () => [],
    listConnections: () => [connection()],
    inspectSource: () => inspection({ columns, warnings: [] }),
    recogniseList: () => proposals,
    testConnection: () => [{ id: 7, name: 'Clients' }],
    listResources: () => ({ items: [], gone: [], fetchedAt: '', kept: false }),
    listFields: () => knownFields,
    prepareJob: () => ({ jobId: 'j1' }),
    jobStatus: () => jobStatus({ counts: counts({ notSent: 2 }) }),
    jobProblems: () => [],
    jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }),
    previewItems: () => [],
    checkSource: () => ({ verdict: 'same', modified: null }),
    startJob: () => null,
    forgetLists: () => null,
    ...answers,
  });
  transport.offers(file);
  page = await mountPage(transport);
  await page.app.dropFile({});
  await page.settle();
}

/** As often as something has to be pressed. */
async function pressed(...testIds: readonly string[]): Promise<number> {
  for (const testId of testIds) await page.click(testId);
  return testIds.length;
}

const columnOf = (field: string) => (transport.inputs('prepareJob')[0]?.recipe.fields.find((rule) => rule.field === field)?.column);

describe('A monthly list', () => {
  it('takes three clicks from drop to start, with the connection, the database, the recipe and the settings of last time', async () => {
    await dropped([proposal()]);
    expect(page.text()).toContain('This looks like “Клиенты октябрь”');
    expect(await pressed('list-check', 'start', 'dialog-yes')).toBe(3);
    expect(transport.inputs('prepareJob')).toMatchObject([{ sourceId: 's1', name: 'Клиенты ноябрь', recipe: { request: recipe.request }, unchangedOn: 'c1' }]);
    expect([columnOf('Custom_ID'), columnOf('_fname'), columnOf('email')]).toEqual(['Client No', 'First name', 'E-mail of the client']);
    expect(transport.inputs('startJob')).toMatchObject([{ jobId: 'j1', connectionId: 'c1', streams: 4, chunkProfiles: 500, chunkBytes: 1_000_000, pauseWhenRefused: null }]);
  });

  it('sends nothing by being taken over, and shows what it would be before the check on request', async () => {
    await dropped([proposal()]);
    await page.click('list-use');
    expect([transport.inputs('prepareJob'), transport.inputs('startJob')]).toEqual([[], []]);
    expect(page.has('prepare')).toBe(true);
    page.app.newImport?.goTo('mapping');
    await page.settle();
    expect(page.all('mapping-field').map((input) => (input as HTMLInputElement).value)).toEqual(['Custom_ID', '_fname', 'email']);
    expect(page.all('column-renamed')).toHaveLength(1);
  });

  it('asks no question about a column that was not imported before, marks it as new and leaves it out', async () => {
    await dropped([proposal({ match: { score: 0.9, same: [...same, { ref: 'E-mail', to: 'E-mail of the client' }], differences: { renamed: [], gone: [], added: [{ ref: 'First name', header: 'First name', suggestion: '_fname' }], retyped: [] } }, list: { ...list, recipe: { ...recipe, fields: recipe.fields.filter(({ field }) => field !== '_fname') } } })]);
    expect(page.get('list-added').textContent).toContain('1 column is not imported: “First name”');
    await page.click('list-use');
    page.app.newImport?.goTo('mapping');
    await page.settle();
    expect(page.all('column-new')).toHaveLength(1);
    expect(page.all('mapping-field').map((input) => (input as HTMLInputElement).value)).toEqual(['Custom_ID', '', 'email']);
  });
});

describe('What differs from last time', () => {
  it('is chosen otherwise in place', async () => {
    await dropped([proposal()]);
    expect((page.get('list-renamed-to') as HTMLSelectElement).value).toBe('E-mail of the client');
    await page.enter('list-renamed-to', '');
    expect(page.has('list-check')).toBe(false);
    await page.click('list-use');
    expect(page.get('mapping-replace')).toBeDefined();
    expect(page.app.newImport?.step).toBe('mapping');
  });

  it('has a missing column asked for before anything is checked', async () => {
    await dropped([proposal({ match: { score: 0.7, same, differences: { renamed: [], gone: [{ ref: 'E-mail', header: 'E-mail', fields: ['email'] }], added: null, retyped: [{ ref: 'First name', header: 'First name', was: 'string', now: 'date', fields: ['_fname'] }] } } })]);
    expect(page.get('list-gone').textContent).toContain('“E-mail”, from which email is filled');
    expect(page.get('list-retyped').textContent).toContain('First name');
    expect(page.has('list-check')).toBe(false);
    await page.click('list-use');
    expect(page.app.newImport?.step).toBe('mapping');
    expect(page.text()).toContain('not in this file');
  });

  it.each([
    ['the connection is gone', { connectionId: null }, {}],
    ['the token does not see the database any more', {}, { testConnection: () => [{ id: 8, name: 'Other' }] }],
  ] satisfies readonly (readonly [string, Partial<ListProposal>, Answers])[])('stops at where it goes to when %s', async (_, change, answers) => {
    await dropped([proposal(change)], answers);
    await page.click(page.has('list-check') ? 'list-check' : 'list-use');
    expect(page.app.newImport?.step).toBe('request');
    expect(transport.inputs('prepareJob')).toEqual([]);
  });

  it('is a field that the database has no more: it is told before the check', async () => {
    await dropped([proposal()], { listFields: () => ({ ...knownFields, items: knownFields.items.filter(({ name }) => name !== 'Custom_ID') }) });
    await page.click('list-check');
    expect(page.app.newImport?.step).toBe('mapping');
    expect(page.text()).toContain('no field “Custom_ID”');
    expect(transport.inputs('prepareJob')).toEqual([]);
  });

  it('goes on offline where the platform cannot be reached', async () => {
    const away = (): never => { throw new Fault('server-unreachable', {}); };
    await dropped([proposal()], { testConnection: away, listFields: away, listResources: away, knownDatabases: () => null });
    await page.click('list-check');
    expect(transport.inputs('prepareJob')).toHaveLength(1);
  });
});

describe('A list that was recognised', () => {
  it('is let go: the import begins with what the file itself suggests', async () => {
    await dropped([proposal()]);
    await page.click('list-use');
    page.app.newImport?.goTo('file');
    await page.settle();
    expect(page.text()).toContain('Taken over from “Клиенты октябрь”');
    await page.click('list-anew');
    expect(page.has('list-card')).toBe(false);
    expect(page.app.newImport?.draft.fields.map(({ field }) => field)).toEqual(['', '_fname', 'email']);
  });

  it('is another of several', async () => {
    await dropped([proposal(), proposal({ list: { ...list, listId: 'b'.repeat(32), name: 'VIP', recipe: { ...recipe, request: { ...recipe.request, db_id: 9 } } } })]);
    await page.enter('list-choice', 'b'.repeat(32));
    expect(page.text()).toContain('This looks like “VIP”');
    await page.click('list-use');
    expect(page.app.newImport?.draft.request.dbId).toBe('9');
  });

  it('is forgotten, and the next likely one is proposed', async () => {
    await dropped([proposal(), proposal({ list: { ...list, listId: 'b'.repeat(32), name: 'VIP' } })]);
    await page.click('list-forget');
    expect(transport.inputs('forgetLists')).toEqual([{ ids: [list.listId] }]);
    expect(page.text()).toContain('This looks like “VIP”');
  });

  it('is on another sheet, which is then read', async () => {
    await dropped([proposal({ reading: { sheet: 'Regions', headerRow: 3 } })]);
    await page.click('list-use');
    expect(transport.inputs('inspectSource').at(-1)).toMatchObject({ sheet: 'Regions', headerRow: 3 });
  });

  it('is none where nothing can be told of it, and nothing is said', async () => {
    await dropped([], { recogniseList: () => { throw new Fault('internal', {}); } });
    expect(page.has('list-card')).toBe(false);
    expect(page.app.notices.items).toEqual([]);
  });
});

describe('What finished imports taught', () => {
  it('maps columns of a new list, marked as such, in place of guesses', async () => {
    await dropped([], { taughtColumns: () => [{ ref: 'Client No', rule: { field: 'email', type: 'email', column: 'Код' }, sentAt: '2026-10-27T09:00:00Z', list: 'Other' }, { ref: 'First name', rule: { field: 'gone_field', type: 'string', column: 'First name' }, sentAt: '2026-10-27T09:00:00Z', list: 'Other' }] });
    await page.click('next');
    await page.enter('connection-select', 'c1');
    await page.enter('database', '7');
    await page.click('next');
    expect(page.all('mapping-field').map((input) => (input as HTMLInputElement).value)).toEqual(['email', '_fname', '']);
    expect(page.all('column-taught')).toHaveLength(1);
    expect(transport.inputs('taughtColumns')).toEqual([{ sourceId: 's1', connectionId: 'c1', dbId: 7 }]);
  });
});

describe('A saved recipe on a file that changed', () => {
  it('reads a renamed column from where it is now, and marks what is new', async () => {
    await dropped([], {
      listRecipes: () => [{ name: 'Monthly', recipe, columns: list.columns, savedAt: '2026-10-01T10:00:00Z' }],
      matchRecipe: () => ({ score: 0.9, same: [{ ref: 'Client No', to: 'Client No' }], differences: { renamed, gone: [], added: [{ ref: 'First name', header: 'First name', suggestion: null }], retyped: [] } }),
    });
    await page.click('next');
    await page.enter('database', '7');
    await page.enter('matching', 'custom');
    await page.enter('key-field', 'Custom_ID');
    await page.click('next');
    await page.enter('recipe-select', 'Monthly');
    await page.app.newImport?.takeRecipe('Monthly');
    await page.settle();
    expect(page.all('mapping-field').map((input) => (input as HTMLInputElement).value)).toEqual(['Custom_ID', '_fname', 'email']);
    expect([page.all('column-renamed').length, page.all('column-new').length]).toEqual([1, 1]);
  });
});
