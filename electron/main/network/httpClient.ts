import type { HttpFailure, HttpOutcome, HttpRequest, HttpSend } from '#contract/engine.ts';
import type { ProxyLogin } from '#network/proxyAddress.ts';
import { failureOf } from './failures.ts';

/** Answers beyond this are not the platform's: 10,000 results are under 1 MB. */
export const maxAnswerBytes = 64 * 1024 * 1024;

/** An answer on its way, as Electron's net module gives it. */
export interface IncomingAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  on(event: 'data', listener: (part: Buffer) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
  on(event: 'aborted', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** Who wants a login, as Electron tells it. */
export interface AskingServer {
  readonly isProxy: boolean;
  readonly host: string;
  readonly port: number;
}

/** The login of a proxy, `refused`: another than before; null where there is none. */
export type FindLogin = (proxy: string, refused: boolean) => Promise<ProxyLogin | null>;

/** A request on its way; must not follow redirects. */
export interface OutgoingRequest {
  on(event: 'response', listener: (answer: IncomingAnswer) => void): unknown;
  on(event: 'redirect', listener: (status: number, method: string, address: string, headers: Record<string, string[]>) => void): unknown;
  on(event: 'login', listener: (asking: AskingServer, give: (user?: string, password?: string) => void) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  end(body: Buffer): unknown;
  abort(): void;
}

export type OpenRequest = (request: HttpRequest) => OutgoingRequest;

function plainHeaders(headers: Readonly<Record<string, string | string[]>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), typeof value === 'string' ? value : value.join(', ')]),
  );
}

const failed = (kind: HttpFailure['kind'], systemCode: string): HttpOutcome => ({ ok: false, failure: { kind, systemCode } });

function opened(open: OpenRequest, request: HttpRequest): OutgoingRequest | null {
  try {
    return open(request);
  } catch {
    // An address or a header that the stack does not take; the cause may quote the header with the token.
    return null;
  }
}

/** Whether a proxy asks for a login now, or was given one; it asks again where that was wrong. */
interface Login {
  state: 'unasked' | 'asked' | 'given';
}

interface LoginAnswers {
  readonly findLogin: FindLogin;
  readonly refuse: () => void;
}

/** A server that asks by itself is the platform's matter: it gets no login of ours, and its 401 is an answer. */
async function answerLogin({ isProxy, host, port }: AskingServer, give: (user?: string, password?: string) => void, login: Login, { findLogin, refuse }: LoginAnswers): Promise<void> {
  if (!isProxy) return give();
  const refused = login.state === 'given';
  login.state = 'asked';
  const found = await findLogin(`${host}:${port}`, refused).catch(() => null);
  if (found === null) {
    if (refused) login.state = 'given';
    return refuse();
  }
  login.state = 'given';
  give(found.user, found.password);
}

/**
 * Carries one POST out and always resolves. A redirect is an answer (its `location` header is the address it
 * leads to), since only the engine may decide where a token goes. Ends with `timeout` when the answer is not
 * complete in time, with `aborted` when the engine gave up, with `network` when the answer grows beyond reason.
 */
export function createHttpSend(open: OpenRequest, findLogin: FindLogin = () => Promise.resolve(null)): HttpSend {
  return async (request, signal) =>
    new Promise((resolve) => {
      const outgoing = signal.aborted ? null : opened(open, request);
      if (outgoing === null) return resolve(failed('refused', 'ERR_INVALID_REQUEST'));
      const parts: Buffer[] = [];
      let bytes = 0;
      const finish = (outcome: HttpOutcome): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', giveUp);
        resolve(outcome);
      };
      const breakOff = (outcome: HttpOutcome): void => {
        finish(outcome);
        outgoing.abort();
      };
      // As long as a proxy waits for its login, nothing has left.
      const login: Login = { state: 'unasked' };
      const unsent = (kind: 'aborted' | 'timeout'): HttpFailure['kind'] => (login.state === 'asked' ? 'refused' : kind);
      const giveUp = (): void => breakOff(failed(unsent('aborted'), 'ABORT_ERR'));
      const timer = setTimeout(() => breakOff(failed(unsent('timeout'), 'ETIMEDOUT')), request.timeoutMs);
      const refuse = (): void => breakOff(failed('refused', login.state === 'asked' ? 'PROXY_LOGIN_WANTED' : 'PROXY_LOGIN_REFUSED'));
      outgoing.on('login', (asking, give) => void answerLogin(asking, give, login, { findLogin, refuse }));
      signal.addEventListener('abort', giveUp);

      outgoing.on('error', (error) => finish({ ok: false, failure: failureOf(error) }));
      outgoing.on('redirect', (status, _method, address, headers) =>
        breakOff({ ok: true, answer: { status, headers: { ...plainHeaders(headers), location: address }, body: new Uint8Array() } }),
      );
      outgoing.on('response', (answer) => {
        answer.on('data', (part) => {
          bytes += part.length;
          parts.push(part);
          if (bytes > maxAnswerBytes) breakOff(failed('network', 'ANSWER_TOO_LARGE'));
        });
        answer.on('end', () =>
          finish({ ok: true, answer: { status: answer.statusCode, headers: plainHeaders(answer.headers), body: Buffer.concat(parts) } }),
        );
        answer.on('aborted', () => finish(failed('network', 'ERR_CONNECTION_CLOSED')));
        answer.on('error', (error) => finish({ ok: false, failure: failureOf(error) }));
      });
      const { buffer, byteOffset, byteLength } = request.body;
      outgoing.end(Buffer.from(buffer, byteOffset, byteLength));
    });
}
