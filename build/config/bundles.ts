import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { InlineConfig, Plugin } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What runs in Electron outside the page: name of the file among the bundles (with .cjs) and its source. */
const nodeEntries: Readonly<Record<string, string>> = {
  'main/main': 'electron/main/entry.ts',
  'preload/preload': 'electron/preload/preload.ts',
  'updates/updater': 'electron/main/updates/electronUpdater.ts',
  'worker/worker': 'electron/worker/worker.ts',
  'worker/reading': 'electron/worker/readingWorker.ts',
  'worker/reader': 'electron/engine/jobs/prepare/readerEntry.ts',
  'practice/serve': 'electron/practice/serve.ts',
  'cli/cli': 'electron/cli/electronEntry.ts',
};

/** Their parts stay as lazily loaded as in the sources: most commands need a tenth of them, a window that was just opened half, and each starts anew. */
const inParts: ReadonlySet<string> = new Set(['cli/cli', 'main/main', 'worker/worker', 'worker/reading']);

/**
 * One file an entry but for those in parts, everything in it but Electron and the SQLite addon: a sandboxed preload can load only itself, and
 * a package that holds nothing but these files needs no node_modules. CommonJS, because the sandbox knows no modules.
 */
function nodeBundle(outDir: string, name: string, entry: string): InlineConfig {
  return {
    configFile: false,
    root,
    logLevel: 'warn',
    resolve: { conditions: ['node'], mainFields: ['module', 'main'] },
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: false,
      // The oldest Node that an Electron of the tests embeds.
      target: 'node20',
      minify: false,
      rolldownOptions: {
        external: ['electron', 'better-sqlite3'],
        output: { format: 'cjs', entryFileNames: `${name}.cjs`, chunkFileNames: `${name}-parts/[name]-[hash].cjs`, codeSplitting: inParts.has(name), comments: false },
      },
    },
  };
}

function pageBundle(outDir: string): InlineConfig {
  return {
    configFile: false,
    root: `${root}/renderer`,
    logLevel: 'warn',
    // Relative addresses: the page is served from a scheme of our own.
    base: './',
    plugins: [svelte({ configFile: false })],
    build: {
      outDir: `${outDir}/renderer`,
      emptyOutDir: true,
      target: 'chrome130',
      // The page's policy allows no data: address for a font or a style, so none may be folded in.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  };
}

/** Every bundle of the application, each built on its own into a part of the folder given; the plugins see all of them. */
export function bundlesInto(outDir: string, plugins: readonly Plugin[]): readonly InlineConfig[] {
  const nodes = Object.entries(nodeEntries).map(([name, entry]) => nodeBundle(outDir, name, entry));
  return [...nodes, pageBundle(outDir)].map((bundle) => ({ ...bundle, plugins: [...(bundle.plugins ?? []), ...plugins] }));
}

/**
 * The command line for the tests that run it, and the file in it to start. Its parts stay as lazily loaded as in the
 * sources, and the reader's thread lies where the sources look for it, from one folder below the top.
 */
export function cliBundleInto(outDir: string): { readonly entry: string; readonly config: InlineConfig } {
  const sources = ['cli/main', 'engine/jobs/prepare/readerEntry'];
  const config: InlineConfig = {
    configFile: false,
    root,
    logLevel: 'warn',
    resolve: { conditions: ['node'], mainFields: ['module', 'main'] },
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      outDir,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(sources.map((name) => [name, `electron/${name}.ts`])),
        external: ['better-sqlite3'],
        output: { format: 'es', entryFileNames: '[name].ts', chunkFileNames: 'parts/[name]-[hash].js' },
      },
    },
  };
  return { entry: `${outDir}/cli/main.ts`, config };
}
