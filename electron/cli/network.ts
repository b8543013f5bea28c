import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command as Program } from 'commander';
import { m } from '#messages';
import type { NetworkSettings } from '#contract/settings/network.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { readClientCertificate } from '#network/certificateFiles.ts';
import type { ProxyLogin } from '#network/proxyAddress.ts';
import { networkRequest, type NetworkRequest } from '#network/request.ts';
import type { CommandContext } from './context.ts';

/** How one command reaches its server, in place of what the settings and the environment say. */
export interface NetworkOptions {
  /** An address, `system` or `none`. */
  readonly proxy?: string | undefined;
  readonly proxyLoginFile?: string | undefined;
  readonly rootCertificates?: string | undefined;
  readonly clientCertificate?: string | undefined;
  readonly clientKey?: string | undefined;
  readonly clientPassphraseFile?: string | undefined;
}

export function addNetworkOptions(program: Program): Program {
  return program
    .option('--proxy <url>', m.cli_network_proxy())
    .option('--proxy-login-file <file>', m.cli_network_login_file())
    .option('--root-certificates <file>', m.cli_network_roots())
    .option('--client-certificate <file>', m.cli_network_client())
    .option('--client-key <file>', m.cli_network_client_key())
    .option('--client-passphrase-file <file>', m.cli_network_passphrase());
}

/** `USER:PASSWORD`, for schedulers that have no file. */
export const loginVariable = 'PROFILE_IMPORTER_PROXY_LOGIN';

/** What is needed to reach `url`. Faults proxy-unusable, certificate-unusable, usage. */
export function readNetwork(options: NetworkOptions, settings: NetworkSettings, env: CommandContext['env'], url: string): NetworkRequest {
  const { proxy: asked, rootCertificates: rootsFile, clientCertificate: certificate, clientKey: key, clientPassphraseFile: passphrase } = options;
  if (certificate === undefined && (key !== undefined || passphrase !== undefined)) throw usageFault(m.cli_network_client_missing);
  if (asked?.includes('@') === true) throw usageFault(m.cli_network_login_in_argument);
  return networkRequest({
    settings,
    env,
    url,
    asked,
    rootsFile,
    login: findLogin(options.proxyLoginFile, env),
    client: certificate === undefined ? null : readClientCertificate({ certificate, key, passphrase }),
  });
}

function findLogin(file: string | undefined, env: CommandContext['env']): ProxyLogin | null {
  if (file === undefined) return loginOf(env[loginVariable]);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw usageFault(() => m.cli_network_login_unreadable({ name: basename(file) }), { cause: error });
  }
  const login = loginOf(text);
  if (login === null) throw usageFault(() => m.cli_network_login_unreadable({ name: basename(file) }));
  return login;
}

/** One line, split at its first colon: a name holds none (RFC 7617). */
function loginOf(text: string | undefined): ProxyLogin | null {
  const [, user, password] = /^([^:\r\n]+):([^\r\n]*)\r?\n?$/.exec(text ?? '') ?? [];
  return user === undefined || password === undefined ? null : { user, password };
}
