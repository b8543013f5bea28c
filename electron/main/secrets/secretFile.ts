import { m } from '#messages';
import { readFileSync } from 'node:fs';
import { Fault } from '#contract/faults.ts';
import { replaceFileSync, retriedSync, writeWholeFile } from '#files/replaceFile.ts';
import { systemCode, writeFault } from '#files/systemErrors.ts';

export interface SecretFile {
  /**
   * Encrypted secrets in base64 by connection id; none where there is no file yet, or none that can be understood. Fault
   * secrets-unreadable: there may be some, and they cannot be read now.
   */
  read(): ReadonlyMap<string, string>;
  /** Replaces all. What could not be understood of the file before is kept beside it. Faults as read, disk-full, output-unwritable. */
  write(secrets: ReadonlyMap<string, string>): void;
}

const formatVersion = 1;
const file = 'secrets.json';

/** The main thread waits for the file, so not for long. */
const patienceMs = 500;

interface Content {
  readonly entries: ReadonlyMap<string, string>;
  /** Whether all that is in it is among the entries, so that writing them loses nothing. */
  readonly whole: boolean;
}

const nothing: Content = { entries: new Map(), whole: true };

/** Only a file that is not there holds nothing: one that another program holds for a moment still has every token. */
function readContent(path: string): Content {
  let text: string;
  try {
    text = retriedSync(() => readFileSync(path, 'utf8'), patienceMs);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return nothing;
    throw new Fault('secrets-unreadable', { file, reason: systemCode(error) ?? 'error' }, { cause: error });
  }
  return contentOf(text);
}

function contentOf(text: string): Content {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null) return { entries: new Map(), whole: false };
  if ('version' in value && value.version !== formatVersion) throw new Fault('secrets-unreadable', { file, reason: m.files_secrets_newer() });
  if (!('secrets' in value) || typeof value.secrets !== 'object' || value.secrets === null) return { entries: new Map(), whole: false };
  const all = Object.entries(value.secrets);
  const entries = new Map(all.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  return { entries, whole: entries.size === all.length };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** `secrets.json`, readable by its owner alone. A crash in mid-write leaves the old file, not half of the new one. */
export function secretFile(path: string): SecretFile {
  return {
    read: () => readContent(path).entries,
    write(secrets) {
      const { whole } = readContent(path);
      try {
        if (!whole) replaceFileSync(path, `${path}.damaged`);
        if (secrets.size === 0 && !whole) return;
        writeWholeFile(path, JSON.stringify({ version: formatVersion, secrets: Object.fromEntries(secrets) }));
      } catch (error) {
        throw writeFault(error, { file });
      }
    },
  };
}
