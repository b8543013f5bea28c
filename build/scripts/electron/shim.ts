import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { buildProgram } from '../../../electron/cli/program.ts';
import { root } from './places.ts';

/** The names of all commands, as the program itself tells them. */
export function commandNames(): readonly string[] {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  return buildProgram({ out: nowhere, err: nowhere }, () => undefined).commands.map((command) => command.name());
}

/** From the folder of the command to the program, as each system lays an application out. */
const programs: Readonly<Partial<Record<NodeJS.Platform, string>>> = { linux: '../../profile-importer', darwin: '../../MacOS/Profile Importer' };

/** The text of the command for the PATH of a system. */
export function shimFor(platform: NodeJS.Platform): { readonly name: string; readonly text: string } {
  const read = (name: string): string => readFileSync(join(root, 'build', 'package', 'command', name), 'utf8');
  const names = commandNames();
  if (platform === 'win32') {
    const text = read('profile-importer.cmd').replace('@COMMANDS@', names.join(' '));
    // Its labels are found by lines that end as Windows' do.
    return { name: 'profile-importer.cmd', text: text.replace(/\r?\n/g, '\r\n') };
  }
  return { name: 'profile-importer', text: read('profile-importer.sh').replace('@COMMANDS@', names.join(' | ')).replace('@PROGRAM@', programs[platform] ?? '') };
}

/** Writes it into a folder, to be run. */
export function writeShim(folder: string, platform: NodeJS.Platform = process.platform): void {
  const { name, text } = shimFor(platform);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text, { mode: 0o755 });
}
