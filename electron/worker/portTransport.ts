import type { FromEngine, ToEngine } from '#contract/engine.ts';
import { TransportError, type HttpAnswer, type HttpRequest, type Transport } from '#engine/api/transport.ts';

interface Waiting {
  readonly answer: (answer: HttpAnswer) => void;
  readonly fail: (error: TransportError) => void;
}

export interface PortTransport {
  readonly transport: Transport;
  /** To be given every message of main that is not a request. */
  readonly receive: (message: Exclude<ToEngine, { readonly kind: 'request' }>) => void;
}

/**
 * Has requests carried out by main, where the system's proxy settings and certificates apply. An abort is
 * answered here at once: main is told, but a stop must not wait for its word.
 */
export function portTransport(post: (message: FromEngine) => void): PortTransport {
  const waiting = new Map<number, Waiting>();
  let last = 0;

  async function send({ url, headers, body, timeoutMs, signal }: HttpRequest): Promise<HttpAnswer> {
    if (signal.aborted) throw new TransportError('refused', 'ABORT_ERR');
    const id = (last += 1);
    const giveUp = (): void => {
      post({ kind: 'http-abort', id });
      waiting.get(id)?.fail(new TransportError('aborted', 'ABORT_ERR'));
    };
    try {
      return await new Promise<HttpAnswer>((answer, fail) => {
        waiting.set(id, { answer, fail });
        signal.addEventListener('abort', giveUp, { once: true });
        post({ kind: 'http', id, request: { url, headers, body, timeoutMs } });
      });
    } finally {
      waiting.delete(id);
      signal.removeEventListener('abort', giveUp);
    }
  }

  return {
    transport: { send, close: () => Promise.resolve() },
    receive(message) {
      const asked = waiting.get(message.id);
      if (message.kind === 'http-answer') asked?.answer(message.answer);
      else asked?.fail(new TransportError(message.failure.kind, message.failure.systemCode, { chain: message.failure.chain }));
    },
  };
}
