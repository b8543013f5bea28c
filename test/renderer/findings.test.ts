import { afterEach, describe, expect, it } from 'vitest';
import { Fault } from '#contract/faults.ts';
import { FakeTransport } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { connection, jobStatus, summary } from '../support/pageData.ts';

const shown: Page[] = [];
afterEach(() => {
  for (const page of shown.splice(0)) page.close();
});

type Answers = ConstructorParameters<typeof FakeTransport>[0];

/** The screen of a job with an invalid row, as its answers come. */
async function openJob(answers: Answers): Promise<Page> {
  const status = jobStatus();
  const page = await mountPage(new FakeTransport({
    listJobs: () => [summary({ status })], listConnections: () => [connection()], jobStatus: () => status,
    jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }), jobProblems: () => [], previewItems: () => [], ...answers,
  }));
  shown.push(page);
  void page.app.openJob('j1');
  await page.settle();
  return page;
}

const panel = (page: Page): string => page.get('job-screen').textContent;

describe('What is wrong with the rows of a job, and its first items', () => {
  const fit = 'Every value that is to be sent is fit to be sent.';

  it('are not called none while nobody knows them', async () => {
    const { promise, resolve } = Promise.withResolvers<never[]>();
    const page = await openJob({ jobProblems: () => promise, previewItems: () => promise });
    await page.click('tab-problems');
    expect(panel(page)).not.toContain(fit);
    expect(panel(page)).toContain('Loading…');
    await page.click('tab-items');
    expect(panel(page)).not.toContain('No row is ready to be sent.');
    resolve([]);
    await page.settle();
    expect(panel(page)).toContain('No row is ready to be sent.');
    await page.click('tab-problems');
    expect(panel(page)).toContain(fit);
  });

  it('are not called none where they cannot be read', async () => {
    const damaged = (): never => { throw new Fault('job-corrupt', { file: 'march.importjob', part: 'cells' }); };
    const page = await openJob({ jobProblems: damaged, previewItems: damaged });
    await page.click('tab-problems');
    expect(panel(page)).not.toContain(fit);
    expect(panel(page)).toContain('This could not be read from the job.');
    await page.click('tab-items');
    expect(panel(page)).toContain('This could not be read from the job.');
  });
});

describe('A filter of the rows that cannot be looked up', () => {
  it('is not told of the rows that are still shown', async () => {
    const page = await openJob({ filterRows: () => { throw new Fault('job-corrupt', { file: 'march.importjob', part: 'states' }); } });
    const { rows } = page.app.job!;
    await rows.show({ states: ['invalid'] });
    expect(rows.filter).toEqual({});
  });
});
