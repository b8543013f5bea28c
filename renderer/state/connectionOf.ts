import type { Connection } from '#contract/commands.ts';
import { queueServer } from '#contract/queueServer.ts';
import { leadsTo, sameServer, serverOf } from '#contract/url.ts';

/** Whether jobs over this connection go where one was begun: to the same server, or through the same queue. Pure. */
export function goesTo({ baseUrl, practice, queue }: Pick<Connection, 'baseUrl' | 'practice' | 'queue'>, server: string): boolean {
  return queue === undefined ? sameServer(serverOf(baseUrl, practice), server) : queueServer(queue) === server;
}

/**
 * The connection that a job goes over: the one it was made for or sent over last, as long as it leads to the server that the job was
 * begun on; else one that leads there, such as one of production before others. Undefined where there is none. Pure.
 */
export function connectionOf(list: readonly Connection[], connectionId: string | null, server: string | null): Connection | undefined {
  const own = list.find((connection) => connection.connectionId === connectionId);
  if (own !== undefined && (server === null || goesTo(own, server))) return own;
  if (server === null) return undefined;
  const others = list.filter((connection) => (connection.queue === undefined ? leadsTo(connection, server) : goesTo(connection, server)));
  return others.find(({ mark }) => mark.kind === 'production') ?? others[0];
}
