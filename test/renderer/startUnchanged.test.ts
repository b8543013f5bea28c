import { afterEach, describe, expect, it } from 'vitest';
import { Fault } from '#contract/faults.ts';
import { FakeTransport } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { connection, jobStatus, summary } from '../support/pageData.ts';

let shown: Page | null = null;
afterEach(() => {
  shown?.close();
  shown = null;
});

interface Asked {
  readonly sendUnchanged?: boolean | undefined;
  readonly adopt?: boolean | undefined;
}

const status = jobStatus({ counts: { ...jobStatus().counts, unchanged: 2 } });

async function open(startJob: (input: Asked) => null | Promise<null>): Promise<{ page: Page; transport: FakeTransport }> {
  const transport = new FakeTransport({
    listJobs: () => [summary({ status })],
    listConnections: () => [connection()],
    jobStatus: () => status,
    jobProblems: () => [],
    jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }),
    previewItems: () => [],
    checkSource: () => ({ verdict: 'same', modified: null }),
    startJob,
    pauseJob: () => null,
  });
  const page = await mountPage(transport);
  shown = page;
  await page.app.openJob('j1');
  await page.settle();
  return { page, transport };
}

const unproved = new Fault('unchanged-unproved', { name: 'march.importjob', earlier: '/jobs/february.importjob', kind: 'missing' });
const copy = new Fault('job-elsewhere', { name: 'march.importjob', kind: 'machine', host: 'PC-7', path: 'D:/march.importjob', at: '2026-11-27T08:15:00Z', event: 'run', ended: true });

describe('A job that leaves rows out by the word of an earlier one that is gone', () => {
  it('asks whether they are sent after all, and sends them on a yes', async () => {
    const { page, transport } = await open(({ sendUnchanged }) => {
      if (sendUnchanged !== true) throw unproved;
      return null;
    });
    await page.app.job?.start();
    await page.settle();
    expect(page.get('send-unchanged').textContent).toContain('february.importjob');
    expect(page.get('dialog-yes').textContent).toContain('2 rows');
    expect(page.app.notices.items).toEqual([]);
    await page.click('dialog-yes');
    expect(transport.inputs('startJob').map(({ sendUnchanged }) => sendUnchanged)).toEqual([undefined, true]);
    expect(page.has('send-unchanged')).toBe(false);
  });

  it('sends nothing on a no', async () => {
    const { page, transport } = await open(() => {
      throw unproved;
    });
    await page.app.job?.start();
    await page.settle();
    await page.click('dialog-no');
    expect([transport.inputs('startJob').length, page.has('send-unchanged')]).toEqual([1, false]);
  });

  it('asks that too of a copy that is taken over', async () => {
    const { page, transport } = await open(({ sendUnchanged, adopt }) => {
      if (adopt !== true) throw copy;
      if (sendUnchanged !== true) throw unproved;
      return null;
    });
    await page.app.job?.start();
    await page.settle();
    await page.click('dialog-yes');
    await page.settle();
    await page.click('dialog-yes');
    expect(transport.inputs('startJob').map(({ adopt, sendUnchanged }) => [adopt, sendUnchanged])).toEqual([[undefined, undefined], [true, undefined], [true, true]]);
  });
});

describe('A job whose unchanged rows are compared once more before its start', () => {
  it('shows how far that is, and “Cancel” ends it', async () => {
    let end: (error: Fault) => void = () => undefined;
    const { page, transport } = await open(() => new Promise((_, reject) => (end = reject)));
    await page.click('start');
    await page.settle();
    await page.click('dialog-yes');
    transport.emit({ kind: 'comparing', jobId: 'j1', rows: 30, total: 120 });
    await page.settle();
    expect(page.get('start-comparing').textContent).toContain('Nothing is sent before that is done');
    expect(page.get('start-dialog').querySelector('[role=progressbar]')?.getAttribute('aria-valuenow')).toBe('25');
    await page.click('dialog-no');
    expect(transport.inputs('pauseJob')).toHaveLength(1);
    end(new Fault('cancelled'));
    await page.settle();
    expect(page.has('start-comparing')).toBe(false);
    expect(page.app.notices.items).toEqual([]);
  });
});
