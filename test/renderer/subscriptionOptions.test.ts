import { afterEach, describe, expect, it } from 'vitest';
import type { Recipe } from '#contract/recipe.ts';
import type { InspectedColumn } from '#contract/source.ts';
import { FakeTransport, type Answers } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { inspection } from '../support/pageData.ts';

let open: Page | null = null;

afterEach(() => {
  open?.close();
  open = null;
});

/** Columns whose first rows have few different values. */
function withValues(values: Readonly<Record<string, readonly string[]>>): readonly InspectedColumn[] {
  return inspection().columns.map((column) => {
    const own = values[column.header];
    return own === undefined ? column : { ...column, values: own.map((value, index) => ({ value, count: own.length - index })) };
  });
}

/** The mapping step with one subscription by email, of which only the status is still to be chosen. */
async function toSubscription(values: Readonly<Record<string, readonly string[]>>, answers: Answers = {}): Promise<Page> {
  const page = await mountPage(
    new FakeTransport({
      listJobs: () => [],
      listRecipes: () => [],
      listConnections: () => [],
      chooseSource: () => ({ sourceId: 's1', name: 'clients-march.xlsx', bytes: 4_812_330 }),
      inspectSource: () => inspection({ columns: withValues(values) }),
      ...answers,
    }),
  );
  open = page;
  await page.click('choose-file');
  await page.click('next');
  await page.enter('database', '7');
  await page.click('next');
  await page.click('subscription-add-email');
  await page.enter('subscription-resource', '28');
  await page.enter('subscription-email', 'column:Email');
  return page;
}

function recipe(page: Page): unknown {
  const judgement = page.app.newImport?.draft.judgement;
  return judgement?.ok === true ? judgement.recipe : judgement;
}

/** Chooses in the n-th of several controls. */
async function choose(page: Page, testId: string, at: number, value: string): Promise<void> {
  const control = page.all(testId)[at] as HTMLSelectElement;
  control.value = value;
  control.dispatchEvent(new Event('change', { bubbles: true }));
  await page.settle();
}

const shown = (page: Page, testId: string): readonly string[] => page.all(testId).map((one) => (one as HTMLInputElement | HTMLSelectElement).value);

describe('A status in words of one’s own', () => {
  it('opens a map of the column’s values, in which each is given one of the platform’s statuses', async () => {
    const page = await toSubscription({ Note: ['да', 'нет', 'может быть'] });
    await page.enter('subscription-status', 'column:Note');
    expect(shown(page, 'map-from')).toEqual(['да', 'нет', 'может быть']);
    expect(shown(page, 'map-status')).toEqual(['open', 'open', 'open']);
    expect(recipe(page)).toMatchObject({ ok: false, problems: [{ text: 'Choose the status that “да” stands for.' }] });
    await choose(page, 'map-status', 0, 'subscribed');
    await choose(page, 'map-status', 1, 'unsubscribed');
    await choose(page, 'map-status', 2, 'empty');
    expect(recipe(page)).toHaveProperty('subscriptions.0.status', { column: 'Note', valueMap: { да: 'subscribed', нет: 'unsubscribed', 'может быть': null } });
  });

  it('needs none where the column has the platform’s words or numbers', async () => {
    const page = await toSubscription({ Note: ['Subscribed', '1', '-1'] });
    await page.enter('subscription-status', 'column:Note');
    expect(page.has('map-entry')).toBe(false);
    expect(recipe(page)).toHaveProperty('subscriptions.0.status', { column: 'Note' });
  });

  it('keeps its map for a column with some of its words, and begins anew for another', async () => {
    const page = await toSubscription({ Note: ['да', 'нет'], Topics: ['нет', 'ещё нет'], Interests: ['on', 'off'] });
    await page.enter('subscription-status', 'column:Note');
    await choose(page, 'map-status', 0, 'subscribed');
    await page.enter('subscription-status', 'column:Topics');
    expect(shown(page, 'map-from')).toEqual(['да', 'нет']);
    await page.enter('subscription-status', 'column:Interests');
    expect(shown(page, 'map-from')).toEqual(['on', 'off']);
  });

  it('of a saved recipe shows the platform’s numbers as their words, and sends them as they stand', async () => {
    const status = { column: 'Note', valueMap: { да: 0, нет: 1, нечто: 7 } };
    const saved: Recipe = {
      version: 2,
      request: { db_id: 7, matching: 'email' },
      fields: [{ field: 'email', type: 'email', column: '@D' }],
      subscriptions: [{ channel: 'email', resource_id: 28, email: { column: 'Email' }, status }],
    };
    const page = await toSubscription({}, { listRecipes: () => [{ name: 'Weekly', recipe: saved, columns: null, savedAt: '2024-02-01T10:00:00Z' }] });
    await page.app.goImport().takeRecipe('Weekly');
    await page.settle();
    await page.click('subscription-status-more');
    expect(shown(page, 'map-status')).toEqual(['subscribed', 'unsubscribed', 'open']);
    await choose(page, 'map-status', 2, 'suspended');
    expect(recipe(page)).toHaveProperty('subscriptions.0.status', { ...status, valueMap: { ...status.valueMap, нечто: 'suspended' } });
  });
});

describe('The other members of a subscription', () => {
  it('take a part of the cell, a letter case and a map', async () => {
    const page = await toSubscription({ Topics: ['news', 'offers'] });
    await page.enter('subscription-cats', 'column:Topics');
    await page.click('subscription-cats-more');
    expect(page.get('member-options').dataset['member']).toBe('cats');
    await page.click('map-open');
    await page.enter('map-to', 'News of the week');
    await page.enter('option-part', 'piece');
    await page.enter('part-separator', '|');
    await page.enter('option-case', 'lower');
    expect(recipe(page)).toHaveProperty('subscriptions.0.cats', {
      column: 'Topics', part: { separator: '|', at: 1 }, case: 'lower', valueMap: { news: 'News of the week', offers: 'offers' }, otherValues: 'keep',
    });
  });

  it('have numbers in the map of the priority', async () => {
    const page = await toSubscription({ Note: ['high'] });
    await page.enter('subscription-priority', 'column:Note');
    await page.click('subscription-priority-more');
    expect(page.has('option-case')).toBe(false);
    await page.click('map-open');
    await page.enter('map-to', '9');
    expect(recipe(page)).toHaveProperty('subscriptions.0.priority', { column: 'Note', valueMap: { high: 9 }, otherValues: 'keep' });
  });

  it('go through nothing while they are the same for every row', async () => {
    const page = await toSubscription({});
    expect(page.has('subscription-status-more')).toBe(false);
    expect(page.has('subscription-email-more')).toBe(true);
  });
});

describe('Fields inside a subscription', () => {
  it('have all the options that fields of the profile have', async () => {
    const page = await toSubscription({});
    await page.click('custom-add');
    await page.enter('custom-column', 'column:Note');
    await page.enter('custom-name', 'visits');
    await page.enter('custom-type', 'int');
    await page.click('custom-more');
    await page.enter('option-action', 'incr');
    await page.enter('option-empty', 'unset');
    await page.enter('option-unset-word', 'none');
    await page.enter('option-part', 'characters');
    expect(recipe(page)).toHaveProperty('subscriptions.0.custom_fields', [
      { field: 'visits', type: 'int', column: 'Note', action: 'incr', empty: 'unset', unsetWord: 'none', part: { from: 1 } },
    ]);
  });

  it('do not have the policy of profile fields for their empty cells', async () => {
    const page = await toSubscription({});
    await page.click('custom-add');
    await page.click('custom-more');
    expect([...(page.get('option-empty') as HTMLSelectElement).options].map(({ text }) => text)).toEqual(['Leave the field as it is', 'Delete the field', 'Send an empty value']);
  });

  it('take no functional update in contact data, which is replaced as it stands', async () => {
    const page = await toSubscription({});
    await page.click('subscription-remove');
    await page.enter('subscription-add-other', 'telegram_bot');
    await page.enter('subscription-resource', '31');
    await page.enter('subscription-chat_id', 'column:Client No');
    await page.click('data-add');
    await page.enter('data-column', 'column:Note');
    await page.enter('data-name', 'nick');
    await page.click('data-more');
    for (const absent of ['option-action', 'option-empty', 'option-unset-word']) expect(page.has(absent)).toBe(false);
    await page.enter('option-case', 'upper');
    expect(recipe(page)).toHaveProperty('subscriptions.0.cc_data', [{ field: 'nick', type: 'string', column: 'Note', case: 'upper' }]);
  });
});
