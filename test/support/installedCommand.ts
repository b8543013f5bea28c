import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Ended } from './cli.ts';

export interface InstalledOptions {
  /** Nothing else of this process's environment is there: no display, no Node, no sources. */
  readonly env: Readonly<Record<string, string>>;
  /** An account of this computer to run it as; root's alone to choose. */
  readonly user?: string;
  readonly started?: (child: ChildProcess) => void;
}

/** Runs the command of an installed or unpacked program, as it lies on the PATH. */
export async function installedCommand(command: string, args: readonly string[], { env, user, started }: InstalledOptions): Promise<Ended> {
  const [program = command, ...words] = user === undefined ? [command, ...args] : ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--init-groups', command, ...args];
  const child = spawn(program, words, { env: { PATH: '/usr/local/bin:/usr/bin:/bin', ...env }, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  started?.(child);
  const [out, err, [code, signal]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, signal, out, err };
}

/** What Chromium and the libraries below it write, in place of words of ours. */
export const foreignWords = /^\[\d+[:/]|\b(?:ERROR|WARNING|FATAL):|dbus|Gtk|libva|Xlib/im;
