import { Fault } from '#contract/faults.ts';
import type { QueueAccess, QueueDepths } from '#contract/queueAddress.ts';
import type { Trust } from '#network/trust.ts';
import { QueueError } from './line.ts';
import { openQueueLine } from './openQueueLine.ts';

/** Opens a line, sees that both queues are there, and closes it. Nothing is published or taken. Fault queue-trouble. */
export async function tryQueue(access: QueueAccess, signal: AbortSignal, trust?: () => Trust): Promise<QueueDepths> {
  try {
    const line = await openQueueLine(access, signal, trust);
    try {
      return await line.depths(signal);
    } finally {
      await line.close();
    }
  } catch (error) {
    throw error instanceof QueueError ? new Fault('queue-trouble', { code: error.code, reason: error.reason }, { cause: error }) : error;
  }
}
