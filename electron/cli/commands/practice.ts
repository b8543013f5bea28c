import { m } from '#messages';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { refusePractice } from '#contract/settings/refusals.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { parseFaults, startPractice, type FaultPlan } from '../../practice/index.ts';
import type { Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { say, writeJson } from '../output.ts';

/** `practice`: the practice server, until it is interrupted. Its address and token are the first line of output. */
export function practice(port: number, faultsText: string | undefined): Command {
  return async ({ output, settings, stop }) => {
    refusePractice(settings);
    const server = await startPractice({ port, faults: readFaults(faultsText) });
    writeJson(output, { url: server.url, token: server.token, port: server.port });
    say(output, m.cli_practice({ url: server.url }));
    if (!stop.aborted) await once(stop, 'abort');
    await server.close();
    return exitCodes.ok;
  };
}

/** `text`: JSON, or @ and the path of a file of it, since PowerShell 5.1 takes the quotes out of arguments. */
function readFaults(text: string | undefined): FaultPlan {
  if (text === undefined) return { rules: [] };
  let value: unknown;
  try {
    value = JSON.parse(text.startsWith('@') ? readFileSync(text.slice(1), 'utf8') : text);
  } catch (error) {
    throw usageFault(m.cli_usage_faults_json, { cause: error });
  }
  const reading = parseFaults(value);
  if (!reading.ok) throw usageFault(() => m.cli_usage_faults({ problems: reading.problems.join('; ') }));
  return reading.plan;
}
