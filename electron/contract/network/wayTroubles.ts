import { m } from '#messages';

/**
 * Why nothing came through to the server, from our own codes and those of Chromium (net_error_list.h). All arise before a byte of
 * a request has left.
 */
export type WayTrouble =
  | 'proxy-login-wanted' | 'proxy-login-refused' | 'proxy-login-kind' | 'proxy-unreachable' | 'proxy-refused' | 'proxy-failed' | 'proxy-untrusted' | 'proxy-not-spoken'
  | 'proxy-unusable' | 'roots-unusable' | 'proxy-not-found' | 'certificate-wanted' | 'certificate-refused';

const byCode: Readonly<Record<string, WayTrouble>> = {
  PROXY_LOGIN_WANTED: 'proxy-login-wanted',
  PROXY_LOGIN_REFUSED: 'proxy-login-refused',
  PROXY_UNUSABLE: 'proxy-unusable',
  ROOTS_UNUSABLE: 'roots-unusable',
  PROXY_NOT_SPOKEN: 'proxy-not-spoken',
  ERR_PROXY_AUTH_REQUESTED: 'proxy-login-wanted',
  ERR_PROXY_AUTH_REQUESTED_WITH_NO_CONNECTION: 'proxy-login-wanted',
  ERR_PROXY_AUTH_UNSUPPORTED: 'proxy-login-kind',
  ERR_PROXY_CONNECTION_FAILED: 'proxy-unreachable',
  ERR_SOCKS_CONNECTION_FAILED: 'proxy-unreachable',
  ERR_SOCKS_CONNECTION_HOST_UNREACHABLE: 'proxy-failed',
  ERR_TUNNEL_CONNECTION_FAILED: 'proxy-failed',
  ERR_HTTPS_PROXY_TUNNEL_RESPONSE_REDIRECT: 'proxy-refused',
  ERR_PROXY_CERTIFICATE_INVALID: 'proxy-untrusted',
  ERR_MANDATORY_PROXY_CONFIGURATION_FAILED: 'proxy-not-found',
  ERR_NO_SUPPORTED_PROXIES: 'proxy-not-found',
  ERR_PAC_SCRIPT_FAILED: 'proxy-not-found',
  ERR_PAC_NOT_IN_DHCP: 'proxy-not-found',
  ERR_SSL_CLIENT_AUTH_CERT_NEEDED: 'certificate-wanted',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'certificate-wanted',
  TLS_CERTIFICATE_WANTED: 'certificate-wanted',
  ERR_BAD_SSL_CLIENT_AUTH_CERT: 'certificate-refused',
};

/** Null for a code that speaks of something else. */
export function wayTroubleOf(code: string): WayTrouble | null {
  const known = Object.hasOwn(byCode, code) ? byCode[code] : undefined;
  if (known !== undefined) return known;
  const [, status] = /^PROXY_ANSWERED_(\d+)$/.exec(code) ?? [];
  // 5xx, too many and too late say that the proxy could not now; the others that it will not.
  if (status !== undefined) return /^(?:5\d\d|408|429)$/.test(status) && status !== '511' ? 'proxy-failed' : 'proxy-refused';
  if (code.startsWith('PROXY_FAILED_')) return 'proxy-unreachable';
  if (code.startsWith('PROXY_UNTRUSTED_')) return 'proxy-untrusted';
  if (/^ERR_SSL_CLIENT_AUTH_|^ERR_SSL_(?:SSLV3|TLSV1|SSL\/TLS)_ALERT_(?:BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_|UNKNOWN_CA)/.test(code)) return 'certificate-refused';
  return null;
}

/** No second try makes these any better; the others may be over in a minute. */
export function staysInTheWay(code: string): boolean {
  const trouble = wayTroubleOf(code);
  return trouble !== null && trouble !== 'proxy-unreachable' && trouble !== 'proxy-failed';
}

type Said = readonly [what: (of: { readonly code: string }) => string, action: () => string];

const said: Readonly<Record<WayTrouble, Said>> = {
  'proxy-login-wanted': [m.way_login_wanted, m.way_login_wanted_action],
  'proxy-login-refused': [m.way_login_refused, m.way_login_wanted_action],
  'proxy-login-kind': [m.way_login_kind, m.way_login_kind_action],
  'proxy-unreachable': [m.way_unreachable, m.way_unreachable_action],
  'proxy-refused': [m.way_refused, m.way_refused_action],
  'proxy-failed': [m.way_failed, m.way_failed_action],
  'proxy-untrusted': [m.way_untrusted, m.way_untrusted_action],
  'proxy-not-spoken': [m.way_not_spoken, m.way_unreachable_action],
  'proxy-unusable': [m.way_unusable, m.faults_proxy_unusable_action],
  'roots-unusable': [m.way_roots_unusable, m.way_roots_unusable_action],
  'proxy-not-found': [m.way_not_found, m.way_not_found_action],
  'certificate-wanted': [m.way_certificate_wanted, m.way_certificate_action],
  'certificate-refused': [m.way_certificate_refused, m.way_certificate_action],
};

/** What happened in a sentence, and what to do; null for a code that speaks of something else. */
export function wayWords(code: string): { readonly what: string; readonly action: string } | null {
  const trouble = wayTroubleOf(code);
  if (trouble === null) return null;
  const [what, action] = said[trouble];
  return { what: what({ code: code.replace(/^PROXY_(?:ANSWERED|FAILED|UNTRUSTED)_(?=\d)/, 'HTTP ').replace(/^PROXY_(?:FAILED|UNTRUSTED)_/, '') }), action: action() };
}
