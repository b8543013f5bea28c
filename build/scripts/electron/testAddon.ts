import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { cache, root, say, testAddonFile } from './places.ts';

function edit(file: string, change: (text: string) => string): void {
  const before = readFileSync(file, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`${file} is not as expected; a new release of better-sqlite3?`);
  writeFileSync(file, after);
}

/**
 * Headers of the machine's own Node, when they were installed with it; else node-gyp downloads them. Node-API is the
 * same in each, so they need not be those of the Electron.
 */
function headers(): Record<string, string> {
  if (process.env['npm_config_nodedir'] !== undefined) return {};
  const nodes = (process.env['PATH'] ?? '').split(delimiter).map((folder) => dirname(folder));
  const prefix = nodes.find((folder) => existsSync(join(folder, 'include', 'node', 'node_api.h')));
  return prefix === undefined ? {} : { npm_config_nodedir: prefix };
}

/**
 * Builds the SQLite addon for the older Electron of the tests. The package's own asks for Node-API 10, two functions
 * of which that Electron knows as "experimental" only: asked for by that name, the same source works. Built in a copy,
 * because the addon in node_modules is the one that plain Node uses.
 */
export function ensureTestAddon(): void {
  if (existsSync(testAddonFile)) return;
  say('building the SQLite addon for it (about half a minute)');
  const copy = join(cache, 'addon-source');
  rmSync(copy, { recursive: true, force: true, maxRetries: 5 });
  cpSync(join(root, 'node_modules', 'better-sqlite3'), copy, { recursive: true });
  edit(join(copy, 'binding.gyp'), (text) =>
    text
      .replace("'NAPI_VERSION=10'", "'NAPI_VERSION=2147483647', 'NAPI_EXPERIMENTAL'")
      .replaceAll("'-flto', ", '')
      .replaceAll(", '-flto'", '')
      .replaceAll("'-flto'", ''),
  );
  // A third of the time: nobody waits for this SQLite but the tests.
  edit(join(copy, 'deps', 'common.gypi'), (text) => text.replace("'-O3'", "'-O1'"));
  const gyp = join(root, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  const args = [gyp, 'rebuild', '--release', '--force_build=1', '-j', '2', '--loglevel=error'];
  const done = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8', env: { ...process.env, ...headers() } });
  if (done.status !== 0) throw new Error(`the SQLite addon could not be built:\n${done.stdout}\n${done.stderr}`);
  mkdirSync(dirname(testAddonFile), { recursive: true });
  copyFileSync(join(copy, 'build', 'Release', 'better_sqlite3.node'), `${testAddonFile}.new`);
  renameSync(`${testAddonFile}.new`, testAddonFile);
  rmSync(copy, { recursive: true, force: true, maxRetries: 5 });
}
