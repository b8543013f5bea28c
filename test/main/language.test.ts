import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { language, languageOf, setLanguage } from '#contract/language.ts';
import { languageAsked } from '../../electron/cli/language.ts';
import { createLanguages, type Languages } from '../../electron/main/language.ts';
import { settingsFile } from '../../electron/main/settings.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'language-'));
  path = join(folder, 'settings.json');
});

afterEach(() => {
  setLanguage('en');
  rmSync(folder, { recursive: true });
});

function start(system: readonly string[], given?: string): { readonly languages: Languages; readonly heard: string[] } {
  const heard: string[] = [];
  return { heard, languages: createLanguages({ settings: settingsFile(path), system: () => system, given, onChange: (state) => heard.push(state.language) }) };
}

describe('The language of the window', () => {
  it('is the first of the system’s that is one of ours, and English where none is', () => {
    expect(start(['de-DE', 'ru-RU', 'en-US']).languages.state()).toEqual({ choice: 'system', language: 'ru' });
    expect(start(['de-DE', 'fr']).languages.state().language).toBe('en');
    expect(languageOf(['ru_RU.UTF-8'])).toBe('ru');
    expect(languageOf(['C', ''])).toBe('en');
  });

  it('is the one chosen, at once and after the next start, whatever else lies in the file of settings', () => {
    writeFileSync(path, JSON.stringify({ theme: 'dark', language: 'tlh' }));
    const { languages, heard } = start(['en']);
    expect(languages.choose('ru')).toEqual({ choice: 'ru', language: 'ru' });
    expect(heard).toEqual(['ru']);
    expect(language()).toBe('ru');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ theme: 'dark', language: 'ru' });
    expect(start(['en'], 'en').languages.state().language).toBe('ru');
  });

  it('is that of the environment in the place of the system’s', () => {
    expect(start(['en-US'], 'ru').languages.state()).toEqual({ choice: 'system', language: 'ru' });
    expect(start(['ru'], 'klingon').languages.state().language).toBe('ru');
  });
});

describe('The language of the command line', () => {
  it.each([
    [['status', 'a', '--language', 'ru'], { PROFILE_IMPORTER_LANGUAGE: 'en' }, 'ru'],
    [['--language=ru', 'status', 'a'], { LANG: 'en_US.UTF-8' }, 'ru'],
    [['status', '--', '--language=ru'], {}, 'en'],
    [['status'], { PROFILE_IMPORTER_LANGUAGE: 'ru', LC_ALL: 'en_US' }, 'ru'],
    [['status'], { LC_ALL: '', LC_MESSAGES: 'ru_RU.UTF-8', LANG: 'en_US' }, 'ru'],
    [['status'], { LC_ALL: 'C', LANG: 'ru_RU.UTF-8' }, 'en'],
    [['status'], {}, 'en'],
  ])('of %j in %j is %s', (args, env, expected) => {
    expect(languageAsked(args, env)).toBe(expected);
  });
});
