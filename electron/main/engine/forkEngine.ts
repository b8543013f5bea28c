import { utilityProcess, type UtilityProcess } from 'electron';
import type { FromEngine, ToEngine } from '#contract/engine.ts';
import type { Language } from '#contract/language.ts';
import { stepBack } from '../stepBack.ts';
import type { EngineChild } from './engineProcess.ts';

/**
 * Young objects at most, in MB, thrice: V8's own 16 let bodies and records of a database that nobody needs any more lie
 * until then, 45 MB of a run. A switch of Chromium, that each of its processes takes for itself.
 */
const young = (megabytes: number): string[] => [`--js-flags=--max-semi-space-size=${megabytes}`];

/**
 * Starts the engine in a process of its own: better-sqlite3 and parsing would freeze the window, and a crash
 * there must not take it down.
 * @param entry path of the worker's bundle
 * @param reader path of the bundle of its reading thread
 * @param home folder for catalogue and jobs
 * @param language that it speaks until it is told another
 */
export function forkEngine(entry: string, reader: string, home: string, language: Language): EngineChild {
  const child = utilityProcess.fork(entry, [home, reader, language], { serviceName: 'Import engine', execArgv: young(4) });
  stepBack(child);
  return childOf(child);
}

/**
 * Starts the process that only reads jobs: what a page shows must not wait for the one that writes.
 * @param entry path of its bundle
 * @param home folder for catalogue and jobs
 */
export function forkReading(entry: string, home: string): EngineChild {
  return childOf(utilityProcess.fork(entry, [home], { serviceName: 'Job reading', execArgv: young(1) }));
}

function childOf(child: UtilityProcess): EngineChild {
  return {
    post: (message: ToEngine) => child.postMessage(message),
    listen: (listener: (message: FromEngine) => void) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', () => listener()),
    kill: () => void child.kill(),
  };
}
