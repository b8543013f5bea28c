import { afterEach, describe, expect, it } from 'vitest';
import type { Recipe } from '#contract/recipe.ts';
import type { DateOrderProof, InspectedColumn } from '#contract/source.ts';
import { FakeTransport, type Answers } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { inspection } from '../support/pageData.ts';

let open: Page | null = null;

afterEach(() => {
  open?.close();
  open = null;
});

/** A page that knows no connection: all of this can be said offline. */
async function page(answers: Answers): Promise<Page> {
  open?.close();
  open = await mountPage(
    new FakeTransport({
      listJobs: () => [],
      listRecipes: () => [],
      listConnections: () => [],
      chooseSource: () => ({ sourceId: 's1', name: 'clients-march.xlsx', bytes: 4_812_330 }),
      inspectSource: () => inspection(),
      ...answers,
    }),
  );
  return open;
}

describe('What only version 2 of the recipe can say', () => {
  const toMapping = async (answers: Answers = {}): Promise<Page> => {
    const shown = await page(answers);
    await shown.click('choose-file');
    await shown.click('next');
    await shown.enter('database', '7');
    await shown.enter('matching', 'push_sub');
    await shown.click('advanced-open');
    await shown.click('extra-add');
    await shown.enter('extra-name', 'detect_geo');
    await shown.enter('extra-value', 'true');
    await shown.click('next');
    await shown.enter('subscription-add-other', 'push');
    await shown.enter('subscription-resource', '28');
    await shown.enter('subscription-provider', 'value');
    await shown.enter('subscription-provider-text', 'android');
    await shown.enter('subscription-subscription_id', 'column:Note');
    return shown;
  };
  const recipe = (shown: Page): unknown => {
    const judgement = shown.app.newImport?.draft.judgement;
    return judgement?.ok === true ? judgement.recipe : judgement;
  };

  it('can be chosen in the window, from the mode to the value map', async () => {
    const shown = await toMapping();
    await shown.click('mapping-more');
    await shown.enter('option-empty', 'unset');
    await shown.enter('option-unset-word', 'DEL');
    await shown.enter('option-case', 'upper');
    await shown.enter('option-part', 'piece');
    await shown.click('map-open');
    await shown.click('map-add');
    await shown.enter('map-from', 'anna');
    await shown.enter('map-to', 'Anna');
    await shown.enter('map-others', 'keep');
    await shown.enter('empty', 'send');
    expect(recipe(shown)).toMatchObject({
      version: 2,
      request: { matching: 'push_sub', extra: { detect_geo: true } },
      subscriptions: [{ channel: 'push', resource_id: 28, provider: { value: 'android' }, subscription_id: { column: 'Note' } }],
      empty: 'send',
    });
    expect(recipe(shown)).toHaveProperty('fields.0', {
      field: '_fname', type: 'string', column: 'First name', part: { separator: ' ', at: 1 },
      case: 'upper', valueMap: { anna: 'Anna' }, otherValues: 'keep', empty: 'unset', unsetWord: 'DEL',
    });
  });

  it('shows what a recipe mends at the import at its column, and takes it out of the recipe', async () => {
    const saved: Recipe = {
      version: 2, request: { db_id: 7, matching: 'email' }, fields: [{ field: 'email', type: 'email', column: 'Email' }, { field: 'phones', type: 'phones', column: 'Telefon' }],
      mends: [{ column: '@I', do: [{ kind: 'spaces' }, { kind: 'domain' }] }, { column: 'Telefon', do: [{ kind: 'trim' }], when: 'always' }, { column: 'Gone', do: [{ kind: 'clear' }] }],
    };
    const shown = await toMapping({ listRecipes: () => [{ name: 'monthly', recipe: saved, columns: null, savedAt: '2024-03-01T10:00:00.000Z' }] });
    await shown.app.newImport?.takeRecipe('monthly');
    await shown.settle();
    const row = (column: string): string => (shown.all('mapping-row').find((one) => one.dataset['column'] === column)?.textContent ?? '').replace(/\s+/g, ' ');
    expect(row('Email')).toContain('Mended at import: remove all spaces and invisible characters, then put right mistyped domains, such as gmail.con, and doubled @ (only wrong cells)');
    expect(row('Telefon')).toContain('Mended at import: remove outer spaces and invisible characters (every cell)');
    expect(shown.all('mend-rules').map((one) => one.textContent).join()).toContain('Gone: Mended at import');
    // The column of the file that is meant takes the mends along.
    await shown.enter('mapping-replace', 'Mobile');
    expect(row('Mobile')).toContain('remove outer spaces');
    await shown.click('mend-rule-remove');
    const left = shown.all('mend-rule-remove').at(-1)!;
    left.click();
    await shown.settle();
    expect(shown.all('mend-rules')).toHaveLength(1);
    expect(recipe(shown)).toMatchObject({ mends: [{ column: expect.any(String) as unknown }] });
  });

  it('begins a value map with the values that the column has', async () => {
    const columns = inspection().columns.map((column) => (column.header === 'First name' ? { ...column, values: [{ value: 'Анна', count: 3 }, { value: 'Boris', count: 1 }] } : column));
    const shown = await toMapping({ inspectSource: () => inspection({ columns }) });
    await shown.click('mapping-more');
    await shown.click('map-open');
    expect(shown.all('map-entry').map((entry) => entry.textContent?.includes('×'))).toEqual([true, true]);
    expect(recipe(shown)).toHaveProperty('fields.0.valueMap', { Анна: 'Анна', Boris: 'Boris' });
  });

  it('says which date leaves the order open, and takes a proven one', async () => {
    const examples = { dmyOnly: [], mdyOnly: ['12/31/2024'], either: ['03/04/2024'] };
    const withOrder = (dateOrder: DateOrderProof): readonly InspectedColumn[] => inspection().columns.map((column) => (column.header === 'Birthday' ? { ...column, dateOrder } : column));
    const proven = await toMapping({ inspectSource: () => inspection({ columns: withOrder({ verdict: 'proven', order: 'mdy', examples }) }) });
    expect(proven.get('date-order-note').textContent).toBe('12/31/2024 can only be month first.');
    expect(recipe(proven)).toMatchObject({ fields: expect.arrayContaining([expect.objectContaining({ field: '_bdate', order: 'mdy' })]) });
    const unproven = await toMapping({ inspectSource: () => inspection({ columns: withOrder({ verdict: 'ambiguous', order: null, examples }) }) });
    expect(unproven.get('date-order-note').textContent).toBe('03/04/2024 can be read two ways, day first and month first. Choose what is meant.');
  });

  /** Enters into the last control of its kind. */
  const enterLast = async (shown: Page, testId: string, value: string): Promise<void> => {
    const control = shown.all(testId).at(-1) as HTMLInputElement;
    control.value = value;
    for (const kind of ['input', 'change']) control.dispatchEvent(new Event(kind, { bubbles: true }));
    await shown.settle();
  };

  it('makes an object of columns', async () => {
    const shown = await toMapping();
    await shown.click('object-add');
    await enterLast(shown, 'mapping-field', 'address');
    expect(shown.text()).toContain('Name every member of the object, or remove it.');
    await enterLast(shown, 'member-name', 'born');
    await enterLast(shown, 'member-column', 'column:Birthday');
    await enterLast(shown, 'member-type', 'date');
    await enterLast(shown, 'option-order', 'mdy');
    await shown.click('member-more');
    await shown.enter('option-part', 'piece');
    await shown.click('member-add');
    await enterLast(shown, 'member-name', 'kind');
    await enterLast(shown, 'member-column', 'value');
    await enterLast(shown, 'member-text', 'home');
    const born = { name: 'born', type: 'date', column: 'Birthday', order: 'mdy', part: { separator: ' ', at: 1 } };
    expect(recipe(shown)).toMatchObject({
      version: 2,
      fields: expect.arrayContaining([{ field: 'address', type: 'object', members: [born, { name: 'kind', type: 'string', value: 'home' }] }]),
    });
    await shown.click('member-remove');
    await shown.click('member-remove');
    expect(shown.text()).toContain('Add the columns that the object is made of.');
  });

  it('makes an object of columns in a subscription', async () => {
    const shown = await toMapping();
    await shown.click('custom-add');
    await shown.enter('custom-name', 'device');
    await shown.enter('custom-column', 'members');
    await shown.enter('member-name', 'model');
    expect(recipe(shown)).toMatchObject({ subscriptions: [{ custom_fields: [{ field: 'device', type: 'object', members: [{ name: 'model', type: 'string', column: 'Client No' }] }] }] });
  });

  it('joins columns into one field', async () => {
    const shown = await toMapping();
    await shown.click('template-add');
    await shown.enter('template-text', '{Last name} {Nobody}');
    await enterLast(shown, 'mapping-field', 'full_name');
    expect(shown.text()).toContain('This file has no column “Nobody”.');
    await shown.enter('template-text', '{Last name} {First name}');
    expect(recipe(shown)).toMatchObject({ fields: expect.arrayContaining([{ field: 'full_name', type: 'string', template: '{Last name} {First name}' }]) });
  });
});
