import { join } from 'node:path';
import ExcelJS from 'exceljs';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { writeSampleWorkbook } from '../../electron/practice/sampleWorkbook.ts';
import { expectAccessible } from '../support/accessible.ts';
import { keepScreenshot, launchApp, needsWindow } from '../support/electron.ts';
import { temporaryFolder } from '../support/jobs.ts';
import { addConnection, answerDialogs, importWindow, mapSample, prepare, start, testConnection, toMapping, type ImportWindow } from '../support/window.ts';

const folder = temporaryFolder();
let server: PracticeServer | null = null;
afterEach(async () => {
  await server?.close();
  folder.remove();
});

/** The smallest window there is. */
const smallest = { width: 800, height: 560 };

/** Controls that cannot be read, or lie outside of the window, by what they are; grids scroll by themselves. */
async function outOfReach(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['the page scrolls sideways'] : [];
    const main = document.querySelector('main');
    if (main !== null && main.scrollWidth > main.clientWidth) wide.push('the screen scrolls sideways');
    for (const control of document.querySelectorAll<HTMLElement>('main input:not([type=checkbox], [type=radio]), main select')) {
      const { width } = control.getBoundingClientRect();
      if (control.checkVisibility() && width > 0 && width < 56) wide.push(`${control.dataset['testid'] ?? control.tagName} is ${Math.round(width)} px wide`);
    }
    return wide;
  });
}

async function zoomed(app: ElectronApplication, factor: number, look: () => Promise<void>): Promise<void> {
  const zoom = (to: number): Promise<void> => app.evaluate(({ BrowserWindow }, now) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(now), to);
  await zoom(factor);
  await look();
  await zoom(1);
}

/** The same list a month later: a column has another name, and one is new. */
async function nextMonth(workbook: string): Promise<string> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(workbook);
  const [sheet] = book.worksheets;
  const headers = sheet!.getRow(1);
  headers.eachCell((cell) => {
    if (cell.text === 'First name') cell.value = 'First names';
  });
  headers.getCell(sheet!.columnCount + 1).value = 'Бонусы';
  const path = join(folder.path, 'Клиенты ноябрь.xlsx');
  await book.xlsx.writeFile(path);
  return path;
}

/** Three clicks from the file to the start, with what differs shown before, in both languages. */
async function sendsNextMonth({ at, page, untilJob }: ImportWindow, workbook: string, choose: (path: string) => Promise<void>, seen: (name: string) => Promise<void>): Promise<void> {
  const speak = (choice: 'ru' | 'en') => page.evaluate((language) => window.importer.invoke('chooseLanguage', { choice: language }), choice);
  await choose(await nextMonth(workbook));
  await at('go-home').click();
  await at('choose-file').click();
  await at('list-card').waitFor();
  expect([await at('list-renamed').innerText(), await at('list-added').innerText()]).toEqual([expect.stringContaining('First name'), expect.stringContaining('Бонусы')]);
  await seen('monthly-1-recognised');
  await speak('en');
  await page.getByText('Use it and check the file').waitFor();
  await seen('monthly-1-recognised-en');
  await speak('ru');
  await at('list-check').click();
  await at('start').click();
  await seen('monthly-2-start');
  await at('dialog-yes').click();
  await untilJob('finished');
  await at('go-lists').click();
  await at('remembered-list').first().waitFor();
  await seen('lists');
  await speak('en');
  await page.getByRole('heading', { name: 'Recipes and lists' }).waitFor();
  await seen('lists-en');
  await speak('ru');
}

describe('the smallest window, in Russian', () => {
  it('shows every step of an import, with nothing out of reach', async (ctx) => {
    needsWindow(ctx);
    const workbook = join(folder.path, 'Клиенты.xlsx');
    await writeSampleWorkbook({ rows: 300, out: workbook });
    server = await startPractice();
    const { app, page, problems, close } = await launchApp({ env: { PROFILE_IMPORTER_LANGUAGE: 'ru' } });
    await app.evaluate(({ BrowserWindow }, { width, height }) => BrowserWindow.getAllWindows()[0]?.setContentSize(width, height), smallest);
    const window = importWindow(page);
    const { at } = window;
    const seen = async (name: string, how: 'look' | 'ask' = 'ask'): Promise<void> => {
      // A picture of a window that is zoomed shows a part of it.
      if (how === 'ask') await keepScreenshot(page, `ru-small-${name}`);
      expect([name, await outOfReach(page)]).toEqual([name, []]);
      if (how === 'ask') await expectAccessible(page, name, { keepsPicture: false });
    };
    await at('history').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('ru');
    await seen('1-home');
    await addConnection(window, server);
    await seen('2-connections');
    await at('connection-edit').first().click();
    await seen('2-connection');
    await at('dialog-no').click();
    await at('go-lists').click();
    await seen('2-lists');
    await answerDialogs(app, { open: workbook });
    await at('go-home').click();
    await toMapping(window, testConnection);
    await seen('3-mapping');
    // As large as twice the usual size is in the window as it opens first.
    await zoomed(app, 800 / 600, async () => { await seen('3-mapping-zoomed', 'look'); });
    await mapSample(window);
    await at('prepare').waitFor();
    await seen('4-check');
    await prepare(window);
    await seen('5-job');
    await at('tab-items').click();
    await at('items').waitFor();
    await seen('5-items');
    await at('tab-duplicates').click();
    await seen('5-duplicates');
    await at('start').click();
    await seen('5-start');
    await at('dialog-no').click();
    await at('tab-rows').click();
    await at('rows').waitFor();
    await seen('6-rows');
    await zoomed(app, 800 / 600, async () => { await seen('6-rows-zoomed', 'look'); });
    // One request is put off, so that there is something to be told of the run.
    server.setFaults({ rules: [{ kind: 'status', status: 503, retryAfter: 1, requests: [2] }] });
    await start(window, 'start', { chunkProfiles: 100 });
    await window.untilJob('finished');
    await seen('7-finished');
    await at('run-went').locator('summary').click();
    await at('run-plot').locator('canvas').waitFor();
    await seen('8-run');
    await sendsNextMonth(window, workbook, (path) => answerDialogs(app, { open: path }), seen);
    await at('go-connections').click();
    await at('connection-edit').click();
    await at('connection-kind').selectOption('test');
    await seen('8-connection');
    await at('dialog-no').click();
    await at('go-home').click();
    await at('connection-tag').first().waitFor();
    await seen('9-home');
    await at('practise').click();
    await at('prepare').waitFor();
    await seen('10-sample');
    await at('prepare').click();
    await window.untilJob('ready');
    await at('start').click();
    await at('start-dialog').waitFor();
    await seen('11-sample-start');
    await at('dialog-yes').click();
    await window.untilJob('finished');
    await seen('12-sample-finished');
    expect(problems).toEqual([]);
    await close();
  });
});
