import { m } from '#messages';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Fault } from '#contract/faults.ts';
import { hasOneQueue } from '#contract/queueAddress.ts';
import { refusePractice } from '#contract/settings/refusals.ts';
import { systemCode } from '#files/systemErrors.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { parseFaults, practiceSettingsSchema, startPractice, type FaultPlan, type PracticeOptions, type PracticeServer } from '../../practice/index.ts';
import type { Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { say, writeJson } from '../output.ts';

/** `practice`: the practice server, until it is interrupted. Its address and token are the first line of output. */
export function practice(port: number, faultsText: string | undefined, queueText: string | undefined): Command {
  return async ({ output, settings, stop }) => {
    refusePractice(settings);
    const server = await started({ port, faults: readFaults(faultsText), queue: readQueue(queueText) });
    writeJson(output, { url: server.url, token: server.token, port: server.port });
    say(output, m.cli_practice({ url: server.url }));
    if (queueText !== undefined) say(output, m.cli_practice_queue());
    if (!stop.aborted) await once(stop, 'abort');
    await server.close();
    return exitCodes.ok;
  };
}

async function started(options: PracticeOptions): Promise<PracticeServer> {
  try {
    return await startPractice(options);
  } catch (error) {
    // Of a port that is taken the system's error says enough.
    if (options.queue === undefined || systemCode(error) === 'EADDRINUSE') throw error;
    throw usageFault(m.cli_usage_practice_broker, { cause: error });
  }
}

/** An address, or, as JSON or @ and the path of a file of it, all that can be set of the queue. Faults usage, queue-address. */
function readQueue(text: string | undefined): PracticeOptions['queue'] {
  if (text === undefined) return undefined;
  const value = /^[@{]/.test(text) ? readJson(text, queueUsage) : { url: text };
  const reading = practiceSettingsSchema.shape.queue.safeParse(value);
  if (!reading.success) throw usageFault(queueUsage);
  if (reading.data !== undefined && hasOneQueue(reading.data)) throw new Fault('queue-address', { reason: 'same' });
  return reading.data;
}

function queueUsage(): string {
  return m.cli_usage_practice_queue({ members: Object.keys(practiceSettingsSchema.shape.queue.unwrap().shape).filter((name) => name !== 'url').join(', ') });
}

/** `text`: JSON, or @ and the path of a file of it, since PowerShell 5.1 takes the quotes out of arguments. */
function readFaults(text: string | undefined): FaultPlan {
  if (text === undefined) return { rules: [] };
  const reading = parseFaults(readJson(text, m.cli_usage_faults_json));
  if (!reading.ok) throw usageFault(() => m.cli_usage_faults({ problems: reading.problems.join('; ') }));
  return reading.plan;
}

function readJson(text: string, problem: () => string): unknown {
  try {
    return JSON.parse(text.startsWith('@') ? readFileSync(text.slice(1), 'utf8') : text);
  } catch (error) {
    throw usageFault(problem, { cause: error });
  }
}
