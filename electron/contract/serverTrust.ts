/**
 * Why a server could not be trusted, from the codes of Node and OpenSSL and of Chromium (net_error_list.h). All arise before
 * a byte of a request has left, and none gets better by trying again.
 */
export type TrustProblem = 'self-signed' | 'unknown-issuer' | 'other-host' | 'expired' | 'not-yet-valid' | 'revoked' | 'old-encryption' | 'no-encryption' | 'not-valid';

const byCode: Readonly<Record<string, TrustProblem>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown-issuer',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown-issuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown-issuer',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown-issuer',
  CERT_UNTRUSTED: 'unknown-issuer',
  ERR_CERT_AUTHORITY_INVALID: 'unknown-issuer',
  ERR_TLS_CERT_ALTNAME_INVALID: 'other-host',
  HOSTNAME_MISMATCH: 'other-host',
  ERR_CERT_COMMON_NAME_INVALID: 'other-host',
  CERT_HAS_EXPIRED: 'expired',
  ERR_CERT_DATE_INVALID: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
  CERT_REVOKED: 'revoked',
  ERR_CERT_REVOKED: 'revoked',
  TLS_TOO_OLD: 'old-encryption',
  ERR_SSL_VERSION_OR_CIPHER_MISMATCH: 'old-encryption',
  TLS_NOT_SPOKEN: 'no-encryption',
};

/** Null for a code that speaks of something else, as a line that broke. */
export function trustProblemOf(code: string): TrustProblem | null {
  const known = Object.hasOwn(byCode, code) ? byCode[code] : undefined;
  if (known !== undefined) return known;
  return /^(?:CERT_|ERR_CERT_|ERR_TLS_CERT_|UNABLE_TO_|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$|ERROR_IN_CERT_)/.test(code) ? 'not-valid' : null;
}

type Said = readonly [what: string, action: string];

const company = 'If your company looks into encrypted traffic, have its root certificate installed on this computer (for the command line: NODE_EXTRA_CA_CERTS), then go on. Otherwise ask whoever runs the server.';
const said: Readonly<Record<TrustProblem, Said>> = {
  'self-signed': ['is one that the server gave itself', company],
  'unknown-issuer': ['comes from an issuer that this computer does not know', company],
  'other-host': ['is made out to another host', 'Check the address of the connection: a wrong or old name leads to another server. Then go on.'],
  expired: ['is not valid today', 'Check date and time of this computer; if they are right, have whoever runs the server renew the certificate, then go on.'],
  'not-yet-valid': ['is not valid yet', 'Check date and time of this computer, then go on.'],
  revoked: ['was revoked by its issuer', 'Do not go on by another way: ask whoever runs the server.'],
  'not-valid': ['is not valid', 'Ask whoever runs the server, or the network between, then go on.'],
  'old-encryption': ['', 'Have the server, or the proxy before it, speak TLS 1.2 or newer, then go on.'],
  'no-encryption': ['', 'Check the port of the address, then go on.'],
};

/** One certificate of those that a server shows: of whom, by whom, until when. */
export interface ShownCertificate {
  readonly subject: string;
  readonly issuer: string;
  /** Day in ISO 8601, or as the certificate writes it. */
  readonly until: string;
}

const mostShown = 5;
const longestName = 80;
/** Between the code and what stands behind it. */
const behindCode = '; ';

/** Names are whatever the server wrote there: one line, bounded, without marks that turn what follows round. */
function cleanName(text: string): string {
  const clean = text.replace(/[\s\p{Cc}\p{Cf}“”]+/gu, ' ').trim();
  return clean.length > longestName ? `${clean.slice(0, longestName)}…` : clean;
}

/** A code with the chain that the server showed, its own certificate first; for trustWords. */
export function codeWithChain(code: string, chain: readonly ShownCertificate[]): string {
  if (chain.length === 0) return code;
  const each = chain.slice(0, mostShown).map(({ subject, issuer, until }) => `“${cleanName(subject)}” issued by “${cleanName(issuer)}”, valid until ${cleanName(until)}`);
  return `${code}${behindCode}${each.join('; ')}${chain.length > mostShown ? '; …' : ''}`;
}

/** What happened in a sentence, and what to do; `codeAndChain` as codeWithChain gives it, `subject` is "The server" or "The server example.com". */
export function trustWords(codeAndChain: string, subject: string): { readonly what: string; readonly action: string } | null {
  const at = codeAndChain.indexOf(behindCode);
  const code = at < 0 ? codeAndChain : codeAndChain.slice(0, at);
  const problem = trustProblemOf(code);
  if (problem === null) return null;
  const [about, action] = said[problem];
  if (problem === 'no-encryption') return { what: `What answers at this address does not speak https (${code}).`, action };
  if (problem === 'old-encryption') return { what: `${subject} offers only encryption that is too old to be safe (${code}).`, action };
  const shown = at < 0 ? '' : ` It showed ${codeAndChain.slice(at + behindCode.length)}.`;
  return { what: `${subject} cannot prove who it is: its certificate ${about} (${code}).${shown}`, action };
}
