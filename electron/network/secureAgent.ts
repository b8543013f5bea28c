import { Agent, type AgentOptions } from 'node:https';
import { PassThrough, type Duplex } from 'node:stream';
import { targetOf } from './hosts.ts';
import type { Route } from './route.ts';
import { openSecureLine } from './secureLine.ts';
import type { Trust } from './trust.ts';

export interface SecureAgentParts extends AgentOptions {
  readonly route: Route;
  readonly trust: Trust;
}

type Made = (error: Error | null, stream: Duplex) => void;

/** Keeps connections as Node's own agent does. A request gets its line when that stands with all of TLS agreed, so that one that got none has sent nothing. */
export class SecureAgent extends Agent {
  readonly #parts: SecureAgentParts;
  #closing = new AbortController();

  constructor(parts: SecureAgentParts) {
    super(parts);
    this.#parts = parts;
  }

  override createConnection(options: { readonly host?: string | null | undefined; readonly port?: string | number | null | undefined }, made?: Made): null {
    const host = options.host ?? '';
    const target = targetOf(`https://${host.includes(':') ? `[${host}]` : host}:${options.port ?? 443}`);
    openSecureLine(this.#parts.route, target, this.#parts.trust, this.#closing.signal).then(
      (socket) => made?.(null, socket),
      // Node takes no stream of a connection that failed; its type wants one.
      (error: unknown) => made?.(error instanceof Error ? error : new Error('no connection', { cause: error }), new PassThrough()),
    );
    return null;
  }

  override destroy(): void {
    this.#closing.abort();
    this.#closing = new AbortController();
    super.destroy();
  }
}
