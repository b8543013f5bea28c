import { afterEach, describe, expect, it } from 'vitest';
import type { JobRow, ProblemGroup } from '#contract/job.ts';
import { FakeTransport } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { connection, counts, inspection, jobStatus, practiceConnection, summary } from '../support/pageData.ts';

let open: Page | null = null;
afterEach(() => {
  open?.close();
  open = null;
});

const textOf = (page: Page, testId: string): string => (page.all(testId)[0]?.textContent ?? '').replace(/\s+/g, ' ').trim();

describe('What becomes of a value that is not valid', () => {
  const mapping = async (): Promise<Page> => {
    open = await mountPage(new FakeTransport({
      listJobs: () => [], listRecipes: () => [], listConnections: () => [],
      chooseSource: () => ({ sourceId: 's1', name: 'clients.xlsx', bytes: 1_200 }),
      inspectSource: () => inspection(),
    }));
    await open.click('choose-file');
    await open.click('next');
    await open.enter('database', '7');
    await open.click('next');
    return open;
  };
  const recipe = (page: Page): unknown => {
    const judgement = page.app.newImport?.draft.judgement;
    return judgement?.ok === true ? judgement.recipe : judgement;
  };

  it('can be chosen for all, for a field and for a subscription, with how phones are checked', async () => {
    const page = await mapping();
    expect(recipe(page)).toMatchObject({ version: 1 });
    await page.enter('invalid', 'field');
    await page.click('subscription-add-sms');
    await page.enter('subscription-resource', '28');
    await page.enter('subscription-phone', 'column:Mobile');
    await page.enter('subscription-invalid', 'row');
    await page.click('subscription-phone-more');
    await page.enter('member-check', 'possible');
    const row = page.all('mapping-row').findIndex((one) => one.getAttribute('data-column') === 'Mobile');
    page.all('mapping-more')[page.all('mapping-row').slice(0, row).filter((one) => one.querySelector('[data-testid="mapping-more"]') !== null).length]?.click();
    await page.settle();
    await page.enter('option-invalid', 'row');
    await page.enter('option-check', 'possible');
    expect(recipe(page)).toMatchObject({
      version: 2,
      invalid: 'field',
      fields: expect.arrayContaining([expect.objectContaining({ field: 'phones', invalid: 'row', check: 'possible' })]),
      subscriptions: [{ channel: 'sms', phone: { column: 'Mobile', check: 'possible' }, invalid: 'row' }],
    });
  });

  it('warns where a list would lose a value of the profile by it', async () => {
    const page = await mapping();
    expect(page.all('replaced-note')).toHaveLength(0);
    await page.enter('invalid', 'field');
    expect(page.all('replaced-note').map((note) => note.textContent).join()).toContain('takes the place of all that the profile has there');
  });
});

describe('A job with rows that are sent without a value', () => {
  const groups: readonly ProblemGroup[] = [
    { column: 'D', header: 'Email', field: 'email', reason: 'incorrect-email', rows: 5, examples: [{ row: 3, value: 'none' }] },
    { column: 'E', header: 'Mobile', field: 'phones', reason: 'incorrect-phone', rows: 31, leftOut: true, examples: [{ row: 4, value: '12-34' }] },
  ];
  const rows: readonly JobRow[] = [{
    position: 1, row: 2, state: 'ready', cells: [{ t: 's', v: '1' }, { t: 's', v: '12-34' }], duplicateOf: null, code: null, text: null, profileId: null,
    errors: [{ row: 2, column: 'B', header: 'Mobile', field: 'phones', value: '12-34', reason: 'incorrect-phone', leftOut: true }],
  }];
  const columns = ['Client No', 'Mobile'].map((header, index) => ({ index, letter: 'AB'[index]!, header, ref: header }));
  const job = async (): Promise<Page> => {
    const status = jobStatus({ counts: counts({ notSent: 1_900, invalid: 5, readyWithWarnings: 31, withWarnings: 31 }) });
    open = await mountPage(new FakeTransport({
      listJobs: () => [summary({ status })], listConnections: () => [connection(), practiceConnection], listRecipes: () => [],
      jobStatus: () => status, jobProblems: () => groups, jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }),
      previewItems: () => [], jobColumns: () => columns, rowsAt: () => rows, checkSource: () => ({ verdict: 'same', modified: null }),
    }));
    await open.app.openJob('j1');
    await open.settle();
    return open;
  };

  it('says how many before the start, with the number in the button', async () => {
    const page = await job();
    expect(textOf(page, 'counts-warnings')).toBe('1,900 ready, 31 of them without a value that was not valid.');
    expect(textOf(page, 'banner-ready')).toContain('1,900 rows can be sent, 31 of them without a value that was not valid');
    await page.click('start');
    await page.settle();
    expect(textOf(page, 'start-dialog')).toContain('Update 1,900 profiles, 31 without a value');
  });

  it('lists what is left out beside what is invalid, marks the cell, and exports the rows', async () => {
    const page = await job();
    expect(textOf(page, 'problems')).toContain('none');
    expect(textOf(page, 'problems')).not.toContain('12-34');
    expect(textOf(page, 'left-out')).toMatch(/Mobile \(E\).*31.*12-34/);
    await page.click('tab-rows');
    await page.settle();
    expect(textOf(page, 'rows')).toContain('without B: incorrect phone');
    expect([...page.all('rows')[0]!.querySelectorAll('[data-mark="left-out"]')].map((cell) => cell.textContent)).toEqual([expect.stringContaining('12-34')]);
    await page.click('tab-exports');
    await page.settle();
    expect((page.all('export-warnings')[0] as HTMLButtonElement).disabled).toBe(false);
  });
});
