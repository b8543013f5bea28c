import { once } from 'node:events';
import { Fault } from '#contract/faults.ts';
import { parseFaults, startPractice, type FaultPlan } from '../../practice/index.ts';
import type { Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { say, writeJson } from '../output.ts';

/** `practice`: the practice server, until it is interrupted. Its address and token are the first line of output. */
export function practice(port: number, faultsText: string | undefined): Command {
  return async ({ output, stop }) => {
    const server = await startPractice({ port, faults: readFaults(faultsText) });
    writeJson(output, { url: server.url, token: server.token, port: server.port });
    say(output, `practice server on ${server.url}; its token is in the line above; Ctrl-C ends it`);
    if (!stop.aborted) await once(stop, 'abort');
    await server.close();
    return exitCodes.ok;
  };
}

function readFaults(text: string | undefined): FaultPlan {
  if (text === undefined) return { rules: [] };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Fault('usage', { problem: '--faults: not JSON' }, { cause: error });
  }
  const reading = parseFaults(value);
  if (!reading.ok) throw new Fault('usage', { problem: `--faults: ${reading.problems.join('; ')}` });
  return reading.plan;
}
