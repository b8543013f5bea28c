import type { QueueAccess } from '#contract/queueAddress.ts';
import { queueServer } from '#contract/queueServer.ts';
import { envelope } from '../../../queue/envelope.ts';
import type { openQueueLine } from '../../../queue/openQueueLine.ts';
import type { QueueWay } from './queueWay.ts';

/** The way to a platform's queue, whose client is loaded when a run takes it. `trust`: whom amqps believes, where it is not the usual. */
export function queueWayTo(queue: QueueAccess, token: string, trust?: Parameters<typeof openQueueLine>[2]): QueueWay {
  const { path, mostUnanswered, hoursToLive } = queue;
  return {
    open: async (signal) => (await import('../../../queue/openQueueLine.ts')).openQueueLine(queue, signal, trust),
    server: queueServer(queue),
    token,
    message: (id, body) => envelope(id, path, body),
    mostUnanswered,
    hoursToLive,
  };
}
