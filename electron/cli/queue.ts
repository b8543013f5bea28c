import { readFileSync } from 'node:fs';
import type { Command as Program } from 'commander';
import { m } from '#messages';
import { Fault } from '#contract/faults.ts';
import { asWebAddress, hasOneQueue, queueAddressSchema, readQueueUrl, usualQueue, type QueueAccess, type QueueAddressProblem } from '#contract/queueAddress.ts';
import { refuseForbidden } from '#contract/settings/refusals.ts';
import { createTrust, type Trust } from '#network/trust.ts';
import type { CommandContext } from './context.ts';
import { readNetwork, type NetworkOptions } from './network.ts';
import { whole } from './argumentValues.ts';
import { refuseUnsafeSwitches } from './trust.ts';

/** How one command reaches the platform's queue. */
export interface QueueOptions {
  /** `amqps://user@host:5671/virtual-host`. */
  readonly queue?: string | undefined;
  readonly queuePasswordFile?: string | undefined;
  readonly queueRequests?: string | undefined;
  readonly queueAnswers?: string | undefined;
  readonly queueExchange?: string | undefined;
  readonly queueUnanswered?: number | undefined;
}

/** For schedulers that have no file. */
export const queuePasswordVariable = 'PROFILE_IMPORTER_QUEUE_PASSWORD';

export function addQueueOptions(program: Program, help: string): Program {
  return program
    .option('--queue <amqps>', help)
    .option('--queue-password-file <file>', m.queue_cli_help_password())
    .option('--queue-requests <name>', m.queue_cli_help_requests())
    .option('--queue-answers <name>', m.queue_cli_help_answers())
    .option('--queue-exchange <name>', m.queue_cli_help_exchange())
    .option('--queue-unanswered <n>', m.queue_cli_help_most(), whole(1, 1_000));
}

/** Address and password, checked before anything else is done; undefined where no queue is meant. Faults checks-off, host-forbidden, queue-address, queue-password. */
export function readQueueAccess(options: QueueOptions, { env, settings }: Pick<CommandContext, 'env' | 'settings'>): QueueAccess | undefined {
  if (options.queue === undefined) return undefined;
  refuseUnsafeSwitches(env, process.execArgv);
  const reading = readQueueUrl(options.queue);
  if (!reading.ok) throw addressFault(reading.problem);
  refuseForbidden(asWebAddress(reading.url), settings);
  if (reading.user === null) throw addressFault('user');
  const address = queueAddressSchema.safeParse({
    url: reading.url,
    user: reading.user,
    virtualHost: reading.virtualHost ?? usualQueue.virtualHost,
    requests: options.queueRequests,
    answers: options.queueAnswers,
    exchange: options.queueExchange,
    mostUnanswered: options.queueUnanswered,
  });
  if (!address.success) throw addressFault('shape');
  if (hasOneQueue(address.data)) throw addressFault('same');
  return { ...address.data, password: findPassword(options.queuePasswordFile, env) };
}

const addressFault = (reason: QueueAddressProblem): Fault => new Fault('queue-address', { reason });

/** Whom amqps believes, and what it shows for itself, as https does. Faults certificate-unusable, usage. */
export function queueTrust(options: NetworkOptions, { url }: QueueAccess, { env, settings }: Pick<CommandContext, 'env' | 'settings'>): () => Trust {
  const { roots, client } = readNetwork({ ...options, proxy: 'none' }, settings.values.network ?? {}, env, asWebAddress(url));
  return () => createTrust({ roots, client });
}

function findPassword(file: string | undefined, env: CommandContext['env']): string {
  const found = file === undefined ? (env[queuePasswordVariable] ?? '') : textOf(file);
  if (found === '') throw new Fault('queue-password');
  return found;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new Fault('queue-password', {}, { cause: error });
  }
}
