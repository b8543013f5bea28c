import { Agent, errors } from 'undici';
import { TransportError, type HttpAnswer, type HttpRequest, type Transport, type TransportErrorKind } from './transport.ts';

/** Answers beyond this are not ours: 10,000 results of 88 bytes are under 1 MB. */
const maxAnswerBytes = 64 * 1024 * 1024;

/** Codes that arise before a byte of the request has left: name look-up, refused connections, certificates. */
const beforeSending =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|ERR_TLS_CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/;

/** Others (no route to the host …) can strike in mid-request too: then only the system call tells. */
function whileConnecting(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('syscall' in current && typeof current.syscall === 'string') return /^(connect|getaddrinfo)/.test(current.syscall);
  }
  return false;
}

function systemCodeOf(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && typeof current.code === 'string') return current.code;
  }
  return error instanceof Error ? error.name : 'unknown';
}

function kindOf(error: unknown, request: HttpRequest, timeout: AbortSignal): TransportErrorKind {
  if (request.signal.aborted) return 'aborted';
  if (timeout.aborted || error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError) return 'timeout';
  return beforeSending.test(systemCodeOf(error)) || whileConnecting(error) ? 'refused' : 'network';
}

/** The transport of plain Node: keep-alive connections, Buffer bodies, no redirects followed, no proxy. */
export function undiciTransport(): Transport {
  // The request's own timeout rules alone; undici's would cut it at 300 s without telling which.
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0, connections: 8, maxResponseSize: maxAnswerBytes });
  return {
    async send(request: HttpRequest): Promise<HttpAnswer> {
      const timeout = AbortSignal.timeout(request.timeoutMs);
      try {
        const answer = await agent.request({
          origin: new URL(request.url).origin,
          path: new URL(request.url).pathname,
          method: 'POST',
          headers: request.headers,
          body: request.body,
          signal: AbortSignal.any([timeout, request.signal]),
        });
        const headers: Record<string, string> = {};
        for (const [name, value] of Object.entries(answer.headers)) {
          if (value !== undefined) headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
        }
        return { status: answer.statusCode, headers, body: await answer.body.bytes() };
      } catch (error) {
        throw new TransportError(kindOf(error, request, timeout), systemCodeOf(error), { cause: error });
      }
    },
    close: () => agent.close(),
  };
}
