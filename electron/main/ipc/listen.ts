import { ipcMain } from 'electron';
import { commandNames, offerFileChannel } from '#contract/names.ts';
import { inputOf } from '#contract/wire.ts';
import type { Router } from './router.ts';
import type { OfferedFiles } from './offeredFiles.ts';

/** Opens one channel a command, named as the command, and the one for dropped files. No other message is heard. */
export function listenToPage(router: Router, offered: OfferedFiles): void {
  for (const name of commandNames) ipcMain.handle(name, (event, text: unknown) => router(event.senderFrame, name, inputOf(text)));
  ipcMain.handle(offerFileChannel, (event, path: unknown) => offered(event.senderFrame, path));
}
