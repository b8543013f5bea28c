import { connect, type ChannelModel } from 'amqplib';
import { asWebAddress, type QueueAccess } from '#contract/queueAddress.ts';
import { trustProblemOf } from '#contract/serverTrust.ts';
import { targetOf } from '#network/hosts.ts';
import { systemCodeOf } from '#network/networkError.ts';
import { directRoute, openLine } from '#network/route.ts';
import { serverName } from '#network/secureLine.ts';
import type { Trust } from '#network/trust.ts';
import { openingError } from './brokerErrors.ts';
import { QueueError } from './line.ts';

/** A broker that says nothing for twice as long is gone: the line is then lost. */
const heartbeatSeconds = 15;
const patienceMs = 30_000;

type Way = Pick<QueueAccess, 'url' | 'virtualHost' | 'user' | 'password'>;

/** Connects and logs in; amqps is proved by the same roots, and shows the same certificate of ours, as https. Rejects with QueueError. */
export async function connectBroker(access: Way, trust: () => Trust, signal: AbortSignal): Promise<ChannelModel> {
  if (signal.aborted) throw new QueueError('refused', 'aborted');
  const given = new AbortController();
  const giveUp = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new QueueError('refused', 'aborted')), { once: true, signal: given.signal });
  });
  const opening = access.url.startsWith('amqps:') ? secured(access, trust(), signal) : connect(optionsOf(access), { noDelay: true, timeout: patienceMs });
  try {
    return await Promise.race([opening, giveUp]);
  } catch (error) {
    // One that comes too late is of no use to anybody.
    void opening.then((late) => late.close(), () => undefined).catch(() => undefined);
    throw openingError(error);
  } finally {
    given.abort();
  }
}

async function secured(access: Way, trust: Trust, signal: AbortSignal): Promise<ChannelModel> {
  try {
    return await securedBy(access, trust, 'usual', signal);
  } catch (error) {
    const problem = trustProblemOf(systemCodeOf(error));
    if (problem !== 'unknown-issuer' && problem !== 'self-signed') throw error;
    // A company's root is in the system's store alone.
    return securedBy(access, trust, 'wide', signal);
  }
}

async function securedBy(access: Way, trust: Trust, store: keyof Trust, signal: AbortSignal): Promise<ChannelModel> {
  const target = targetOf(asWebAddress(access.url));
  const socket = await openLine(directRoute, target, { signal, timeoutMs: patienceMs });
  return connect(optionsOf(access), { ...serverName(target.host), socket, secureContext: trust[store](), rejectUnauthorized: true, noDelay: true, timeout: patienceMs });
}

function optionsOf({ url, virtualHost, user, password }: Way): Parameters<typeof connect>[0] {
  const protocol = url.startsWith('amqps:') ? 'amqps' : 'amqp';
  const { host, port } = targetOf(asWebAddress(url));
  // The client unescapes what it takes for a part of an address.
  return { protocol, hostname: host, port, vhost: encodeURIComponent(virtualHost), username: user, password, heartbeat: heartbeatSeconds };
}
