import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { startPractice, type FaultPlan, type PracticeServer } from '../../electron/practice/index.ts';
import { writeSampleWorkbook } from '../../electron/practice/sampleWorkbook.ts';
import { expectAccessible } from '../support/accessible.ts';
import { keepScreenshot, launchApp, needsWindow, type Launched } from '../support/electron.ts';
import { temporaryFolder } from '../support/jobs.ts';
import {
  addConnection, answerDialogs, filesWith, importWindow, mapSample, prepare, start, testConnection, toMapping, type ImportWindow,
} from '../support/window.ts';

const folder = temporaryFolder();
let server: PracticeServer | null = null;
afterEach(async () => {
  await server?.close();
  folder.remove();
});

/** A platform that resolves `reached` once it has read this many batch requests. */
async function platform(count: number): Promise<{ server: PracticeServer; reached: Promise<void> }> {
  let arrive: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => (arrive = resolve));
  server = await startPractice({
    onRequest({ number }) {
      if (number >= count) arrive();
    },
  });
  return { server, reached };
}

async function rowsOf(path: string): Promise<number> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(path);
  return (workbook.worksheets[0]?.rowCount ?? 0) - 1;
}

/** A field is found by a part of its name, chosen by keyboard, and taken back. */
async function findsField({ at, page }: ImportWindow): Promise<void> {
  const field = page.locator('[data-testid=mapping-row][data-column="Home"]').getByTestId('mapping-field');
  await field.click();
  await at('combo-option').first().waitFor();
  await page.keyboard.type('lname');
  await expect.poll(() => at('combo-option').count()).toBe(1);
  await keepScreenshot(page, '03-fields');
  await expectAccessible(page, 'fields');
  await page.keyboard.press('Enter');
  await expect.poll(() => field.inputValue()).toBe('_lname');
  expect(await at('combo-option').count()).toBe(0);
  await field.fill('');
}

/** By keyboard alone, from the first screen: the list of commands, the theme, the help and what is told of the program. */
async function reachesAll(page: Page): Promise<void> {
  const { at } = importWindow(page);
  const isDark = (): Promise<boolean> => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  await page.emulateMedia({ colorScheme: null });
  await page.keyboard.press('Control+k');
  await at('commands-search').fill('тёмная');
  await keepScreenshot(page, '01-commands');
  await page.keyboard.press('Enter');
  await expect.poll(isDark).toBe(true);
  await keepScreenshot(page, '01-home-dark');
  await page.keyboard.press('Control+Shift+P');
  await at('commands-search').waitFor();
  await expectAccessible(page, 'commands');
  await page.emulateMedia({ colorScheme: null });
  await at('commands-search').fill('theme light');
  await page.keyboard.press('Enter');
  await expect.poll(isDark).toBe(false);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.keyboard.press('F1');
  await at('help-page').waitFor();
  await keepScreenshot(page, '01-help');
  await expectAccessible(page, 'help');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await at('commands-search').fill('about');
  await page.keyboard.press('Enter');
  await at('about-list').getByText('better-sqlite3').waitFor();
  await keepScreenshot(page, '01-about');
  await expectAccessible(page, 'about');
  await page.keyboard.press('Escape');
  await at('about').waitFor({ state: 'detached' });
}

/** Trouble of every kind on the way, after which one request is sent at a time; then an answer that does not come until it is released. */
const trouble: NonNullable<FaultPlan['rules']> = [
  { kind: 'drop-after', requests: [2] },
  { kind: 'html', requests: [3] },
  { kind: 'status', status: 429, retryAfter: 1, requests: [5] },
  { kind: 'hang', from: 8, count: 1 },
  { kind: 'reject-items', everyNth: 50, code: 500, text: 'internal error', perKey: 1 },
];

describe('the window', () => {
  it('takes a workbook from the file to an export of what failed, over trouble, a pause and a restart', async (ctx) => {
    needsWindow(ctx);
    const workbook = join(folder.path, 'clients.xlsx');
    const sample = await writeSampleWorkbook({ rows: 2_000, out: workbook });
    const { server: practice, reached } = await platform(8);

    const first = await launchApp();
    await preparesAndPauses(first, practice, { workbook, sample, reached });
    await first.close();
    expect(first.problems).toEqual([]);
    expect(filesWith(first.home, practice.token)).toEqual([]);

    const second = await launchApp({ home: first.home });
    await resumesAndRetries(second, practice, sample);
    await exportsFailed(second, sample);
    expect(second.problems).toEqual([]);
    await second.close();
    expect(filesWith(first.home, practice.token)).toEqual([]);
  });
});

type Sample = Awaited<ReturnType<typeof writeSampleWorkbook>>;

interface Given {
  readonly workbook: string;
  readonly sample: Sample;
  readonly reached: Promise<void>;
}

async function preparesAndPauses({ app, page }: Launched, practice: PracticeServer, { workbook, sample, reached }: Given): Promise<void> {
  const window = importWindow(page);
  const { at } = window;
  await at('history').waitFor();
  await at('history').getByText('Loading…').waitFor({ state: 'detached' });
  await keepScreenshot(page, '01-home');
  await expectAccessible(page, 'home');
  await reachesAll(page);
  await addConnection(window, practice);
  await keepScreenshot(page, '02-connections');

  await answerDialogs(app, { open: workbook });
  await at('go-home').click();
  await toMapping(window, testConnection);
  await keepScreenshot(page, '03-mapping');
  await findsField(window);
  await subscribes(window);
  await mapSample(window);
  await keepScreenshot(page, '04-check');
  await prepare(window);
  const { read, empty, invalid, duplicate, ready } = sample;
  expect(await window.counts()).toMatchObject({ read, empty, invalid, duplicate, ready, accepted: 0, failed: 0 });
  expect(await at('problems').innerText()).toContain('Incorrect email');
  await keepScreenshot(page, '05-prepared');
  await simulates({ app, page }, practice, ready);

  practice.setFaults({ rules: trouble });
  await start(window, 'start', { chunkProfiles: 200 });
  await reached;
  await keepScreenshot(page, '06-running');
  await at('pause').click();
  await at('stop-now').waitFor();
  practice.release();
  await window.untilJob('paused');
  await at('banner-asked').waitFor();
  await keepScreenshot(page, '07-paused');
  const counts = await window.counts();
  expect(counts['sending'] ?? 0).toBe(0);
  expect(counts['unknown'] ?? 0).toBe(0);
  expect(counts['notSent'] ?? counts['ready'] ?? 0).toBeGreaterThan(0);
}

/** The subscription of the sample's own recipe; its resource from the platform's list, its categories after a look at all of them. */
async function subscribes({ at, page }: ImportWindow): Promise<void> {
  await at('subscription-add-email').click();
  await at('subscription-resource').selectOption({ label: '28 – News' });
  await at('subscription-email').selectOption('column:Email');
  await at('subscription-status').selectOption('value:subscribed');
  await at('subscription-cats').selectOption('column:Topics');
  await at('subscription-cats-separator').fill(';');
  await at('subscription-cats-separator').blur();
  await at('subscription-cats-more').click();
  await at('map-open').click();
  await at('map-count').click();
  await page.getByTestId('map-counted').filter({ hasText: /different values in .* rows/ }).waitFor();
  await at('member-options').scrollIntoViewIfNeeded();
  await keepScreenshot(page, '03-values');
  await expectAccessible(page, 'values and subscriptions');
}

async function simulates({ app, page }: Pick<Launched, 'app' | 'page'>, practice: PracticeServer, ready: number): Promise<void> {
  const { at } = importWindow(page);
  const chosen = join(folder.path, 'simulations');
  mkdirSync(chosen);
  await answerDialogs(app, { open: chosen });
  await at('tab-exports').click();
  await at('simulate').click();
  await at('done').waitFor();
  await keepScreenshot(page, '05-simulated');
  await expectAccessible(page, 'exports');
  expect(await at('done').innerText()).toContain(`with ${ready.toLocaleString('en')} profiles written to the folder “clients simulation”`);
  expect(readdirSync(join(chosen, 'clients simulation'))).toEqual(['plan.json', 'request-00001.json']);
  expect(filesWith(chosen, practice.token)).toEqual([]);
  expect(practice.journal.summary().requests).toBe(0);
}

async function resumesAndRetries({ page }: Launched, practice: PracticeServer, sample: Sample): Promise<void> {
  const window = importWindow(page);
  const { at } = window;
  await at('unfinished').waitFor();
  await keepScreenshot(page, '08-unfinished');
  await expectAccessible(page, 'unfinished');
  // There is no key store on this screen, so the token was kept until the end of the first program only.
  await at('go-connections').click();
  await at('connection-edit').click();
  await at('connection-token').fill(practice.token);
  await at('dialog-yes').click();
  await page.getByText('7 Clients').waitFor();

  await at('go-home').click();
  await at('unfinished').getByTestId('job-open').click();
  await start(window, 'resume', { connection: testConnection });
  await window.untilJob('finished');
  const refused = sample.notFound + sample.emailTaken;
  const finished = await window.counts();
  expect((finished['accepted'] ?? 0) + (finished['failed'] ?? 0)).toBe(sample.ready);
  expect(finished['failed']).toBeGreaterThan(refused);
  await keepScreenshot(page, '09-failures');
  await expectAccessible(page, 'failures');

  practice.setFaults({ rules: [] });
  await page.locator('[data-testid=failure][data-code="500"]').getByTestId('failure-pick').check();
  await at('retry-selected').click();
  await at('dialog-yes').click();
  await page.locator(`[data-testid=count-accepted][data-value="${sample.accepted}"]`).waitFor();
  await window.untilJob('finished');
  expect(await window.counts()).toMatchObject({ read: sample.read, accepted: sample.accepted, failed: refused });
  expect(practice.journal.summary()).toMatchObject({
    appliedMoreThanOnce: 0, distinctProfiles: sample.accepted, tokenInUrl: 0, withoutRequestId: 0, idReusedForOtherBody: 0,
  });
  await keepScreenshot(page, '10-finished');
}

async function exportsFailed({ app, page }: Launched, sample: Sample): Promise<void> {
  const { at } = importWindow(page);
  const out = join(folder.path, 'failed.xlsx');
  await answerDialogs(app, { save: out });
  await page.getByRole('tab', { name: 'Export' }).click();
  await at('export-failed').click();
  await at('done').waitFor();
  await keepScreenshot(page, '11-exported');
  expect(await rowsOf(out)).toBe(sample.notFound + sample.emailTaken);
}
