import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';

export interface SecretFile {
  /** Encrypted secrets in base64 by connection id. A missing or broken file holds none. */
  read(): ReadonlyMap<string, string>;
  write(secrets: ReadonlyMap<string, string>): void;
}

function readEntries(text: string): ReadonlyMap<string, string> {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || !('secrets' in value)) return new Map();
  const { secrets } = value;
  if (typeof secrets !== 'object' || secrets === null) return new Map();
  return new Map(Object.entries(secrets).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/**
 * `secrets.json`, readable by its owner alone. Written beside and renamed: a crash in mid-write leaves the old
 * file, not half of the new one.
 */
export function secretFile(path: string): SecretFile {
  return {
    read() {
      try {
        return readEntries(readFileSync(path, 'utf8'));
      } catch {
        return new Map();
      }
    },
    write(secrets) {
      const beside = `${path}.new`;
      const file = openSync(beside, 'w', 0o600);
      try {
        writeSync(file, JSON.stringify({ version: 1, secrets: Object.fromEntries(secrets) }));
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(beside, path);
    },
  };
}
