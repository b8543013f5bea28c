import { join } from 'node:path';
import { clipboard, dialog } from 'electron';
import { m } from '#messages';
import { linkCommand, linkWords } from '../commandLink.ts';

/** Has the command of this bundle known in every terminal of a Mac, and tells what came of it. */
export async function installCommand(): Promise<void> {
  const link = { executable: process.execPath, command: join(process.resourcesPath, 'bin', 'profile-importer'), folder: '/usr/local/bin' };
  const { message, detail, copy } = linkWords(linkCommand(link), link);
  const buttons = [m.command_link_close(), ...(copy === null ? [] : [m.command_link_copy()])];
  const { response } = await dialog.showMessageBox({ type: 'info', message, detail, buttons, defaultId: buttons.length - 1, cancelId: 0, noLink: true });
  if (response === 1 && copy !== null) await clipboard.writeText(copy);
}
