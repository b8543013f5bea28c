import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isProvedByRoots } from '#network/ownRoots.ts';
import { tlsPath } from '../support/tlsServer.ts';

const pem = (name: string): string => readFileSync(tlsPath(`${name}.cert.pem`), 'utf8');
const root = pem('private-root');
const now = Date.parse('2027-01-01T00:00:00Z');

describe('a chain is proved by a root of ours', () => {
  it.each([
    ['of the very host', 'platform.test', ['platform'], [root], now, true],
    ['of an address', '127.0.0.1', ['platform'], [root], now, true],
    ['with the root in it', 'platform.test', ['platform', 'private-root'], [root], now, true],
    ['but not for another host', 'other.test', ['platform'], [root], now, false],
    ['but not of another host', 'platform.test', ['other-name'], [root], now, false],
    ['but not when it has expired', 'platform.test', ['expired'], [root], now, false],
    ['but not before it is valid', 'platform.test', ['platform'], [root], Date.parse('2025-01-01T00:00:00Z'), false],
    ['but not by a certificate that is for clients', 'operator', ['client'], [root], now, false],
    ['but not by itself', '127.0.0.1', ['self-signed'], [root], now, false],
    ['but not by another root', 'platform.test', ['platform'], [pem('self-signed')], now, false],
    ['but not by a certificate that may issue none', 'platform.test', ['platform'], [pem('other-name')], now, false],
    ['but not without roots', 'platform.test', ['platform'], [], now, false],
    ['but not without a chain', 'platform.test', [], [root], now, false],
  ] as const)('%s', (_, host, chain, roots, at, proved) => {
    expect(isProvedByRoots({ host, chain: chain.map(pem), now: at }, roots)).toBe(proved);
  });

  it.each([
    ['through an issuer between', ['deep', 'intermediate'], true],
    ['in whatever order it was shown, with more than is needed', ['deep', 'confined', 'below', 'intermediate'], true],
    ['but not where the one between is missing', ['deep'], false],
    ['but not below an issuer that may have none below it', ['too-deep', 'below', 'intermediate'], false],
    ['but not by a server’s own certificate', ['forged', 'deep', 'intermediate'], false],
    ['but not by an issuer that is confined to names', ['under-confined', 'confined'], false],
  ] as const)('%s', (_, chain, proved) => {
    const links = chain.map((name) => pem(`chain/${name}`));
    expect(isProvedByRoots({ host: 'platform.test', chain: links, now }, [pem('chain/deep-root')])).toBe(proved);
  });

  it('as far down as the root itself allows: one above it that is named counts by its own number', () => {
    expect(isProvedByRoots({ host: 'platform.test', chain: [pem('chain/deep')], now }, [pem('chain/intermediate')])).toBe(true);
    expect(isProvedByRoots({ host: 'platform.test', chain: ['too-deep', 'below'].map((name) => pem(`chain/${name}`)), now }, [pem('chain/intermediate')])).toBe(false);
  });

  it('and nothing that cannot be read is', () => {
    expect(isProvedByRoots({ host: 'platform.test', chain: ['no certificate'], now }, [root])).toBe(false);
  });
});
