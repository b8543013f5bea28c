import { afterEach, describe, expect, it } from 'vitest';
import { Fault } from '#contract/faults.ts';
import { FakeTransport } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { connection, jobRows, jobStatus, summary } from '../support/pageData.ts';

let shown: Page | null = null;
afterEach(() => {
  shown?.close();
  shown = null;
});

async function open(status = jobStatus(), startJob: (input: { adopt?: boolean | undefined }) => null = () => null): Promise<{ page: Page; transport: FakeTransport }> {
  const transport = new FakeTransport({
    listJobs: () => [summary({ status })],
    listConnections: () => [connection()],
    jobStatus: () => status,
    jobProblems: () => [],
    jobFailures: () => [],
    previewItems: () => [],
    jobRows: ({ offset, limit }) => jobRows(offset, limit, 10),
    startJob,
  });
  const page = await mountPage(transport);
  shown = page;
  await page.app.openJob('j1');
  await page.settle();
  return { page, transport };
}

const copy = new Fault('job-elsewhere', { name: 'march.importjob', kind: 'machine', host: 'PC-7', path: 'D:/march.importjob', at: '2026-11-27T08:15:00Z', event: 'run', ended: true });

describe('A copy of a job', () => {
  it('is started only after it was said where the other was run, and that this one is to go on', async () => {
    const { page, transport } = await open(jobStatus(), ({ adopt }) => {
      if (adopt !== true) throw copy;
      return null;
    });
    await page.app.job?.start();
    await page.settle();
    expect(page.get('take-over').textContent).toContain('was last run on the computer PC-7 as “D:/march.importjob” on 2026-11-27 08:15 UTC; that run came to its end.');
    expect(page.app.notices.items).toEqual([]);
    await page.click('dialog-yes');
    expect(transport.inputs('startJob').map(({ adopt }) => adopt)).toEqual([undefined, true]);
    expect(page.has('take-over')).toBe(false);
  });

  it('stays as it is when the question is dismissed', async () => {
    const { page, transport } = await open(jobStatus(), () => {
      throw copy;
    });
    await page.app.job?.start();
    await page.settle();
    await page.click('dialog-no');
    expect([page.has('take-over'), transport.inputs('startJob').length]).toEqual([false, 1]);
  });
});

describe('A job that was handed over', () => {
  it('says where it went, and can only be looked at, exported and deleted', async () => {
    const { page } = await open(jobStatus({ state: 'handed-over', handedOver: { to: '/media/stick/march.importjob', at: '2026-11-27T08:15:00Z', step: 'done' } }));
    expect(page.get('banner-handed-over').textContent).toContain('was handed over to “/media/stick/march.importjob”');
    expect(['start', 'resume', 'cancel', 'pause', 'delete'].filter((id) => page.has(id))).toEqual(['delete']);
  });
});
