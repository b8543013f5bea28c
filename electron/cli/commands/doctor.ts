import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { m } from '#messages';
import { doctorLine, doctorWords, type DoctorStep } from '#contract/network/doctor.ts';
import { grouped } from '#contract/counted.ts';
import { Fault } from '#contract/faults.ts';
import { inEnglish } from '#contract/language.ts';
import type { QueueAccess } from '#contract/queueAddress.ts';
import type { DefaultConnection } from '#contract/settings/settings.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { readBaseUrl } from '#contract/url.ts';
import { refuseForbidden } from '#contract/settings/refusals.ts';
import { TransportError } from '#engine/api/transport.ts';
import { windowDataFolder } from '#files/stateFolder.ts';
import { examine, type DoctorProbes } from '#network/doctor.ts';
import { doctorProbes } from '#network/doctorProbes.ts';
import { NetworkError } from '#network/networkError.ts';
import { decideProxy } from '#network/proxyDecision.ts';
import type { Command, CommandContext } from '../context.ts';
import { exitCodes, type ExitCode } from '../exitCodes.ts';
import { readNetwork, type NetworkOptions } from '../network.ts';
import { result, say, writeJson } from '../output.ts';
import { queueTrust, readQueueAccess, type QueueOptions } from '../queue.ts';
import { refuseUnsafeSwitches } from '../trust.ts';

/** One of the two. */
export interface DoctorOptions extends NetworkOptions, QueueOptions {
  readonly url?: string | undefined;
  /** Name or id of a connection of the window. */
  readonly connection?: string | undefined;
}

/** `doctor --queue AMQPS`: logs in as jobs do, and looks at both queues; nothing is published or taken. Fault queue-trouble. */
async function broker(queue: QueueAccess, options: DoctorOptions, context: CommandContext): Promise<ExitCode> {
  if (options.url !== undefined || options.connection !== undefined) throw usageFault(m.cli_network_url_or_connection);
  // Loaded where a queue is spoken to.
  const { tryQueue } = await import('#engine/queue/tryQueue.ts');
  const depths = await tryQueue(queue, context.stop, queueTrust(options, queue, context));
  const { url, virtualHost, user, requests, answers } = queue;
  result(context.output, { queue: { url, virtualHost, user, requests, answers }, waiting: depths }, () => m.queue_cli_good({ requests: grouped(depths.requests), answers: grouped(depths.answers) }));
  return exitCodes.ok;
}

/** `doctor --url U`, `doctor --connection NAME`: what stands between here and the platform, step by step, each with what to do. Asks without a token; nothing is changed. */
export function doctor(options: DoctorOptions): Command {
  return async (context) => {
    const queue = readQueueAccess(options, context);
    if (queue !== undefined) return broker(queue, options, context);
    refuseUnsafeSwitches(context.env, process.execArgv);
    const reading = readBaseUrl(await addressAsked(options, context.settings.values.defaultConnections ?? []));
    if (!reading.ok) throw new Fault(reading.fault.code, reading.fault.detail);
    refuseForbidden(reading.url, context.settings);
    const steps: DoctorStep[] = [];
    for await (const step of examine(reading.url, probesFor(reading.url, options, context))) {
      steps.push(step);
      if (!context.output.json) say(context.output, doctorLine(step));
    }
    if (context.output.json) writeJson(context.output, inEnglish(() => ({ url: reading.url, steps: steps.map((step) => ({ ...step, ...doctorWords(step) })) })));
    return steps.some(({ state }) => state === 'bad') ? exitCodes.paused : exitCodes.ok;
  };
}

async function addressAsked({ url, connection }: DoctorOptions, set: readonly DefaultConnection[]): Promise<string> {
  if ((url === undefined) === (connection === undefined)) throw usageFault(m.cli_network_url_or_connection);
  return url ?? addressOf(connection ?? '', [...(await connectionsKept()), ...set]);
}

/** Faults connection-missing; usage where several of this name lead to different servers. */
function addressOf(asked: string, all: readonly { readonly connectionId?: string; readonly name: string; readonly baseUrl: string }[]): string {
  const found = all.filter(({ connectionId, name }) => connectionId === asked || name === asked);
  const [url, another] = new Set(found.map(({ baseUrl }) => baseUrl));
  if (url === undefined) throw new Fault('connection-missing', { name: asked });
  if (another !== undefined) throw usageFault(() => m.cli_network_several({ name: asked }));
  return url;
}

async function connectionsKept() {
  const path = join(windowDataFolder(), 'catalogue.sqlite');
  if (!existsSync(path)) return [];
  // Loaded for this alone.
  const { connectionsAt } = await import('#engine/store/catalogue.ts');
  return connectionsAt(path);
}

function probesFor(url: string, options: DoctorOptions, { env, settings, host, stop }: CommandContext): DoctorProbes {
  const network = settings.values.network ?? {};
  const request = () => readNetwork(options, network, env, url);
  return doctorProbes({
    url,
    decide: () => decideProxy({ settings: network, env, url, asked: options.proxy }),
    request,
    async call(asked) {
      const transport = await host.transport(request());
      try {
        return await transport.send(asked);
      } catch (error) {
        throw error instanceof TransportError ? new NetworkError(error.systemCode) : error;
      } finally {
        await transport.close();
      }
    },
    stop,
  });
}
