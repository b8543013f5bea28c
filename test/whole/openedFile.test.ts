import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { keepScreenshot, launchApp, needsWindow, startAgain } from '../support/electron.ts';
import { makeJob, profiles, temporaryFolder } from '../support/jobs.ts';
import { importWindow } from '../support/window.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** A database of another program, by our ending. */
function strangeFile(path: string): void {
  const strange = new Database(path);
  strange.exec('CREATE TABLE notes (text)');
  strange.close();
}

describe('a file that is opened with the program', () => {
  it('is there at the first start, comes to the one window from later ones, and is refused in words where it is none of ours', async (ctx) => {
    needsWindow(ctx);
    const [job, list, strange] = ['Мои задания 1.importjob', 'список.csv', 'notes.importjob'].map((name) => join(folder.path, name)) as [string, string, string];
    makeJob(job, profiles(30, 700_000)).close();
    writeFileSync(list, 'Client No\n1\n2\n');
    strangeFile(strange);
    const first = await launchApp({ args: [job] });
    const { at, page } = importWindow(first.page);
    await at('job-screen').waitFor();
    expect(await page.getByText('Мои задания 1').count()).toBeGreaterThan(0);

    // As a desktop gives them: an address, and a path from where the program is started.
    expect(await startAgain(first, [pathToFileURL(list).href], '/')).toBe(0);
    await at('file-name').filter({ hasText: 'список.csv' }).waitFor();
    expect(await startAgain(first, ['Мои задания 1.importjob'], folder.path)).toBe(0);
    await at('job-screen').waitFor();
    expect(await startAgain(first, [strange], '/')).toBe(0);
    await at('fault-job-unreadable').waitFor();
    await keepScreenshot(page, '15-not-ours');
    expect(first.app.windows().length).toBe(1);
    expect(first.problems).toEqual([]);
    await first.close();
  });
});
