import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ThemeChoice } from '#contract/theme.ts';
import { settingsFile } from '../../electron/main/settings.ts';
import { createThemes, type Themes } from '../../electron/main/theme.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'theme-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function start(path = join(folder, 'settings.json')): { readonly themes: Themes; readonly seen: ThemeChoice[] } {
  const seen: ThemeChoice[] = [];
  return { seen, themes: createThemes({ settings: settingsFile(path), apply: (choice) => seen.push(choice), onChange: () => undefined }) };
}

it('The theme is the system’s until one is chosen, which is seen at once and after the next start', () => {
  const first = start();
  expect(first.themes.choose('dark')).toBe('dark');
  expect(first.seen).toEqual(['system', 'dark']);
  expect(start().seen).toEqual(['dark']);
  expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toEqual({ theme: 'dark' });
});

it('A theme that cannot be kept is not seen either', () => {
  const taken = join(folder, 'taken');
  mkdirSync(taken);
  const { themes, seen } = start(taken);
  expect(() => themes.choose('light')).toThrow(expect.objectContaining({ code: 'output-unwritable' }));
  expect([themes.choice(), ...seen]).toEqual(['system', 'system']);
});
