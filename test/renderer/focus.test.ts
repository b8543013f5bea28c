import { afterEach, describe, expect, it } from 'vitest';
import { FakeTransport } from '../support/fakeTransport.ts';
import { atMapping, closeMapping } from '../support/mappingPage.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { inspectedColumn, jobStatus, practiceConnection, problems, runningStatus, summary } from '../support/pageData.ts';

let open: Page | null = null;

afterEach(() => {
  open?.close();
  open = null;
  closeMapping();
});

const focused = (): string | null => document.activeElement?.closest('[data-testid]')?.getAttribute('data-testid') ?? document.activeElement?.tagName ?? null;

async function click(page: Page, element: HTMLElement): Promise<void> {
  element.focus();
  element.click();
  await page.settle();
}

const paused = (jobId: string) => summary({ jobId, name: jobId, status: { ...jobStatus(), state: 'paused' } });

describe('the focus', () => {
  it('comes back to where a dialog was opened from, and near it where that is gone', async () => {
    const transport = new FakeTransport({ listJobs: () => [paused('a'), paused('b')], listConnections: () => [], deleteJob: () => null });
    open = await mountPage(transport);
    const page = open;
    await click(page, page.get('job-delete'));
    await click(page, page.get('dialog-no'));
    expect(document.activeElement).toBe(page.all('job-delete')[0]);
    await click(page, page.get('job-delete'));
    await click(page, page.get('dialog-yes'));
    expect(page.all('job')).toHaveLength(1);
    expect(page.get('job').contains(document.activeElement)).toBe(true);
  });

  it('is at what can be done next once a run was started, and once the practice server is there', async () => {
    let status = jobStatus();
    const transport = new FakeTransport({
      listJobs: () => [summary({ jobId: 'j1', name: 'March' })],
      listConnections: () => [],
      jobStatus: () => status,
      jobProblems: () => problems,
      jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }),
      previewItems: () => [],
      checkSource: () => ({ verdict: 'same', modified: null }),
      startPractice: () => practiceConnection,
      testConnection: () => [],
      startJob: () => {
        status = runningStatus(5);
        return null;
      },
    });
    open = await mountPage(transport);
    const page = open;
    await page.app.openJob('j1');
    await page.settle();
    await click(page, page.get('start'));
    transport.answer({ listConnections: () => [practiceConnection] });
    await click(page, page.get('use-practice'));
    await page.settle();
    expect(page.has('use-practice')).toBe(false);
    expect(focused()).toBe('connection-select');
    await click(page, page.get('dialog-yes'));
    await page.settle();
    expect(page.has('start-dialog')).toBe(false);
    expect(focused()).toBe('pause');
  });

  it('goes through the mapping in rows, and past it', async () => {
    const { page } = await atMapping([inspectedColumn(0, 'Email', ['email', 'email', 0.97]), inspectedColumn(1, 'Surname', ['_lname', 'string', 0.9]), inspectedColumn(2, 'Note')]);
    const press = async (key: string, more: KeyboardEventInit = {}): Promise<void> => {
      (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, code: key, bubbles: true, cancelable: true, ...more }));
      await page.settle();
    };
    const fields = page.all('mapping-field');
    fields[0]?.focus();
    await press('ArrowDown', { ctrlKey: true });
    await press('ArrowDown', { ctrlKey: true });
    expect(document.activeElement).toBe(fields[2]);
    await press('ArrowUp', { ctrlKey: true });
    expect(document.activeElement).toBe(fields[1]);
    // The buttons of a row are one stop.
    const stops = [...(page.all('mapping-row')[0]?.querySelectorAll<HTMLButtonElement>('.buttons button') ?? [])];
    expect(stops.map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1]);
    stops[0]?.focus();
    await press('ArrowRight');
    expect(document.activeElement).toBe(stops[1]);
    await click(page, page.get('mapping-skip'));
    expect(focused()).toBe('template-add');
    await press('F6', { shiftKey: true });
    expect(page.get('mapping').closest('section')?.contains(document.activeElement)).toBe(true);
  });
});
