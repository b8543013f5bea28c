import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readSettings, type SettingsReading } from '#contract/settings/settings.ts';
import { replaceFileSync, retriedSync } from '../replaceFile.ts';
import { windowDataFolder } from '../stateFolder.ts';
import { systemCode } from '../systemErrors.ts';

/** The person's own file, which the window edits and the command line goes by. */
export const settingsPath = (): string => join(dirname(windowDataFolder()), 'settings.json');

/** What is in the file that is no setting: the window's own memory of where it was, and what a newer version has put there. */
const ofWindow: ReadonlySet<string> = new Set(['window', 'retentionNotice', 'update']);

export interface OwnSettings extends SettingsReading {
  /** All that the file holds, to be written again. */
  readonly whole: Readonly<Record<string, unknown>>;
  /** Name of the file that a damaged one was put aside as; null where it was not. */
  readonly setAside: string | null;
}

const nothing: OwnSettings = { values: {}, problems: [], whole: {}, setAside: null };

/** The window is drawn meanwhile. */
const patienceMs = 500;

/**
 * Reads the person's settings. Keys that this version does not know are kept, and told.
 * @param keepDamaged leaves a damaged file where it is, for whoever only looks
 */
export function readOwnSettings(path: string, keepDamaged: boolean): OwnSettings {
  let text: string;
  try {
    text = retriedSync(() => readFileSync(path, 'utf8'), patienceMs);
  } catch (error) {
    return systemCode(error) === 'ENOENT' ? nothing : { ...nothing, problems: [{ kind: 'unreadable', file: path }] };
  }
  const whole = objectOf(text);
  if (whole === null) return { ...nothing, problems: [{ kind: 'unreadable', file: path }], setAside: keepDamaged ? null : putAside(path) };
  return { ...readSettings(Object.fromEntries(Object.entries(whole).filter(([key]) => !ofWindow.has(key))), path), whole, setAside: null };
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

/** Null where it cannot be: it is written over with the next change. */
function putAside(path: string): string | null {
  const to = `${path}.damaged`;
  try {
    replaceFileSync(path, to);
    return to;
  } catch {
    return null;
  }
}
