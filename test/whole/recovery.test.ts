import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, inject, it } from 'vitest';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { launchApp, needsWindow, keepScreenshot, type Launched } from '../support/electron.ts';
import { makeJob, profiles, temporaryFolder } from '../support/jobs.ts';
import { addConnection, answerDialogs, importWindow, openJobFile, start, testConnection, type ImportWindow } from '../support/window.ts';

const rows = 2_000;
let server: PracticeServer | null = null;
const folder = temporaryFolder();
afterEach(async () => {
  await server?.close();
  server = null;
});
afterAll(() => folder.remove());

/** A window with a job of 2,000 rows under way, both streams waiting for answers that do not come. */
async function runningJob(): Promise<{ launched: Launched; window: ImportWindow; practice: PracticeServer }> {
  let hanging: () => void = () => undefined;
  const bothHang = new Promise<void>((resolve) => (hanging = resolve));
  const practice = await startPractice({
    faults: { rules: [{ kind: 'hang', requests: [4, 5] }] },
    onRequest({ number }) {
      if (number === 5) hanging();
    },
  });
  server = practice;
  const path = join(folder.path, `${randomUUID()}.importjob`);
  makeJob(path, profiles(rows)).close();
  const launched = await launchApp();
  const window = importWindow(launched.page);
  await addConnection(window, practice);
  await openJobFile(launched.app, window, path);
  await start(window, 'start', { connection: testConnection, chunkProfiles: 200 });
  await bothHang;
  return { launched, window, practice };
}

/** Gives the token anew where no key store kept it, and resumes. */
async function goOn({ at, page, ...window }: ImportWindow, practice: PracticeServer): Promise<void> {
  await at('go-connections').click();
  await at('connection-edit').click();
  await at('connection-token').fill(practice.token);
  await at('dialog-yes').click();
  await page.getByText('7 Clients').waitFor();
  await at('go-home').click();
  await at('unfinished').getByTestId('job-open').click();
  await start({ at, page, ...window }, 'resume', { connection: testConnection });
}

async function finish(window: ImportWindow, practice: PracticeServer): Promise<void> {
  await goOn(window, practice);
  await window.untilJob('finished');
  expect(await window.counts()).toMatchObject({ read: rows, accepted: rows, failed: 0 });
  expect(practice.journal.summary()).toMatchObject({ distinctProfiles: rows, appliedMoreThanOnce: 0, idReusedForOtherBody: 0 });
}

/** A second job on the connection waits for the first; both are sent without the window, which ends with them. */
async function finishBehind({ app, page }: Launched, practice: PracticeServer): Promise<void> {
  const window = importWindow(page);
  practice.setFaults({ rules: [{ kind: 'hang', from: practice.requests + 1, count: 1 }] });
  await goOn(window, practice);
  await window.untilJob('running');
  const path = join(folder.path, 'second.importjob');
  makeJob(path, profiles(rows, rows + 1)).close();
  await openJobFile(app, window, path);
  await start(window, 'start', { connection: testConnection, chunkProfiles: 200 });
  await window.at('banner-waiting').waitFor();
  expect(await window.at('queue').innerText()).toContain('second');
  await keepScreenshot(page, '14-waiting');
  await answerDialogs(app, { message: 1 });
  const isSeen = (): Promise<boolean> => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(isSeen).toBe(false);
  // The first one still waits for its answer.
  expect(practice.journal.summary().distinctProfiles).toBeLessThan(rows + 1);
  const ended = app.waitForEvent('close');
  practice.release();
  await ended;
  expect(practice.journal.summary()).toMatchObject({ distinctProfiles: 2 * rows, appliedMoreThanOnce: 0, idReusedForOtherBody: 0 });
}

describe('a job under way', () => {
  it('loses and repeats nothing when the whole program is killed', async (ctx) => {
    needsWindow(ctx);
    const { launched, practice } = await runningJob();
    await launched.kill();
    const next = await launchApp({ home: launched.home });
    const window = importWindow(next.page);
    await window.at('unfinished').getByTestId('job-open').click();
    await window.at('banner-interrupted').waitFor();
    await keepScreenshot(next.page, '12-interrupted');
    await finish(window, practice);
    await next.close();
  });

  it('loses and repeats nothing when the engine’s process is killed; the window stays and says so', async (ctx) => {
    needsWindow(ctx);
    const { launched, window, practice } = await runningJob();
    const pid = await launched.app.evaluate(({ app }) => app.getAppMetrics().find(({ name }) => name === 'Import engine')?.pid);
    process.kill(pid!, 'SIGKILL');
    await window.at('fault-engine-stopped').waitFor();
    await window.untilJob('paused');
    await window.at('banner-interrupted').waitFor();
    await keepScreenshot(launched.page, '13-engine-restarted');
    await finish(window, practice);
    await launched.close();
  });

  it('is paused when the window is closed and that is agreed to, within a bound even if an answer never comes; else it goes on behind it, with the job that waits for its connection', async (ctx) => {
    needsWindow(ctx);
    const { launched, practice, window: first } = await runningJob();
    // Kept open first: nothing has happened by the question alone.
    await answerDialogs(launched.app, { message: 0 });
    await launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await first.untilJob('running');
    expect(launched.app.windows()).toHaveLength(1);
    await answerDialogs(launched.app, { message: 2 });
    const ended = launched.app.waitForEvent('close');
    await launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await ended;
    const next = await launchApp({ home: launched.home });
    const window = importWindow(next.page);
    await window.at('unfinished').getByTestId('job-open').click();
    await window.untilJob('paused');
    await window.at('banner-closed').waitFor();
    expect(await window.counts()).toMatchObject({ unknown: 400, accepted: 600 });
    await finishBehind(next, practice);
  });
});

describe('a second start', () => {
  it('ends by itself and leaves the first alone, which owns the jobs', async (ctx) => {
    needsWindow(ctx);
    const first = await launchApp();
    const packed = inject('packedApp');
    const second = spawn(packed.executable!, process.getuid?.() === 0 ? ['--no-sandbox'] : [], {
      stdio: 'ignore',
      env: { ...process.env, PROFILE_IMPORTER_HOME: first.home, DISPLAY: ('display' in packed ? packed.display : null) ?? process.env['DISPLAY'] },
    });
    const [code] = (await once(second, 'exit')) as [number | null];
    expect(code).toBe(0);
    expect(first.app.windows()).toHaveLength(1);
    await importWindow(first.page).at('drop-zone').waitFor();
    await first.close();
  });
});
