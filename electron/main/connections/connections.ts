import { m } from '#messages';
import type { CommandParsed, Connection } from '#contract/commands.ts';
import { markUnder, usualMarks } from '#contract/connectionMark.ts';
import type { Access, StoredConnection } from '#contract/engine.ts';
import { Fault } from '#contract/faults.ts';
import { fixedFault } from '#contract/policyFaults.ts';
import { asWebAddress } from '#contract/queueAddress.ts';
import { readBaseUrl } from '#contract/url.ts';
import type { SettingsInForce } from '#contract/settings/inForce.ts';
import { refuseForbidden, refusePractice } from '#contract/settings/refusals.ts';
import type { Engine } from '../engine/engine.ts';
import type { Practice } from '../practice/practice.ts';
import type { Vault } from '../secrets/vault.ts';
import { isSameBroker, passwordOf, readQueue, typedQueue, underSettings, withPassword } from './queueHalves.ts';
import { createDefaults, type Defaults } from './defaults.ts';

/** The practice server is one connection with a name of its own; its token is made anew with each start. */
export const practiceId = 'practice';

export interface Connections {
  list(): Promise<readonly Connection[]>;
  /** Faults url-invalid, url-insecure, token-invalid, connection-missing, forbidden (the practice server is not edited). */
  save(input: CommandParsed<'saveConnection'>): Promise<Connection>;
  remove(connectionId: string): Promise<void>;
  /** Starts the practice server if need be. */
  practice(): Promise<Connection>;
  /** What a request needs, token included. Faults connection-missing, token-missing, secrets-unavailable, secrets-foreign. */
  access(connectionId: string): Promise<Access>;
  /** The same for what is typed and not kept yet. Faults as `save`, and token-missing. */
  accessOf(input: CommandParsed<'saveConnection'>): Promise<Access>;
  /** Where it leads, for whoever sends no token. Faults connection-missing, host-forbidden. */
  address(connectionId: string): Promise<string>;
  /** Of all connections to production; undefined where none is set. */
  productionLimit(): number | undefined;
}

export interface ConnectionsParts {
  readonly engine: Pick<Engine, 'request'>;
  readonly vault: Vault;
  readonly practice: Practice;
  readonly newId: () => string;
  /** As they hold at the moment. */
  readonly settings: () => SettingsInForce;
}

/** Tokens are 32 hex characters in every sample; only what could break a header or a body is refused. */
function readToken(text: string): string {
  const token = text.trim();
  if (!/^[\x21-\x7e]{1,512}$/.test(token)) throw new Fault('token-invalid');
  return token;
}

function readAddress(text: string): string {
  const reading = readBaseUrl(text);
  if (!reading.ok) throw new Fault(reading.fault.code, reading.fault.detail);
  return reading.url;
}

/** What is typed, with the stored token of `before` where none was: as in `save`, that one is for its own address only. */
function typedAccess(input: CommandParsed<'saveConnection'>, before: StoredConnection | null, vault: Vault): Access {
  const { name, baseUrl, tokenInBody, format, token } = input;
  const url = readAddress(baseUrl);
  const stored = before !== null && before.baseUrl === url ? vault.get(before.connectionId) : null;
  const chosen = token === undefined ? stored : readToken(token);
  if (chosen === null) throw new Fault('token-missing', { name });
  return { baseUrl: url, token: chosen, tokenInBody, format, ...typedQueue(input, before, vault) };
}

/** Keeps what is typed, in place of `before`; of one that an administrator has set the token alone. */
async function saveTyped({ engine, vault, newId, settings }: ConnectionsParts, defaults: Defaults, input: CommandParsed<'saveConnection'>, before: StoredConnection | null): Promise<StoredConnection> {
  const { name, baseUrl, tokenInBody, format, mark, token, queuePassword } = input;
  const url = readAddress(baseUrl);
  const newToken = token === undefined ? null : readToken(token);
  const queue = input.queue === undefined ? undefined : readQueue(input.queue);
  refuseForbidden(url, settings());
  if (queue !== undefined) refuseForbidden(asWebAddress(queue.url), settings());
  if (before !== null && defaults.has(before.connectionId)) {
    defaults.mustBeSame(before, { name, baseUrl: url, tokenInBody });
    if (newToken !== null) vault.put(before.connectionId, newToken);
    return before;
  }
  const stored: StoredConnection = { connectionId: before?.connectionId ?? newId(), name, baseUrl: url, tokenInBody, format, practice: false, mark, ...(queue === undefined ? {} : { queue }) };
  // A token goes to the address it was given for and nowhere else; whoever changes the address gives it anew.
  if (before !== null && before.baseUrl !== url) vault.remove(stored.connectionId);
  if (before !== null && !isSameBroker(before.queue, queue)) vault.remove(passwordOf(stored.connectionId));
  await engine.request('writeConnection', stored);
  if (newToken !== null) vault.put(stored.connectionId, newToken);
  if (queue !== undefined && queuePassword !== undefined) vault.put(passwordOf(stored.connectionId), queuePassword);
  return stored;
}

async function startPractice({ engine, practice, settings }: ConnectionsParts): Promise<{ readonly stored: StoredConnection; readonly access: Access }> {
  refusePractice(settings());
  const { url, token } = await practice.start();
  const stored: StoredConnection = { connectionId: practiceId, name: m.connections_practice_server(), baseUrl: url, tokenInBody: true, format: 'json', practice: true, mark: usualMarks.practice };
  await engine.request('writeConnection', stored);
  return { stored, access: { baseUrl: url, token, tokenInBody: true, practice: true, format: stored.format } };
}

/** As Connections has it. */
async function accessTo(stored: StoredConnection, parts: ConnectionsParts): Promise<Access> {
  const { vault, settings } = parts;
  if (stored.practice) return (await startPractice(parts)).access;
  refuseForbidden(stored.baseUrl, settings());
  const token = vault.get(stored.connectionId);
  if (token === null) throw new Fault('token-missing', { name: stored.name });
  const access = { baseUrl: stored.baseUrl, token, tokenInBody: stored.tokenInBody, format: stored.format };
  if (stored.queue === undefined) return access;
  refuseForbidden(asWebAddress(stored.queue.url), settings());
  return { ...access, queue: underSettings(withPassword(stored.queue, vault.get(passwordOf(stored.connectionId))), settings()) };
}

/** Connections are two halves: the catalogue's, without secrets, in the engine; the token, here in main. */
export function createConnections(parts: ConnectionsParts): Connections {
  const { engine, vault, settings } = parts;
  const defaults = createDefaults(engine, settings().values.defaultConnections ?? []);
  const withToken = (stored: StoredConnection): Connection => ({
    ...stored,
    mark: markUnder(stored.mark, settings().values.productionLimit),
    ...(defaults.has(stored.connectionId) ? { fixed: true } : {}),
    hasToken: stored.practice || vault.has(stored.connectionId),
    sessionOnly: vault.isSessionOnly(stored.connectionId),
  });

  async function find(connectionId: string): Promise<StoredConnection> {
    const found = (await defaults.stored()).find((stored) => stored.connectionId === connectionId);
    if (found === undefined) throw new Fault('connection-missing');
    return found;
  }

  return {
    list: async () => (await defaults.stored()).map(withToken),

    async save(input) {
      if (input.connectionId === practiceId) throw new Fault('forbidden', { command: 'saveConnection' });
      return withToken(await saveTyped(parts, defaults, input, input.connectionId === undefined ? null : await find(input.connectionId)));
    },

    async accessOf(input) {
      const access = typedAccess(input, input.connectionId === undefined ? null : await find(input.connectionId), vault);
      refuseForbidden(access.baseUrl, settings());
      if (access.queue === undefined) return access;
      refuseForbidden(asWebAddress(access.queue.url), settings());
      return { ...access, queue: underSettings(access.queue, settings()) };
    },

    async remove(connectionId) {
      if (defaults.has(connectionId)) throw fixedFault('defaultConnections');
      vault.remove(connectionId);
      vault.remove(passwordOf(connectionId));
      await engine.request('removeConnection', { connectionId });
    },

    practice: async () => withToken((await startPractice(parts)).stored),

    async address(connectionId) {
      const stored = await find(connectionId);
      if (stored.practice) return (await startPractice(parts)).access.baseUrl;
      refuseForbidden(stored.baseUrl, settings());
      return stored.baseUrl;
    },

    productionLimit: () => settings().values.productionLimit,

    access: async (connectionId) => accessTo(await find(connectionId), parts),
  };
}
