import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settingsInForce } from '#contract/settings/inForce.ts';
import { diagnostics } from '../../electron/files/diagnostics/diagnostics.ts';
import { createLog, lastEntries } from '../../electron/files/log/log.ts';
import { kindOf, placesOf } from '../../electron/files/log/safe.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const now = (): Date => new Date('2026-03-01T10:00:00Z');

describe('The local log', () => {
  it('keeps a few files of a size that it never exceeds, for their owner alone, and the last line of all is there', () => {
    const log = createLog({ folder, part: 'window', now, bounds: { bytes: 1_000, kept: 2 } });
    for (let code = 1; code <= 100; code += 1) log({ event: 'end', code, ms: 1 });
    expect(readdirSync(folder).sort()).toEqual(['window.log', 'window.log.1', 'window.log.2']);
    for (const name of readdirSync(folder)) {
      const { size, mode } = statSync(join(folder, name));
      expect([size <= 1_000, mode & 0o077]).toEqual([true, 0]);
    }
    expect(lastEntries(folder, 'window', 2)).toMatchObject([{ code: 99 }, { code: 100 }]);
  });

  it('takes no text that is no code, whatever puts one there', () => {
    const log = createLog({ folder, part: 'command', now });
    for (const reason of ['anna.petrova@example.com', '+79161234567', '8 916 123-45-67', '0123456789abcdef0123456789abcdef', 'Анна', 'two words']) log({ event: 'command', name: 'run', ms: 1, reason });
    log({ event: 'error', kind: 'TypeError:ERR_X', at: ['main.cjs:1:2', 'anna@example.com'] });
    expect(lastEntries(folder, 'command', 10).map((entry) => (typeof entry === 'object' && entry !== null && 'reason' in entry ? entry.reason : entry))).toEqual([
      ...Array.from({ length: 6 }, () => '?'),
      expect.objectContaining({ kind: 'TypeError:ERR_X', at: ['main.cjs:1:2', '?'] }),
    ]);
  });

  it('tells of an error what kind it is and where it was thrown, never its words', () => {
    const error = Object.assign(new RangeError('anna@example.com is too long'), { code: 'ERR_LONG' });
    expect(kindOf(error)).toBe('RangeError:ERR_LONG');
    error.stack = 'RangeError: anna@example.com is too long\n    at check (/home/anna/app/dist/main/main.cjs:10:5)\n    at C:\\Users\\Anna\\dist\\worker\\worker.cjs:7:1\n    at node:internal/x:1:1';
    expect(placesOf(error)).toEqual(['main.cjs:10:5', 'worker.cjs:7:1']);
  });

  it('that cannot be written keeps nobody from working', () => {
    writeFileSync(join(folder, 'taken'), '');
    expect(() => createLog({ folder: join(folder, 'taken', 'logs'), part: 'engine', now })({ event: 'end', code: 0, ms: 1 })).not.toThrow();
  });
});

it('A report hashes what is set, differently each time, and keeps what is a word of ours', () => {
  const settings = settingsInForce({ values: { updates: 'off', allowedHosts: ['eu.example.com'], defaultConnections: [{ name: 'Office', baseUrl: 'https://eu.example.com', kind: 'test', tokenInBody: true }] }, problems: [] }, { values: { retentionDays: 30 }, problems: [] });
  const make = (): string => JSON.stringify(diagnostics({ version: '1.2.3', versions: { node: '24.1.0' }, settings, jobs: [], logFolder: folder, crashes: [10], now }));
  const [first, second] = [make(), make()];
  expect(first).not.toBe(second);
  expect(first).not.toMatch(/example\.com|Office/);
  expect(JSON.parse(first)).toMatchObject({ program: { version: '1.2.3', node: '24.1.0' }, settings: { values: { updates: 'off', retentionDays: 30, defaultConnections: [{ kind: 'test' }] }, fixed: ['updates', 'allowedHosts', 'defaultConnections'] }, crashes: [10] });
});
