import { afterEach, describe, expect, it } from 'vitest';
import type { PracticeServer } from '../../electron/practice/index.ts';
import { keepScreenshot, needsWindow } from '../support/electron.ts';
import { temporaryFolder } from '../support/jobs.ts';
import { mapSample, prepare, sampleToMapping, start, testConnection } from '../support/window.ts';

const folder = temporaryFolder();
let server: PracticeServer | null = null;
afterEach(async () => {
  await server?.close();
  folder.remove();
});

describe('the window', () => {
  it('sends rows without a value that is not valid, where the operator chooses so, and says how many', async (ctx) => {
    needsWindow(ctx);
    const journey = await sampleToMapping(folder.path, 1_000);
    const { page, close, problems, window } = journey;
    server = journey.server;
    const { at } = window;
    await at('invalid').selectOption('field');
    await at('invalid').scrollIntoViewIfNeeded();
    await keepScreenshot(page, 'left-out-mapping');
    await mapSample(window);
    await keepScreenshot(page, 'left-out-check');
    await prepare(window);
    const before = await window.counts();
    const [, without = ''] = /ready, ([\d,]+) of them without/.exec(await at('counts-warnings').innerText()) ?? [];
    expect(Number(without)).toBeGreaterThan(0);
    await at('tab-problems').click();
    await at('left-out').waitFor();
    await keepScreenshot(page, 'left-out-problems');
    await at('left-out').locator('[data-testid=problem-rows]').first().click();
    await page.locator('[data-mark="left-out"]').first().waitFor();
    await keepScreenshot(page, 'left-out-rows');
    await at('start').click();
    expect(await at('dialog-yes').innerText()).toContain(`${without} without a value`);
    await keepScreenshot(page, 'left-out-start');
    await page.keyboard.press('Escape');
    await at('start-dialog').waitFor({ state: 'detached' });
    await start(window, 'start', { connection: testConnection });
    await window.untilJob('finished');
    const { accepted = 0, failed = 0 } = await window.counts();
    // The platform refuses some of the sample's rows for reasons of its own.
    expect(accepted + failed).toBe(before['ready']);
    expect(await at('counts-warnings').innerText()).toContain(`${without} rows were sent without`);
    expect(problems).toEqual([]);
    await close();
  });
});
