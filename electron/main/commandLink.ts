import { lstatSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { systemCode } from '#files/systemErrors.ts';
import { m } from '#messages';

/** What came of it; `elsewhere`: the program lies where it does not stay; `taken`: something that is not ours lies there. */
export type LinkOutcome = 'made' | 'forbidden' | 'taken' | 'elsewhere';

export interface CommandLink {
  /** Of the program, inside its bundle. */
  readonly executable: string;
  /** Of the command inside the bundle. */
  readonly command: string;
  /** A folder that is on everybody's PATH. */
  readonly folder: string;
}

const name = 'profile-importer';
const linkOf = ({ folder }: CommandLink): string => join(folder, name);

/** macOS runs a download from a place of the moment until it is moved, and an image is taken out again. */
const isPassing = (executable: string): boolean => executable.startsWith('/Volumes/') || executable.includes('/AppTranslocation/');

/** Whether the link is one to this command of a bundle, wherever that lay: nothing else is replaced. */
function isOurs(path: string): boolean {
  return lstatSync(path).isSymbolicLink() && readlinkSync(path).endsWith(['', 'Contents', 'Resources', 'bin', name].join(sep));
}

/** Makes the command known in every terminal. */
export function linkCommand(link: CommandLink): LinkOutcome {
  if (isPassing(link.executable)) return 'elsewhere';
  const path = linkOf(link);
  try {
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) {
      if (!isOurs(path)) return 'taken';
      rmSync(path);
    }
    symlinkSync(link.command, path);
    return 'made';
  } catch (error) {
    // A Mac of Apple's processors has no such folder at first.
    if (['EACCES', 'EPERM', 'EROFS', 'ENOENT'].includes(systemCode(error) ?? '')) return 'forbidden';
    throw error;
  }
}

/** The same for a terminal, with an administrator's rights. */
export function linkInTerminal(link: CommandLink): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  return ['sudo', 'mkdir', '-p', quoted(dirname(linkOf(link))), '&&', 'sudo', 'ln', '-sf', quoted(link.command), quoted(linkOf(link))].join(' ');
}

/** What is told of it; `copy`: a line to be copied. */
export function linkWords(outcome: LinkOutcome, link: CommandLink): { readonly message: string; readonly detail: string; readonly copy: string | null } {
  switch (outcome) {
    case 'made':
      return { message: m.command_link_made(), detail: m.command_link_made_action(), copy: null };
    case 'forbidden':
      return { message: m.command_link_forbidden(), detail: `${m.command_link_forbidden_action()}\n\n${linkInTerminal(link)}`, copy: linkInTerminal(link) };
    case 'taken':
      return { message: m.command_link_taken(), detail: m.command_link_taken_action({ path: linkOf(link) }), copy: null };
    case 'elsewhere':
      return { message: m.command_link_elsewhere(), detail: m.command_link_elsewhere_action(), copy: null };
  }
}
