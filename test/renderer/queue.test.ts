import { afterEach, expect, it } from 'vitest';
import { FakeTransport } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { connection, counts, jobStatus, summary } from '../support/pageData.ts';

let page: Page;
afterEach(() => page.close());

it('a job that waits says so wherever the window is opened, and is taken out of the queue from there', async () => {
  const status = jobStatus({ state: 'paused', pause: { reason: 'queued', httpStatus: null, code: null, text: null, at: '2026-11-01T10:00:00Z' }, counts: counts({ notSent: 20 }) });
  const transport = new FakeTransport({
    listJobs: () => [summary({ status })], listConnections: () => [connection()], jobStatus: () => status, jobProblems: () => [], jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }),
    previewItems: () => [], checkSource: () => ({ verdict: 'same', modified: null }), queuedJobs: () => [{ jobId: 'j0', connectionId: 'c1' }, { jobId: 'j1', connectionId: 'c1' }], pauseJob: () => null,
  });
  page = await mountPage(transport);
  expect(page.get('queue').textContent).toContain('clients-march');
  await page.app.openJob('j1');
  await page.settle();
  expect(page.get('banner-waiting').textContent).toContain('In the queue, number 2');
  expect(page.has('resume')).toBe(false);
  await page.click('unqueue');
  expect(transport.inputs('pauseJob')).toEqual([{ jobId: 'j1', now: false }]);
  transport.emit({ kind: 'queue', jobs: [] });
  await page.settle();
  expect([page.has('queue'), page.has('resume'), page.has('banner-queued')]).toEqual([false, true, true]);
});
