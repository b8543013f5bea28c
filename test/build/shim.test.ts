import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, type TestContext } from 'vitest';
import { commandNames, shimFor, writeShim } from '../../build/scripts/electron/shim.ts';

const folder = mkdtempSync(join(tmpdir(), 'shim-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

/** A program that only tells how it was started, as its command for Linux finds it. */
function installed(): string {
  mkdirSync(join(folder, 'opt', 'bin'), { recursive: true });
  writeFileSync(join(folder, 'profile-importer'), '#!/bin/sh\nfor word in "$@"; do printf "%s\\n" "$word"; done\nexit 3\n', { mode: 0o755 });
  writeShim(join(folder, 'opt', 'bin'), 'linux');
  return join(folder, 'opt', 'bin', 'profile-importer');
}

function needsShell(ctx: TestContext): void {
  if (process.platform === 'win32') ctx.skip('Windows has no sh');
}

describe('the command on the PATH', () => {
  const started = (...args: readonly string[]): readonly string[] => {
    const { stdout, status } = spawnSync(installed(), args, { encoding: 'utf8', cwd: folder });
    expect(status).toBe(3);
    return stdout.split('\n').slice(0, -1);
  };
  /** The same for each word alone, by one process of ours: starting one takes longer than a shell takes for all of them. */
  const startedWithEach = (words: readonly string[]): readonly (readonly string[])[] => {
    const each = 'for word in "$@"; do "$0" "$word"; echo "ended with $?"; done';
    const { stdout } = spawnSync('sh', ['-c', each, installed(), ...words], { encoding: 'utf8', cwd: folder });
    return stdout.split('ended with 3\n').slice(0, -1).map((told) => told.split('\n').slice(0, -1));
  };
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const inTerminal = [...root, '--ozone-platform=headless', '--disable-gpu', '--log-level=3', '--cli', '--'];

  test('works in the terminal where it is given a command, with its words as they are', (ctx) => {
    needsShell(ctx);
    const words = [...commandNames(), 'help', '-h', '--help', '--version'];
    expect(startedWithEach(words)).toEqual(words.map((word) => [...inTerminal, word]));
    expect(started('prepare', 'клиенты и "заявки".csv', '--job', '')).toEqual([...inTerminal, 'prepare', 'клиенты и "заявки".csv', '--job', '']);
  });

  test('opens the window with nothing, with a file and with its address', (ctx) => {
    needsShell(ctx);
    writeFileSync(join(folder, 'my job.importjob'), '');
    expect(started()).toEqual([]);
    const files = ['my job.importjob', 'file:///tmp/x.importjob', '--force-dark-mode'];
    expect(startedWithEach(files)).toEqual(files.map((file) => [file]));
  });

  test('tells in the terminal what is neither a command nor a file', (ctx) => {
    needsShell(ctx);
    expect(started('prepar', 'x.csv')).toEqual([...inTerminal, 'prepar', 'x.csv']);
  });
});

describe('the command for each system', () => {
  test('knows every command of the program', () => {
    for (const name of ['inspect', 'prepare', 'run', 'status', 'undo-workbook', 'practice']) expect(commandNames()).toContain(name);
    const { text } = shimFor('win32');
    for (const name of commandNames()) expect(text).toMatch(new RegExp(`for %%c in \\([^)]*\\b${name}\\b`));
  });

  test('finds the program where the system lays it', () => {
    expect(shimFor('darwin').text).toContain('/../../MacOS/Profile Importer"');
    expect(shimFor('linux').text).toContain('/../../profile-importer"');
    expect(shimFor('win32').text).toContain('%~dp0..\\..\\profile-importer.exe');
  });

  test('waits for the program on Windows and gives its code, in lines that end as they do there', () => {
    const { name, text } = shimFor('win32');
    expect(name).toBe('profile-importer.cmd');
    expect(text).toContain('start "" /b /wait "%program%" --disable-gpu --log-level=3 --cli -- %*\r\nexit /b %errorlevel%\r\n');
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  });
});
