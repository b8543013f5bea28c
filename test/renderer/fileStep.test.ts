import { afterEach, describe, expect, it } from 'vitest';
import { Fault } from '#contract/faults.ts';
import type { Guess, ReadingWish, SourceInspection } from '#contract/source.ts';
import { FakeTransport, type Answers } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { connection, inspectedColumn, inspection, jobStatus, knownFields } from '../support/pageData.ts';

let open: Page | null = null;

afterEach(() => {
  open?.close();
  open = null;
});

async function fileStep(answers: Answers): Promise<{ readonly page: Page; readonly transport: FakeTransport }> {
  const transport = new FakeTransport({
    listJobs: () => [],
    listRecipes: () => [],
    listConnections: () => [connection()],
    chooseSource: () => ({ sourceId: 's1', name: 'clients.csv', bytes: 1_200 }),
    testConnection: () => [{ id: 7, name: 'Clients' }],
    listFields: () => knownFields,
    prepareJob: () => ({ jobId: 'j1' }),
    jobStatus: () => jobStatus(),
    ...answers,
  });
  open = await mountPage(transport);
  await open.click('choose-file');
  return { page: open, transport };
}

const sure = <Value>(value: Value): Guess<Value> => ({ value, confidence: 'sure', reason: 'agreement', alternatives: [] });
const told = <Value>(value: Value): Guess<Value> => ({ value, confidence: 'sure', reason: 'told', alternatives: [] });

/** A file of a few letters that two encodings can hold, read as it is asked for. */
function twoEncodings({ encoding, delimiter, headerRow }: ReadingWish): SourceInspection {
  const names: Readonly<Record<string, string>> = { 'windows-1251': 'Ольга', ibm866: '▌╚Лё═' };
  const name = names[encoding ?? 'ibm866'] ?? '';
  const guess: Guess<string> = {
    value: 'ibm866', confidence: 'open', reason: 'letters',
    alternatives: [{ value: 'ibm866', samples: [names['ibm866'] ?? ''] }, { value: 'windows-1251', samples: [names['windows-1251'] ?? ''] }],
  };
  return inspection({
    name: 'clients.csv', kind: 'csv', sheet: 'clients', sheets: [{ name: 'clients', visibility: 'visible', kind: 'cells' }],
    csv: {
      encoding: encoding === undefined ? guess : told(encoding),
      delimiter: delimiter === undefined ? sure(';') : told(delimiter),
      quote: sure('"'),
      damaged: { cells: 0, lines: [] },
    },
    header: headerRow === undefined ? sure(1) : told(headerRow === 'none' ? 0 : headerRow),
    headerRow: headerRow === 'none' ? 0 : (headerRow ?? 1),
    columns: [inspectedColumn(0, headerRow === 'none' ? '' : 'email', ['email', 'email', 0.97]), inspectedColumn(1, headerRow === 'none' ? '' : 'Имя', null, [name])],
    sample: [{ row: 2, cells: [{ t: 's', v: 'a@example.com' }, { t: 's', v: name }] }],
    warnings: [],
  });
}

const preview = (page: Page): string => (page.get('preview').textContent ?? '').replace(/\s+/g, ' ');

async function toCheck(page: Page): Promise<void> {
  await page.click('next');
  await page.enter('database', '7');
  await page.click('next');
  await page.click('next');
  await page.click('prepare');
}

describe('A text file whose encoding is open', () => {
  it('shows its alternatives side by side and is not gone on with before somebody has looked', async () => {
    const { page } = await fileStep({ inspectSource: twoEncodings });
    expect(page.all('csv-encoding-alternative').map(({ textContent }) => textContent?.replace(/\s+/g, ' ').trim())).toEqual([
      'DOS 866, Cyrillic▌╚Лё═', 'Windows 1251, CyrillicОльга',
    ].map((text) => expect.stringMatching(new RegExp(text.replace(/(▌|Ольга)/, '\\s*$1')))));
    expect(page.get('csv-encoding').textContent).toContain('Please look, others fit as well: there are too few letters to tell it by.');
    await page.click('next');
    expect(page.get('step-problems').textContent).toContain('Please look: the encoding is open.');
    expect(page.has('database')).toBe(false);
    await page.click('csv-encoding-right');
    await page.click('next');
    expect(page.has('database')).toBe(true);
  });

  it('is read anew at once by the alternative that is picked, which can be taken back', async () => {
    const { page, transport } = await fileStep({ inspectSource: twoEncodings });
    page.all('csv-encoding-alternative')[1]?.querySelector('input')?.click();
    await page.settle();
    expect(preview(page)).toContain('Ольга');
    expect(page.get('csv-encoding').textContent).toContain('As you have chosen.');
    expect(page.all('csv-encoding-alternative')).toHaveLength(2);
    await page.click('csv-encoding-auto');
    expect(preview(page)).toContain('▌╚Лё═');
    expect(transport.inputs('inspectSource').map(({ encoding }) => encoding)).toEqual([undefined, 'windows-1251', undefined]);
  });

  it('is prepared just as it was shown, and only what was chosen goes into a saved recipe', async () => {
    const { page, transport } = await fileStep({ inspectSource: twoEncodings, saveRecipe: () => null });
    await page.enter('csv-encoding-select', 'windows-1251');
    await toCheck(page);
    expect(transport.inputs('prepareJob')[0]?.recipe.source).toEqual({ headerRow: 1, encoding: 'windows-1251', delimiter: ';', quote: '"' });
    await page.app.goImport().saveRecipe('Monthly');
    expect(transport.inputs('saveRecipe')[0]?.recipe.source).toEqual({ headerRow: 1, encoding: 'windows-1251' });
  });

  it('keeps the preview and the choice when it cannot be read in the way chosen', async () => {
    const { page, transport } = await fileStep({ inspectSource: twoEncodings });
    transport.answer({ inspectSource: () => { throw new Fault('csv-broken', { file: 'clients.csv', line: 2 }); } });
    await page.enter('csv-quote-select', "'");
    expect(page.get('csv-quote-select')).toHaveProperty('value', '"');
    expect(preview(page)).toContain('▌╚Лё═');
    expect(page.has('fault-csv-broken')).toBe(true);
  });
});

describe('A table without a header', () => {
  it('can be said to be one; its columns go by their letters', async () => {
    const { page, transport } = await fileStep({ inspectSource: (wish) => twoEncodings({ encoding: 'windows-1251', ...wish }) });
    page.get('header-none').click();
    await page.settle();
    expect(transport.inputs('inspectSource').at(-1)).toMatchObject({ headerRow: 'none' });
    expect(page.get('header-row')).toHaveProperty('value', '');
    await toCheck(page);
    expect(transport.inputs('prepareJob')[0]?.recipe).toMatchObject({ source: { headerRow: 'none' }, fields: [{ field: 'email', column: '@A' }] });
  });
});

describe('A workbook', () => {
  const hidden = { kind: 'hidden-rows', rows: 120, more: false } as const;

  it('with hidden rows says how many, and can be read without them', async () => {
    const { page, transport } = await fileStep({ inspectSource: ({ hidden: wish }) => inspection({ warnings: wish === 'skip' ? [] : [hidden] }) });
    expect(page.get('source-warnings').textContent).toContain('120 rows of this sheet are hidden');
    await page.enter('hidden-select', 'skip');
    expect(transport.inputs('inspectSource').at(-1)).toMatchObject({ hidden: 'skip' });
    expect(page.get('hidden-select')).toHaveProperty('value', 'skip');
    await toCheck(page);
    expect(transport.inputs('prepareJob')[0]?.recipe.source).toMatchObject({ hidden: 'skip' });
  });

  it('with nothing below the header, such as a cover sheet, is not gone on with', async () => {
    const { page } = await fileStep({ inspectSource: () => inspection({ sample: [], warnings: [] }) });
    await page.click('next');
    expect(page.get('step-problems').textContent).toContain('no rows to import below its header');
    expect(page.has('database')).toBe(false);
  });

  it('without any is not asked about them', async () => {
    const { page } = await fileStep({ inspectSource: () => inspection({ warnings: [] }) });
    expect(page.has('hidden-select')).toBe(false);
  });

  it('is shown in the language chosen, at first in that of the interface', async () => {
    const { page, transport } = await fileStep({ inspectSource: () => inspection() });
    expect(transport.inputs('inspectSource')).toMatchObject([{ locale: 'en' }]);
    await page.enter('locale-select', 'ru');
    expect(transport.inputs('inspectSource').at(-1)).toMatchObject({ locale: 'ru' });
  });

  it('keeps its mapping when it is read in another language afterwards', async () => {
    const { page } = await fileStep({ inspectSource: () => inspection() });
    await page.click('next');
    await page.enter('database', '7');
    await page.click('next');
    const { draft } = page.app.goImport();
    const last = draft.fields.find(({ source }) => source.kind === 'column' && source.ref === 'Last name');
    draft.changeField(last?.id ?? 0, { field: '_lname' });
    await page.app.goImport().look({ locale: 'ru' });
    expect(draft.fields.find(({ field }) => field === '_lname')?.source).toEqual({ kind: 'column', ref: 'Last name' });
  });

  it('shows cells that are not there, damaged, not calculated or merged apart from empty ones', async () => {
    const { page } = await fileStep({
      inspectSource: () => inspection({
        sample: [{
          row: 2,
          cells: [null, { t: 'x', why: 'absent', v: '' }, { t: 'x', why: 'uncalculated', v: '' }, { t: 'x', why: 'damaged', v: 'Ан\uFFFDа' }, { t: 'm', v: { t: 's', v: 'Riga' } }],
        }],
      }),
    });
    const cells = [...page.get('preview').querySelectorAll('tbody td')].slice(1, 6).map(({ textContent }) => textContent?.trim());
    expect(cells).toEqual(['', 'not there', 'no result', 'Ан\uFFFDаdamaged', 'merged']);
    expect(page.get('preview').querySelectorAll('tbody td')[5]?.getAttribute('data-tip')).toContain('Riga');
  });
});
