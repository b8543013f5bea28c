import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeWorkbook } from '../../build/scripts/bigWorkbook.ts';
import { toCheck } from '../../build/scripts/window/page.ts';
import { keepScreenshot, launchApp, needsWindow } from '../support/electron.ts';
import { temporaryFolder } from '../support/jobs.ts';
import { answerDialogs, importWindow } from '../support/window.ts';

const rows = 60_000;
const folder = temporaryFolder();
afterAll(() => folder.remove());

test('a workbook that is read in a thread of its own becomes a job, and says meanwhile how far it is', async (ctx) => {
  needsWindow(ctx);
  const source = join(folder.path, 'large.xlsx');
  await writeWorkbook({ rows, layout: 'shared', seed: 2, out: source });
  const launched = await launchApp();
  const window = importWindow(launched.page);
  const { at } = window;
  await answerDialogs(launched.app, { open: source });
  await toCheck(launched.page);
  await at('prepare').click();
  // Reported while it reads: what came only afterwards would never be on the screen.
  await at('prepare-progress').filter({ hasText: /[1-9]/ }).waitFor();
  await keepScreenshot(launched.page, '15-preparing');
  await at('job-screen').waitFor({ timeout: 90_000 });
  expect(await window.counts()).toMatchObject({ read: rows });
  const jobs = readdirSync(join(launched.home, 'data', 'jobs'));
  expect(jobs.filter((name) => name.endsWith('-new'))).toEqual([]);
  await launched.close();
});
