import type { QueueAccess } from '#contract/queueAddress.ts';
import { readRoots } from '#network/certificateFiles.ts';
import { createTrust, type Trust } from '#network/trust.ts';
import { connectBroker, usualPatience, type BrokerConnection } from './brokerConnection.ts';
import { collect, depthOf } from './collector.ts';
import { QueueError, type QueueLine } from './line.ts';
import { createPublisher } from './publisher.ts';

/** Whom amqps believes where nothing else is said: what Node, the system and the person's settings trust. Fault certificate-unusable. */
function usualTrust({ rootCertificates }: QueueAccess): Trust {
  return createTrust({ roots: rootCertificates === undefined ? [] : readRoots(rootCertificates), client: null });
}

/**
 * Opens a line to a platform's queue by AMQP 0-9-1. Two connections: a broker without memory stops reading from one that
 * publishes, and answers must be acknowledged all the same. Rejects with QueueError of kind refused.
 */
export async function openQueueLine(access: QueueAccess, signal: AbortSignal, trust: () => Trust = () => usualTrust(access), patience = usualPatience): Promise<QueueLine> {
  const outgoing = await connectBroker(access, trust, signal, patience);
  try {
    const incoming = await connectBroker(access, trust, signal, patience);
    const line = lineOf(access, outgoing, incoming);
    try {
      await line.depths(signal);
    } catch (error) {
      await incoming.close();
      throw error;
    }
    return line;
  } catch (error) {
    await outgoing.close();
    throw error;
  }
}

function lineOf(access: QueueAccess, outgoing: BrokerConnection, incoming: BrokerConnection): QueueLine {
  const blocked = (): string | null => outgoing.blocked ?? incoming.blocked;
  let closed: QueueError | null = null;
  const lost = (): QueueError | null => {
    if (closed !== null) return closed;
    for (const { gone } of [outgoing, incoming]) if (gone.reason instanceof QueueError) return gone.reason;
    return null;
  };
  const barred = (): QueueError | null => {
    const why = blocked();
    return lost() ?? (why === null ? null : new QueueError('refused', 'blocked', why));
  };
  const held = (): void => {
    const why = lost();
    if (why !== null) throw why;
  };
  return {
    publish: createPublisher({ connection: outgoing, exchange: access.exchange, queue: access.requests, barred }),
    async collect(pass) {
      held();
      return collect(incoming, access.answers, pass);
    },
    async depths(signal) {
      held();
      const [requests, answers] = [await depthOf(incoming, access.requests, signal), await depthOf(incoming, access.answers, signal)];
      return { requests, answers };
    },
    get blocked() { return blocked(); },
    get lost() { return lost(); },
    async close() {
      closed ??= lost() ?? new QueueError('refused', 'closed');
      await Promise.all([outgoing.close(), incoming.close()]);
    },
  };
}
