import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeSampleWorkbook } from '../../electron/practice/sampleWorkbook.ts';
import { expectAccessible } from '../support/accessible.ts';
import { keepScreenshot, launchApp, needsWindow, type Launched } from '../support/electron.ts';
import { makeJob, profiles, temporaryFolder } from '../support/jobs.ts';
import { keyboardOf } from '../support/keyboard.ts';
import { answerDialogs, importWindow, openJobFile, start, type ImportWindow } from '../support/window.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** Hands a file of the disk to the page as a drop does, and gives what the host made of it. */
async function offer({ page }: Launched, path: string): Promise<unknown> {
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.id = 'offered';
    document.body.append(input);
  });
  await page.locator('#offered').setInputFiles(path);
  return page.evaluate(async () => {
    const input = document.querySelector<HTMLInputElement>('#offered');
    const reply: unknown = await window.importer.offerFile(input?.files?.[0]);
    input?.remove();
    return reply;
  });
}

describe('a file handed to the window', () => {
  it('by dropping it is known to the page by an id, never by its path', async (ctx) => {
    needsWindow(ctx);
    const path = join(folder.path, 'dropped.csv');
    writeFileSync(path, 'Client No\n1\n');
    const launched = await launchApp();
    const reply = await offer(launched, path);
    expect(reply).toEqual({ ok: true, value: { source: { sourceId: expect.any(String), name: 'dropped.csv', bytes: 12 } } });
    expect(JSON.stringify(reply)).not.toContain(folder.path);
    await launched.close();
  });

  it('that is no spreadsheet is explained in words, and the window goes on', async (ctx) => {
    needsWindow(ctx);
    const path = join(folder.path, 'letter.xlsx');
    writeFileSync(path, 'Dear Sir or Madam\u0000');
    const { app, page, close } = await launchApp();
    const { at } = importWindow(page);
    await answerDialogs(app, { open: path });
    await at('choose-file').click();
    await page.getByRole('alert').filter({ hasText: 'letter.xlsx' }).first().waitFor();
    expect(await page.locator('body').innerText()).not.toMatch(/\bat .*:\d+:\d+/);
    await keepScreenshot(page, '14-no-spreadsheet');
    await close();
  });
});

const id = (name: string): string => `[data-testid=${name}]`;
const inRow = (column: string, name: string): string => `[data-testid=mapping-row][data-column="${column}"] ${id(name)}`;

/** From the first screen to the checked job, with no pointer. */
async function preparesByKeyboard({ at, page }: ImportWindow): Promise<void> {
  const keys = keyboardOf(page);
  await at('history').waitFor();
  await keys.press('Control+o');
  await at('file-name').waitFor();
  await keys.press('Control+Enter');
  await at('use-practice').waitFor();
  await keys.tabTo(id('use-practice'));
  await keys.press('Enter');
  await at('database').locator('option[value="7"]').waitFor({ state: 'attached' });
  await keys.tabTo(id('database'));
  await keys.choose('7');
  await keys.tabTo(id('matching'));
  await keys.choose('custom');
  await keys.tabTo(id('key-field'));
  await keys.type('Custom_ID');
  await keys.press('Tab');
  await keys.press('Control+Enter');
  await at('mapping').waitFor();
  await keys.tabTo(inRow('Client No', 'mapping-field'));
  await keys.type('Custom_ID');
  await keys.tabTo(inRow('Client No', 'mapping-type'));
  await keys.choose('int');
  await keys.tabTo(inRow('Mobile', 'option-country'));
  await keys.type('RU');
  await keys.press('Control+Enter');
  await at('prepare').waitFor();
  await keys.press('Control+Enter');
  await at('job-screen').waitFor();
}

async function sendsByKeyboard({ at, page, untilJob }: ImportWindow): Promise<void> {
  const keys = keyboardOf(page);
  await keys.press('F5');
  await at('start-dialog').waitFor();
  await keys.tabTo(id('dialog-yes'));
  await keys.press('Enter');
  await untilJob('finished');
  // Whatever had it is gone: the next step begins near, not at the top of the window.
  expect(await keys.isAt('main, main *')).toBe(true);
}

/** Questions that are taken back: each can be read by everybody, and gives the focus back to what asked it. */
async function asksByKeyboard({ at, page }: ImportWindow): Promise<void> {
  const keys = keyboardOf(page);
  for (const button of ['retry-all', 'hand-over', 'delete']) {
    await keys.tabTo(id(button));
    await keys.press('Enter');
    await page.locator('dialog[open]').waitFor();
    await expectAccessible(page, `question of ${button}`);
    await keys.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    // Rows that are marked to be sent again are none to be marked: what asked is disabled, and the focus stays near.
    expect([button, await keys.isAt(button === 'retry-all' ? 'main *' : id(button))]).toEqual([button, true]);
  }
  await keys.press('Control+1');
  await at('recent').waitFor();
  await keys.tabTo(id('open-template'));
  await keys.press('Enter');
  await page.locator('dialog[open]').waitFor();
  await expectAccessible(page, 'template');
  await keys.press('Escape');
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  expect(await keys.isAt(id('open-template'))).toBe(true);
  await expectAccessible(page, 'home with files taken lately');
  await keys.press('Control+,');
  await at('setting-language').waitFor();
  await keepScreenshot(page, '17-settings');
  await expectAccessible(page, 'settings');
}

/** What is left of a damaged job is told to everybody; Escape takes the question back alone, and not what is below it. */
async function looksAtDamage({ at, page }: ImportWindow): Promise<void> {
  const keys = keyboardOf(page);
  await keys.tabTo(id('job-repair'));
  await keys.press('Enter');
  await at('repair-question').waitFor();
  await expectAccessible(page, 'repair');
  await keepScreenshot(page, '16-repair');
  await keys.press('Escape');
  await at('repair-question').waitFor({ state: 'detached' });
  expect([await keys.isAt(id('job-repair')), await at('history').isVisible()]).toEqual([true, true]);
}

/** Nothing is left of how the file is laid out; its blocks are whole. */
function damage(path: string): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(3_000), 0, 3_000, 100);
  closeSync(file);
}

describe('the practice server', () => {
  it('is offered without any connection, to a keyboard alone, and a job begun on it goes on after a restart, on its new port', async (ctx) => {
    needsWindow(ctx);
    const workbook = join(folder.path, 'clients.xlsx');
    const sample = await writeSampleWorkbook({ rows: 300, out: workbook });
    const first = await launchApp();
    const window = importWindow(first.page);
    await answerDialogs(first.app, { open: workbook });
    await preparesByKeyboard(window);
    await sendsByKeyboard(window);
    expect(await window.counts()).toMatchObject({ read: sample.read, accepted: sample.accepted });
    await asksByKeyboard(window);
    const broken = join(folder.path, 'broken.importjob');
    makeJob(broken, profiles(20)).close();
    await openJobFile(first.app, window, broken);
    expect(first.problems).toEqual([]);
    await first.close();

    damage(broken);
    const second = await launchApp({ home: first.home });
    const again = importWindow(second.page);
    await looksAtDamage(again);
    await again.at('unfinished').getByTestId('job-open').click();
    await start(again, 'start', { connection: 'Practice server' });
    await again.untilJob('finished');
    expect(await again.counts()).toMatchObject({ read: sample.read, accepted: sample.accepted, failed: sample.notFound + sample.emailTaken });
    await second.close();
  });
});

describe('a job file from elsewhere', () => {
  it('that is none is refused in words', async (ctx) => {
    needsWindow(ctx);
    const path = join(folder.path, 'strange.importjob');
    writeFileSync(path, 'not a job');
    const { app, page, close } = await launchApp();
    const window = importWindow(page);
    await openJobFile(app, window, path, false);
    await window.at('fault-job-unreadable').waitFor();
    await close();
  });
});
