import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settingsFile } from '../../electron/main/settings.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'));
  path = join(folder, 'settings.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const kept = (): unknown => JSON.parse(readFileSync(path, 'utf8'));

describe('The settings', () => {
  it('are kept over a start, and taken back; what a newer version has put there stays and is told', () => {
    writeFileSync(path, '{"theme":"dark","later":{"x":1},"window":{"x":1,"y":2,"width":3,"height":4,"maximized":false}}');
    const settings = settingsFile(path);
    expect(settings.inForce().problems).toEqual([{ kind: 'unknown-key', file: path, key: 'later' }]);
    settings.change({ retentionDays: 30, theme: null });
    expect(kept()).toEqual({ later: { x: 1 }, window: { x: 1, y: 2, width: 3, height: 4, maximized: false }, retentionDays: 30 });
    settings.change({ retentionDays: null });
    expect(settingsFile(path).read()).toMatchObject({ theme: 'system', updates: 'off', practiceServer: true, window: { width: 3 } });
    expect(settingsFile(path).read()).not.toHaveProperty('retentionDays');
  });

  it('of which one is wrong hold for the rest, and say so', () => {
    writeFileSync(path, '{"theme":"pink","language":"ru"}');
    const { values, problems } = settingsFile(path).inForce();
    expect(values).toMatchObject({ theme: 'system', language: 'ru' });
    expect(problems).toEqual([{ kind: 'wrong-value', file: path, key: 'theme', expected: '"system" | "light" | "dark"' }]);
  });

  it('in a damaged file are put aside and begun anew', () => {
    writeFileSync(path, '{"theme":"da');
    const settings = settingsFile(path);
    expect(settings.setAside()).toBe(`${path}.damaged`);
    settings.change({ theme: 'light' });
    expect([kept(), readFileSync(`${path}.damaged`, 'utf8')]).toEqual([{ theme: 'light' }, '{"theme":"da']);
    expect(settings.setAside()).toBe(`${path}.damaged`);
  });

  it('that an administrator fixed come before the person’s, and are not changed', () => {
    writeFileSync(path, '{"theme":"dark","updates":"notify"}');
    const settings = settingsFile(path, { values: { updates: 'off' }, problems: [] });
    expect(settings.inForce()).toMatchObject({ values: { updates: 'off', theme: 'dark' }, fixed: ['updates'] });
    expect(() => settings.change({ updates: 'notify' })).toThrow(expect.objectContaining({ code: 'setting-fixed', detail: { key: 'updates' } }));
    expect(kept()).toEqual({ theme: 'dark', updates: 'notify' });
    settings.change({ theme: 'light' });
    expect(kept()).toEqual({ theme: 'light', updates: 'notify' });
    expect(existsSync(`${path}.damaged`)).toBe(false);
  });
});
