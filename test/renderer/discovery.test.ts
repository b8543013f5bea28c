import { afterEach, describe, expect, it } from 'vitest';
import { Fault } from '#contract/faults.ts';
import type { Recipe } from '#contract/recipe.ts';
import { FakeTransport, type Answers } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { connection, fields, inspection, knownFields } from '../support/pageData.ts';

let open: Page | undefined;
afterEach(() => {
  open?.close();
  open = undefined;
});

const recipe: Recipe = {
  version: 1,
  request: { db_id: 7, matching: 'custom', field_name: 'Custom_ID' },
  fields: [
    { field: 'Custom_ID', type: 'int', column: 'Client No' },
    { field: '_fname', type: 'string', column: 'First name' },
    { field: 'note', type: 'string', column: 'Note' },
  ],
};
const unreachable = (): never => {
  throw new Fault('server-unreachable', { reason: 'ENOTFOUND' });
};

/** The mapping step of the page, with a saved recipe taken where one is given. */
async function atMapping(answers: Answers, taken: Recipe | null = recipe): Promise<{ readonly page: Page; readonly transport: FakeTransport }> {
  const transport = new FakeTransport({
    listJobs: () => [],
    chooseSource: () => ({ sourceId: 's1', name: 'clients.xlsx', bytes: 1_000 }),
    inspectSource: () => inspection(),
    listRecipes: () => (taken === null ? [] : [{ name: 'Monthly', recipe: taken, columns: null, savedAt: '2024-02-01T10:00:00Z' }]),
    listConnections: () => [connection()],
    testConnection: () => [{ id: 7, name: 'Clients' }],
    listFields: () => knownFields,
    ...answers,
  });
  const page = await mountPage(transport);
  open = page;
  await page.app.chooseFile();
  const flow = page.app.goImport();
  await flow.next();
  await flow.discovery.choose('c1');
  flow.draft.setRequest({ dbId: '7', matching: 'custom', keyField: 'Custom_ID' });
  await flow.next();
  if (taken !== null) await flow.takeRecipe('Monthly');
  await page.settle();
  return { page, transport };
}

const told = (page: Page): readonly (string | undefined)[] => page.all('recipe-difference').map((row) => row.textContent?.replace(/\s+/g, ' ').trim());

describe('A recipe and the fields of its database', () => {
  it('that differ are shown with each difference', async () => {
    const { page } = await atMapping({ listFields: () => ({ ...knownFields, items: [...fields.map((field) => (field.name === 'Custom_ID' ? { ...field, type: 'tags' } : field))], gone: [] }) });
    expect(told(page)).toEqual([expect.stringContaining('“Custom_ID” is tags in the platform'), expect.stringContaining('no field “note”')]);
  });

  it('that fit show none, and a refresh shows what has changed since', async () => {
    const items = [...fields, { name: 'note', title: 'Remark', type: 'unicode', system: false }];
    const { page, transport } = await atMapping({ listFields: () => ({ ...knownFields, items }) });
    expect(page.has('recipe-differences')).toBe(false);
    expect(page.get('field-source').textContent).toContain('9 fields as of');
    const gone = items.filter(({ name }) => name === 'note');
    transport.answer({ listFields: () => ({ ...knownFields, items: [...fields, { name: 'text_9', title: 'Remark', type: 'unicode', system: false }], gone }) });
    await page.click('fields-refresh');
    expect(told(page)).toEqual([expect.stringContaining('probably called “text_9” now')]);
  });

  it('are compared for subscriptions as well', async () => {
    const withNote: Recipe = {
      ...recipe,
      fields: recipe.fields.slice(0, 2),
      subscriptions: [{ channel: 'email', resource_id: 28, email: { column: 'Email' }, custom_fields: [{ field: 'visits', type: 'string', column: 'Note' }] }],
    };
    const visits = { name: 'visits', title: 'Visits', type: 'int', system: false };
    const { page, transport } = await atMapping({ listResourceFields: () => ({ ...knownFields, items: [visits] }) }, withNote);
    expect(transport.inputs('listResourceFields')).toEqual([{ connectionId: 'c1', resourceId: 28, channel: 'email' }]);
    expect(told(page)).toEqual([expect.stringContaining('“visits” is int')]);
  });
});

describe('Fields while the platform cannot be reached', () => {
  it('are those of an earlier time, with their date, and so are the databases', async () => {
    const { page } = await atMapping({
      testConnection: unreachable,
      knownDatabases: () => ({ items: [{ id: 7, name: 'Clients' }], gone: [], fetchedAt: '2024-03-01T09:00:00Z', kept: true }),
      listFields: () => ({ ...knownFields, kept: true }),
    });
    const { discovery } = page.app.goImport();
    expect(discovery.databases).toEqual([{ id: 7, name: 'Clients' }]);
    expect(discovery.databasesKeptOf).toBe('2024-03-01T09:00:00Z');
    expect(page.get('field-source').textContent).toMatch(/cannot be reached: 8 fields as of 01 Mar 2024/);
    expect(told(page)).toEqual([expect.stringContaining('no field “note”')]);
  });

  it('are taken from a file where the platform tells none', async () => {
    const { page } = await atMapping({ listFields: unreachable });
    const { discovery } = page.app.goImport();
    expect(page.has('recipe-differences')).toBe(false);
    expect(discovery.takeFile(7, 'fields.json', 'no JSON')).toBe(false);
    expect(discovery.takeFile(7, 'fields.json', '{"data":[]}')).toBe(false);
    const text = JSON.stringify({ data: [{ name: 'Custom_ID', type: 'int' }, { Name: 'NOTE', Type: 'unicode' }] });
    expect(discovery.takeFile(7, 'fields.json', `\uFEFF${text}`)).toBe(true);
    await page.settle();
    expect(page.get('field-source').textContent).toContain('2 fields from fields.json');
    expect(told(page)).toEqual([expect.stringContaining('probably called “NOTE” now')]);
  });

  it('can be loaded with the button, and a file without fields is said to be one', async () => {
    const { page } = await atMapping({ listFields: unreachable });
    const choose = async (name: string, text: string): Promise<void> => {
      const input = page.get('fields-file');
      Object.defineProperty(input, 'files', { configurable: true, value: [new File([text], name)] });
      Object.defineProperty(input, 'value', { configurable: true, writable: true, value: '' });
      input.dispatchEvent(new Event('change', { bubbles: true }));
      await page.settle();
      await page.settle();
    };
    await choose('other.json', '{}');
    expect(page.get('field-source').textContent).toContain('no list of fields in other.json');
    await choose('fields.json', '["Custom_ID","_fname"]');
    expect(page.get('field-source').textContent).toContain('2 fields from fields.json');
    expect(told(page)).toEqual([expect.stringContaining('no field “note”')]);
  });
});

describe('Resources', () => {
  const resources = [{ id: 28, name: 'News' }, { id: 32, name: 'Shop' }];
  const options = (page: Page, testId: string): readonly string[] => [...page.get(testId).querySelectorAll('option')].map(({ text }) => text);
  const subscribed: Recipe = { ...recipe, subscriptions: [{ channel: 'email', resource_id: 28, email: { column: 'Email' } }] };

  it('are chosen by number and name where the connection tells them', async () => {
    const { page, transport } = await atMapping({ listResources: () => ({ items: resources, gone: [], fetchedAt: '2024-03-01T09:00:00Z', kept: false }) }, null);
    expect(transport.inputs('listResources')).toEqual([{ connectionId: 'c1' }]);
    await page.click('subscription-add-email');
    expect(options(page, 'subscription-resource')).toEqual(['Choose…', '28 – News', '32 – Shop']);
    await page.enter('subscription-resource', '32');
    expect(page.app.goImport().draft.subscriptions[0]?.resourceId).toBe('32');
    await page.click('back');
    await page.enter('matching', 'email');
    expect(options(page, 'request-resource')).toEqual(['Any', '28 – News', '32 – Shop']);
    await page.enter('request-resource', '28');
    expect(page.app.goImport().draft.request.resourceId).toBe('28');
  });

  it('that the list does not have stay visible, and a refresh lists them anew', async () => {
    const known = (items: typeof resources) => ({ items, gone: [], fetchedAt: '2024-03-01T09:00:00Z', kept: false });
    const { page, transport } = await atMapping({ listResources: () => known(resources.slice(1)) }, subscribed);
    expect(options(page, 'subscription-resource')).toEqual(['Choose…', '28 – not among those this token sees', '32 – Shop']);
    expect(page.get('subscription-resource')).toHaveProperty('value', '28');
    transport.answer({ listResources: () => known(resources) });
    await page.click('fields-refresh');
    expect(options(page, 'subscription-resource')).toEqual(['Choose…', '28 – News', '32 – Shop']);
  });

  it('are typed where none are known, without a word about it', async () => {
    const { page } = await atMapping({ listResources: unreachable }, subscribed);
    expect(page.get('subscription-resource')).toMatchObject({ tagName: 'INPUT', value: '28' });
    await page.enter('subscription-resource', '31');
    expect(page.app.goImport().draft.subscriptions[0]?.resourceId).toBe('31');
    expect(page.app.notices.items).toEqual([]);
  });
});
