import { utilityProcess } from 'electron';
import { stepBack } from '../stepBack.ts';
import type { PracticeChild } from './practice.ts';

/** Starts the practice server in a process of its own; `entry` is the path of its bundle. */
export function forkPractice(entry: string): PracticeChild {
  const child = utilityProcess.fork(entry, [], { serviceName: 'Practice server' });
  stepBack(child);
  return {
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', () => listener()),
    kill: () => void child.kill(),
  };
}
