import { afterEach, describe, expect, it } from 'vitest';
import type { JobCheck } from '#contract/repair.ts';
import { Fault } from '#contract/faults.ts';
import { FakeTransport, type Answers } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { connection, jobStatus, summary } from '../support/pageData.ts';

let open: Page | null = null;

afterEach(() => {
  open?.close();
  open = null;
});

const damaged: JobCheck = {
  job: 'clients.importjob', whole: false, inDoubt: false, journal: 'own', oneTime: true, structure: false, record: true, standing: true, rows: 20_000, source: 'clients.xlsx',
  tables: [{ table: 'block_item', proved: 39, lost: null, rows: ['502-1001'], positions: [] }],
  repair: { possible: true, counts: { ready: 12_000, accepted: 8_000 }, cellsLost: 0, profilesLost: 500, accepted: '2-8001', failed: '' },
};

async function page(answers: Answers): Promise<{ readonly page: Page; readonly transport: FakeTransport }> {
  const transport = new FakeTransport({
    listJobs: () => [{ ...summary(), jobId: 'broken', name: 'clients', status: null }],
    listRecipes: () => [],
    listConnections: () => [connection()],
    checkJob: () => damaged,
    jobStatus: () => jobStatus(),
    jobProblems: () => [],
    jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }),
    previewItems: () => [],
    ...answers,
  });
  open = await mountPage(transport);
  return { page: open, transport };
}

describe('A job whose file is found damaged when it is opened', () => {
  it('says so on its screen, with the way out', async () => {
    const { page: shown } = await page({
      listJobs: () => [{ ...summary(), jobId: 'broken', name: 'clients' }],
      jobStatus: () => {
        throw new Fault('job-corrupt', { part: 'chunk' });
      },
    });
    await shown.click('job-open');
    await shown.click('job-repair');
    expect(shown.has('repair-question')).toBe(true);
  });

  it('shows later what was saved of it', async () => {
    const { page: shown } = await page({
      listJobs: () => [{ ...summary(), jobId: 'saved' }],
      jobStatus: () => ({ ...jobStatus(), repaired: { at: '2026-01-01T12:00:00.000Z', from: 'clients.importjob', unknown: 7, lost: 0 } }),
    });
    await shown.click('job-open');
    expect(document.querySelector('[data-testid="job-repaired"]')?.textContent).toBe('This job was repaired on 1 Jan 2026 from clients.importjob: 7 rows unknown since.');
  });
});

describe('A job that cannot be read', () => {
  it('is looked at, repaired with the workbook, and opened, with what came of it in words', async () => {
    const { page: shown, transport } = await page({
      repairJob: () => ({ job: { ...summary(), jobId: 'j2' }, note: { at: '2026-01-01T00:00:00.000Z', from: 'clients.importjob', unknown: 7, lost: 0 } }),
    });
    await shown.click('job-repair');
    expect(document.querySelector('[data-testid="repair-question"]')?.textContent).toMatch(/rows 502 to 1001.*“clients.xlsx”/s);
    await shown.click('dialog-yes');
    expect(transport.calls.find(({ name }) => name === 'repairJob')?.input).toEqual({ jobId: 'broken', withSource: true });
    expect(document.body.textContent).toContain('7 rows are unknown');
    expect(transport.calls.some(({ name, input }) => name === 'jobStatus' && JSON.stringify(input) === '{"jobId":"j2"}')).toBe(true);
  });

  it('can be repaired without the workbook, unless the record of the job itself is lost', async () => {
    const { page: shown, transport } = await page({ repairJob: () => null });
    await shown.click('job-repair');
    await shown.click('repair-without');
    expect(transport.calls.find(({ name }) => name === 'repairJob')?.input).toEqual({ jobId: 'broken', withSource: false });
    await shown.click('dialog-no');
    transport.answer({ checkJob: () => ({ ...damaged, record: false, repair: { ...damaged.repair, possible: false } }) });
    await shown.click('job-repair');
    expect(shown.has('repair-without')).toBe(false);
  });
});
