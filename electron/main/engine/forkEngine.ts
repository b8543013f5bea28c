import { utilityProcess } from 'electron';
import type { FromEngine, ToEngine } from '#contract/engine.ts';
import type { Language } from '#contract/language.ts';
import type { EngineChild } from './engineProcess.ts';

/**
 * Starts the engine in a process of its own: better-sqlite3 and parsing would freeze the window, and a crash
 * there must not take it down.
 * @param entry path of the worker's bundle
 * @param reader path of the bundle of its reading thread
 * @param home folder for catalogue and jobs
 * @param language that it speaks until it is told another
 */
export function forkEngine(entry: string, reader: string, home: string, language: Language): EngineChild {
  const child = utilityProcess.fork(entry, [home, reader, language], { serviceName: 'Import engine' });
  return {
    post: (message: ToEngine) => child.postMessage(message),
    listen: (listener: (message: FromEngine) => void) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', () => listener()),
    kill: () => void child.kill(),
  };
}
