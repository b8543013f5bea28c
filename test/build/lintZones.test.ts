import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, test } from 'vitest';
import { zones } from '../../build/config/zones.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const overrideConfigFile = `${root}/build/config/eslint.config.js`;

// Types are left out here: the files judged exist only as text, which the type service would refuse. So are the rules that
// nobody asks about: the one against cycles reads half of the sources for each of these files.
const asked = ['ours/importZones', 'no-restricted-syntax', 'no-restricted-globals'];
const untyped = new ESLint({
  cwd: root,
  overrideConfigFile,
  overrideConfig: [tseslint.configs.disableTypeChecked],
  ruleFilter: ({ ruleId }) => asked.includes(ruleId),
});
const typed = new ESLint({ cwd: root, overrideConfigFile });

async function rulesBroken(eslint: ESLint, filePath: string, text: string): Promise<string[]> {
  const results = await eslint.lintText(text, { filePath: `${root}/${filePath}` });
  const messages = results.flatMap((result) => result.messages);
  expect(messages.filter((message) => message.fatal)).toEqual([]);
  return messages.map((message) => message.ruleId ?? 'unknown');
}

const inSvelte = (code: string): string => `<script lang="ts">\n${code}\n</script>\n`;

/** One import that each zone must refuse, and one that it must let through. */
const cases: readonly (readonly [file: string, refused: string, allowed: string])[] = [
  ['electron/contract/a.ts', '../engine/sheet/types.ts', 'zod'],
  ['electron/contract/a.ts', 'node:fs', './cells.ts'],
  ['electron/files/a.ts', '../engine/store/a.ts', '#contract/faults.ts'],
  ['electron/files/a.ts', 'better-sqlite3', 'node:fs'],
  ['electron/engine/a.ts', '../main/a.ts', './sheet/types.ts'],
  ['electron/engine/sheet/a.ts', '../store/a.ts', '#contract/cells.ts'],
  ['electron/engine/sheet/a.ts', '#engine/mapping/types.ts', './types.ts'],
  ['electron/engine/mapping/a.ts', '../sheet/types.ts', 'libphonenumber-js'],
  ['electron/engine/api/a.ts', '../jobs/a.ts', 'undici'],
  ['electron/engine/store/a.ts', '../api/a.ts', 'better-sqlite3'],
  ['electron/engine/jobs/a.ts', 'better-sqlite3', '../store/a.ts'],
  ['electron/engine/jobs/a.ts', 'electron', '#engine/api/a.ts'],
  ['electron/practice/a.ts', '../engine/sheet/types.ts', '#contract/faults.ts'],
  ['electron/worker/a.ts', 'electron', '#engine/jobs/a.ts'],
  ['electron/worker/a.ts', '../main/a.ts', 'node:process'],
  ['electron/cli/a.ts', '../main/a.ts', '../practice/a.ts'],
  ['electron/main/ipc/a.ts', '#engine/jobs/a.ts', 'electron'],
  ['electron/main/a.ts', '../worker/worker.ts', '#contract/commands.ts'],
  ['electron/preload/a.ts', 'node:fs', 'electron'],
  ['renderer/api/a.ts', 'electron', '#contract/client.ts'],
  ['renderer/api/a.ts', '../state/a.svelte.ts', '#contract/client.ts'],
  ['renderer/text/a.ts', '../state/a.svelte.ts', '#contract/faults.ts'],
  ['renderer/style/a.ts', '../text/a.ts', './b.ts'],
  ['renderer/parts/A.svelte', '../state/a.svelte.ts', 'svelte'],
  ['renderer/parts/A.svelte', '#contract/job.ts', '../text/a.ts'],
  ['renderer/state/a.svelte.ts', '../screens/a.ts', '../api/a.ts'],
  ['renderer/state/a.svelte.ts', '../../electron/engine/sheet/types.ts', '#contract/job.ts'],
  ['renderer/screens/job/A.svelte', '../../api/a.ts', '../../parts/A.svelte'],
  ['renderer/screens/job/A.svelte', '../../app/A.svelte', '../../state/a.svelte.ts'],
  ['renderer/app/A.svelte', 'node:path', '../screens/job/A.svelte'],
];

describe('the import zones', () => {
  test.each(cases)('%s may not import %s but may import %s', async (file, refused, allowed) => {
    const source = (specifier: string): string => {
      const code = `import * as other from '${specifier}';\nother.go();\n`;
      return file.endsWith('.svelte') ? inSvelte(code) : code;
    };
    expect(await rulesBroken(untyped, file, source(refused))).toContain('ours/importZones');
    expect(await rulesBroken(untyped, file, source(allowed))).not.toContain('ours/importZones');
  });

  test('every zone is tried above', () => {
    const tried = cases.map(([file]) => zones.filter((zone) => file.startsWith(`${zone.folder}/`)).at(-1)?.folder);
    expect(zones.map((zone) => zone.folder).filter((folder) => !tried.includes(folder))).toEqual([]);
  });

  test('a re-export, a lazy import and a type import are imports too', async () => {
    for (const code of [
      "export * from '../../main/a.ts';",
      "export { a } from '../../main/a.ts';",
      "void import('../../main/a.ts');",
      "import type { A } from '../../main/a.ts'; export type B = A;",
      "export type B = import('../../main/a.ts').A;",
    ]) {
      expect(await rulesBroken(untyped, 'electron/engine/jobs/a.ts', code)).toContain('ours/importZones');
    }
  });

  test('a folder that the table does not know may import nothing', async () => {
    expect(await rulesBroken(untyped, 'electron/elsewhere/a.ts', "import 'node:fs';")).toContain('ours/importZones');
  });
});

describe('the other rules of the house', () => {
  test.each([
    ['a promise left floating', 'export function go(): void { Promise.resolve(1); }', '@typescript-eslint/no-floating-promises'],
    ['any', 'export function go(value: any): void { void value; }', '@typescript-eslint/no-explicit-any'],
    ['a cast', 'export const go = (value: unknown) => value as string;', '@typescript-eslint/consistent-type-assertions'],
    ['a default export', 'export default 1;', 'import-x/no-default-export'],
    ['an enum', 'export enum Colour { Red }', 'no-restricted-syntax'],
    ['a non-null assertion', 'export const go = (a: string | null) => a!;', '@typescript-eslint/no-non-null-assertion'],
    ['a file over 300 lines', '\n'.repeat(301), 'max-lines'],
    ['a function over 60 lines', `export function go(): void {${'\n'.repeat(61)}}`, 'max-lines-per-function'],
  ])('%s is refused', async (_name, code, rule) => {
    expect(await rulesBroken(typed, 'electron/contract/faults.ts', code)).toContain(rule);
  });

  test('a const assertion is not a cast', async () => {
    const broken = await rulesBroken(typed, 'electron/contract/faults.ts', "export const words = ['a', 'b'] as const;");
    expect(broken).toEqual([]);
  });

  test.each(['it.only("a", () => {});', 'describe.only("a", () => {});', 'test.skip("a", () => {});', 'test("a", (ctx) => ctx.skip());'])(
    'a test file with %s is refused',
    async (code) => {
      expect(await rulesBroken(untyped, 'test/contract/a.test.ts', code)).toContain('no-restricted-syntax');
    },
  );

  test('the page reaches neither the network nor its host by itself', async () => {
    for (const code of ['void fetch("/");', 'window.close();', 'new WebSocket("wss://example.com");']) {
      expect(await rulesBroken(untyped, 'renderer/state/a.svelte.ts', code)).toContain('no-restricted-globals');
    }
  });
});
