import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeSampleWorkbook } from '../../electron/practice/sampleWorkbook.ts';
import { keepScreenshot, launchApp, needsWindow, type Launched } from '../support/electron.ts';
import { temporaryFolder } from '../support/jobs.ts';
import { answerDialogs, importWindow, mapSample, openJobFile, prepare, start, toMapping } from '../support/window.ts';

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

describe('the practice server', () => {
  it('is offered without any connection, and a job begun on it goes on after a restart, on its new port', async (ctx) => {
    needsWindow(ctx);
    const workbook = join(folder.path, 'clients.xlsx');
    const sample = await writeSampleWorkbook({ rows: 300, out: workbook });
    const first = await launchApp();
    const window = importWindow(first.page);
    await answerDialogs(first.app, { open: workbook });
    await toMapping(window, 'practice');
    await mapSample(window);
    await prepare(window);
    await start(window, 'start', {});
    await window.untilJob('finished');
    expect(await window.counts()).toMatchObject({ read: sample.read, accepted: sample.accepted });
    await window.at('retry-all').click();
    await window.at('dialog-no').click();
    await first.close();

    const second = await launchApp({ home: first.home });
    const again = importWindow(second.page);
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
