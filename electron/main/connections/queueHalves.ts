import type { CommandParsed } from '#contract/commands.ts';
import type { Access, StoredConnection } from '#contract/engine.ts';
import { Fault } from '#contract/faults.ts';
import { hasOneQueue, readQueueUrl, type QueueAccess, type QueueAddress } from '#contract/queueAddress.ts';
import type { SettingsInForce } from '#contract/settings/inForce.ts';
import type { Vault } from '../secrets/vault.ts';

/** Under which the key store has the password of a connection's queue. */
export const passwordOf = (connectionId: string): string => `${connectionId}.queue`;

/** As it is kept. Fault queue-address. */
export function readQueue(queue: QueueAddress): QueueAddress {
  const reading = readQueueUrl(queue.url);
  if (!reading.ok) throw new Fault('queue-address', { reason: reading.problem });
  refuseOneQueue(queue);
  return { ...queue, url: reading.url };
}

function refuseOneQueue(queue: QueueAddress): void {
  if (hasOneQueue(queue)) throw new Fault('queue-address', { reason: 'same' });
}

/** A password is for one user of one broker: whoever names another gives it anew. */
export function isSameBroker(one: QueueAddress | undefined, other: QueueAddress | undefined): boolean {
  return one?.url === other?.url && one?.user === other?.user;
}

/** Fault queue-password where there is none; queue-address for one that was kept with one queue for both. */
export function withPassword(queue: QueueAddress, password: string | null): QueueAccess {
  refuseOneQueue(queue);
  if (password === null) throw new Fault('queue-password');
  return { ...queue, password };
}

/** The queue as it was typed, with the stored password of `before` where none was and both mean the same broker. Faults queue-address, queue-password. */
export function typedQueue({ queue, queuePassword }: CommandParsed<'saveConnection'>, before: StoredConnection | null, vault: Vault): Pick<Access, 'queue'> {
  if (queue === undefined) return {};
  const read = readQueue(queue);
  const stored = before !== null && isSameBroker(before.queue, read) ? vault.get(passwordOf(before.connectionId)) : null;
  return { queue: withPassword(read, queuePassword ?? stored) };
}

/** With the roots that are trusted by the settings. */
export function underSettings(queue: QueueAccess, { values }: SettingsInForce): QueueAccess {
  const rootCertificates = values.network?.rootCertificates;
  return rootCertificates === undefined ? queue : { ...queue, rootCertificates };
}
