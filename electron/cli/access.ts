import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Fault } from '#contract/faults.ts';
import type { WireFormat } from '#contract/job.ts';
import { refuseForbidden } from '#contract/settings/refusals.ts';
import { readBaseUrl } from '#contract/url.ts';
import { readToken, type PlatformAccess } from '#engine/api/client.ts';
import type { Transport } from '#engine/api/transport.ts';
import type { CommandContext } from './context.ts';
import { readNetwork, type NetworkOptions } from './network.ts';
import { refuseUnsafeSwitches } from './trust.ts';

/** What commands that speak to the platform are given. */
export interface AccessOptions extends NetworkOptions {
  readonly url: string;
  readonly tokenFile?: string | undefined;
  readonly tokenInBody: boolean;
  /** run only; JSON by default. */
  readonly format?: WireFormat | undefined;
}

/** Address and token, checked before anything else is done. Faults: checks-off, url-invalid, url-insecure, host-forbidden, token-missing, token-invalid. */
export function readAccess({ url, tokenFile, tokenInBody, format }: AccessOptions, { env, settings }: Pick<CommandContext, 'env' | 'settings'>): PlatformAccess {
  refuseUnsafeSwitches(env, process.execArgv);
  const reading = readBaseUrl(url);
  if (!reading.ok) throw new Fault(reading.fault.code, reading.fault.detail);
  refuseForbidden(reading.url, settings);
  return { baseUrl: reading.url, token: findToken(tokenFile, env), tokenInBody, format };
}

/** The way to the server of an access; whoever asks closes it. Faults proxy-unusable, certificate-unusable, usage. */
export async function openTransport(options: NetworkOptions, { baseUrl }: PlatformAccess, { host, env, settings }: Pick<CommandContext, 'host' | 'env' | 'settings'>): Promise<Transport> {
  return host.transport(readNetwork(options, settings.values.network ?? {}, env, baseUrl));
}

function findToken(file: string | undefined, env: CommandContext['env']): string {
  if (file === undefined) return readToken(env['ALTCRAFT_TOKEN'] ?? '');
  try {
    return readToken(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('token-missing', { file: basename(file) }, { cause: error });
  }
}
