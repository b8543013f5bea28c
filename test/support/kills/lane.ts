import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { cliProcess, type Ended } from '../cli.ts';

/** What a lane of killed commands came to. All but kills, live and jobs must be zero, problems empty. */
export interface Figures {
  readonly lane: string;
  readonly kills: number;
  /** Of these, kills while a request of the process was at the server. */
  readonly live: number;
  readonly jobs: number;
  readonly rows: number;
  readonly lost: number;
  readonly doubled: number;
  readonly problems: readonly string[];
}

export interface LaneOptions {
  readonly folder: string;
  /** SIGKILLs to reach; the work at hand is then brought to its end. */
  readonly kills: number;
  readonly random: () => number;
}

export const between = (random: () => number, least: number, most: number): number => least + Math.floor(random() * (most - least + 1));

/** Runs a command and kills it after so many milliseconds. */
export async function killedAfter(args: readonly string[], ms: number, token?: string): Promise<Ended> {
  let timer: NodeJS.Timeout | undefined;
  const started = (child: ChildProcess): void => {
    timer = setTimeout(() => child.kill('SIGKILL'), ms);
  };
  try {
    return await cliProcess(args, token === undefined ? { started } : { token, started });
  } finally {
    clearTimeout(timer);
  }
}

/** A stack trace, or words of an error that nobody foresaw, are a fault whatever else came out. */
export function outcry({ err, out }: Ended, command: string): readonly string[] {
  return /\n\s+at |inside the program/.test(err + out) ? [`${command}: ${err.slice(-500)}`] : [];
}

export const jobIn = (folder: string, name: string): string => join(folder, `${name}.importjob`);
