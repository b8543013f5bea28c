import { z } from 'zod';
import { practiceSettingsSchema } from './options.ts';
import { startPractice } from './server/server.ts';

/**
 * The practice server as a process of its own. Its options come as JSON in the first argument (see options.ts), with
 * one more: `"stopWithInput": true` ends it when its standard input is closed, so that it does not outlive a parent
 * that was killed.
 *
 * It says once where it is: as a utility process to its parent port, with an IPC channel as a message, otherwise as one
 * JSON line on standard output: `{"type":"ready","url":…,"token":…,"port":…}`, or `{"type":"failed","reason":…}` and
 * exit code 2. It stops on SIGTERM, SIGINT, the message `{"type":"stop"}` and when its parent lets go of it.
 */
const serveOptions = practiceSettingsSchema.extend({ stopWithInput: z.boolean().default(false) });

type Notice =
  | { readonly type: 'ready'; readonly url: string; readonly token: string; readonly port: number }
  | { readonly type: 'failed'; readonly reason: string };

/** As much of Electron's parent port as is used here; this file runs without Electron too. */
interface ParentPort {
  postMessage(message: Notice): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

function isParentPort(value: unknown): value is ParentPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value;
}

const parentPort = 'parentPort' in process && isParentPort(process.parentPort) ? process.parentPort : null;

function notify(notice: Notice): void {
  if (parentPort !== null) parentPort.postMessage(notice);
  else if (process.send !== undefined) process.send(notice);
  else process.stdout.write(`${JSON.stringify(notice)}\n`);
}

async function serve(argument: string): Promise<void> {
  const { stopWithInput, ...options } = serveOptions.parse(JSON.parse(argument));
  const server = await startPractice(options);
  const stop = (): void => {
    void server.close().finally(() => process.exit(0));
  };
  const stopWhenAsked = (message: unknown): void => {
    if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'stop') stop();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  process.on('message', stopWhenAsked);
  parentPort?.on('message', (event) => stopWhenAsked(event.data));
  if (stopWithInput) process.stdin.once('end', stop).resume();
  notify({ type: 'ready', url: server.url, token: server.token, port: server.port });
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message : 'unknown';
}

serve(process.argv[2] ?? '{}').catch((error: unknown) => {
  notify({ type: 'failed', reason: reasonOf(error) });
  process.exitCode = 2;
  // An open port to the parent would keep the process alive.
  if (parentPort !== null || process.send !== undefined) setImmediate(() => process.exit(2));
});
