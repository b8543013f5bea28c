import { isAbsolute } from 'node:path';
import type { Reply } from '#contract/client.ts';
import type { SourceRef } from '#contract/commands.ts';
import { faultOf } from '#contract/faults.ts';
import type { Engine } from '../engine/engine.ts';
import { isTrustedSender, type SenderFrame } from '../security/origin.ts';

export type OfferedFiles = (sender: SenderFrame | null, path: unknown) => Promise<Reply<SourceRef>>;

/**
 * A file dropped on the page: the preload has asked Electron for the path of a real file of the operator's; an
 * object made by the page has none. From here on it is known by an id alone.
 */
export function createOfferedFiles(engine: Pick<Engine, 'request'>): OfferedFiles {
  return async (sender, path) => {
    if (!isTrustedSender(sender)) return { ok: false, fault: { code: 'forbidden', detail: {} } };
    if (typeof path !== 'string' || path.length > 32_767 || path.includes('\0') || !isAbsolute(path)) {
      return { ok: false, fault: { code: 'bad-input', detail: { command: 'offerFile' } } };
    }
    try {
      return { ok: true, value: await engine.request('registerSource', { path }) };
    } catch (error) {
      return { ok: false, fault: faultOf(error).data };
    }
  };
}
