import type { InspectedColumn } from '#contract/source.ts';
import { FakeTransport, type Answers } from './fakeTransport.ts';
import { mountPage, type Page } from './mountPage.ts';
import { connection, inspection, jobStatus, knownFields, problems } from './pageData.ts';

let open: Page | null = null;

export function closeMapping(): void {
  open?.close();
  open = null;
}

/** The mapping of a file with these columns, matched by email. */
export async function atMapping(columns: readonly InspectedColumn[], answers: Answers = {}): Promise<{ readonly page: Page; readonly transport: FakeTransport }> {
  const transport = new FakeTransport({
    listJobs: () => [],
    listRecipes: () => [],
    listConnections: () => [connection()],
    chooseSource: () => ({ sourceId: 's1', name: 'clients.xlsx', bytes: 1_200 }),
    inspectSource: () => inspection({ columns, warnings: [] }),
    testConnection: () => [{ id: 7, name: 'Clients' }],
    listFields: () => knownFields,
    prepareJob: () => ({ jobId: 'j1' }),
    jobStatus: () => jobStatus(),
    jobProblems: () => problems,
    jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }),
    previewItems: () => [],
    ...answers,
  });
  const page = await mountPage(transport);
  open = page;
  await page.click('choose-file');
  await page.click('next');
  await page.enter('connection-select', 'c1');
  await page.enter('database', '7');
  await page.click('next');
  return { page, transport };
}

/** Types into a control of the mapping row of a column, or of the n-th constant. */
export async function type(page: Page, testId: string, at: number, value: string): Promise<void> {
  const control = page.all(testId)[at] as HTMLInputElement;
  control.value = value;
  control.dispatchEvent(new Event('input', { bubbles: true }));
  control.dispatchEvent(new Event('change', { bubbles: true }));
  await page.settle();
}

export const rowText = (page: Page, at: number): string => (page.all('mapping-row')[at]?.textContent ?? '').replace(/\s+/g, ' ');
