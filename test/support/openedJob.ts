import { onTestFinished } from 'vitest';
import type { JobStatus } from '#contract/job.ts';
import { FakeTransport, type Answers } from './fakeTransport.ts';
import { mountPage, type Page } from './mountPage.ts';
import { connection, problems, summary } from './pageData.ts';

export interface OpenedJob {
  readonly page: Page;
  readonly transport: FakeTransport;
}

/** The page with one job open, of the status given; closed when the test that runs has ended. */
export async function openedJob(status: JobStatus, answers: Answers = {}): Promise<OpenedJob> {
  const transport = new FakeTransport({
    listJobs: () => [summary({ status })],
    listConnections: () => [connection()],
    checkSource: () => ({ verdict: 'same', modified: null }),
    jobStatus: () => status,
    jobProblems: () => problems,
    jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }),
    previewItems: () => [],
    ...answers,
  });
  const page = await mountPage(transport);
  onTestFinished(() => page.close());
  await page.app.openJob('j1');
  await page.settle();
  return { page, transport };
}
