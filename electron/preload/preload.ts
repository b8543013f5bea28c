import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Reply } from '#contract/client.ts';
import type { EngineEvent } from '#contract/events.ts';
import { eventChannel, isCommandName, languageArgument, offerFileChannel } from '#contract/names.ts';
import { inputText } from '#contract/wire.ts';

const refused = (code: 'forbidden' | 'bad-input'): Reply<never> => ({ ok: false, fault: { code, detail: {} } });

/** Electron gives an empty path for what is no file of the disk, and throws for what is no File at all. */
function pathOf(file: unknown): string {
  try {
    return file instanceof File ? webUtils.getPathForFile(file) : '';
  } catch {
    return '';
  }
}

/** The page's only way out: contract's Transport, and the language that it begins with. Commands by known name, files by their path, facts in. */
contextBridge.exposeInMainWorld('importer', {
  language: process.argv.find((argument) => argument.startsWith(languageArgument))?.slice(languageArgument.length) ?? '',
  async invoke(name: unknown, input: unknown): Promise<unknown> {
    if (!isCommandName(name)) return refused('forbidden');
    const text = inputText(input);
    return text === null ? refused('bad-input') : ipcRenderer.invoke(name, text);
  },
  async offerFile(file: unknown): Promise<unknown> {
    const path = pathOf(file);
    return path === '' ? refused('bad-input') : ipcRenderer.invoke(offerFileChannel, path);
  },
  subscribe(listener: (event: EngineEvent) => void): () => void {
    const hear = (_event: unknown, fact: EngineEvent): void => listener(fact);
    ipcRenderer.on(eventChannel, hear);
    return () => void ipcRenderer.off(eventChannel, hear);
  },
});
