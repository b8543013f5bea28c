import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { CountReporter } from './countReporter.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Files whose tests touch nothing that outlives a test: they share a process, which saves starting one for each. */
const pure = ['contract', 'practice', 'engine/api', 'engine/mapping', 'engine/sheet', 'engine/store', 'engine/jobs'].map((folder) => `test/${folder}/**/*.test.ts`);

/**
 * Four projects, because they run in four places: plain Node shared by pure tests, plain Node for each file, a page (a
 * DOM stand-in, Svelte compiled for the browser), and a real Electron. A path given on the command line picks the
 * project by itself.
 */
export default defineConfig({
  root,
  test: {
    reporters: ['default', new CountReporter()],
    // What this computer remembers of job files is kept apart from what it remembers of real ones.
    env: { XDG_STATE_HOME: join(tmpdir(), 'profile-importer-test-state') },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: { name: 'pure', include: pure, isolate: false, sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: [...pure, 'test/renderer/**', 'test/whole/**', 'test/output/**'],
          globalSetup: ['test/support/bundledCli.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        plugins: [svelte({ configFile: false })],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'page',
          include: ['test/renderer/**/*.test.ts'],
          environment: 'happy-dom',
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/whole/**/*.test.ts'],
          globalSetup: ['test/support/packedApp.ts'],
          // One window at a time: two cores cannot serve several Electrons, and the rest of the tests, at once.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
