import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { m } from '#messages';
import { languages, setLanguage, language } from '../../../electron/contract/language.ts';
import { root } from './places.ts';

const read = (name: string): string => readFileSync(join(root, 'build', 'package', 'windows', name), 'utf8');
/** As NSIS reads a text between double quotes. */
const quoted = (text: string): string => text.replaceAll('$', '$$').replaceAll('"', '$\\"');

/** Our part of the installer for Windows, in its languages. */
export function installerInclude(): string {
  const before = language();
  let text = read('installer.nsh');
  for (const each of languages) {
    setLanguage(each);
    const words = { title: m.installer_command_title(), text: m.installer_command_text(), box: m.installer_command_box() };
    for (const [name, said] of Object.entries(words)) text = text.replaceAll(`@${each}:${name}@`, () => quoted(said));
  }
  setLanguage(before);
  // By the mark NSIS knows its alphabet.
  return `\uFEFF${text}`;
}

/** Writes it into a folder, and the script that it calls beside the command. */
export function writeWindowsParts(beside: string): void {
  mkdirSync(join(beside, 'bin'), { recursive: true });
  writeFileSync(join(beside, 'installer.nsh'), installerInclude());
  if (process.platform === 'win32') writeFileSync(join(beside, 'bin', 'path.ps1'), read('path.ps1').replace(/\r?\n/g, '\r\n'));
}
