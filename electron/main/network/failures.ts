import type { HttpFailure } from '#contract/engine.ts';

/**
 * Chromium's errors that arise before a byte of the request has left (net_error_list.h): name look-up,
 * connecting, the proxy, the certificate. All others leave open whether the server has the request.
 */
const beforeSending = new Set([
  'ERR_NAME_NOT_RESOLVED', 'ERR_NAME_RESOLUTION_FAILED', 'ERR_ICANN_NAME_COLLISION',
  'ERR_CONNECTION_REFUSED', 'ERR_CONNECTION_FAILED', 'ERR_CONNECTION_TIMED_OUT', 'ERR_ADDRESS_UNREACHABLE', 'ERR_ADDRESS_INVALID',
  'ERR_INTERNET_DISCONNECTED', 'ERR_NETWORK_ACCESS_DENIED',
  'ERR_PROXY_CONNECTION_FAILED', 'ERR_TUNNEL_CONNECTION_FAILED', 'ERR_PROXY_AUTH_UNSUPPORTED', 'ERR_PROXY_CERTIFICATE_INVALID',
  'ERR_INVALID_URL', 'ERR_UNSAFE_PORT', 'ERR_BLOCKED_BY_CLIENT', 'ERR_BLOCKED_BY_ADMINISTRATOR',
  'ERR_SSL_VERSION_OR_CIPHER_MISMATCH', 'ERR_SSL_PINNED_KEY_NOT_IN_CERT_CHAIN',
  'ERR_PROXY_AUTH_REQUESTED', 'ERR_MANDATORY_PROXY_CONFIGURATION_FAILED', 'ERR_NO_SUPPORTED_PROXIES', 'ERR_HTTPS_PROXY_TUNNEL_RESPONSE_REDIRECT', 'ERR_BAD_SSL_CLIENT_AUTH_CERT', 'ERR_PROXY_AUTH_REQUESTED_WITH_NO_CONNECTION',
]);

/** Whole kinds of them: certificates, look-ups, finding and asking a proxy, certificates of our own. */
const kinds = /^ERR_(?:CERT|DNS|PAC|SOCKS|SSL_CLIENT_AUTH)_/;

/** Reads an error of Electron's net module; its message is `net::` and Chromium's name of the error. */
export function failureOf(error: Error): HttpFailure {
  const name = /ERR_[A-Z0-9_]+/.exec(error.message)?.[0] ?? error.name;
  const refused = beforeSending.has(name) || kinds.test(name);
  return { kind: refused ? 'refused' : 'network', systemCode: name };
}
