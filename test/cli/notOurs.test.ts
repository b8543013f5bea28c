import Database from 'better-sqlite3';
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPractice } from '../../electron/practice/index.ts';
import { cli } from '../support/cli.ts';
import { makeJob, profiles, temporaryFolder } from '../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach((ctx) => {
  folder = temporaryFolder();
  if (process.platform === 'win32') ctx.skip('Windows has no rights of this kind, nor such pipes and devices');
});
afterEach(() => folder.remove());

const inFolder = (name: string): string => join(folder.path, name);
const modeOf = (path: string): number => lstatSync(path).mode & 0o777;

/** A database of another program, with a log that was not yet moved into it. */
function strangersDatabase(path: string): void {
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  db.pragma('wal_autocheckpoint = 0');
  db.pragma('application_id = 7');
  db.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)');
  db.pragma('wal_checkpoint(FULL)');
  db.exec('INSERT INTO t VALUES (2)');
  for (const suffix of ['', '-wal']) copyFileSync(path + suffix, `${path}.copy${suffix}`);
  db.close();
}

const commands = [
  ['status'], ['run'], ['check'],
] as const;

describe('what is no job', () => {
  it.each(commands)('%s leaves a list, a folder, a pipe and a database of others as they are', { timeout: 60_000 }, async (command) => {
    writeFileSync(inFolder('list.csv'), 'Name;Phone\nA;1\n');
    writeFileSync(inFolder('empty'), '');
    mkdirSync(inFolder('folder'));
    execFileSync('mkfifo', [inFolder('pipe')]);
    strangersDatabase(inFolder('db'));
    symlinkSync(inFolder('list.csv'), inFolder('link'));
    const names = ['list.csv', 'empty', 'folder', 'pipe', 'db.copy', 'db.copy-wal'];
    for (const name of names) chmodSync(inFolder(name), name === 'folder' ? 0o755 : 0o644);
    const stamps = (): unknown[] => ['list.csv', 'empty', 'db.copy', 'db.copy-wal'].map((name) => readFileSync(inFolder(name)).toString('base64'));
    const before = [stamps(), readdirSync(folder.path).sort()];
    for (const name of ['list.csv', 'link', 'empty', 'folder', 'pipe', 'db.copy']) {
      const { code, err } = await cli([command, inFolder(name), ...(command === 'run' ? ['--url', 'http://127.0.0.1:9'] : [])], { token: 'x' });
      expect(code, `${command} ${name}: ${err}`).not.toBe(0);
      expect(err).not.toMatch(/from now on only by you|error inside the program/);
      if (name === 'list.csv') expect(err).toMatch(/cannot be read as a job/);
    }
    expect(names.map((name) => [name, modeOf(inFolder(name))])).toEqual(names.map((name) => [name, name === 'folder' ? 0o755 : 0o644]));
    expect([stamps(), readdirSync(folder.path).sort()]).toEqual(before);
  });

  it('nor are devices read for ever, locked or narrowed', { timeout: 60_000 }, async () => {
    const before = ['/dev/zero', '/dev/null'].map(modeOf);
    for (const command of ['status', 'check', 'run']) {
      for (const path of ['/dev/zero', '/dev/null']) {
        const { err } = await cli([command, path, ...(command === 'run' ? ['--url', 'http://127.0.0.1:9'] : [])], { token: 'x' });
        expect(err).toMatch(/cannot be read as a job|no job/);
      }
    }
    expect(['/dev/zero', '/dev/null'].map(modeOf)).toEqual(before);
    expect(existsSync('/dev/zero-lock') || existsSync('/dev/null-lock')).toBe(false);
  });
});

describe('what a job has beside it', () => {
  it('is narrowed with the job through a link, what is not of it stays', async () => {
    const job = inFolder('a.importjob');
    makeJob(job, profiles(3)).close();
    writeFileSync(inFolder('shared.csv'), '');
    chmodSync(inFolder('shared.csv'), 0o644);
    chmodSync(job, 0o644);
    symlinkSync(job, inFolder('link.importjob'));
    expect((await cli(['status', inFolder('link.importjob')])).code).toBe(0);
    expect(statSync(job).mode & 0o777).toBe(0o600);
    expect(modeOf(inFolder('shared.csv'))).toBe(0o644);
  });

  it('as a pipe is answered and not waited for', { timeout: 60_000 }, async () => {
    const server = await startPractice({ population: 10 });
    for (const suffix of ['-wal', '-shm', '-lock']) {
      const job = inFolder(`x${suffix}.importjob`);
      makeJob(job, profiles(3)).close();
      execFileSync('mkfifo', [job + suffix]);
      for (const command of ['status', 'run']) {
        const { err } = await cli([command, job, ...(command === 'run' ? ['--url', server.url] : [])], { token: 'x' });
        expect(err).not.toContain('error inside the program');
      }
    }
    await server.close();
  });
});
