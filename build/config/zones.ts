import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Rule } from 'eslint';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Zone {
  /** Folder from the root of the repository; the longest one that holds a file decides about it. */
  readonly folder: string;
  /** Folders of ours that it may import, besides itself. */
  readonly ours: readonly string[];
  /** Packages it may import by name, `node:` for all of Node, or `any` for all but those of `reserved`. */
  readonly packages: readonly string[] | 'any';
}

/** Who may import whom. Every arrow points one way; what is not written here is forbidden. */
export const zones: readonly Zone[] = [
  { folder: 'electron/contract', ours: [], packages: ['zod'] },

  { folder: 'electron/files', ours: ['electron/contract'], packages: ['node:'] },
  { folder: 'electron/network', ours: ['electron/contract', 'electron/files'], packages: ['node:'] },

  { folder: 'electron/engine', ours: ['electron/contract', 'electron/files', 'electron/network'], packages: 'any' },
  { folder: 'electron/engine/sheet', ours: ['electron/contract', 'electron/files'], packages: 'any' },
  { folder: 'electron/engine/mapping', ours: ['electron/contract'], packages: 'any' },
  { folder: 'electron/engine/api', ours: ['electron/contract', 'electron/network'], packages: 'any' },
  { folder: 'electron/engine/queue', ours: ['electron/contract', 'electron/network'], packages: 'any' },
  { folder: 'electron/engine/store', ours: ['electron/contract', 'electron/files'], packages: 'any' },
  {
    folder: 'electron/engine/jobs',
    ours: [
      'electron/contract',
      'electron/files',
      'electron/engine/sheet',
      'electron/engine/mapping',
      'electron/engine/api',
      'electron/engine/queue',
      'electron/engine/store',
    ],
    packages: 'any',
  },

  { folder: 'electron/practice', ours: ['electron/contract'], packages: 'any' },
  { folder: 'electron/worker', ours: ['electron/engine', 'electron/files', 'electron/contract'], packages: 'any' },
  { folder: 'electron/cli', ours: ['electron/engine', 'electron/files', 'electron/network', 'electron/contract', 'electron/practice'], packages: 'any' },
  { folder: 'electron/main', ours: ['electron/contract', 'electron/files', 'electron/network'], packages: ['electron', 'electron-updater', 'node:', 'zod'] },
  { folder: 'electron/preload', ours: ['electron/contract'], packages: ['electron'] },

  { folder: 'renderer/api', ours: ['electron/contract'], packages: [] },
  { folder: 'renderer/text', ours: ['electron/contract'], packages: [] },
  { folder: 'renderer/style', ours: [], packages: [] },
  { folder: 'renderer/parts', ours: ['renderer/text', 'renderer/style', 'electron/contract/messages'], packages: ['svelte', 'bits-ui', 'uplot'] },
  { folder: 'renderer/state', ours: ['renderer/api', 'renderer/text', 'electron/contract'], packages: ['svelte', '@tanstack/virtual-core'] },
  {
    folder: 'renderer/screens',
    ours: ['renderer/parts', 'renderer/state', 'renderer/text', 'renderer/style', 'electron/contract'],
    packages: ['svelte'],
  },
  { folder: 'renderer/app', ours: ['renderer', 'electron/contract'], packages: ['svelte'] },
];

/** Packages that belong to certain folders alone, whatever `any` says elsewhere. */
const reserved: Readonly<Record<string, readonly string[]>> = {
  electron: ['electron/main', 'electron/preload'],
  'electron-updater': ['electron/main'],
  'better-sqlite3': ['electron/engine/store'],
  svelte: ['renderer'],
  'playwright-core': [],
};

const aliases: Readonly<Record<string, string>> = {
  '#contract/': 'electron/contract/',
  '#engine/': 'electron/engine/',
  '#files/': 'electron/files/',
  '#network/': 'electron/network/',
};

const isInside = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

function zoneOf(path: string): Zone | undefined {
  return zones
    .filter((zone) => isInside(path, zone.folder))
    .sort((a, b) => b.folder.length - a.folder.length)
    .at(0);
}

/** The compiled catalogue of messages. */
const messages = { alias: '#messages', path: 'electron/contract/messages/compiled/messages.js' } as const;

/** Path of an import of ours from the repository's root, or null when it names a package. */
export function ownPath(importer: string, specifier: string): string | null {
  for (const [prefix, folder] of Object.entries(aliases)) {
    if (specifier.startsWith(prefix)) return folder + specifier.slice(prefix.length);
  }
  if (specifier === messages.alias) return messages.path;
  if (!specifier.startsWith('.')) return null;
  return relative(root, resolve(root, dirname(importer), specifier)).split(sep).join('/');
}

function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:';
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

/**
 * Judges one import. Gives the reason why it is forbidden, or null.
 * @param importer path of the importing file from the repository's root, with forward slashes
 * @param specifier the module as written in the import
 */
export function judgeImport(importer: string, specifier: string): string | null {
  const zone = zoneOf(importer);
  if (zone === undefined) return `${importer} lies in no folder of build/config/zones.ts`;
  const own = ownPath(importer, specifier);
  if (own !== null) {
    // The owner of the target decides: being allowed `electron/engine/sheet` does not open its neighbours.
    if (isInside(own, zone.folder) && zoneOf(own) === zone) return null;
    if (isInside(own, zone.folder) && zone.folder === 'electron/engine') return null;
    return zone.ours.some((folder) => isInside(own, folder)) ? null : `${zone.folder} may not import ${own}`;
  }
  const name = packageName(specifier);
  const owners = reserved[name];
  const allowed =
    zone.packages === 'any'
      ? owners === undefined || owners.some((folder) => isInside(zone.folder, folder))
      : zone.packages.includes(name);
  return allowed ? null : `${zone.folder} may not import the package ${specifier}`;
}

/** The text of a literal, or null for any other node. */
export function literalOf(node: unknown): string | null {
  if (typeof node !== 'object' || node === null || !('value' in node)) return null;
  return typeof node.value === 'string' ? node.value : null;
}

/** Lint rule: every import, export from, `import()` and `import('…')` type is judged by the table above. */
export const importZones: Rule.RuleModule = {
  meta: { type: 'problem', schema: [], docs: { description: 'imports follow the table in build/config/zones.ts' } },
  create(context) {
    const importer = relative(root, context.filename).split(sep).join('/');
    const judge = (node: Rule.Node, source: unknown): void => {
      const specifier = literalOf(source);
      const reason = specifier === null ? null : judgeImport(importer, specifier);
      if (reason !== null) context.report({ node, message: reason });
    };
    return {
      ImportDeclaration: (node) => { judge(node, node.source); },
      ExportNamedDeclaration: (node) => { judge(node, node.source); },
      ExportAllDeclaration: (node) => { judge(node, node.source); },
      ImportExpression: (node) => { judge(node, node.source); },
      TSImportType: (node: Rule.Node) => { judge(node, 'source' in node ? node.source : null); },
    };
  },
};
