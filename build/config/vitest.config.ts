import { mkdirSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { ensureMessages } from '../scripts/messages.mjs';
import { CountReporter } from './countReporter.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Bytes that the files of all tests take at once, several times over. */
const enoughMemory = 4 * 1024 ** 3;

/**
 * Where tests put their files: in memory where there is room for it, because every commit of a job waits for the disk,
 * and thousands of them make a third of the time. What is asserted of a disk makes one of its own.
 */
function folderOfTests(): string {
  const memory = '/dev/shm';
  try {
    const { bavail, bsize } = statfsSync(memory);
    if (process.platform !== 'linux' || Math.min(bavail * bsize, freemem()) < enoughMemory) return tmpdir();
    const folder = join(memory, 'profile-importer-tests');
    mkdirSync(folder, { recursive: true });
    return folder;
  } catch {
    return tmpdir();
  }
}

const folder = folderOfTests();

// Before any file that imports them is loaded.
await ensureMessages();

/**
 * Node loads the sources itself, as it does for the command line: what vitest makes of them instead asks a getter for every
 * imported name each time it is used, which doubles the time of whatever goes through bytes. Not for files that put something
 * in the place of a module, nor where Svelte is compiled.
 */
const byNode = { experimental: { viteModuleRunner: false } } as const;

/** What goes through a real broker; Debian's is started by the tests themselves, other systems have none that they could start so. */
const withBroker = process.platform === 'linux' ? [] : ['test/**/*.broker.test.ts'];

/** Files that put something else in the place of a module, which would be there for whoever shares their process. */
const apart = ['test/engine/refusedNames.test.ts', 'test/main/secretsHeld.test.ts'];

/**
 * Five projects, because they run in five places: plain Node shared by many files (starting a process and loading the
 * engine for each takes longer than most tests), the same with the bundled command line beside it, plain Node for each of a few, a page (a
 * DOM stand-in, Svelte compiled for the browser), and a real Electron. A path given on the command line picks the
 * project by itself.
 */
export default defineConfig({
  root,
  test: {
    reporters: ['default', new CountReporter()],
    // What this computer remembers of job files is kept apart from what it remembers of real ones; tests speak English on any.
    env: { PROFILE_IMPORTER_LANGUAGE: 'en', TMPDIR: folder, XDG_STATE_HOME: join(folder, 'profile-importer-test-state'), XDG_CONFIG_HOME: join(folder, 'profile-importer-test-config') },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 90_000,
    hookTimeout: 90_000,
    projects: [
      {
        extends: true,
        test: {
          ...byNode,
          name: 'shared',
          include: ['test/**/*.test.ts'],
          exclude: [...apart, ...withBroker, 'test/cli/**', 'test/renderer/**', 'test/whole/**', 'test/installed/**', 'test/output/**'],
          isolate: false,
          globalSetup: ['test/support/sharedBroker.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          ...byNode,
          name: 'cli',
          include: ['test/cli/**/*.test.ts'],
          exclude: withBroker,
          isolate: false,
          globalSetup: ['test/support/bundledCli.ts', 'test/support/sharedBroker.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'apart', include: apart, sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        plugins: [svelte({ configFile: false })],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'page',
          include: ['test/renderer/**/*.test.ts'],
          environment: 'happy-dom',
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        // Only asked for by its name: it installs a package.
        test: { ...byNode, name: 'installed', env: { TMPDIR: tmpdir() }, include: ['test/installed/**/*.test.ts'], isolate: false, sequence: { groupOrder: 2 }, testTimeout: 300_000, hookTimeout: 600_000 },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          // A window is tried as it is used, on the disk.
          env: { TMPDIR: tmpdir() },
          include: ['test/whole/**/*.test.ts'],
          globalSetup: ['test/support/packedApp.ts'],
          // One window at a time: two cores cannot serve several Electrons at once.
          fileParallelism: false,
          isolate: false,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
