import Database from 'better-sqlite3';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startPractice } from '../../electron/practice/index.ts';
import { launchApp, needsWindow } from '../support/electron.ts';
import { makeJob, profiles, temporaryFolder } from '../support/jobs.ts';
import { addConnection, importWindow, openJobFile, start, testConnection } from '../support/window.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** Requests as the job remembers them. */
function attemptsOf(path: string): number {
  const db = new Database(path, { readonly: true });
  try {
    return Number(db.prepare('SELECT count(*) FROM attempt').pluck().get());
  } finally {
    db.close();
  }
}

describe('the system’s network', () => {
  // Chromium repeats a POST by itself after each of these where the connection had been used before.
  it('sends no request a second time by itself, however a connection that was kept open ends', async (ctx) => {
    needsWindow(ctx);
    const rules = [
      { kind: 'drop-after' as const, requests: [4, 9] },
      { kind: 'drop-before' as const, requests: [6] },
      { kind: 'partial' as const, requests: [11] },
      { kind: 'status' as const, status: 408, body: 'empty' as const, requests: [13] },
    ];
    const practice = await startPractice({ faults: { rules } });
    const path = join(folder.path, 'repeats.importjob');
    makeJob(path, profiles(2_000)).close();
    const { app, page, close } = await launchApp();
    const window = importWindow(page);
    await addConnection(window, practice);
    await openJobFile(app, window, path);
    await start(window, 'start', { connection: testConnection, chunkProfiles: 100 });
    await window.untilJob('finished');
    await close();
    // What was spoilt was sent again by us, who wrote it down.
    const remembered = attemptsOf(path);
    expect(remembered).toBeGreaterThan(20);
    expect(practice.requests).toBe(remembered);
    expect(practice.journal.summary()).toMatchObject({ distinctProfiles: 2_000, appliedMoreThanOnce: 0, idReusedForOtherBody: 0 });
    await practice.close();
  });
});
