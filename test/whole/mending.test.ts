import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PracticeServer } from '../../electron/practice/index.ts';
import { expectReadable } from '../support/accessible.ts';
import { keepScreenshot, needsWindow } from '../support/electron.ts';
import { temporaryFolder } from '../support/jobs.ts';
import { mapSample, openJobFile, prepare, sampleToMapping, start, testConnection, type ImportWindow } from '../support/window.ts';

let folder: ReturnType<typeof temporaryFolder>;
/** For what is looked for in all rows, on a computer that does much else. */
const patient = { timeout: 30_000 };
let server: PracticeServer | null = null;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  await server?.close();
  folder.remove();
});

const invalidIn = async (window: ImportWindow): Promise<number> => (await window.counts())['invalid'] ?? 0;

/**
 * Opens the first group of a column and takes the first proposal for it, the dialog open, until nothing of it is left; then the
 * column's next group. Gives what was taken, in words, one list a group.
 */
async function mendColumn(window: ImportWindow, column: string): Promise<readonly (readonly string[])[]> {
  const { at, page } = window;
  const groups = at('problems').locator('tr', { hasText: column });
  const taken: string[][] = [];
  while ((await groups.count()) > 0) {
    const left = await groups.count();
    const words: string[] = [];
    taken.push(words);
    await groups.first().getByTestId('problem-mend').click();
    const proposal = at('mend-dialog').locator('label', { has: page.locator('[data-testid=mend-proposal]:checked') });
    for (;;) {
      await at('mend-proposal').first().or(at('mend-all-done')).waitFor(patient);
      if ((await at('mend-all-done').count()) > 0) break;
      // What loses values is not chosen unasked.
      if ((await proposal.count()) === 0) await at('mend-proposal').first().check();
      words.push(await proposal.innerText());
      if (words.length === 2 || taken.length + words.length === 2) await keepScreenshot(page, `mending-${column.toLowerCase()}-${words.length}`);
      const before = await invalidIn(window);
      const title = await at('mend-dialog').locator('h2').innerText();
      await at('dialog-yes').click();
      await expect.poll(() => invalidIn(window), patient).toBeLessThan(before);
      await expect.poll(() => at('mend-dialog').locator('h2').innerText(), patient).not.toBe(title);
    }
    await at('dialog-no').click();
    await at('mend-dialog').waitFor({ state: 'detached', ...patient });
    // The groups are read anew a moment after the counts.
    await expect.poll(() => groups.count(), patient).toBeLessThan(left);
  }
  return taken;
}

/** Pastes new match keys, as they came in a column from another program, into all rows in which the key says nothing. */
async function pasteKeys(window: ImportWindow, app: ElectronApplication, keys: readonly number[]): Promise<void> {
  const { at, page } = window;
  await at('problem-rows').first().click();
  // From one of its reasons to all of them: one block for the whole column.
  await at('rows-reason').selectOption('');
  await page.locator(`[data-testid=rows-shown][data-count="${keys.length}"]`).waitFor(patient);
  await page.locator('[data-testid=grid-row][data-index="0"] [data-column="0"]').click();
  await app.evaluate(({ clipboard }, text) => clipboard.writeText(text), keys.map((key) => `${key}\r\n`).join(''));
  await page.keyboard.press('Control+v');
  await expect.poll(() => invalidIn(window), patient).toBe(0);
  await page.locator('[data-testid=grid-row][data-index="0"] [data-corrected=true]').waitFor(patient);
}

/** The dialogs that are met now and then, of which no other test sees the colours: over lists, rows that were sent, a copy. */
async function rareDialogs(window: ImportWindow, app: ElectronApplication, home: string): Promise<void> {
  const { at, page } = window;
  const asked = async (name: string, step: () => Promise<void>, dialog = at(name)): Promise<void> => {
    await step();
    await dialog.waitFor(patient);
    await expectReadable(page, name);
    await at(name === 'name-dialog' ? 'dialog-yes' : 'dialog-no').click();
    await dialog.waitFor({ state: 'detached' });
  };
  const sendsOnceMore = async (): Promise<void> => {
    await at('tab-rows').click();
    await at('grid-row').filter({ hasText: 'Accepted' }).first().locator('[data-column="0"]').click();
    await at('row-send-again').click();
  };
  await asked('send-again', sendsOnceMore);
  await at('go-lists').click();
  await asked('name-dialog', () => at('list-keep').click());
  await asked('delete-recipe', () => at('recipe-delete').click(), page.locator('dialog[open]'));
  const jobs = join(home, 'data', 'jobs');
  const [job = ''] = readdirSync(jobs).filter((name) => name.endsWith('.importjob'));
  // Only a job that is closed can be copied by its file alone.
  await expect.poll(() => existsSync(join(jobs, `${job}-wal`)), patient).toBe(false);
  const copy = join(folder.path, 'copy.importjob');
  copyFileSync(join(jobs, job), copy);
  await openJobFile(app, window, copy);
  await asked('take-over', sendsOnceMore);
}

describe('the window', () => {
  it('has all invalid rows put right without leaving it: by proposals, and by match keys pasted into the grid', async (ctx) => {
    needsWindow(ctx);
    const journey = await sampleToMapping(folder.path, 20_000);
    const { app, page, close, problems, window, sample } = journey;
    server = journey.server;
    const { at } = window;
    await mapSample(window);
    await prepare(window);
    const before = await window.counts();
    expect(before).toMatchObject({ invalid: 613, ready: sample.ready, duplicate: sample.duplicate });

    await at('tab-problems').click();
    // They are counted at once below.
    await at('problem-mend').first().waitFor(patient);
    const [emails = [], ...more] = await mendColumn(window, 'Email');
    expect([emails.length, more.length]).toEqual([4, 0]);
    expect(emails[0]).toBe('Empty cells that are “нет”: 37 rows become right');
    expect(emails.slice(1, 3).join()).toMatch(/Remove all spaces.*: 30 rows.*domains.*: 30 rows/);
    expect(emails[3]).toBe('Empty the cell, which loses the values: 64 rows become right');
    expect(await mendColumn(window, 'Mobile')).toEqual([['Empty the cell, which loses the values: 147 rows become right']]);
    await mendColumn(window, 'Birthday');
    const { key } = sample.invalidParts;
    expect(await window.counts()).toMatchObject({ invalid: key, ready: sample.ready + 613 - key, duplicate: sample.duplicate });
    await keepScreenshot(page, 'mending-keys-left');

    // Clients whom the platform knows and the workbook has not.
    await pasteKeys(window, app, Array.from({ length: key }, (_, index) => 30_001 + index));
    expect(await window.counts()).toEqual({ ...before, invalid: 0, ready: sample.ready + 613 });
    // Of the rows that were invalid, though none is any more.
    expect(await at('rows-state').inputValue()).toBe('invalid');
    await keepScreenshot(page, 'mending-pasted');

    await start(window, 'start', { connection: testConnection });
    await window.untilJob('finished');
    // All other rows that were wrong are of clients whom nobody knows.
    const { accepted, failed } = { accepted: sample.accepted + key, failed: sample.notFound + sample.emailTaken + 613 - key };
    expect(await window.counts()).toMatchObject({ accepted, failed });
    await keepScreenshot(page, 'mending-end');
    expect(problems).toEqual([]);
    await close();
  });

  it('has dialogs that can be read, light and dark', async (ctx) => {
    needsWindow(ctx);
    const journey = await sampleToMapping(folder.path, 300);
    server = journey.server;
    const { window } = journey;
    const { at } = window;
    await mapSample(window);
    await prepare(window);
    await at('tab-problems').click();
    await at('problem-mend').first().click();
    await at('mend-proposal').first().waitFor(patient);
    await expectReadable(journey.page, 'mend-dialog');
    await at('dialog-no').click();
    await start(window, 'start', { connection: testConnection });
    await window.untilJob('finished');
    expect((await window.counts())['accepted']).toBeGreaterThan(0);
    await rareDialogs(window, journey.app, journey.home);
    expect(journey.problems).toEqual([]);
    await journey.close();
  });
});
