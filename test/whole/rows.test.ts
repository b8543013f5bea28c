import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { writeSampleWorkbook } from '../../electron/practice/sampleWorkbook.ts';
import { expectAccessible } from '../support/accessible.ts';
import { keepScreenshot, launchApp, needsWindow } from '../support/electron.ts';
import { temporaryFolder } from '../support/jobs.ts';
import { answerDialogs, importWindow, mapSample, prepare, toMapping } from '../support/window.ts';

const folder = temporaryFolder();
/** For what has to be drawn first, on a computer that does much else. */
const patient = { timeout: 30_000 };
afterEach(() => {
  folder.remove();
});

describe('the rows of a job in the window', () => {
  it('are filtered, edited by keyboard, undone, redone, copied, pasted, found and jumped to', async (ctx) => {
    needsWindow(ctx);
    const workbook = join(folder.path, 'clients.xlsx');
    await writeSampleWorkbook({ rows: 20_000, out: workbook });
    const { app, page, close, problems } = await launchApp();
    const window = importWindow(page);
    const { at } = window;
    await at('history').waitFor();
    await answerDialogs(app, { open: workbook });
    await toMapping(window, 'practice');
    await mapSample(window);
    await prepare(window);
    const before = await window.counts();
    const invalid = async (): Promise<number> => (await window.counts())['invalid'] ?? 0;

    await at('tab-problems').click();
    await keepScreenshot(page, 'rows-problems');
    await expectAccessible(page, 'problems');
    await page.locator('[data-testid=problem-rows]').first().click();
    await page.locator('[data-mark=wrong]').first().waitFor();
    const shown = Number(await at('rows-shown').getAttribute('data-count'));
    expect(shown).toBeGreaterThan(0);
    expect(shown).toBeLessThanOrEqual(before['invalid'] ?? 0);
    await keepScreenshot(page, 'rows-filtered');

    // By keyboard to the wrong cell, and another text into it.
    await page.locator('[data-mark=wrong]').first().click();
    await page.keyboard.press('F2');
    await at('cell-editor').waitFor();
    await keepScreenshot(page, 'rows-editor');
    await page.keyboard.press('Escape');
    const wrong = await page.locator('[data-mark=wrong]').first().innerText();
    expect(await at('cell-editor').count()).toBe(0);
    await page.keyboard.press('Delete');
    await page.locator('[data-corrected=true]').first().waitFor();
    expect(await invalid()).toBeLessThanOrEqual(before['invalid'] ?? 0);
    await page.keyboard.press('Control+z');
    await expect.poll(invalid, patient).toBe(before['invalid']);
    await expect.poll(() => page.locator('[data-mark=wrong]').first().innerText(), patient).toBe(wrong);
    await page.keyboard.press('Control+y');
    await page.locator('[data-corrected=true]').first().waitFor();
    await at('cell-corrected').waitFor();
    await at('rows-batches').click();
    await at('batch').first().waitFor();
    await keepScreenshot(page, 'rows-corrected');
    await expectAccessible(page, 'corrections');
    await at('rows-batches').click();

    // A block to the clipboard and back a row lower, by the system's own clipboard.
    await at('filter-clear').click();
    await at('go-row').fill('15000');
    await page.keyboard.press('Enter');
    await page.locator('[data-testid=grid-row][data-row="15000"]').waitFor();
    await page.locator('[data-testid=rows]:focus').waitFor();
    await keepScreenshot(page, 'rows-jumped');
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Control+c');
    const copied = await app.evaluate(({ clipboard }) => clipboard.readText());
    expect(copied).toContain('\t');
    await app.evaluate(({ clipboard }, text) => clipboard.writeText(text), '777001\t"line 1\nline 2"\r\n777002\tsecond\r\n');
    await page.keyboard.press('Control+v');
    await expect.poll(() => page.locator('[data-row="15001"] [data-column="0"]').innerText(), patient).toContain('777002');
    await keepScreenshot(page, 'rows-pasted');
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.locator('[data-row="15001"] [data-column="0"]').innerText(), patient).not.toContain('777002');

    // A text, wherever it stands.
    await page.keyboard.press('Control+f');
    await at('find-text').fill('12.5');
    await page.keyboard.press('Enter');
    await expect.poll(() => at('find-words').innerText(), patient).toMatch(/cells? in [\d,]+ rows?/);
    await expect.poll(() => page.locator('[data-testid=rows] .cursor').innerText(), patient).toContain('12.5');
    await keepScreenshot(page, 'rows-found');
    await expectAccessible(page, 'find');
    // What lies over the screen closes alone; what is below by the next one.
    await page.keyboard.press('F1');
    await page.locator('dialog[open]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    expect(await at('find-text').inputValue()).toBe('12.5');
    await page.keyboard.press('Escape');
    await at('find-text').waitFor({ state: 'detached' });

    await page.keyboard.press('Control+End');
    await page.locator('[data-testid=grid-row][data-index="19999"]').waitFor();
    await keepScreenshot(page, 'rows-end');
    expect(problems).toEqual([]);
    await close();
  });
});
