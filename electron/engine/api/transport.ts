import type { ShownCertificate } from '#contract/serverTrust.ts';

/** One POST, whole in memory: bodies are at most 10,000,000 bytes (the manual's limit). */
export interface HttpRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Milliseconds from start to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * refused: no connection was made, so nothing can have been applied. The others leave that open: the
 * request may have reached the server before the line broke, the clock ran out or the caller gave up.
 */
export type TransportErrorKind = 'refused' | 'network' | 'timeout' | 'aborted';

export class TransportError extends Error {
  readonly kind: TransportErrorKind;
  /** The system's own code (ECONNRESET, CERT_HAS_EXPIRED …), for the operator's log. */
  readonly systemCode: string;
  /** What the server showed for itself where it could not be trusted; its own certificate first. */
  readonly chain: readonly ShownCertificate[];

  constructor(kind: TransportErrorKind, systemCode: string, { chain = [], ...options }: ErrorOptions & { readonly chain?: readonly ShownCertificate[] | undefined } = {}) {
    super(`${kind}: ${systemCode}`, options);
    this.name = 'TransportError';
    this.kind = kind;
    this.systemCode = systemCode;
    this.chain = chain;
  }
}

/**
 * Carries requests out. Must not follow redirects (the client decides) and must throw TransportError for
 * everything that is not an HTTP answer.
 */
export interface Transport {
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Closes idle connections; no request may be under way. */
  close(): Promise<void>;
}
