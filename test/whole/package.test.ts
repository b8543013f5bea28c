import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect, inject, test } from 'vitest';
import { launchApp, needsWindow } from '../support/electron.ts';

/** A fuse is one character in the executable. */
const state = { off: '0'.charCodeAt(0), on: '1'.charCodeAt(0) };

const packedExecutable = (): string => inject('packedApp').executable ?? '';

test('the packed executable has the fuses it was configured with', async (ctx) => {
  needsWindow(ctx);
  const wire = await getCurrentFuseWire(packedExecutable());
  const off = [FuseV1Options.RunAsNode, FuseV1Options.EnableNodeOptionsEnvironmentVariable, FuseV1Options.GrantFileProtocolExtraPrivileges];
  const on = [FuseV1Options.EnableCookieEncryption, FuseV1Options.EnableEmbeddedAsarIntegrityValidation, FuseV1Options.OnlyLoadAppFromAsar];
  expect(off.map((fuse) => wire[fuse])).toEqual(off.map(() => state.off));
  expect(on.map((fuse) => wire[fuse])).toEqual(on.map(() => state.on));
});

test('the package holds the bundles, the one addon, and nothing else of ours', async (ctx) => {
  needsWindow(ctx);
  if (process.platform === 'linux') {
    const resources = join(dirname(packedExecutable()), 'resources');
    expect(readdirSync(resources).sort()).toEqual(['app.asar', 'app.asar.unpacked', 'bin']);
  }
  const { app, close } = await launchApp();
  const files = await app.evaluate(({ app: program }) => {
    const fs = process.getBuiltinModule('node:fs');
    const names = fs.readdirSync(program.getAppPath(), { recursive: true });
    return names.map((name) => String(name).replaceAll('\\', '/'));
  });
  // The command line knows the folder of what the window keeps by it.
  expect(await app.evaluate(({ app: program }) => program.getName())).toBe('Profile Importer');
  await close();
  const tops = files.filter((name) => !name.includes('/'));
  expect(tops.sort()).toEqual(['dist', 'node_modules', 'package.json']);
  expect(files.filter((name) => /^node_modules\/[^/]+$/.test(name))).toEqual(['node_modules/better-sqlite3']);
  expect(files.filter((name) => /\.(ts|map|svelte)$/.test(name))).toEqual([]);
  // What a start does not need is loaded when it is: most of the command line, and a workbook's writer, which is half of the engine.
  const parts = files.filter((name) => /^dist\/(?:cli|main|worker)\/\w+-parts\//.test(name));
  for (const part of [/^dist\/cli\/cli-parts\/run-[\w-]+\.cjs$/, /^dist\/worker\/worker-parts\/excel-[\w-]+\.cjs$/]) expect(parts.some((name) => part.test(name))).toBe(true);
  expect(files.filter((name) => name.endsWith('.cjs') && !parts.includes(name)).sort()).toEqual([
    'dist/cli/cli.cjs',
    'dist/main/main.cjs',
    'dist/practice/serve.cjs',
    'dist/preload/preload.cjs',
    // By itself, as most never fetch a newer version.
    'dist/updates/updater.cjs',
    'dist/worker/reader.cjs',
    'dist/worker/reading.cjs',
    'dist/worker/worker.cjs',
  ]);
});
