import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { explain } from '#contract/sentences.ts';
import { type Fault, faultOf } from '#contract/faults.ts';
import { secretFile } from '../../electron/main/secrets/secretFile.ts';
import { createVault } from '../../electron/main/secrets/vault.ts';

/** Calls that the system refuses next: what a virus scanner, a backup or OneDrive does to a file on Windows. */
const refused: { call: 'read' | 'rename'; code: string; times: number }[] = [];

function refuse(call: 'read' | 'rename'): void {
  const next = refused.find((one) => one.call === call && one.times > 0);
  if (next === undefined) return;
  next.times -= 1;
  throw Object.assign(new Error(`${next.code}: ${call}`), { code: next.code, errno: -1, syscall: call });
}

vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>();
  const readFile = ((...args: Parameters<typeof real.readFileSync>) => (refuse('read'), real.readFileSync(...args))) as typeof real.readFileSync;
  return { ...real, readFileSync: readFile, renameSync: (from: string, to: string) => (refuse('rename'), real.renameSync(from, to)) };
});

const cipher = { encrypt: (text: string) => Buffer.from(text).reverse(), decrypt: (bytes: Buffer) => Buffer.from(bytes).reverse().toString() };
const always = 1_000;

describe('Saved tokens while something holds their file', () => {
  let folder = '';
  let path = '';
  const vault = () => createVault(secretFile(path), () => cipher);
  const faultFrom = (work: () => unknown): Fault => {
    try {
      work();
    } catch (error) {
      return faultOf(error);
    }
    throw new Error('no fault');
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'held-'));
    path = join(folder, 'secrets.json');
    vault().put('first', 'token-one');
    vault().put('second', 'token-two');
  });
  afterEach(() => {
    refused.length = 0;
    rmSync(folder, { recursive: true });
  });
  const kept = (): (string | null)[] => (refused.length = 0, [vault().get('first'), vault().get('second')]);

  it.each(['EBUSY', 'EPERM', 'EACCES', 'EIO', 'UNKNOWN', 'EMFILE'])('are not erased by saving, removing or replacing one when reading ends in %s', (code) => {
    for (const work of [() => vault().put('third', 'token-three'), () => vault().remove('first'), () => createVault(secretFile(path), () => null).put('first', 'other')]) {
      refused.push({ call: 'read', code, times: always });
      const fault = faultFrom(work);
      expect([fault.code, fault.detail['reason']]).toEqual(['secrets-unreadable', code]);
      expect(explain(fault.data).meaning).toContain('no saved token is lost');
      expect(kept()).toEqual(['token-one', 'token-two']);
    }
  });

  it('are read once the file is let go', () => {
    refused.push({ call: 'read', code: 'EBUSY', times: 2 });
    vault().put('third', 'token-three');
    expect([...kept(), vault().get('third')]).toEqual(['token-one', 'token-two', 'token-three']);
  });

  it('are not said to be missing', () => {
    refused.push({ call: 'read', code: 'EBUSY', times: always });
    expect(vault().has('first')).toBe(true);
    expect(faultFrom(() => vault().get('first')).code).toBe('secrets-unreadable');
  });

  it('are all there, and nothing beside them, when the new file cannot take its place', () => {
    refused.push({ call: 'rename', code: 'EPERM', times: always });
    expect(faultFrom(() => vault().put('third', 'token-three')).code).toBe('output-unwritable');
    expect(kept()).toEqual(['token-one', 'token-two']);
    expect(readdirSync(folder)).toEqual(['secrets.json']);
  });

  it('take the new one in when it can take its place a moment later', () => {
    refused.push({ call: 'rename', code: 'EPERM', times: 1 });
    vault().put('third', 'token-three');
    expect(vault().get('third')).toBe('token-three');
  });

  it('are left to a newer version of the program that wrote them', () => {
    const newer = JSON.stringify({ version: 2, vault: 'of another form' });
    writeFileSync(path, newer);
    expect(faultFrom(() => vault().put('third', 'token-three')).code).toBe('secrets-unreadable');
    expect(readFileSync(path, 'utf8')).toBe(newer);
  });

  it('are kept beside the new file when the old one cannot be understood', () => {
    writeFileSync(path, '{"version":1,"secrets":{"first":"b25l');
    vault().put('third', 'token-three');
    expect(vault().get('third')).toBe('token-three');
    expect(readFileSync(`${path}.damaged`, 'utf8')).toBe('{"version":1,"secrets":{"first":"b25l');
  });
});
