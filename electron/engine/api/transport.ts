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

  constructor(kind: TransportErrorKind, systemCode: string, options?: ErrorOptions) {
    super(`${kind}: ${systemCode}`, options);
    this.name = 'TransportError';
    this.kind = kind;
    this.systemCode = systemCode;
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
