import { z } from 'zod';
import { m } from '#messages';
import { day } from './formats.ts';

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

type Said = readonly [what: (of: { readonly subject: string; readonly code: string }) => string, action: () => string];

const said: Readonly<Record<TrustProblem, Said>> = {
  'self-signed': [m.trust_self_signed, m.trust_company],
  'unknown-issuer': [m.trust_unknown_issuer, m.trust_company],
  'other-host': [m.trust_other_host, m.trust_other_host_action],
  expired: [m.trust_expired, m.trust_expired_action],
  'not-yet-valid': [m.trust_not_yet_valid, m.trust_not_yet_valid_action],
  revoked: [m.trust_revoked, m.trust_revoked_action],
  'not-valid': [m.trust_not_valid, m.trust_not_valid_action],
  'old-encryption': [m.trust_old_encryption, m.trust_old_encryption_action],
  'no-encryption': [m.trust_no_encryption, m.trust_no_encryption_action],
};

/** Said of whatever answers there, without the chain that it may have shown. */
const withoutChain: readonly TrustProblem[] = ['old-encryption', 'no-encryption'];

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
  const clean = text.replace(/[\s\p{Cc}\p{Cf}“”«»]+/gu, ' ').trim();
  return clean.length > longestName ? `${clean.slice(0, longestName)}…` : clean;
}

/** A code with the chain that the server showed, its own certificate first; for trustWords. */
export function codeWithChain(code: string, chain: readonly ShownCertificate[]): string {
  if (chain.length === 0) return code;
  const each = chain.slice(0, mostShown).map(({ subject, issuer, until }): ShownCertificate => ({ subject: cleanName(subject), issuer: cleanName(issuer), until: cleanName(until) }));
  return `${code}${behindCode}${JSON.stringify({ chain: each, more: chain.length - each.length })}`;
}

const chainSchema = z.object({ chain: z.array(z.object({ subject: z.string(), issuer: z.string(), until: z.string() })), more: z.number() });

/** Earlier versions wrote it in English words; these are left as they are. */
function chainText(written: string): string {
  const { data } = chainSchema.safeParse(jsonOf(written));
  if (data === undefined) return written;
  return [...data.chain.map((shown) => m.trust_certificate({ ...shown, until: day(shown.until) })), ...(data.more > 0 ? ['…'] : [])].join('; ');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What happened in a sentence, and what to do; `codeAndChain` as codeWithChain gives it, `subject` is "The server" or "The server example.com". */
export function trustWords(codeAndChain: string, subject: string): { readonly what: string; readonly action: string } | null {
  const at = codeAndChain.indexOf(behindCode);
  const code = at < 0 ? codeAndChain : codeAndChain.slice(0, at);
  const problem = trustProblemOf(code);
  if (problem === null) return null;
  const [what, action] = said[problem];
  const shown = at < 0 || withoutChain.includes(problem) ? '' : m.trust_showed({ chain: chainText(codeAndChain.slice(at + behindCode.length)) });
  return { what: `${what({ subject, code })}${shown}`, action: action() };
}
