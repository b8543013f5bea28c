import { isAbsolute } from 'node:path';
import type { Reply } from '#contract/client.ts';
import type { OfferedFile } from '#contract/commands.ts';
import { faultOf } from '#contract/faults.ts';
import type { Engine } from '../engine/engine.ts';
import type { RecentFiles } from '../recentFiles.ts';
import { isTrustedSender, type SenderFrame } from '../security/origin.ts';

export type OfferedFiles = (sender: SenderFrame | null, path: unknown) => Promise<Reply<OfferedFile>>;

/** Takes a file of the operator's choice: a job by its ending, anything else as a source. Faults as openJobFile, registerSource. */
export async function openPath(engine: Pick<Engine, 'request'>, recent: Pick<RecentFiles, 'take' | 'tellSystem'>, path: string): Promise<OfferedFile> {
  if (!/\.importjob$/i.test(path)) return { source: await recent.take(path) };
  const job = await engine.request('openJobFile', { path });
  recent.tellSystem(path);
  return { job };
}

/**
 * A file dropped on the page: the preload has asked Electron for the path of a real file of the operator's; an
 * object made by the page has none. From here on it is known by an id alone.
 */
export function createOfferedFiles(engine: Pick<Engine, 'request'>, recent: Pick<RecentFiles, 'take' | 'tellSystem'>): OfferedFiles {
  return async (sender, path) => {
    if (!isTrustedSender(sender)) return { ok: false, fault: { code: 'forbidden', detail: {} } };
    if (typeof path !== 'string' || path.length > 32_767 || path.includes('\0') || !isAbsolute(path)) {
      return { ok: false, fault: { code: 'bad-input', detail: { command: 'offerFile' } } };
    }
    try {
      return { ok: true, value: await openPath(engine, recent, path) };
    } catch (error) {
      return { ok: false, fault: faultOf(error).data };
    }
  };
}
