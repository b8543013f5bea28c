import type { HttpSend } from '#contract/engine.ts';
import type { NetworkRequest } from './request.ts';

/** What the installed program brings along for a command. */
export interface InstalledProgram {
  /** Its network: the system's proxy and certificates, as far as nothing else is asked for. Asked for by commands that need it alone. */
  readonly network: (request: NetworkRequest) => HttpSend;
  readonly version: string;
}

/** The bundle of the command line, as the program loads it. */
export interface CommandProgram {
  /** Whether the arguments ask for help alone, or are none that can be carried out: then words are all that comes of them. */
  isToldInWords(args: readonly string[]): boolean;
  /** Carries out a command and gives the exit code when all of its words have left. */
  runCommand(args: readonly string[], program: InstalledProgram): Promise<number>;
}
