import type { QueueAddress } from './queueAddress.ts';

/**
 * What tells a queue from all others, and from any server: a job that has begun over one goes on over no other by itself. The user may change; the
 * queue of requests says which platform it is. Pure.
 */
export function queueServer({ url, virtualHost, requests }: Pick<QueueAddress, 'url' | 'virtualHost' | 'requests'>): string {
  return `${url}${virtualHost === '/' ? '' : `/${virtualHost}`} ${requests}`;
}

/** Whether a job belongs to a queue. */
export const isQueueServer = (server: string): boolean => /^amqps?:\/\//.test(server);
