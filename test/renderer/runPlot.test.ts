import { afterEach, expect, it } from 'vitest';
import type { RunFigures } from '#contract/runFigures.ts';
import { dataOf, marksOf } from '../../renderer/screens/job/plot/marks.ts';
import { FakeTransport } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { connection, runningStatus, summary } from '../support/pageData.ts';

let page: Page | null = null;
afterEach(() => page?.close());

const startedAt = Date.parse('2026-11-01T10:00:00Z');
const figures: RunFigures = { startedAt, stepMs: 2_000, steps: [{ rows: 1_000, answerMs: 900 }, { rows: 0, answerMs: null, trouble: { because: 'throttled', httpStatus: 503 } }, { rows: 500, answerMs: 3_000 }], changes: [] };
const changes = [{ at: startedAt + 5_000, limit: 1, ceiling: 4, reason: { code: 'throttled', answer: 503 } }, { at: startedAt - 1, limit: 2, ceiling: 4, reason: { code: 'steady' } }] as const;

it('marks where requests failed and where the number of streams changed, with the reason', () => {
  expect(marksOf({ ...figures, changes })).toMatchObject([
    { at: startedAt + 2_000, kind: 'trouble', words: expect.stringContaining('(503)') },
    { at: startedAt + 5_000, kind: 'streams', words: expect.stringMatching(/^1 of 4 streams: .*503/) },
  ]);
});

it('draws rows a second and seconds', () => {
  expect(dataOf(figures)).toEqual([[0, 2, 4].map((after) => startedAt / 1_000 + after), [500, 0, 250], [0.9, null, 3]]);
});

it('is there when a job is opened while it runs, says what is drawn, and that the computer stays awake', async () => {
  const status = runningStatus(5_000);
  const transport = new FakeTransport({
    listJobs: () => [summary({ status })], listConnections: () => [connection()], jobStatus: () => status, jobProblems: () => [],
    jobFailures: () => ({ groups: [], more: { groups: 0, rows: 0 } }), previewItems: () => [], checkSource: () => ({ verdict: 'same', modified: null }), runFigures: () => ({ ...figures, changes }),
  });
  page = await mountPage(transport);
  await page.app.openJob('j1');
  await page.settle();
  expect(page.get('run-plot').querySelector('[role=img]')?.getAttribute('aria-label')).toContain('500 rows a second at most, the longest answer 3 s');
  expect(page.all('run-mark').map(({ textContent }) => textContent?.replace(/^\S+ /, ''))).toEqual([expect.stringContaining('1 of 4 streams'), expect.stringContaining('(503)')]);
  expect(page.get('awake').textContent).toContain('kept awake');
});
