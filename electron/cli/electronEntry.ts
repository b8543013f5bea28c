import { join } from 'node:path';
import type { Writable } from 'node:stream';
import type { HttpSend } from '#contract/engine.ts';
import { TransportError, type Transport } from '#engine/api/transport.ts';
import type { InstalledProgram } from '#network/installedProgram.ts';
import type { NetworkRequest } from '#network/request.ts';
import { commandLine } from './commandLine.ts';
import { exitCodes } from './exitCodes.ts';
import { nodeHost } from './nodeHost.ts';
import { standardOutput } from './standardOutput.ts';

/** Carries out a command inside the installed program and gives the exit code when all of its words have left. */
export async function runCommand(args: readonly string[], { network, version }: InstalledProgram): Promise<number> {
  const { out, err, ascii } = standardOutput();
  const host = { transport: (request: NetworkRequest) => transportBy(network, request), reader: join(import.meta.dirname, '..', 'worker', 'reader.cjs'), version: () => version };
  try {
    return await commandLine(args, { out, err, ascii, env: process.env, host });
  } catch (error) {
    err.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return exitCodes.internal;
  } finally {
    await Promise.all([written(out), written(err)]);
  }
}

/** Chromium shows certificates of ours from the system's store alone; one of a file is shown by Node. */
async function transportBy(network: InstalledProgram['network'], request: NetworkRequest): Promise<Transport> {
  return request.client === null ? transportOf(network(request)) : nodeHost.transport(request);
}

function transportOf(send: HttpSend): Transport {
  return {
    async send({ signal, ...request }) {
      const outcome = await send(request, signal);
      if (outcome.ok) return outcome.answer;
      throw new TransportError(outcome.failure.kind, outcome.failure.systemCode, { chain: outcome.failure.chain });
    },
    close: () => Promise.resolve(),
  };
}

/** Pipes are written behind the program's back on Windows, and nothing of them may be lost at its end. */
async function written(stream: Writable): Promise<void> {
  // Called in its turn, also where nobody reads any more.
  return new Promise((resolve) => void stream.write('', () => resolve()));
}

export { isToldInWords } from './commandLine.ts';
