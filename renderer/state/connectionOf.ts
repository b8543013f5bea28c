import type { Connection } from '#contract/commands.ts';
import { leadsTo, sameServer, serverOf } from '#contract/url.ts';

/**
 * The connection that a job goes over: the one it was made for or sent over last, as long as it leads to the server that the job was
 * begun on; else one that leads there, such as one of production before others. Undefined where there is none. Pure.
 */
export function connectionOf(list: readonly Connection[], connectionId: string | null, server: string | null): Connection | undefined {
  const own = list.find((connection) => connection.connectionId === connectionId);
  if (own !== undefined && (server === null || sameServer(serverOf(own.baseUrl, own.practice), server))) return own;
  if (server === null) return undefined;
  const others = list.filter((connection) => leadsTo(connection, server));
  return others.find(({ mark }) => mark.kind === 'production') ?? others[0];
}
