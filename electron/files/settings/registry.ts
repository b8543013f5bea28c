import { settingsShape, type SettingKey } from '#contract/settings/settings.ts';

/** Policies as Windows keeps them, read as `reg query KEY` prints them: no addon is needed. */

export interface RegistryValue {
  readonly name: string;
  readonly type: string;
  readonly data: string;
}

/** `    name    REG_SZ    data`: four spaces around the type, and data that may hold any of its own. */
const line = /^ {4}(.+?) {4}(REG_[A-Z_]+)(?: {4}(.*))?$/;

/** The values of the key itself; those of keys below it stand behind their own names and are left out. */
export function registryValues(printed: string): readonly RegistryValue[] {
  const values: RegistryValue[] = [];
  let keys = 0;
  for (const each of printed.split(/\r?\n/)) {
    if (/^HKEY_/i.test(each)) keys += 1;
    const [, name, type, data = ''] = line.exec(each) ?? [];
    // One without a name is shown in brackets, in the system's language, and says nothing.
    if (keys <= 1 && name !== undefined && type !== undefined && !/^\(.*\)$/.test(name)) values.push({ name, type, data });
  }
  return values;
}

/** The same as an object of settings: switches as 0 and 1, lists as strings of several lines, sections as JSON. */
export function settingsOfRegistry(values: readonly RegistryValue[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(values.map((value) => [value.name, settingOf(value)]));
}

const isSwitch = (name: string): boolean => name === ('practiceServer' satisfies SettingKey);
const isList = (name: string): boolean => name === ('allowedHosts' satisfies SettingKey);

function settingOf({ name, type, data }: RegistryValue): unknown {
  if (type === 'REG_DWORD' || type === 'REG_QWORD') {
    const number = Number(data);
    if (!isSwitch(name)) return number;
    return number === 0 ? false : number === 1 ? true : number;
  }
  // reg prints the ends of the strings of a value as "\0".
  const texts = type === 'REG_MULTI_SZ' ? data.split(String.raw`\0`).filter((text) => text !== '') : [data];
  if (isList(name)) return type === 'REG_MULTI_SZ' ? texts : data.split(/[;,\s]+/).filter((text) => text !== '');
  if (!isSection(name)) return texts.join('');
  try {
    return JSON.parse(texts.join(''));
  } catch {
    return texts.join('');
  }
}

/** What is neither a text, a number nor a switch is written as JSON. */
const isSection = (name: string): boolean => Object.hasOwn(settingsShape, name) && (name === 'defaultConnections' || name === 'network');
