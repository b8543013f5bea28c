/** What ended a connection before anything of a request was sent; `code` is read by wayTroubleOf and trustProblemOf. */
export class NetworkError extends Error {
  readonly code: string;

  constructor(code: string, options?: ErrorOptions) {
    super(code, options);
    this.name = 'NetworkError';
    this.code = code;
  }
}

/** The deepest code: of several addresses that were tried the first one's. */
export function systemCodeOf(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof AggregateError && current.errors.length > 0) return systemCodeOf(current.errors[0]);
    if ('code' in current && typeof current.code === 'string') return /^EPROTO$|^ERR_SSL_/.test(current.code) ? handshakeCode(current.code, current.message) : current.code;
  }
  return error instanceof Error ? error.name : 'unknown';
}

/** OpenSSL's own reason stands in the message, or in the code where it is told at all; other reasons of OpenSSL keep their code. */
function handshakeCode(code: string, message: string): string {
  const reason = `${code} ${message}`.replaceAll('_', ' ');
  if (/wrong version number|packet length too long|http request|unexpected message/i.test(reason)) return 'TLS_NOT_SPOKEN';
  return /protocol version|unsupported protocol|no protocols|handshake failure|insufficient security|no shared cipher/i.test(reason) ? 'TLS_TOO_OLD' : code;
}
