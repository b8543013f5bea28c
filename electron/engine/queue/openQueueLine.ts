import type { ChannelModel } from 'amqplib';
import type { QueueAccess } from '#contract/queueAddress.ts';
import { readRoots } from '#network/certificateFiles.ts';
import { createTrust, type Trust } from '#network/trust.ts';
import { connectBroker } from './brokerConnection.ts';
import { lostError } from './brokerErrors.ts';
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
export async function openQueueLine(access: QueueAccess, signal: AbortSignal, trust: () => Trust = () => usualTrust(access)): Promise<QueueLine> {
  const outgoing = await connectBroker(access, trust, signal);
  const state: State = { blocked: null, lost: null };
  watch(outgoing, state);
  try {
    const incoming = await connectBroker(access, trust, signal);
    watch(incoming, state);
    const line = lineOf(access, outgoing, incoming, state);
    try {
      await line.depths();
    } catch (error) {
      await ended(incoming);
      throw error;
    }
    return line;
  } catch (error) {
    await ended(outgoing);
    throw error;
  }
}

interface State {
  blocked: string | null;
  lost: QueueError | null;
}

function watch(connection: ChannelModel, state: State): void {
  connection.on('blocked', (reason) => { state.blocked = reason; });
  connection.on('unblocked', () => { state.blocked = null; });
  connection.on('error', (error) => { state.lost ??= lostError(error); });
  connection.on('close', (error) => { state.lost ??= lostError(error); });
}

function lineOf(access: QueueAccess, outgoing: ChannelModel, incoming: ChannelModel, state: State): QueueLine {
  const barred = (): QueueError | null => {
    if (state.lost !== null) return state.lost;
    return state.blocked === null ? null : new QueueError('refused', 'blocked', state.blocked);
  };
  const held = (): void => {
    if (state.lost !== null) throw state.lost;
  };
  return {
    publish: createPublisher({ connection: outgoing, exchange: access.exchange, queue: access.requests, barred }),
    async collect(pass) {
      held();
      return collect(incoming, access.answers, pass);
    },
    async depths() {
      held();
      const [requests, answers] = [await depthOf(incoming, access.requests), await depthOf(incoming, access.answers)];
      return { requests, answers };
    },
    get blocked() { return state.blocked; },
    get lost() { return state.lost; },
    async close() {
      state.lost ??= new QueueError('refused', 'closed');
      await Promise.all([ended(outgoing), ended(incoming)]);
    },
  };
}

/** The end of a connection that may have ended by itself. */
async function ended(connection: ChannelModel): Promise<void> {
  try {
    await connection.close();
  } catch {
    // It had.
  }
}
