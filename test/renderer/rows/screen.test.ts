import { afterEach, describe, expect, it } from 'vitest';
import { FakeTransport, type Answers } from '../../support/fakeTransport.ts';
import { mountPage, type Page } from '../../support/mountPage.ts';
import { connection, counts, jobRows, jobStatus, pause, practiceConnection, problems, sampleColumns, summary } from '../../support/pageData.ts';
import type { JobStatus } from '#contract/job.ts';

let open: Page | null = null;
afterEach(() => {
  open?.close();
  open = null;
});

const read = 1_000_000;
const readyJob = jobStatus({ counts: counts({ notSent: read - 412, invalid: 412 }) });

async function rowsOf(answers: Answers = {}, status: JobStatus = readyJob): Promise<{ readonly page: Page; readonly transport: FakeTransport }> {
  const transport = new FakeTransport({
    listJobs: () => [summary({ status })], listConnections: () => [connection(), practiceConnection], listRecipes: () => [],
    jobStatus: () => status, jobProblems: () => problems, jobFailures: () => ({ groups: [{ code: 404, text: 'Profile not found', rows: 12, examples: [12] }], more: { groups: 0, rows: 0 } }),
    previewItems: () => [], checkSource: () => ({ verdict: 'same', modified: null }),
    jobColumns: () => sampleColumns.map(({ index, letter, header, ref }) => ({ index, letter, header, ref })),
    rowsAt: ({ positions }) => positions.map((position) => jobRows(position - 1, 1, read).rows[0]!),
    rowPosition: ({ row }) => Math.min(read, row - 1),
    filterRows: () => Uint32Array.of(4, 13, 22, 999_994),
    ...answers,
  });
  open = await mountPage(transport);
  await open.app.openJob('j1');
  await open.settle();
  await open.click('tab-rows');
  await open.settle();
  return { page: open, transport };
}

const rowsSeen = (page: Page): readonly number[] => page.all('grid-row').map((row) => Number(row.dataset['row']));
const press = async (page: Page, key: string, more: KeyboardEventInit = {}): Promise<void> => {
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  await page.settle();
  await page.settle();
};

describe('The grid of a million rows', () => {
  it('draws only what is seen, under the headers of the columns, and says how many there are', async () => {
    const { page } = await rowsOf();
    expect(page.all('grid-row').length).toBeLessThan(60);
    expect(page.get('rows').getAttribute('aria-rowcount')).toBe('1000001');
    expect(page.all('grid-column').map((column) => column.textContent)).toEqual(expect.arrayContaining([expect.stringContaining('Client No')]));
    expect(page.all('grid-column')[3]?.textContent).toContain('no header');
    expect(page.get('rows-shown').textContent).toContain('1,000,000 rows');
  });

  it('jumps to any row by its number, from the keyboard', async () => {
    const { page } = await rowsOf();
    page.get('rows').focus();
    await press(page, 'g', { ctrlKey: true });
    expect(document.activeElement).toBe(page.get('go-row'));
    await page.enter('go-row', '765,432');
    await page.click('go');
    await page.settle();
    expect(rowsSeen(page)).toContain(765_432);
    expect(rowsSeen(page)).not.toContain(2);
    expect(document.activeElement).toBe(page.get('rows'));
    await press(page, 'End', { ctrlKey: true });
    expect(rowsSeen(page)).toContain(read + 1);
    await press(page, 'Home', { ctrlKey: true });
    expect(rowsSeen(page)).toContain(2);
    const active = page.get('rows').getAttribute('aria-activedescendant')!;
    expect(document.getElementById(active)?.getAttribute('aria-selected')).toBe('true');
  });

  it('asks for the rows around it together with the place where it stands', async () => {
    let answer: (position: number) => void = () => undefined;
    const place = new Promise<number>((resolve) => (answer = resolve));
    const asked: number[] = [];
    const { page } = await rowsOf({
      rowPosition: () => place,
      rowsAt: ({ positions }) => { asked.push(...positions); return positions.map((position) => jobRows(position - 1, 1, read).rows[0]!); },
    });
    await page.enter('go-row', '500000');
    await page.click('go');
    expect(asked).toContain(499_999);
    asked.length = 0;
    answer(499_999);
    await page.settle();
    await page.settle();
    expect(rowsSeen(page)).toContain(500_000);
    expect(asked).not.toContain(499_999);
  });

  it('shows the rows of a group of problems by one click, and all of them again', async () => {
    const { page, transport } = await rowsOf();
    await page.click('tab-problems');
    await page.click('problem-rows');
    await page.settle();
    expect(transport.inputs('filterRows')).toEqual([{ jobId: 'j1', filter: { problem: { column: 'D', field: 'email', reason: 'incorrect-email', leftOut: false } } }]);
    expect(rowsSeen(page)).toEqual([5, 14, 23, 999_995]);
    expect(page.root.querySelectorAll('[data-mark="wrong"]').length).toBeGreaterThan(0);
    await page.click('filter-clear');
    await page.settle();
    expect(rowsSeen(page).length).toBeGreaterThan(4);
  });

  it('shows the rows of a group of failures by one click', async () => {
    const { page, transport } = await rowsOf({}, jobStatus({ state: 'paused', pause: pause(), counts: counts({ failed: 12, accepted: 100 }) }));
    await page.click('tab-failures');
    await page.click('failure-rows');
    expect(transport.inputs('filterRows').at(-1)?.filter).toEqual({ failure: { code: 404, text: 'Profile not found' } });
  });

  it('is filtered by state, reason and column', async () => {
    const { page, transport } = await rowsOf();
    await page.enter('rows-state', 'invalid');
    await page.enter('rows-reason', 'incorrect-phone');
    await page.enter('rows-column', 'E');
    expect(transport.inputs('filterRows').at(-1)?.filter).toEqual({ states: ['invalid'], problem: { reason: 'incorrect-phone', column: 'E' } });
    await page.enter('rows-state', 'warned');
    expect(transport.inputs('filterRows').at(-1)?.filter).toEqual({ problem: { reason: 'incorrect-phone', column: 'E', leftOut: true } });
  });

  it('finds a text in all rows, cell by cell, forth and back', async () => {
    const cells = [{ position: 5, row: 6, column: 2, text: 'Anna' }, { position: 9_000, row: 9_001, column: 1, text: 'anna' }, { position: 9_000, row: 9_001, column: 3, text: 'Annа' }];
    const { page, transport } = await rowsOf({ findText: () => ({ total: 3, rows: 2, cells }), cancelFind: () => null });
    page.get('rows').focus();
    await press(page, 'f', { ctrlKey: true });
    expect(document.activeElement).toBe(page.get('find-text'));
    await page.enter('find-text', 'anna');
    const where = (): string => page.get('rows-cell').textContent ?? '';
    for (const expected of ['Row 6,', 'Row 9001,', 'Row 9001,', 'Row 6,']) {
      await press(page, 'Enter');
      expect(where()).toContain(expected);
    }
    await press(page, 'Enter', { shiftKey: true });
    expect(where()).toContain('Row 9001, column D');
    expect(page.get('find-words').textContent).toBe('3 cells in 2 rows');
    expect(transport.inputs('findText')).toHaveLength(1);
    await press(page, 'Escape');
    expect(document.activeElement).toBe(page.get('rows'));
    expect(page.has('find-text')).toBe(false);
  });

  it('shows how far a search is, cancels it, and says where only rows that are not shown have the text', async () => {
    let finish = (): void => undefined;
    const { page, transport } = await rowsOf({ findText: () => new Promise((resolve) => (finish = () => { resolve({ total: 1, rows: 1, cells: [{ position: 700, row: 701, column: 0, text: 'x' }] }); })), cancelFind: () => null });
    await page.enter('rows-state', 'invalid');
    await page.click('rows-find');
    await page.enter('find-text', 'x');
    await press(page, 'Enter');
    transport.emit({ kind: 'finding', jobId: 'j1', rows: 400_000, total: 1_000_000, found: 0 });
    await page.settle();
    expect(page.text()).toContain('Looking through rows: 400,000 of 1,000,000');
    await page.click('find-cancel');
    expect(transport.inputs('cancelFind')).toEqual([{ jobId: 'j1' }]);
    finish();
    await page.settle();
    await page.settle();
    expect(page.get('find-words').textContent).toBe('1 cell in 1 row, none in the rows shown');
    await page.click('find-all');
    await page.settle();
    expect(rowsSeen(page)).toContain(701);
  });

  it('says where no row is like that', async () => {
    const { page } = await rowsOf({ filterRows: () => new Uint32Array() });
    await page.enter('rows-state', 'invalid');
    await page.settle();
    expect(page.text()).toContain('No row is like this.');
  });
});
