import type { RunSettings } from '#contract/engine.ts';
import type { QueuedJob } from '#contract/events.ts';

/** Jobs that wait until the one before them on their connection has ended; in this process alone. */
export interface RunQueue {
  /** Whether a run has to wait, as something is sent by its connection or waits for it. */
  mustWait(settings: Pick<RunSettings, 'connectionId'>): boolean;
  add(settings: RunSettings): void;
  /** Takes a job out; false where it does not wait. */
  remove(jobId: string): boolean;
  /** Takes out the one whose turn it is on a connection; null where none waits, or its turn has not come. */
  next(connectionId: string | undefined): RunSettings | null;
  /** Takes out all that wait for a connection, or for any; their ids. */
  clear(connectionId?: string): readonly string[];
  has(jobId: string): boolean;
  /** In the order in which they will begin. */
  list(): readonly QueuedJob[];
}

/** `isSending`: whether a job runs by the connection. */
export function createRunQueue(isSending: (connectionId: string) => boolean): RunQueue {
  let waiting: readonly RunSettings[] = [];
  return {
    mustWait: ({ connectionId }) => connectionId !== undefined && (isSending(connectionId) || waiting.some((one) => one.connectionId === connectionId)),
    add(settings) {
      waiting = [...waiting, settings];
    },
    remove(jobId) {
      const before = waiting.length;
      waiting = waiting.filter((one) => one.jobId !== jobId);
      return waiting.length < before;
    },
    next(connectionId) {
      if (connectionId === undefined || isSending(connectionId)) return null;
      const settings = waiting.find((one) => one.connectionId === connectionId) ?? null;
      waiting = waiting.filter((one) => one !== settings);
      return settings;
    },
    clear(connectionId) {
      const gone = waiting.filter((one) => connectionId === undefined || one.connectionId === connectionId);
      waiting = waiting.filter((one) => !gone.includes(one));
      return gone.map(({ jobId }) => jobId);
    },
    has: (jobId) => waiting.some((one) => one.jobId === jobId),
    list: () => waiting.flatMap(({ jobId, connectionId }) => (connectionId === undefined ? [] : [{ jobId, connectionId }])),
  };
}
