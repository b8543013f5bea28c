import { afterEach, describe, expect, it } from 'vitest';
import type { BatchResult, CorrectionBatch } from '#contract/corrections.ts';
import type { JobRow, JobStatus } from '#contract/job.ts';
import { inputOf, inputText } from '#contract/wire.ts';
import { pasted, tooLongWords } from '../../../renderer/state/rows/blocks.ts';
import { FakeTransport, type Answers } from '../../support/fakeTransport.ts';
import { mountPage, type Page } from '../../support/mountPage.ts';
import { connection, counts, jobStatus, practiceConnection, runningStatus, summary } from '../../support/pageData.ts';

let open: Page | null = null;
afterEach(() => {
  open?.close();
  open = null;
});

const columns = ['Client No', 'Email'].map((header, index) => ({ index, letter: 'AB'[index]!, header, ref: header }));
const rowAt = (position: number, change: Partial<JobRow> = {}): JobRow => ({
  position, row: position + 1, state: 'ready', cells: [{ t: 's', v: String(position) }, { t: 's', v: `user${position}@example.com` }],
  errors: [], duplicateOf: null, code: null, text: null, profileId: null, ...change,
});
const batch = (change: Partial<CorrectionBatch> = {}): CorrectionBatch => ({ id: 1, at: '2024-03-01T10:00:00Z', origin: 'window', act: { kind: 'edit', row: 3, column: 'B' }, rows: 1, cells: 1, state: 'applied', ...change });
const result = (change: Partial<BatchResult> = {}): BatchResult => ({ batch: batch(), rows: 1, cells: 1, refused: [], refusedRows: 0, before: counts({ notSent: 9, invalid: 1 }), after: counts({ notSent: 10 }), ...change });
const wrong = rowAt(2, { state: 'invalid', cells: [{ t: 's', v: '2' }, { t: 's', v: 'none' }], errors: [{ row: 3, column: 'B', header: 'Email', field: 'email', value: 'none', reason: 'incorrect-email' }] });

async function rowsOf(answers: Answers = {}, status: JobStatus = jobStatus({ counts: counts({ notSent: 9, invalid: 1 }) })) {
  const transport = new FakeTransport({
    listJobs: () => [summary({ status })], listConnections: () => [connection(), practiceConnection], listRecipes: () => [],
    jobStatus: () => status, jobProblems: () => [], jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }),
    previewItems: () => [], checkSource: () => ({ verdict: 'same', modified: null }),
    jobColumns: () => columns,
    rowsAt: ({ positions }) => positions.map((position) => (position === 2 ? wrong : rowAt(position))),
    correctCells: () => result(), undoCorrections: () => result({ batch: batch({ state: 'undone' }) }),
    ...answers,
  });
  const page = await mountPage(transport);
  open = page;
  await page.app.openJob('j1');
  await page.settle();
  await page.click('tab-rows');
  await page.settle();
  page.get('rows').focus();
  return { page, transport, told: () => page.get('rows-told').textContent };
}

const press = async (page: Page, key: string, more: KeyboardEventInit = {}): Promise<void> => {
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  await page.settle();
  await page.settle();
};
const type = (page: Page, text: string): Promise<void> => page.enter('cell-editor', text);
const clip = async (page: Page, kind: 'copy' | 'paste', text = ''): Promise<string> => {
  let held = text;
  const event = Object.assign(new Event(kind, { bubbles: true, cancelable: true }), { clipboardData: { getData: () => held, setData: (form: string, value: string) => { if (form === 'text/plain') held = value; } } });
  page.get('rows').dispatchEvent(event);
  await page.settle();
  await page.settle();
  return held;
};

describe('A cell in the grid', () => {
  it('is edited by keyboard alone: F2, text, Enter, and the cursor goes on', async () => {
    const { page, transport, told } = await rowsOf();
    await press(page, 'ArrowDown');
    await press(page, 'ArrowRight');
    expect(page.get('rows-cell').textContent).toContain('Row 3, Email (B)');
    expect(page.get('rows-cell').textContent).toContain('ncorrect email');
    await press(page, 'F2');
    expect((page.get('cell-editor') as HTMLTextAreaElement).value).toBe('none');
    expect(document.activeElement).toBe(page.get('cell-editor'));
    await type(page, 'anna@example.com');
    await press(page, 'Enter');
    expect(transport.inputs('correctCells')).toEqual([{ jobId: 'j1', cells: [{ position: 2, column: 1, value: 'anna@example.com' }], sendAgain: false }]);
    expect(document.activeElement).toBe(page.get('rows'));
    expect(page.get('rows-cell').textContent).toContain('Row 4, Email (B)');
    expect(told()).toBe('Corrected: row 3, column B. Now 0 invalid (1 before), 10 ready to be sent (9 before).');
  });

  it('takes the first letter typed, goes on with Tab, and stays as it was with Escape', async () => {
    const { page, transport } = await rowsOf();
    await press(page, '7');
    expect((page.get('cell-editor') as HTMLTextAreaElement).value).toBe('7');
    await press(page, 'Tab');
    expect(transport.inputs('correctCells').at(-1)?.cells).toEqual([{ position: 1, column: 0, value: '7' }]);
    expect(page.get('rows-cell').textContent).toContain('Row 2, Email (B)');
    await press(page, 'Enter');
    await type(page, 'gone');
    await press(page, 'Escape');
    expect(page.has('cell-editor')).toBe(false);
    expect(document.activeElement).toBe(page.get('rows'));
    await press(page, 'F2');
    await press(page, 'Enter');
    expect(transport.inputs('correctCells')).toHaveLength(1);
  });

  it('is the cell of its column also where columns between are not shown', async () => {
    const { page, transport } = await rowsOf({
      jobColumns: () => [columns[0]!, { ...columns[1]!, index: 2, letter: 'C' }],
      rowsAt: ({ positions }) => positions.map((position) => rowAt(position, { cells: [{ t: 's', v: '1' }, { t: 's', v: 'ours' }, { t: 's', v: 'last' }] })),
      findText: () => ({ total: 1, rows: 1, cells: [{ position: 3, row: 4, column: 2, text: 'last' }] }),
    });
    await press(page, 'ArrowRight');
    await press(page, 'F2');
    expect((page.get('cell-editor') as HTMLTextAreaElement).value).toBe('last');
    await type(page, 'x');
    await press(page, 'Enter');
    expect(transport.inputs('correctCells').at(-1)?.cells).toEqual([{ position: 1, column: 2, value: 'x' }]);
    await press(page, 'Home');
    await press(page, 'f', { ctrlKey: true });
    await page.enter('find-text', 'last');
    await press(page, 'Enter');
    await page.settle();
    expect(page.get('rows-cell').textContent).toContain('Row 4, Email (C)');
  });

  it('says why it cannot be corrected', async () => {
    const { page, transport, told } = await rowsOf({ rowsAt: ({ positions }) => positions.map((position) => rowAt(position, { state: 'unknown' })) });
    await press(page, 'F2');
    expect(page.has('cell-editor')).toBe(false);
    expect(told()).toContain('Row 2 stays as it is: it may have been applied already');
    expect(transport.inputs('correctCells')).toEqual([]);
  });

  it('is read only while the job runs, and says so', async () => {
    const { page, told } = await rowsOf({}, runningStatus(4));
    expect(page.get('rows-read-only').textContent).toContain('The job is running.');
    expect(page.get('rows').getAttribute('aria-readonly')).toBe('true');
    await press(page, 'x');
    expect(page.has('cell-editor')).toBe(false);
    await clip(page, 'paste', 'a');
    expect(told()).toContain('The job is running.');
  });

  it('of an accepted row is sent again only when that is agreed to', async () => {
    const refused = result({ batch: null, rows: 0, cells: 0, refused: [{ row: 2, reason: 'accepted' }], refusedRows: 1 });
    const { page, transport } = await rowsOf({ correctCells: ({ sendAgain }) => (sendAgain ? result() : refused) });
    await press(page, '7');
    await press(page, 'Enter');
    expect(page.get('send-again').textContent).toContain('has accepted this row already');
    await page.click('dialog-yes');
    expect(transport.inputs('correctCells').map(({ sendAgain }) => sendAgain)).toEqual([false, true]);
    expect(page.has('send-again')).toBe(false);
  });
});

describe('Blocks of cells', () => {
  it('are copied as Excel takes them', async () => {
    const { page } = await rowsOf();
    await press(page, 'ArrowDown', { shiftKey: true });
    await press(page, 'ArrowRight', { shiftKey: true });
    expect(await clip(page, 'copy')).toBe('1\tuser1@example.com\r\n2\tnone');
  });

  it('are pasted as one batch from the first cell chosen on, and what has no place is told', async () => {
    const { page, transport, told } = await rowsOf();
    await press(page, 'ArrowRight');
    await clip(page, 'paste', 'a\tx\r\n"b\nc"\ty\r\n');
    expect(transport.inputs('correctCells').at(-1)?.cells).toEqual([{ position: 1, column: 1, value: 'a' }, { position: 2, column: 1, value: 'b\nc' }]);
    expect(told()).toContain('2 cells found no place');
  });

  it('fill all that is chosen with one cell, and empty it', async () => {
    const { page, transport } = await rowsOf();
    await press(page, 'ArrowDown', { shiftKey: true });
    await clip(page, 'paste', '9');
    expect(transport.inputs('correctCells').at(-1)?.cells).toEqual([{ position: 1, column: 0, value: '9' }, { position: 2, column: 0, value: '9' }]);
    await press(page, 'Delete');
    expect(transport.inputs('correctCells').at(-1)?.cells.map(({ value }) => value)).toEqual(['', '']);
  });

  it('of a hundred thousand cells cross the border to the engine, and what is too long is told', async () => {
    const { page, transport, told } = await rowsOf();
    const cells = Array.from({ length: 100_000 }, (_, index) => ({ position: 1_000_000 - index, column: 12, value: 'anna.petrova@example.com' }));
    expect(tooLongWords(cells)).toBeNull();
    expect(inputOf(inputText({ jobId: 'j1', cells }))).toEqual({ jobId: 'j1', cells });
    await clip(page, 'paste', 'x'.repeat(32_768));
    expect(told()).toContain('A text of 32,768 characters is too long');
    expect(transport.inputs('correctCells')).toEqual([]);
  });

  it('go to the rows that a filter shows, wherever they lie', () => {
    const shown = { count: 3, positions: Uint32Array.of(4, 90, 700) };
    expect(pasted([['a'], ['b']], { top: 1, left: 0, bottom: 1, right: 0 }, shown, columns)?.cells).toEqual([{ position: 90, column: 0, value: 'a' }, { position: 700, column: 0, value: 'b' }]);
    expect(pasted([['a']], { top: 0, left: 0, bottom: 999_999, right: 1 }, { count: 1_000_000, positions: null }, columns)).toBeNull();
  });
});

describe('Corrections', () => {
  it('are undone and redone by keyboard, and listed', async () => {
    let batches = [batch(), batch({ id: 2, cells: 4, rows: 2 })];
    const { page, transport, told } = await rowsOf({ listCorrections: () => batches });
    await page.click('rows-batches');
    expect(page.all('batch').map((line) => line.textContent)).toEqual([expect.stringContaining('4 cells in 2 rows'), expect.stringContaining('row 3, column B')]);
    batches = [batch(), batch({ id: 2, state: 'undone' })];
    page.get('rows').focus();
    await press(page, 'z', { ctrlKey: true });
    expect(transport.inputs('undoCorrections').at(-1)).toEqual({ jobId: 'j1', redo: false });
    expect(told()).toContain('Undone: row 3, column B.');
    expect(page.all('batch')[0]?.dataset['state']).toBe('undone');
    await press(page, 'y', { ctrlKey: true });
    expect(transport.inputs('undoCorrections').at(-1)).toEqual({ jobId: 'j1', redo: true });
    await press(page, 'Z', { ctrlKey: true, shiftKey: true });
    expect(transport.inputs('undoCorrections').at(-1)).toEqual({ jobId: 'j1', redo: true });
  });

  it('that would send a row after an accepted one of its match key are taken back only when that is agreed to', async () => {
    const refused = result({ batch: null, rows: 0, cells: 0, refused: [{ row: 9, reason: 'key-accepted' }], refusedRows: 1 });
    const { page, transport } = await rowsOf({ listCorrections: () => [batch()], undoCorrections: ({ sendAgain }) => (sendAgain === true ? result({ batch: batch({ state: 'undone' }) }) : refused) });
    await page.click('rows-undo');
    expect(page.get('send-again').textContent).toContain('Row 9 would have the match key of another row that the platform has accepted, and overwrites its profile');
    await page.click('dialog-yes');
    expect(transport.inputs('undoCorrections')).toEqual([{ jobId: 'j1', redo: false }, { jobId: 'j1', redo: false, sendAgain: true }]);
    expect(page.has('send-again')).toBe(false);
  });

  it('are made one after the other, however fast they are typed', async () => {
    const finish: (() => void)[] = [];
    const { page, transport } = await rowsOf({ correctCells: () => new Promise((resolve) => finish.push(() => { resolve(result()); })) });
    await press(page, '7');
    await press(page, 'Enter');
    await press(page, '8');
    await press(page, 'Enter');
    expect(transport.inputs('correctCells')).toHaveLength(1);
    finish[0]!();
    await page.settle();
    await page.settle();
    expect(transport.inputs('correctCells').map(({ cells }) => cells[0]?.value)).toEqual(['7', '8']);
    finish[1]!();
    await page.settle();
  });

  it('show how far they are, and are cancelled', async () => {
    let finish = (): void => undefined;
    const { page, transport } = await rowsOf({ correctCells: () => new Promise((resolve) => (finish = () => { resolve(result()); })), cancelCorrections: () => null });
    await clip(page, 'paste', '1\r\n2');
    transport.emit({ kind: 'correcting', jobId: 'j1', step: 'rows', rows: 40_000, total: 100_000 });
    await page.settle();
    expect(page.get('rows-progress').textContent).toContain('Rows corrected: 40,000 of 100,000');
    await page.click('rows-cancel');
    expect(transport.inputs('cancelCorrections')).toEqual([{ jobId: 'j1' }]);
    finish();
    await page.settle();
    await page.settle();
    expect(page.has('rows-progress')).toBe(false);
  });

  it('made elsewhere show in the grid', async () => {
    const { page, transport } = await rowsOf();
    const before = transport.inputs('rowsAt').length;
    transport.emit({ kind: 'job', jobId: 'j1', status: jobStatus({ counts: counts({ notSent: 10 }) }) });
    await page.settle();
    expect(transport.inputs('rowsAt').length).toBeGreaterThan(before);
  });
});
