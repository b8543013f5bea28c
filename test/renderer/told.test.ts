import { afterEach, describe, expect, it } from 'vitest';
import { FakeTransport } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { connection, jobStatus, summary } from '../support/pageData.ts';

let shown: Page | null = null;
afterEach(() => {
  shown?.close();
  shown = null;
});

async function open(status = jobStatus()): Promise<{ page: Page; transport: FakeTransport }> {
  const transport = new FakeTransport({
    listJobs: () => [summary({ status })],
    listConnections: () => [connection()],
    jobStatus: () => status,
    jobProblems: () => [],
    jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }),
    previewItems: () => [],
  });
  const page = await mountPage(transport);
  shown = page;
  return { page, transport };
}

describe('What the engine found at its start', () => {
  it('is told quietly in one notice that stays over the screens until it is dismissed', async () => {
    const { page, transport } = await open();
    transport.emit({ kind: 'notices', notices: [{ kind: 'removed', path: '.profile-importer-1.tmp', what: 'export' }] });
    transport.emit({ kind: 'notices', notices: [{ kind: 'narrowed', path: 'march.importjob' }] });
    await page.app.openJob('j1');
    await page.settle();
    const told = page.get('told');
    expect(told.getAttribute('role')).toBe('status');
    expect(told.textContent).toContain('“.profile-importer-1.tmp” was removed: an export that came to no end had left it there.');
    expect(told.textContent).toContain('“march.importjob” could be read by others on this computer; from now on only by you.');
    told.querySelector('button')?.click();
    await page.settle();
    expect(page.has('told')).toBe(false);
  });

  it('does not push out the errors that matter now', async () => {
    const { page, transport } = await open();
    for (const text of ['a', 'b', 'c']) page.app.notices.fail(new Error(text), { id: text, name: text });
    transport.emit({ kind: 'notices', notices: [{ kind: 'narrowed', path: 'march.importjob' }] });
    expect(page.app.notices.items.map(({ kind }) => kind)).toEqual(['told', 'fault', 'fault', 'fault']);
  });
});

describe('A job that was taken over from a copy', () => {
  it('says to which limits its requests are cut, whatever is chosen', async () => {
    const { page } = await open(jobStatus({ limitsOfCopy: { profiles: 500, bytes: 1_000_000 } }));
    await page.app.openJob('j1');
    await page.settle();
    expect(page.get('job-copy-limits').textContent).toContain('This job was taken over from a copy: its requests are cut at 500 profiles and 1,000,000 bytes');
  });
});
