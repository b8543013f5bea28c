import { afterEach, describe, expect, it } from 'vitest';
import { Fault } from '#contract/faults.ts';
import type { ColumnValues, ValueCount } from '#contract/source.ts';
import { FakeTransport, type Answers } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { inspection } from '../support/pageData.ts';

let open: Page | null = null;

afterEach(() => {
  open?.close();
  open = null;
});

const first: readonly ValueCount[] = [{ value: 'Gold', count: 60 }, { value: 'basic', count: 40 }];

function found(values: readonly ValueCount[], change: Partial<ColumnValues> = {}): ColumnValues {
  return { values, distinct: values.length, more: false, rows: 20_000, empty: 0, errors: 0, ...change };
}

/** The mapping step, with the few values of the note's first rows. */
async function toMapping(answers: Answers, values = first): Promise<{ readonly page: Page; readonly transport: FakeTransport }> {
  const columns = inspection().columns.map((column) => (column.header === 'Note' || column.header === 'Interests' ? { ...column, values } : column));
  const transport = new FakeTransport({
    listJobs: () => [],
    listRecipes: () => [],
    listConnections: () => [],
    chooseSource: () => ({ sourceId: 's1', name: 'clients-march.xlsx', bytes: 4_812_330 }),
    inspectSource: () => inspection({ columns }),
    cancelColumnValues: () => null,
    ...answers,
  });
  const page = await mountPage(transport);
  open = page;
  await page.click('choose-file');
  await page.click('next');
  await page.enter('database', '7');
  await page.click('next');
  return { page, transport };
}

/** Opens the map of a column that goes to a field of the profile. */
async function openMap(page: Page, header: string, type: string): Promise<void> {
  const { draft } = page.app.goImport();
  const entry = draft.fields.find(({ source }) => source.kind === 'column' && source.ref === header);
  draft.changeField(entry!.id, { field: 'level', type: type === 'tags' ? 'tags' : 'string' });
  await page.settle();
  page.root.querySelector<HTMLElement>(`[data-column="${header}"] [data-testid="mapping-more"]`)?.click();
  await page.settle();
  await page.click('map-open');
}

const shown = (page: Page, testId: string): readonly string[] => page.all(testId).map((one) => (one as HTMLInputElement).value);
const times = (page: Page): readonly (string | undefined)[] => page.all('map-entry').map((entry) => entry.querySelector('span')?.textContent?.trim());

describe('All values of the file', () => {
  it('are added to the map with their counts, those of its own kept', async () => {
    const { page, transport } = await toMapping({
      columnValues: () => found([{ value: 'GOLD', count: 12_000 }, { value: 'basic', count: 7_950 }, { value: 'platinum', count: 5 }], { empty: 40, errors: 5 }),
    });
    await openMap(page, 'Note', 'string');
    await page.enter('map-to', 'g');
    expect(times(page)).toEqual(['× 60', '× 40']);
    await page.click('map-count');
    expect(transport.inputs('columnValues')).toEqual([{ sourceId: 's1', sheet: 'Profiles', headerRow: 1, locale: 'en', column: 'Note' }]);
    expect(shown(page, 'map-from')).toEqual(['Gold', 'basic', 'platinum']);
    expect(shown(page, 'map-to')).toEqual(['g', 'basic', 'platinum']);
    expect(times(page)).toEqual(['× 12,000', '× 7,950', '× 5']);
    expect(page.get('map-counted').textContent).toBe('3 different values in 20,000 rows, 40 empty, 5 with an error of Excel’s.');
  });

  it('are listed as far as they can be gone through, and the rest is told', async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => ({ value: `v${index}`, count: 1_000 - index }));
    const { page, transport } = await toMapping({ columnValues: () => found(many, { distinct: 1_500, more: true }) });
    await openMap(page, 'Note', 'string');
    await page.click('map-count');
    expect(page.all('map-entry')).toHaveLength(200);
    expect(page.get('map-counted').textContent).toContain('1,500 different values in 20,000 rows. 1,302 of them are not listed here.');
    transport.answer({ columnValues: () => found(many, { distinct: null, more: true }) });
    await page.click('map-count');
    expect(page.get('map-counted').textContent).toContain('More different values than can be counted in 20,000 rows. Not all of them are listed here.');
  });

  it('of tags are those inside the cells, from the first rows as from all', async () => {
    const { page, transport } = await toMapping({ columnValues: () => found([{ value: 'books', count: 900 }]) }, [{ value: 'books, films', count: 3 }, { value: 'Films', count: 2 }]);
    await openMap(page, 'Interests', 'tags');
    expect(shown(page, 'map-from')).toEqual(['films', 'books']);
    expect(times(page)).toEqual(['× 5', '× 3']);
    await page.click('map-count');
    expect(transport.inputs('columnValues')).toMatchObject([{ column: 'Interests', separator: ',' }]);
    expect(times(page)).toEqual(['× 0', '× 900']);
  });

  it('of a status are given one each, also where the first rows had none of them', async () => {
    const { page } = await toMapping({ columnValues: () => found([{ value: 'Да', count: 900 }, { value: 'отписан', count: 1 }]) }, [{ value: 'да', count: 100 }]);
    await page.click('subscription-add-email');
    await page.enter('subscription-resource', '28');
    await page.enter('subscription-email', 'column:Email');
    await page.enter('subscription-status', 'column:Note');
    await page.enter('map-status', 'subscribed');
    await page.click('map-count');
    expect(shown(page, 'map-from')).toEqual(['да', 'отписан']);
    expect(shown(page, 'map-status')).toEqual(['subscribed', 'open']);
    expect(page.app.goImport().draft.problems.map(({ text }) => text)).toContain('Choose the status that “отписан” stands for.');
  });

  it('are not offered for a part of the cell, which the map then sees instead', async () => {
    const { page } = await toMapping({});
    await openMap(page, 'Note', 'string');
    await page.enter('option-part', 'piece');
    expect(page.has('map-count')).toBe(false);
  });

  it('that cannot be read leave the map as it is, with the reason', async () => {
    const { page } = await toMapping({
      columnValues: () => {
        throw new Fault('source-missing', { name: 'clients-march.xlsx' });
      },
    });
    await openMap(page, 'Note', 'string');
    await page.click('map-count');
    expect(shown(page, 'map-from')).toEqual(['Gold', 'basic']);
    expect(page.has('fault-source-missing')).toBe(true);
  });
});

describe('A count that nobody waits for', () => {
  /** A count that ends when it is cancelled, as the engine's does. */
  function endless(): Answers {
    let give: (fault: Fault) => void = () => undefined;
    return {
      columnValues: () => new Promise((_, reject) => (give = reject)),
      cancelColumnValues: () => {
        give(new Fault('cancelled'));
        return null;
      },
    };
  }

  it('is stopped by its button, without a word of error', async () => {
    const { page, transport } = await toMapping(endless());
    await openMap(page, 'Note', 'string');
    await page.click('map-count');
    expect(page.get('map-count').getAttribute('aria-busy')).toBe('true');
    await page.click('map-count-stop');
    expect(transport.inputs('cancelColumnValues')).toEqual([{ sourceId: 's1' }]);
    expect(page.get('map-count').getAttribute('aria-busy')).toBe('false');
    expect(page.app.notices.items).toEqual([]);
  });

  it('is stopped when the operator leaves, and not by what they type meanwhile', async () => {
    const { page, transport } = await toMapping(endless());
    await openMap(page, 'Note', 'string');
    await page.click('map-count');
    await page.enter('map-to', 'g');
    expect(transport.inputs('cancelColumnValues')).toEqual([]);
    await page.click('back');
    expect(transport.inputs('cancelColumnValues')).toEqual([{ sourceId: 's1' }]);
  });
});
