import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Frees at once what nobody holds any more, for the moment before the program ends. Where requests of Electron's are collected only
 * while it ends, its own clean-up and V8's late callbacks each free them: the process dies of SIGSEGV and its exit code is lost
 * (electron/electron#45366; Electron 33.2.1 does so, 45368 mends it for requests alone).
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('globalThis.gc?.()');
}
