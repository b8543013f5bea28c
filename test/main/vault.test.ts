import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretFile } from '../../electron/main/secrets/secretFile.ts';
import { createVault, type Cipher } from '../../electron/main/secrets/vault.ts';

const token = '0123456789abcdef0123456789abcdef';

/** A key store of one machine: another key cannot read what this one wrote. */
function keyStore(key: number): Cipher {
  const turn = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ key));
  return {
    encrypt: (text) => Buffer.concat([Buffer.from([key]), turn(Buffer.from(text))]),
    decrypt(encrypted) {
      if (encrypted[0] !== key) throw new Error(`cannot decrypt ${encrypted.toString('hex')}`);
      return turn(encrypted.subarray(1)).toString();
    },
  };
}

describe('the vault', () => {
  let folder = '';
  let path = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vault-'));
    path = join(folder, 'secrets.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const filesWritten = (): string => readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  const open = (cipher: Cipher | null) => createVault(secretFile(path), () => cipher);

  it('gives a token back after a restart, and writes it only encrypted', () => {
    open(keyStore(7)).put('c1', token);
    const later = open(keyStore(7));
    expect([later.has('c1'), later.get('c1'), later.isSessionOnly('c1')]).toEqual([true, token, false]);
    expect(filesWritten()).not.toContain(token);
    expect(filesWritten()).not.toContain(Buffer.from(token).toString('base64').slice(0, 20));
  });

  it('writes a file that no other user can read, and nothing beside it', () => {
    open(keyStore(7)).put('c1', token);
    expect(readdirSync(folder)).toEqual(['secrets.json']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('keeps a token in memory alone where there is no key store', () => {
    const vault = open(null);
    vault.put('c1', token);
    expect([vault.has('c1'), vault.get('c1'), vault.isSessionOnly('c1')]).toEqual([true, token, true]);
    expect(filesWritten()).toBe('');
    expect([open(null).has('c1'), open(null).get('c1')]).toEqual([false, null]);
  });

  it('does not bring an older stored token back after a newer one was kept in memory', () => {
    open(keyStore(7)).put('c1', 'older');
    open(null).put('c1', 'newer');
    expect(open(keyStore(7)).get('c1')).toBeNull();
  });

  it('stores a token that was in memory once the key store is open', () => {
    let cipher: Cipher | null = null;
    const vault = createVault(secretFile(path), () => cipher);
    vault.put('c1', 'first');
    cipher = keyStore(7);
    vault.put('c1', 'second');
    expect([vault.get('c1'), vault.isSessionOnly('c1'), open(keyStore(7)).get('c1')]).toEqual(['second', false, 'second']);
  });

  it.each([
    ['locked', null, 'secrets-unavailable'],
    ['another one', keyStore(9), 'secrets-foreign'],
  ])('says that a stored token cannot be had now when the key store is %s, and keeps it', (_how, cipher, code) => {
    open(keyStore(7)).put('c1', token);
    expect(() => open(cipher).get('c1')).toThrowError(expect.toSatisfy((fault) => fault.code === code && fault.cause === undefined));
    expect(open(keyStore(7)).get('c1')).toBe(token);
  });

  it('forgets a token that is removed, in memory and on disk', () => {
    for (const cipher of [keyStore(7), null]) {
      const vault = open(cipher);
      vault.put('c1', token);
      vault.put('c2', 'other');
      vault.remove('c1');
      expect([vault.has('c1'), vault.get('c1'), vault.get('c2')]).toEqual([false, null, 'other']);
    }
  });

  it.each(['', '{', 'null', '[]', '"x"', '{"secrets":null}', '{"secrets":[1]}', '{"secrets":{"c1":1}}', '{"secrets":{"c1":null}}'])(
    'holds nothing when its file says %j, and can be written again',
    (content) => {
      writeFileSync(path, content);
      const vault = open(keyStore(7));
      expect([vault.has('c1'), vault.get('c1')]).toEqual([false, null]);
      vault.put('c1', token);
      expect(open(keyStore(7)).get('c1')).toBe(token);
    },
  );

  it.each(['__proto__', 'constructor', 'toString'])('has no token for %s, an inherited name', (id) => {
    const vault = open(keyStore(7));
    vault.put('c1', token);
    expect([vault.has(id), vault.get(id)]).toEqual([false, null]);
  });
});
