import { Fault } from '#contract/faults.ts';
import type { WireFormat } from '#contract/job.ts';
import { wayTroubleOf } from '#contract/network/wayTroubles.ts';
import { codeWithChain, trustProblemOf } from '#contract/serverTrust.ts';
import { outcomeOfAnswer, outcomeOfError, type Outcome } from './outcome.ts';
import { TransportError, type HttpAnswer, type Transport } from './transport.ts';
import { scrubbedAnswer } from './scrubbedAnswer.ts';
import { tokenSpellings } from './tokenSpellings.ts';

/** How to reach the platform. Lives in memory only: the token is written nowhere. */
export interface PlatformAccess {
  /** Checked base URL without a trailing slash, such as https://ru.altkraft.com. */
  readonly baseUrl: string;
  readonly token: string;
  /** The manual calls `token` required in the body; newer versions also read the header. */
  readonly tokenInBody: boolean;
  /** It leads to the practice server, which is one server whatever its port. */
  readonly practice?: boolean | undefined;
  /** What update_batch is written in; every other call is JSON. JSON by default. */
  readonly format?: WireFormat | undefined;
}

export interface ClientOptions {
  readonly transport: Transport;
  readonly access: PlatformAccess;
  /** Milliseconds for one request with its answer; `usualTimeoutMs` by default. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of the Date that an answer carries, in milliseconds since 1970. */
  readonly onDate?: ((date: number) => void) | undefined;
}

export interface UpdateBatch {
  readonly requestId: string;
  readonly body: Uint8Array;
  /** What the body is written in; the answer is asked for in the same. JSON by default. */
  readonly format?: WireFormat | undefined;
  readonly profiles: number;
  readonly signal: AbortSignal;
}

/** An outcome with the answer's bytes as they came (token removed), null where there was none. */
export interface Exchange {
  readonly outcome: Outcome;
  readonly answer: Uint8Array | null;
}

export interface PlatformClient {
  /** One update_batch request, never repeated here: retry belongs to the job. Always resolves. */
  updateBatch(batch: UpdateBatch): Promise<Exchange>;
  /** A call that reads; the parsed answer, or Fault server-unreachable, server-untrusted, network-barred, answered-between, server-refused, server-unclear; `retryAfterMs` in its detail is the server's own wish. */
  read(path: string, members: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<Readonly<Record<string, unknown>>>;
  close(): Promise<void>;
}

/** For one request with its answer. */
export const usualTimeoutMs = 120_000;
const redirectsFollowed = 3;

/** Tokens are 32 hex characters in every sample; only what could break a header or a body is refused. Fault token-invalid. */
export function readToken(text: string): string {
  const token = text.trim();
  if (token === '') throw new Fault('token-missing');
  if (!/^[\x21-\x7e]{1,512}$/.test(token)) throw new Fault('token-invalid');
  return token;
}

export function createPlatformClient({ transport, access, timeoutMs = usualTimeoutMs, now, onDate }: ClientOptions): PlatformClient {
  const spellings = tokenSpellings(access.token);

  async function post(path: string, headers: Record<string, string>, body: Uint8Array, signal: AbortSignal, format: WireFormat = 'json'): Promise<HttpAnswer> {
    const type = `application/${format}`;
    let url = `${access.baseUrl}/api/v1.1/${path}`;
    const sent = { ...headers, 'content-type': type, accept: type, authorization: `Bearer ${access.token}` };
    for (let redirects = 0; ; redirects += 1) {
      const answer = await transport.send({ url, headers: sent, body, timeoutMs, signal });
      const date = Date.parse(answer.headers['date'] ?? '');
      // One with an age comes out of a cache's memory, and its date with it.
      if (!Number.isNaN(date) && answer.headers['age'] === undefined) onDate?.(date);
      const next = redirects < redirectsFollowed ? followable(answer, url) : null;
      if (next === null) return scrubbedAnswer(answer, spellings);
      url = next;
    }
  }

  return {
    async updateBatch({ requestId, body, format, profiles, signal }) {
      // Both names: current servers read Request-ID, older installations X-Request-ID (the manual, deduplication).
      const headers = { 'request-id': requestId, 'x-request-id': requestId };
      try {
        const answer = await post('profiles/update_batch', headers, body, signal, format);
        return { outcome: outcomeOfAnswer(answer, profiles, now(), access.baseUrl), answer: answer.body };
      } catch (error) {
        if (error instanceof TransportError) return { outcome: outcomeOfError(error), answer: null };
        throw error;
      }
    },

    async read(path, members, signal = new AbortController().signal) {
      const body = Buffer.from(JSON.stringify({ ...(access.tokenInBody ? { token: access.token } : {}), ...members }));
      return readAnswer(await post(path, {}, body, signal).catch(unreachable), now(), access.baseUrl);
    },

    close: () => transport.close(),
  };
}

/** 307 and 308 keep method and body; they are followed within the origin only, so the token cannot leave it. */
function followable(answer: HttpAnswer, from: string): string | null {
  if (answer.status !== 307 && answer.status !== 308) return null;
  const location = answer.headers['location'];
  if (location === undefined || !URL.canParse(location, from)) return null;
  const target = new URL(location, from);
  return target.origin === new URL(from).origin ? target.href : null;
}

function unreachable(error: unknown): never {
  if (!(error instanceof TransportError)) throw error;
  if (error.kind === 'refused' && wayTroubleOf(error.systemCode) !== null) throw new Fault('network-barred', { reason: error.systemCode }, { cause: error });
  const isUntrusted = error.kind === 'refused' && trustProblemOf(error.systemCode) !== null;
  throw new Fault(isUntrusted ? 'server-untrusted' : 'server-unreachable', { reason: isUntrusted ? codeWithChain(error.systemCode, error.chain) : error.systemCode }, { cause: error });
}

function readAnswer(answer: HttpAnswer, now: number, from: string): Readonly<Record<string, unknown>> {
  const outcome = outcomeOfAnswer(answer, 0, now, from);
  const wait = outcome.kind === 'later' ? outcome.retryAfterMs : null;
  const words = { httpStatus: outcome.httpStatus ?? 0, code: outcome.code ?? 0, text: outcome.text ?? '', ...(wait === null ? {} : { retryAfterMs: wait }) };
  if (outcome.kind === 'stopped' && outcome.reason === 'between') throw new Fault('answered-between', words);
  if (answer.status < 200 || answer.status > 299) throw new Fault('server-refused', words);
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(answer.body).toString('utf8'));
  } catch (error) {
    throw new Fault(outcome.kind === 'later' && outcome.isPage === true ? 'answered-between' : 'server-unclear', words, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Fault('server-unclear', words);
  if ('error' in value && typeof value.error === 'number' && value.error !== 0) throw new Fault('server-refused', words);
  return { ...value };
}
