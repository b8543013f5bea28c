import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** Half of a command's start is the making of code; what one test's command made serves all others. */
export const compileCache = fileURLToPath(new URL('../../.cache/compile', import.meta.url));
const source = fileURLToPath(new URL('../../electron/cli/main.ts', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface CommandOptions {
  readonly token?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Carries out a command in this process, as its own process would: the very code, without the half second that a start
 * takes. For what a process adds (signals, its end, two at once), see cliProcess. One at a time, since the environment is the process's.
 */
export async function cli(args: readonly string[], { token, env = {} }: CommandOptions = {}): Promise<Ended> {
  const { commandLine } = await import('../../electron/cli/commandLine.ts');
  const { nodeHost } = await import('../../electron/cli/nodeHost.ts');
  const { setLanguage } = await import('#contract/language.ts');
  const { ALTCRAFT_TOKEN: _, ...rest } = process.env;
  const [out, err] = [new PassThrough(), new PassThrough()];
  const words = Promise.all([text(out), text(err)]);
  const before = { ...process.env };
  Object.assign(process.env, env);
  const own = { ...rest, ...env };
  const code = await commandLine(args, { out, err, env: token === undefined ? own : { ...own, ALTCRAFT_TOKEN: token }, host: nodeHost }).finally(() => {
    for (const name of Object.keys(env)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
    // What follows in this process speaks as it did.
    setLanguage('en');
    out.end();
    err.end();
  });
  const [said, told] = await words;
  return { code, signal: null, out: said, err: told };
}

export interface ProcessOptions extends CommandOptions {
  /** Runs the sources as they lie, as an operator does, instead of the bundle of them that saves time. */
  readonly fromSource?: boolean;
  /** Called with the process as soon as it runs. */
  readonly started?: (child: ChildProcess) => void;
}

/** Runs the real command line in a process of its own: its bundle where a run of tests has made one, else its sources. */
export async function cliProcess(args: readonly string[], { fromSource = false, token, env = {}, started }: ProcessOptions = {}): Promise<Ended> {
  const { ALTCRAFT_TOKEN: _, TEST_CLI_ENTRY: bundle, ...rest } = process.env;
  const entry = fromSource ? source : (bundle ?? source);
  const child = spawn(process.execPath, [entry, ...args], {
    env: { ...rest, NODE_COMPILE_CACHE: compileCache, ...env, ...(token === undefined ? {} : { ALTCRAFT_TOKEN: token }), NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started?.(child);
  const [out, err, [code, signal]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, signal, out, err };
}
