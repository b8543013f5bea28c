import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { InlineConfig } from 'vite';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const dist = `${root}/dist`;

/** What runs in Electron outside the page: name of the file in dist/ (with .cjs) and its source. */
const nodeEntries: Readonly<Record<string, string>> = {
  'main/main': 'electron/main/main.ts',
  'preload/preload': 'electron/preload/preload.ts',
  'worker/worker': 'electron/worker/worker.ts',
  'practice/serve': 'electron/practice/serve.ts',
};

/**
 * One file an entry, everything in it but Electron and the SQLite addon: a sandboxed preload can load only itself, and
 * a package that holds nothing but these files needs no node_modules. CommonJS, because the sandbox knows no modules.
 */
function nodeBundle(name: string, entry: string): InlineConfig {
  return {
    configFile: false,
    root,
    logLevel: 'warn',
    resolve: { conditions: ['node'], mainFields: ['module', 'main'] },
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: entry,
      outDir: dist,
      emptyOutDir: false,
      // The oldest Node that an Electron of the tests embeds.
      target: 'node20',
      minify: false,
      rolldownOptions: {
        external: ['electron', 'better-sqlite3'],
        output: { format: 'cjs', entryFileNames: `${name}.cjs`, codeSplitting: false },
      },
    },
  };
}

const page: InlineConfig = {
  configFile: false,
  root: `${root}/renderer`,
  logLevel: 'warn',
  // Relative addresses: the page is served from a scheme of our own.
  base: './',
  plugins: [svelte({ configFile: false })],
  build: {
    outDir: `${dist}/renderer`,
    emptyOutDir: true,
    target: 'chrome130',
    // The page's policy forbids data: addresses, so no asset may be folded into the styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
};

/** Every bundle of the application, each built on its own. */
export const bundles: readonly InlineConfig[] = [
  ...Object.entries(nodeEntries).map(([name, entry]) => nodeBundle(name, entry)),
  page,
];
