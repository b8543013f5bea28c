import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { zones } from '../../build/config/zones.ts';
import oxlint from '../../.oxlint.config.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const overrideConfigFile = `${root}/build/config/eslint.config.js`;
// Types are left out here: the components judged exist only as text, which the type service would refuse.
const eslint = new ESLint({ cwd: root, overrideConfigFile, overrideConfig: [tseslint.configs.disableTypeChecked], ruleFilter: ({ ruleId }) => ruleId.startsWith('ours/') });

// oxlint reads files alone, and from where its configuration lies: a copy of that, with files of all the tests, judged in one run.
const copy = realpathSync(mkdtempSync(join(tmpdir(), 'lint-')));
for (const path of ['.oxlint.config.ts', 'package.json', 'tsconfig.json', 'electron/tsconfig.json', 'test/tsconfig.json', 'renderer/tsconfig.json', 'build/config', 'build/tsconfig.json']) {
  cpSync(join(root, path), join(copy, path), { recursive: true });
}
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
afterAll(() => { rmSync(copy, { recursive: true, force: true }); });

const asked = new Map<string, string>();
let found: ReadonlyMap<string, readonly string[]> | null = null;
const reportSchema = z.object({ diagnostics: z.array(z.object({ filename: z.string(), code: z.string().optional(), message: z.string() })) });

/** Gives the text a file of its own in the folder of the one named, to be judged with all others. Its path. */
function file(like: string, text: string): string {
  const path = join(dirname(like), `n${String(asked.size)}${/(\.svelte)?\.ts$/.exec(like)![0]}`).replaceAll('\\', '/');
  asked.set(path, text);
  return path;
}

function judged(): ReadonlyMap<string, readonly string[]> {
  for (const [path, text] of asked) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
  const run = spawnSync(process.execPath, [join(root, 'node_modules/oxlint/bin/oxlint'), '--config', '.oxlint.config.ts', '--format', 'json'], { cwd: copy, encoding: 'utf8', maxBuffer: 1e8 });
  const { diagnostics } = reportSchema.parse(JSON.parse(run.stdout));
  const rules = new Map<string, string[]>();
  for (const { filename, code, message } of diagnostics) {
    const path = filename.replaceAll('\\', '/');
    rules.set(path, [...(rules.get(path) ?? []), code?.replace(/^(.*)\((.*)\)$/, '$1/$2') ?? message]);
  }
  return rules;
}

/** The rules that oxlint found broken in a file of `file`. */
function rulesIn(path: string): readonly string[] {
  found ??= judged();
  return found.get(path) ?? [];
}

async function inComponent(filePath: string, text: string): Promise<string[]> {
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
  ['electron/network/a.ts', '#engine/api/a.ts', '#contract/settings/network.ts'],
  ['electron/network/a.ts', 'undici', 'node:tls'],
  ['electron/engine/a.ts', '../main/a.ts', './sheet/types.ts'],
  ['electron/engine/sheet/a.ts', '../store/a.ts', '#contract/cells.ts'],
  ['electron/engine/sheet/a.ts', '#engine/mapping/types.ts', './types.ts'],
  ['electron/engine/mapping/a.ts', '../sheet/types.ts', 'libphonenumber-js'],
  ['electron/engine/api/a.ts', '../jobs/a.ts', 'undici'],
  ['electron/engine/queue/a.ts', '../api/a.ts', 'amqplib'],
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

const importing = (specifier: string): string => `import * as other from '${specifier}';\nother.go();\n`;

describe('the import zones', () => {
  const files = cases.map(([like, refused, allowed]) => ({
    like,
    refused,
    allowed,
    paths: like.endsWith('.svelte') ? null : { refused: file(like, importing(refused)), allowed: file(like, importing(allowed)) },
  }));

  test.each(files)('$like may not import $refused but may import $allowed', async ({ like, refused, allowed, paths }) => {
    const broken = async (kind: 'refused' | 'allowed') =>
      paths === null ? inComponent(like, inSvelte(importing({ refused, allowed }[kind]))) : rulesIn(paths[kind]);
    expect(await broken('refused')).toContain('ours/importZones');
    expect(await broken('allowed')).not.toContain('ours/importZones');
  });

  test('every zone is tried above', () => {
    const tried = cases.map(([path]) => zones.filter((zone) => path.startsWith(`${zone.folder}/`)).at(-1)?.folder);
    expect(zones.map((zone) => zone.folder).filter((folder) => !tried.includes(folder))).toEqual([]);
  });

  const ways = [
    "export * from '../../main/a.ts';",
    "export { a } from '../../main/a.ts';",
    "void import('../../main/a.ts');",
    "import type { A } from '../../main/a.ts'; export type B = A;",
    "export type B = import('../../main/a.ts').A;",
  ].map((code) => file('electron/engine/jobs/a.ts', code));

  test('a re-export, a lazy import and a type import are imports too', () => {
    for (const path of ways) expect(rulesIn(path)).toContain('ours/importZones');
  });

  const elsewhere = file('electron/elsewhere/a.ts', "import 'node:fs';");
  test('a folder that the table does not know may import nothing', () => {
    expect(rulesIn(elsewhere)).toContain('ours/importZones');
  });
});

describe('the other rules of the house', () => {
  const wrong: readonly (readonly [name: string, code: string, rule: string])[] = [
    ['a promise left floating', 'export function go(): void { Promise.resolve(1); }', 'typescript/no-floating-promises'],
    ['any', 'export function go(value: any): void { void value; }', 'typescript/no-explicit-any'],
    ['a cast', 'export const go = (value: unknown) => value as string;', 'typescript/consistent-type-assertions'],
    ['a default export', 'export default 1;', 'import/no-default-export'],
    ['an enum', 'export enum Colour { Red }', 'ours/noEnum'],
    ['a non-null assertion', 'export const go = (a: string | null) => a!;', 'typescript/no-non-null-assertion'],
    ['a file over 300 lines', '\n'.repeat(301), 'eslint/max-lines'],
    ['a function over 60 lines', `export function go(): void {${'\n'.repeat(61)}}`, 'eslint/max-lines-per-function'],
    ['a directive of ESLint', '// eslint-disable-next-line no-console\nexport const a = 1;', 'ours/ownDirectives'],
    ['a directive for nothing', '// oxlint-disable-next-line no-console\nexport const a = 1;', 'Unused oxlint-disable directive (no problems were reported).'],
  ];
  const files = wrong.map(([name, code, rule]) => ({ name, rule, path: file('electron/contract/a.ts', code) }));
  test.each(files)('$name is refused', ({ rule, path }) => {
    expect(rulesIn(path)).toContain(rule);
  });

  const constant = file('electron/contract/a.ts', "export const words = ['a', 'b'] as const;");
  test('a const assertion is not a cast', () => {
    expect(rulesIn(constant)).toEqual([]);
  });

  const exclusive = ['it.only("a", () => {});', 'describe.only("a", () => {});', 'test.skip("a", () => {});', 'test("a", (ctx) => ctx.skip());'];
  test.each(exclusive.map((code) => ({ code, path: file('test/contract/a.test.ts', code) })))('a test file with $code is refused', ({ path }) => {
    expect(rulesIn(path)).toContain('ours/everyTestRuns');
  });

  const around = ['void fetch("/");', 'window.close();', 'new WebSocket("wss://example.com");'].map((code) => file('renderer/state/a.svelte.ts', code));
  test('the page reaches neither the network nor its host by itself', () => {
    for (const path of around) expect(rulesIn(path)).toContain('eslint/no-restricted-globals');
  });

  asked.set('electron/engine/store/one.ts', "import { two } from './two.ts';\nexport const one = () => two;\n");
  asked.set('electron/engine/store/two.ts', "import { one } from './one.ts';\nexport const two = () => one;\n");
  asked.set('electron/engine/store/lazy.ts', "export const lazy = () => import('./eager.ts');\n");
  asked.set('electron/engine/store/eager.ts', "import { lazy } from './lazy.ts';\nexport const eager = () => lazy;\n");
  test('files that import each other are refused, lazily too', () => {
    expect(rulesIn('electron/engine/store/one.ts')).toContain('import/no-cycle');
    expect(rulesIn('electron/engine/store/lazy.ts')).toContain('ours/noLazyCycle');
  });

  test('a rule of types that ESLint has for components is one of oxlint for .ts files', async () => {
    const schema = z.object({ rules: z.record(z.string(), z.array(z.unknown())) });
    const { rules } = schema.parse(await new ESLint({ cwd: root, overrideConfigFile }).calculateConfigForFile(join(root, 'renderer/app/App.svelte')));
    const named = oxlint.overrides.flatMap((override) => Object.keys(override.rules)).map((name) => name.replace(/^typescript\//, ''));
    const inForce = Object.keys(rules).filter((name) => name.startsWith('@typescript-eslint/') && rules[name]?.[0] !== 0).map((name) => name.replace(/^.*\//, ''));
    expect(inForce.filter((name) => !named.includes(name))).toEqual([]);
    expect(inForce.length).toBeGreaterThan(40);
  });
});
