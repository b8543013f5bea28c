import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { catalogueOf } from '../../build/scripts/messages.mjs';
import { spokenOnce } from '../support/spokenOnce.ts';
import { wordsOutside } from '../support/wordsOutside.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The practice server speaks as the platform does, in one language. */
const sources = globSync(['electron/**/*.ts', 'renderer/**/*.{ts,svelte}'], { cwd: root })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => !path.startsWith('electron/practice/') && !path.startsWith('electron/contract/messages/'))
  .sort();

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Words of these are data, such as what people write into cells, or reach developers alone. */
const noWords: readonly RegExp[] = [
  /^electron\/engine\/store\/migrations\//,
  /^electron\/engine\/mapping\/(?:suggest\/|mends\/likely\.ts$|mends\/dates\.ts$)/,
  /^electron\/engine\/sheet\/csv\/languageWords\.ts$/,
  /^electron\/engine\/jobs\/exports\/(?:xlsx\/xlsxParts|correcting\/notes)\.ts$/,
  /^electron\/engine\/api\/(?:answerCodes|client)\.ts$/,
  /^electron\/engine\/store\/(?:guarded|machine|ownFile|placeMarks|storedJson|chunkShape|itemShape|salvage\/pages)\.ts$/,
  /^electron\/engine\/template\/writeTemplate\.ts$/,
  /^electron\/contract\/recipe\/jsonSchema\.ts$/,
  /^electron\/files\/(?:sharedPlace|stateFolder|settings\/readPolicy)\.ts$/,
  // Codes of faults and of records, which contract/contentWords.ts and runWords.ts make sentences of.
  /^electron\/engine\/(?:sheet\/detect\/otherContent|jobs\/run\/recordOutcome)\.ts$/,
  /^electron\/main\/(?:engine\/forkEngine|updates\/installation|practice\/forkPractice|security\/pages|window\/window)\.ts$/,
];

/** What stands in the sources instead of the catalogue, by their paths; only those that have any. */
const outside = new Map(
  sources
    .filter((path) => !noWords.some((pattern) => pattern.test(path)))
    .map((path) => [path, wordsOutside(path, read(path))] as const)
    .filter(([, words]) => words.length > 0),
);

describe('Words for a person', () => {
  it('stand in the catalogue', () => {
    expect(sources.length).toBeGreaterThan(400);
    expect(Object.fromEntries(outside)).toEqual({});
  });

  it('are found wherever they are written', () => {
    const svelte = (template: string): readonly string[] => wordsOutside('a.svelte', template);
    expect(svelte('<p>Start the job</p>')).toEqual(['Start the job']);
    expect(svelte('<button title="Close">x</button>')).toEqual(['Close']);
    expect(svelte("<p>{busy ? 'Please wait a moment' : ''}</p>")).toEqual(['Please wait a moment']);
    expect(svelte('<div class="wide line">{m.home_title()}</div>')).toEqual([]);
    expect(wordsOutside('a.ts', 'export const text = (n: number) => `${n} rows were sent`;')).toEqual(['… rows were sent']);
    expect(wordsOutside('a.ts', "throw new Error('no such thing here')")).toEqual([]);
    expect(wordsOutside('a.ts', "file.prepare('DELETE FROM row WHERE position = ?')")).toEqual([]);
  });
});

describe('The language of the moment', () => {
  it('is kept by no constant of a module: messages are called, and tables of them copied, in functions alone', () => {
    const kept = sources.map((path) => [path, spokenOnce(path, read(path))] as const).filter(([, found]) => found.length > 0);
    expect(Object.fromEntries(kept)).toEqual({});
  });

  it('is looked for wherever a module speaks when it is loaded', () => {
    const found = (source: string): readonly string[] => spokenOnce('a.ts', source);
    expect(found("const title = m.home_title();")).toEqual(['m.home_title()']);
    expect(found("export const both = [`${m.home_title()}!`];")).toEqual(['m.home_title()']);
    expect(found("class A { static title = m.home_title(); }")).toEqual(['m.home_title()']);
    expect(found("const names = { ...spoken({ a: m.home_title }) };")).toEqual(['...spoken']);
    expect(found("import { rowNames } from './words.ts'; const all = { ...rowNames, ...plain };")).toEqual(['...rowNames']);
    expect(found("const title = () => m.home_title(); function a() { return { ...rowNames, t: m.home_title() }; } class B { title = m.home_title(); }")).toEqual([]);
  });
});

describe('The messages', () => {
  // The installer of Windows speaks before the program is there.
  const used = new Set([...sources, 'build/scripts/electron/windowsInstaller.ts'].flatMap((path) => [...read(path).matchAll(/\bm\.([a-z]\w*)/g)].map(([, key]) => key)));
  const keys = Object.keys(catalogueOf('en'));

  it('are all used', () => {
    // The counts of things are there for whoever needs one of them.
    expect(keys.filter((key) => !used.has(key) && !key.startsWith('units_'))).toEqual([]);
  });

  it('are all there', () => {
    const there = new Set(keys);
    const asked = sources.filter((path) => read(path).includes("'#messages'")).flatMap((path) => [...read(path).matchAll(/\bm\.([a-z]\w*)/g)].map(([, key = '']) => `${path}: ${key}`));
    expect(asked.filter((use) => !there.has(use.split(': ')[1] ?? ''))).toEqual([]);
  });
});
