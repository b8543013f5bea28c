import { afterEach, describe, expect, it } from 'vitest';
import { dateTime } from '#contract/formats.ts';
import type { WorkbookReport } from '#contract/workbook.ts';
import { FakeTransport } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { jobStatus, summary } from '../support/pageData.ts';

let shown: Page | null = null;
afterEach(() => {
  shown?.close();
  shown = null;
});

const none = { count: 0, first: [] };
const file = { sourceId: 's1', name: 'back.xlsx', bytes: 10 };

const report = (change: Partial<WorkbookReport> = {}): WorkbookReport => ({
  name: 'back.xlsx', rows: 5, untouched: 3, changedRows: 2, changedCells: 2,
  changes: [
    { row: 7, state: 'invalid', becomes: 'ready', errors: [], cells: [{ column: 'B', header: 'Mail', before: { t: 's', v: 'bad' }, after: { t: 's', v: 'a@example.com' } }] },
    { row: 9, state: 'accepted', becomes: 'refused', refused: 'accepted', errors: [], cells: [{ column: 'C', header: '', before: null, after: { t: 'n', v: 5 } }] },
  ],
  becomes: { ready: 1, duplicate: 0, invalid: 0, empty: 0, refused: 1 },
  mixedUp: { count: 0, first: [] }, mixedUpColumns: [], movedHeaders: [], asItIs: false, conflicts: { count: 1, first: [12] }, conflictCells: none, withoutId: { count: 2, first: [4, 8] }, damagedId: none, twice: none, ofOtherJobs: none,
  cellsLeft: { converted: none, formatted: none, unreadable: none, cut: none, kept: none, undone: none },
  columnsMissing: [], columnsTwice: [], columnsAdded: ['Remarks'],
  ...change,
});

async function open(): Promise<{ page: Page; transport: FakeTransport }> {
  const status = jobStatus();
  const transport = new FakeTransport({
    listJobs: () => [summary({ status })],
    listConnections: () => [],
    jobStatus: () => status,
    jobProblems: () => [],
    jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }),
    previewItems: () => [],
    recogniseWorkbook: () => ({ jobId: 'j1' }),
    previewWorkbook: ({ sendAgain }) => (sendAgain ? report({ becomes: { ready: 2, duplicate: 0, invalid: 0, empty: 0, refused: 0 } }) : report()),
    correctFromWorkbook: () => ({
      report: report(),
      result: { batch: null, rows: 1, cells: 1, refused: [{ row: 9, reason: 'accepted' }], refusedRows: 1, before: status.counts, after: status.counts },
    }),
  });
  transport.offers(file);
  const page = await mountPage(transport);
  shown = page;
  await page.settle();
  return { page, transport };
}

describe('a workbook that was exported for correcting and is dropped on the window', () => {
  it('opens its job and shows cell by cell what was changed in it, before anything is', async () => {
    const { page, transport } = await open();
    await page.app.dropFile({});
    await page.settle();
    expect(page.app.screen).toBe('job');
    expect(transport.inputs('inspectSource')).toEqual([]);
    expect(transport.inputs('previewWorkbook')).toEqual([{ jobId: 'j1', sourceId: 's1', sendAgain: false, asItIs: false, overwrite: false }]);
    expect(page.all('workbook-change').map(({ textContent }) => textContent?.replace(/\s+/g, ' ').trim())).toEqual([
      '7Mailbada@example.comfit to be sent',
      expect.stringMatching(/^9C5left as it is: the platform has accepted it/),
    ]);
    const told = page.get('workbook-told').textContent;
    expect(told).toContain('5 rows of the job in the workbook: 3 not touched, 2 changed (2 cells).');
    expect(told).toContain('1 row of the job corrected otherwise since the workbook was exported; left as in the job (row 12).');
    expect(told).toContain('2 rows of the workbook without an id in “[Import] Id”; left alone (rows 4, 8).');
    expect(told).toContain('Not in the job, so not looked at: “Remarks”.');
    expect(page.get('workbook-take').textContent).toContain('Correct 1 row');
    expect(transport.inputs('correctFromWorkbook')).toEqual([]);
  });

  it('is taken when that is agreed to, and says what came of it', async () => {
    const { page, transport } = await open();
    await page.app.dropFile({});
    await page.settle();
    await page.click('workbook-take');
    expect(transport.inputs('correctFromWorkbook')).toEqual([{ jobId: 'j1', sourceId: 's1', sendAgain: false, asItIs: false, overwrite: false }]);
    expect(page.has('workbook')).toBe(false);
    expect(page.text()).toContain('1 cell in 1 row corrected from “back.xlsx”. 1 row was left as it is.');
  });

  it('corrects accepted rows only where that is ticked', async () => {
    const { page, transport } = await open();
    await page.app.dropFile({});
    await page.settle();
    await page.click('workbook-again');
    expect(transport.inputs('previewWorkbook').at(-1)).toMatchObject({ sendAgain: true });
    expect(page.get('workbook-take').textContent).toContain('Correct 2 rows');
    await page.click('workbook-take');
    expect(transport.inputs('correctFromWorkbook')).toMatchObject([{ sendAgain: true }]);
  });

  it('is shown as it is where it looks mixed up and that is asked for, and only then taken', async () => {
    const { page, transport } = await open();
    const mixed = { mixedUp: { count: 2, first: [7, 9] }, mixedUpColumns: ['Mail'] };
    transport.answer({ previewWorkbook: ({ asItIs }) => (asItIs ? report({ ...mixed, asItIs }) : report({ ...mixed, changedRows: 0, changes: [], becomes: { ready: 0, duplicate: 0, invalid: 0, empty: 0, refused: 0 } })) });
    await page.app.dropFile({});
    await page.settle();
    expect(page.get('workbook-told').textContent).toMatch(/Nothing of the workbook is taken: in 2 rows of the job, .* cells of other rows in “Mail”.*“Show it as it is”/);
    expect([page.has('workbook-take'), page.has('workbook-changes')]).toEqual([false, false]);
    await page.click('workbook-as-it-is');
    expect(page.has('workbook-changes')).toBe(true);
    expect(page.get('workbook-told').textContent).toContain('To be taken as it is, as asked for');
    expect(transport.inputs('correctFromWorkbook')).toEqual([]);
    expect(page.get('workbook-take').textContent).toContain('Correct 1 row as it is');
    await page.click('workbook-take');
    expect(transport.inputs('correctFromWorkbook')).toMatchObject([{ asItIs: true }]);
  });

  it('corrects cells that were corrected in the job since only where that is ticked', async () => {
    const { page, transport } = await open();
    const cell = { row: 7, column: 'B', header: 'Mail', before: { t: 's', v: 'here' }, after: { t: 's', v: 'there' }, since: { at: '2026-11-27T10:05:00.000Z', act: { kind: 'edit', row: 7, column: 'B' }, rows: 1, cells: 1 } } as const;
    transport.answer({ previewWorkbook: ({ overwrite }) => (overwrite ? report() : report({ conflictCells: { count: 1, first: [cell] } })) });
    await page.app.dropFile({});
    await page.settle();
    expect(page.get('workbook-told').textContent).toContain(`Row 7, B “Mail”: “here” in the job, changed there since, ${dateTime('2026-11-27T10:05:00Z')}: row 7, column B; “there” in the workbook.`);
    await page.click('workbook-overwrite');
    expect(transport.inputs('previewWorkbook').at(-1)).toMatchObject({ overwrite: true });
    await page.click('workbook-take');
    expect(transport.inputs('correctFromWorkbook')).toMatchObject([{ overwrite: true }]);
  });

  it('can be left, and is told where its job is not in the list', async () => {
    const { page, transport } = await open();
    await page.app.dropFile({});
    await page.settle();
    await page.click('workbook-leave');
    expect(page.has('workbook')).toBe(false);
    await page.app.goHome();
    transport.answer({ recogniseWorkbook: () => ({ jobId: null }) });
    await page.app.dropFile({});
    await page.settle();
    expect(page.app.screen).toBe('home');
    expect(page.text()).toContain('The workbook “back.xlsx” was exported for correcting from a job that is not in the list.');
  });
});

describe('the exports of a job', () => {
  it('make a workbook for correcting of the rows chosen, and take one back', async () => {
    const { page, transport } = await open();
    transport.answer({ exportRows: () => ({ name: 'clients wrong to correct.xlsx', rows: 3, tooLong: 0 }), chooseSource: () => file });
    await page.app.openJob('j1');
    await page.settle();
    await page.click('tab-exports');
    await page.enter('correcting-rows', 'invalid');
    await page.click('export-correcting');
    expect(transport.inputs('exportRows')).toEqual([{ jobId: 'j1', rows: 'invalid', forCorrecting: true }]);
    await page.click('correcting-back');
    expect(page.has('workbook-changes')).toBe(true);
  });
});
