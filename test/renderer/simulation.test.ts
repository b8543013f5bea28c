import { describe, expect, it } from 'vitest';
import { Fault } from '#contract/faults.ts';
import type { JobStatus } from '#contract/job.ts';
import type { Answers } from '../support/fakeTransport.ts';
import { openedJob, type OpenedJob } from '../support/openedJob.ts';
import { connection, counts, jobStatus, runningStatus } from '../support/pageData.ts';

/** The exports of a job in the state given. */
async function atExports(status: JobStatus, answers: Answers = {}): Promise<OpenedJob> {
  const opened = await openedJob(status, { listConnections: () => [connection({ format: 'xml' })], ...answers });
  await opened.page.click('tab-exports');
  return opened;
}

describe('An export', () => {
  it('is made as the Excel of the window opens it, or as chosen, and tells of cells that Excel does not hold', async () => {
    const { page, transport } = await atExports(jobStatus(), { exportRows: () => ({ name: 'all.csv', rows: 20_000, tooLong: 2 }) });
    await page.click('export-all');
    await page.enter('export-delimiter', ';');
    await page.click('export-all');
    expect(transport.inputs('exportRows')).toEqual([
      { jobId: 'j1', rows: 'all', delimiter: ',', locale: 'en' },
      { jobId: 'j1', rows: 'all', delimiter: ';', locale: 'ru' },
    ]);
    expect(page.get('done').textContent).toContain('20,000 rows written to “all.csv”. 2 cells have more than the 32,767 characters that a cell of Excel holds.');
  });
});

describe('An export under way', () => {
  it('shows how far it is at its own button alone, keeps others from starting, and is cancelled', async () => {
    let end: (error: Error) => void = () => undefined;
    const { page, transport } = await atExports(jobStatus(), { exportRows: () => new Promise((_, reject) => (end = reject)), cancelExport: () => null });
    await page.click('export-all');
    const isBusy = (id: string): string | null => page.get(id).getAttribute('aria-busy');
    expect([isBusy('export-all'), isBusy('export-correcting')]).toEqual(['true', 'false']);
    expect(page.get('export-correcting').hasAttribute('disabled')).toBe(true);
    transport.emit({ kind: 'exporting', jobId: 'j1', step: 'write', rows: 5_000, total: 20_000 });
    await page.settle();
    expect(page.get('exporting').textContent).toContain('Writing the rows: 5,000 of 20,000');
    expect(page.get('exporting').querySelector('[role=progressbar]')?.getAttribute('aria-valuenow')).toBe('40');
    await page.click('export-cancel');
    expect(transport.inputs('cancelExport')).toEqual([{ jobId: 'j1' }]);
    end(new Fault('cancelled'));
    await page.settle();
    expect(page.text()).not.toContain('Writing the rows');
    expect(isBusy('export-all')).toBe('false');
  });
});

describe('A simulation', () => {
  const written = { name: 'clients-march simulation', requests: 20, profiles: 19_397, setAside: 3 };

  it('is made with the connection and the request size of the start, and told by its folder', async () => {
    const { page, transport } = await atExports(jobStatus(), { simulateJob: () => written });
    page.app.job?.nextRun.set({ chunkProfiles: 1_000, chunkMegabytes: 2.5 });
    await page.settle();
    expect(page.text()).toContain('As set for the start: in XML, up to 1,000 profiles and 2.5 MB a request.');
    expect(page.text()).toContain('All these files hold personal data');
    await page.click('simulate');
    expect(transport.inputs('simulateJob')).toEqual([{ jobId: 'j1', connectionId: 'c1', chunkProfiles: 1_000, chunkBytes: 2_500_000 }]);
    expect(page.get('done').textContent).toContain(
      '20 requests with 19,397 profiles written to the folder “clients-march simulation”. Nothing was sent. 3 rows are too large for a request of this size.',
    );
  });

  it('needs no connection, and says nothing when its dialog was dismissed', async () => {
    const { page, transport } = await atExports(jobStatus(), { listConnections: () => [], simulateJob: () => null });
    await page.click('simulate');
    expect(transport.inputs('simulateJob')).toEqual([{ jobId: 'j1', chunkProfiles: 5_000, chunkBytes: 8_000_000 }]);
    expect(page.app.notices.items).toEqual([]);
  });

  it.each([
    ['the job runs', runningStatus(0)],
    ['nothing is left to send', jobStatus({ state: 'finished', attempts: 5, counts: counts({ accepted: 20_000 }) })],
  ])('is not offered while %s', async (_, status) => {
    expect((await atExports(status)).page.get('simulate')).toHaveProperty('disabled', true);
  });

  it('is not offered in requests that cannot be, and says why', async () => {
    const { page } = await atExports(jobStatus());
    expect(page.get('simulate')).toHaveProperty('disabled', false);
    page.app.job?.nextRun.set({ chunkProfiles: 0 });
    await page.settle();
    expect(page.get('simulate')).toHaveProperty('disabled', true);
    expect(page.text()).toContain('Profiles in a request: from 1 to 10,000.');
  });
});
