import { describe, expect, it } from 'vitest';
import { explain, explainPause } from '#contract/sentences.ts';
import { codeWithChain, trustProblemOf } from '#contract/serverTrust.ts';

describe('a server that cannot be trusted', () => {
  it.each([
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed', 'gave itself'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'unknown-issuer', 'does not know'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unknown-issuer', 'does not know'],
    ['ERR_CERT_AUTHORITY_INVALID', 'unknown-issuer', 'does not know'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'other-host', 'another host'],
    ['ERR_CERT_COMMON_NAME_INVALID', 'other-host', 'another host'],
    ['CERT_HAS_EXPIRED', 'expired', 'not valid today'],
    ['ERR_CERT_DATE_INVALID', 'expired', 'not valid today'],
    ['CERT_NOT_YET_VALID', 'not-yet-valid', 'not valid yet'],
    ['ERR_CERT_REVOKED', 'revoked', 'revoked'],
    ['ERR_CERT_WEAK_SIGNATURE_ALGORITHM', 'not-valid', 'is not valid'],
    ['TLS_TOO_OLD', 'old-encryption', 'too old'],
    ['TLS_NOT_SPOKEN', 'no-encryption', 'does not speak https'],
  ])('by %s is told as %s, in the run and in a question alike', (code, problem, words) => {
    expect(trustProblemOf(code)).toBe(problem);
    const pause = explainPause({ reason: 'certificate', httpStatus: null, code: null, text: code, at: '' });
    const fault = explain({ code: 'server-untrusted', detail: { reason: code } });
    for (const { what, meaning, action } of [pause, fault]) {
      expect(what).toContain(words);
      expect(meaning).toContain('sent');
      expect(action).not.toBe('');
    }
  });

  it('is told with the certificates that it showed, whatever is written in them', () => {
    const chain = [
      { subject: 'altcraft.example', issuer: 'Company \u202eproxy\n”', until: '2027-05-01' },
      { subject: 'x'.repeat(500), issuer: 'Root', until: '2030-01-01' },
    ];
    const { what } = explain({ code: 'server-untrusted', detail: { reason: codeWithChain('SELF_SIGNED_CERT_IN_CHAIN', chain) } });
    expect(what).toContain('(SELF_SIGNED_CERT_IN_CHAIN). It showed “altcraft.example” issued by “Company proxy”, valid until 1 May 2027; “xxx');
    expect(what.length).toBeLessThan(400);
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', 'ERR_CONNECTION_RESET', 'ERR_SSL_PROTOCOL_ERROR', 'ETIMEDOUT', 'toString', ''])('%s is another trouble', (code) => {
    expect(trustProblemOf(code)).toBeNull();
  });
});
