import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, linkSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isLocked, letGo, lockJob } from '#engine/store/lock.ts';
import { temporaryFolder } from '../../support/jobs.ts';

const lockModule = fileURLToPath(new URL('../../../electron/engine/store/lock.ts', import.meta.url));

let folder: ReturnType<typeof temporaryFolder>;
let path: string;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'a.importjob');
  writeFileSync(path, 'a job');
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.length = 0;
  folder.remove();
});

const children: ChildProcess[] = [];

/** Another process that holds the job until it is killed. */
async function holder(job: string): Promise<() => Promise<void>> {
  const script = join(folder.path, 'holder.mjs');
  writeFileSync(script, `import { lockJob } from ${JSON.stringify(lockModule)}; globalThis.lock = lockJob(${JSON.stringify(job)}); process.send('held'); setInterval(() => undefined, 1_000);`);
  const child = fork(script);
  children.push(child);
  await once(child, 'message');
  return async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
}

describe('a locked job', () => {
  it('is busy under the name that it gets while another process runs it, and free when that process is gone', async () => {
    const kill = await holder(path);
    const renamed = join(folder.path, 'b.importjob');
    renameSync(path, renamed);
    expect(isLocked(renamed)).toBe(true);
    expect(() => lockJob(renamed, 0)).toThrowError('job-busy');
    await kill();
    expect(isLocked(renamed)).toBe(false);
    lockJob(renamed, 0).release();
  });

  it('is busy when it or its folder was moved, and by any symbolic link', async () => {
    const kill = await holder(path);
    const moved = join(folder.path, 'moved');
    mkdirSync(moved);
    renameSync(path, join(moved, 'a.importjob'));
    renameSync(moved, join(folder.path, 'elsewhere'));
    const now = join(folder.path, 'elsewhere', 'a.importjob');
    symlinkSync(now, join(folder.path, 'link.importjob'));
    symlinkSync(join(folder.path, 'elsewhere'), join(folder.path, 'folder-link'));
    for (const name of [now, join(folder.path, 'link.importjob'), join(folder.path, 'folder-link', 'a.importjob')]) {
      expect(() => lockJob(name, 0), name).toThrowError('job-busy');
      expect(isLocked(name), name).toBe(true);
    }
    await kill();
  });

  it('leaves neither of its lock files when it is let go', () => {
    const locks = (): readonly string[] => readdirSync(join(tmpdir(), `profile-importer-${process.getuid?.()}`)).filter((name) => name === `${statSync(path).dev}-${statSync(path).ino}-lock`);
    const lock = lockJob(path);
    expect([existsSync(`${path}-lock`), locks().length]).toEqual([true, 1]);
    lock.release();
    expect([existsSync(`${path}-lock`), locks().length]).toEqual([false, 0]);
  });

  it.each([['win32', true], ['darwin', false], ['linux', false]] as const)('has its file removed on %s where the system lets it be (closed before: %s)', (platform, before) => {
    const file = join(folder.path, 'b-lock');
    writeFileSync(file, '');
    let whenClosed: boolean | null = null;
    letGo(file, () => (whenClosed = existsSync(file)), platform);
    expect([whenClosed, existsSync(file)]).toEqual([before, false]);
  });

  it('is let go even where its file cannot be removed', () => {
    const file = join(folder.path, 'c-lock');
    mkdirSync(join(file, 'held'), { recursive: true });
    for (const platform of ['win32', 'linux'] as const) {
      let closed = false;
      letGo(file, () => (closed = true), platform);
      expect(closed).toBe(true);
    }
  });

  it('with more than one hard link is refused under each, until one name is left', () => {
    const other = join(folder.path, 'other.importjob');
    linkSync(path, other);
    for (const name of [path, other]) expect(() => lockJob(name, 0)).toThrowError('job-linked');
    rmSync(path);
    lockJob(other, 0).release();
  });

  it('that gets a second hard link while it runs is busy under that one', async () => {
    const kill = await holder(path);
    const other = join(folder.path, 'other.importjob');
    linkSync(path, other);
    expect(() => lockJob(other, 0)).toThrowError(/^job-(busy|linked)$/);
    expect(isLocked(other)).toBe(true);
    await kill();
  });
});

describe('whether a job is locked', () => {
  it('is answered without making anything, also in a folder that is read-only', () => {
    chmodSync(folder.path, 0o500);
    expect(isLocked(path)).toBe(false);
    expect(readdirSync(folder.path)).toEqual(['a.importjob']);
    chmodSync(folder.path, 0o700);
  });

  it('counts as yes where the lock cannot be looked at', () => {
    mkdirSync(`${path}-lock`);
    expect(isLocked(path)).toBe(true);
    expect(() => lockJob(path, 0)).toThrowError('output-unwritable');
  });

  it('is answered for a job and a folder that are not there', () => {
    expect(isLocked(join(folder.path, 'none.importjob'))).toBe(false);
    expect(() => isLocked(join(folder.path, 'none', 'none.importjob'))).not.toThrow();
  });
});

describe('a file system whose file numbers change at each look', () => {
  it('ends in job-busy instead of a loop without end', async () => {
    const script = join(folder.path, 'unstable.mjs');
    writeFileSync(
      script,
      `import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
const real = fs.statSync; let turn = 0n;
fs.statSync = (name, options) => { const stat = real(name, options); if (stat !== undefined && String(name).endsWith('-lock')) stat.ino = (turn += 1n); return stat; };
syncBuiltinESMExports();
const { lockJob } = await import(${JSON.stringify(lockModule)});
try { lockJob(${JSON.stringify(path)}, 0); process.send('locked'); } catch (error) { process.send(error.message); }`,
    );
    const [message] = await once(fork(script), 'message');
    expect(message).toBe('job-busy');
  });
});
