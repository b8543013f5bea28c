import { connect, type ChannelModel } from 'amqplib';
import { asWebAddress, type QueueAccess } from '#contract/queueAddress.ts';
import { trustProblemOf } from '#contract/serverTrust.ts';
import { targetOf } from '#network/hosts.ts';
import { systemCodeOf } from '#network/networkError.ts';
import { directRoute, openLine } from '#network/route.ts';
import { serverName } from '#network/secureLine.ts';
import type { Trust } from '#network/trust.ts';
import { lostError, openingError } from './brokerErrors.ts';
import { QueueError } from './line.ts';
import { settledInTime } from './settledInTime.ts';

/** A broker that says nothing for twice as long is gone: the line is then lost. */
const heartbeatSeconds = 15;
/** How long, in ms, a broker is waited for that holds the connection and does not answer. */
export interface Patience {
  readonly answer: number;
  /** After so long it is left without its goodbye. */
  readonly farewell: number;
}

export const usualPatience: Patience = { answer: 30_000, farewell: 2_000 };

type Way = Pick<QueueAccess, 'url' | 'virtualHost' | 'user' | 'password'>;

/** One connection, on which nothing is waited for longer than it holds. */
export interface BrokerConnection {
  readonly channels: ChannelModel;
  /** Aborted when it holds no longer; its reason is a QueueError. */
  readonly gone: AbortSignal;
  /** The broker takes no messages on it for want of memory or disk: its own word why, or null. */
  readonly blocked: string | null;
  /**
   * What a call of the client comes to. Rejects with QueueError of kind refused where the connection ends, the caller gives up, or the broker says nothing
   * for too long, by which the connection is given up; and with the client's error.
   */
  settled<Value>(asked: Promise<Value>, signal?: AbortSignal): Promise<Value>;
  close(): Promise<void>;
}

/** Connects and logs in; amqps is proved by the same roots, and shows the same certificate of ours, as https. Rejects with QueueError. */
export async function connectBroker(access: Way, trust: () => Trust, signal: AbortSignal, patience: Patience): Promise<BrokerConnection> {
  if (signal.aborted) throw new QueueError('refused', 'aborted');
  const cutting = new AbortController();
  const patienceMs = patience.answer;
  const opening = access.url.startsWith('amqps:')
    ? secured(access, trust(), { cut: cutting.signal, patienceMs })
    : connect(optionsOf(access), { noDelay: true, timeout: patienceMs, ...cutBy(cutting.signal) });
  try {
    return held(await settledInTime(opening, { signals: [signal], ms: patienceMs, late: () => new QueueError('refused', 'unreachable', 'ETIMEDOUT') }), cutting, patience);
  } catch (error) {
    cutting.abort();
    throw openingError(error);
  }
}

interface Opening {
  readonly cut: AbortSignal;
  readonly patienceMs: number;
}

async function secured(access: Way, trust: Trust, opening: Opening): Promise<ChannelModel> {
  try {
    return await securedBy(access, trust, 'usual', opening);
  } catch (error) {
    const problem = trustProblemOf(systemCodeOf(error));
    if (problem !== 'unknown-issuer' && problem !== 'self-signed') throw error;
    // A company's root is in the system's store alone.
    return securedBy(access, trust, 'wide', opening);
  }
}

async function securedBy(access: Way, trust: Trust, store: keyof Trust, { cut, patienceMs }: Opening): Promise<ChannelModel> {
  const target = targetOf(asWebAddress(access.url));
  const socket = await openLine(directRoute, target, { signal: cut, timeoutMs: patienceMs });
  return connect(optionsOf(access), {
    ...serverName(target.host), socket, secureContext: trust[store](), rejectUnauthorized: true, noDelay: true, timeout: patienceMs, ...cutBy(cut),
  });
}

/** The client makes its socket by all that it is given, of which its types name a part. */
const cutBy = (signal: AbortSignal): { readonly signal: AbortSignal } => ({ signal });

function optionsOf({ url, virtualHost, user, password }: Way): Parameters<typeof connect>[0] {
  const protocol = url.startsWith('amqps:') ? 'amqps' : 'amqp';
  const { host, port } = targetOf(asWebAddress(url));
  // The client unescapes what it takes for a part of an address.
  return { protocol, hostname: host, port, vhost: encodeURIComponent(virtualHost), username: user, password, heartbeat: heartbeatSeconds };
}

function held(channels: ChannelModel, cutting: AbortController, patience: Patience): BrokerConnection {
  const gone = new AbortController();
  let blocked: string | null = null;
  channels.on('blocked', (reason) => { blocked = reason; });
  channels.on('unblocked', () => { blocked = null; });
  channels.on('error', (error) => gone.abort(lostError(error)));
  channels.on('close', (error) => drop(lostError(error)));
  function drop(why: QueueError): void {
    gone.abort(why);
    cutting.abort();
  }
  /** One whose broker stands still by its alarm is as it should be. */
  function late(): QueueError {
    if (blocked !== null) return new QueueError('refused', 'blocked', blocked);
    const silent = new QueueError('refused', 'connection-lost', 'ETIMEDOUT');
    drop(silent);
    return silent;
  }
  return {
    channels,
    gone: gone.signal,
    get blocked() { return blocked; },
    settled: (asked, signal) => settledInTime(asked, { signals: signal === undefined ? [gone.signal] : [gone.signal, signal], ms: patience.answer, late }),
    async close() {
      const closed = new QueueError('refused', 'closed');
      try {
        await settledInTime(channels.close(), { signals: [gone.signal], ms: patience.farewell, late: () => closed });
      } catch {
        // It had ended by itself, or is not waited for any more.
      }
      drop(closed);
    },
  };
}
