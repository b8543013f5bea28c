import type { HttpSend } from '#contract/engine.ts';

/** What keeps connections to servers: in the application a session of Chromium's. */
export interface Connections {
  /** Resolves when none is left, idle or being made. */
  closeAllConnections(): Promise<void>;
}

/**
 * Sends every request through a connection made for it. Chromium sends a POST again by itself when a connection that had
 * been used before breaks before the answer (or answers 408): the server then has it twice, and we do not hear of it.
 * It never does so on a new one. So no two requests under way share their connections, and none are left from before. A
 * "Connection: close" of ours does not do it, as the server decides whether to heed it; a chunked body could not be sent
 * again, but not every server and proxy takes one. What is left: a 421 is repeated, by which a server says that it has
 * not looked at the request (RFC 9110, 15.5.20). Of the six connections that Chromium makes to a host at most each session has its own six, so that
 * no stream waits within it while its time runs.
 * @param make called when more requests are under way than ever before
 */
export function createFreshSend<Made extends Connections>(make: (number: number) => Made, sendThrough: (made: Made) => HttpSend): HttpSend {
  const free: Made[] = [];
  let made = 0;
  return async (request, signal) => {
    const connections = free.pop() ?? make((made += 1));
    try {
      await connections.closeAllConnections();
      return await sendThrough(connections)(request, signal);
    } catch {
      // They could not be closed, and so nothing was sent: a request itself always resolves.
      return { ok: false, failure: { kind: 'refused', systemCode: 'ERR_CONNECTIONS_NOT_CLOSED' } };
    } finally {
      free.push(connections);
    }
  };
}
