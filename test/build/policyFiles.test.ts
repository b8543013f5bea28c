import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { settingKeys, readSettings } from '#contract/settings/settings.ts';
import { policyFiles } from '../../build/scripts/policySamples.ts';

const folder = fileURLToPath(new URL('../../build/package/policy', import.meta.url));
const files = policyFiles();
const at = (name: string): string => files[name] ?? '';

/** Names of elements in the order they open; throws where a file is not well-formed, as far as such files go. */
function elements(xml: string): readonly string[] {
  const open: string[] = [];
  const all: string[] = [];
  const rest = xml.replace(/<([/?!]?)([A-Za-z][\w:]*|xml)((?:\s+[\w:]+="[^"<]*"|[^<>"]|"[^"]*")*?)(\/?)>/g, (_whole, mark: string, name: string, _attributes, end: string) => {
    if (mark === '/') expect(open.pop()).toBe(name);
    else if (mark === '') {
      all.push(name);
      if (end === '') open.push(name);
    }
    return '';
  });
  expect([open, /[<>]|&(?!(?:amp|lt|gt|quot);)/.exec(rest)]).toEqual([[], null]);
  return all;
}

describe('The samples for administrators', () => {
  it.each(Object.keys(files))('%s is as the schema makes it now (else: node build/scripts/policyFiles.ts)', (name) => {
    expect(readFileSync(join(folder, name), 'utf8')).toBe(at(name));
  });

  it('are a policy without a mistake', () => {
    expect(readSettings(JSON.parse(at('policy.json')), 'policy.json').problems).toEqual([]);
  });

  it('of Windows have every key of the schema, and words for each in both languages', () => {
    const admx = at('ProfileImporter.admx');
    expect([...admx.matchAll(/<policy name="(\w+)"/g)].map(([, key]) => key)).toEqual(settingKeys);
    const wanted = [...admx.matchAll(/\$\(string\.(\w+)\)/g)].map(([, id]) => id);
    const presentations = [...admx.matchAll(/\$\(presentation\.(\w+)\)/g)].map(([, id]) => id);
    for (const name of ['en-US/ProfileImporter.adml', 'ru-RU/ProfileImporter.adml']) {
      expect(wanted.filter((id) => !at(name).includes(`<string id="${id}">`))).toEqual([]);
      expect(presentations.filter((id) => !at(name).includes(`<presentation id="${id}">`))).toEqual([]);
    }
    expect(at('ru-RU/ProfileImporter.adml')).toContain('Учебный сервер');
  });

  it('are well-formed', () => {
    for (const name of Object.keys(files).filter((one) => !one.endsWith('.json'))) {
      expect(elements(at(name)).length).toBeGreaterThan(20);
      const lint = spawnSync('xmllint', ['--nonet', '--noout', join(folder, name)]);
      if (lint.error === undefined) expect([name, lint.status]).toEqual([name, 0]);
    }
    expect(() => elements('<a><b></a>')).toThrow();
    expect(() => elements('<a>1 & 2</a>')).toThrow();
  });
});
