import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkSchema, notLoopback, type NetworkSettings } from '#contract/settings/network.ts';
import { matchesEntry, targetOf } from '#network/hosts.ts';
import { proxyName, readProxyAddress } from '#network/proxyAddress.ts';
import { decideProxy, type ProxyDecision } from '#network/proxyDecision.ts';

const platform = 'https://ru.altkraft.com/api';
const proxyUrl = 'http://proxy.corp.example:3128';
const manual = (proxyExceptions: readonly string[] = []): NetworkSettings => ({ proxy: 'manual', proxyUrl, proxyExceptions: [...proxyExceptions] });
const decide = (settings: NetworkSettings, env: Record<string, string> = {}, url = platform, asked?: string): ProxyDecision => decideProxy({ settings, env, url, asked });
const shown = (decision: ProxyDecision): string => (decision.kind === 'proxy' ? proxyName(decision.proxy) : decision.kind);

describe('how a server is reached', () => {
  it.each([
    ['nothing', {}, {}, 'system', { by: 'system' }],
    ['none', { proxy: 'none' }, { HTTPS_PROXY: proxyUrl }, 'direct', { by: 'settings' }],
    ['manual', manual(), { HTTPS_PROXY: 'http://other:1' }, proxyUrl, { by: 'settings' }],
    ['manual with an exception', manual(['.altkraft.com']), {}, 'direct', { by: 'exception', entry: '.altkraft.com' }],
    ['system with a variable', { proxy: 'system' }, { HTTPS_PROXY: proxyUrl }, proxyUrl, { by: 'environment', variable: 'HTTPS_PROXY' }],
    ['lower before upper case', {}, { HTTPS_PROXY: 'http://other:1', https_proxy: proxyUrl }, proxyUrl, { by: 'environment', variable: 'https_proxy' }],
    ['all_proxy', {}, { ALL_PROXY: proxyUrl }, proxyUrl, { by: 'environment', variable: 'ALL_PROXY' }],
    ['http_proxy is none for https', {}, { HTTP_PROXY: proxyUrl, http_proxy: proxyUrl }, 'system', { by: 'system' }],
    ['an empty variable', {}, { https_proxy: ' ', HTTPS_PROXY: '' }, 'system', { by: 'system' }],
    ['no_proxy', {}, { https_proxy: proxyUrl, NO_PROXY: 'localhost, altkraft.com' }, 'direct', { by: 'environment-exception', variable: 'NO_PROXY', entry: 'altkraft.com' }],
    ['a kind that is not spoken', {}, { https_proxy: 'socks5h://proxy:1080' }, 'unusable', { by: 'environment', variable: 'https_proxy' }],
  ] as const)('%s', (_, settings, env, how, rule) => {
    const decision = decide(networkSchema.parse(settings), env);
    expect(shown(decision)).toBe(how);
    expect(decision.rule).toEqual(rule);
  });

  it('is as one command asks for, before settings and environment', () => {
    expect(decide(manual(), {}, platform, 'none')).toEqual({ kind: 'direct', rule: { by: 'asked' } });
    expect(decide(manual(), { https_proxy: 'http://other:1' }, platform, 'system').rule).toEqual({ by: 'environment', variable: 'https_proxy' });
    expect(shown(decide({ proxy: 'none' }, {}, platform, 'https://asked.example'))).toBe('https://asked.example:443');
  });

  it('is direct on this computer, and there in the clear whatever anybody says', () => {
    const everywhere = { HTTPS_PROXY: proxyUrl, HTTP_PROXY: proxyUrl, ALL_PROXY: proxyUrl };
    for (const host of ['localhost', '127.0.0.1', '127.9.9.9', '[::1]']) {
      expect(decide({}, everywhere, `https://${host}:8443`)).toEqual({ kind: 'direct', rule: { by: 'loopback' } });
      expect(shown(decide(manual([notLoopback]), {}, `https://${host}:8443`))).toBe(proxyUrl);
      expect(shown(decide(manual([notLoopback]), everywhere, `http://${host}:8080`))).toBe('direct');
    }
  });
});

describe('an exception', () => {
  it.each([
    ['example.com', 'https://example.com', true],
    ['example.com', 'https://a.b.example.com', true],
    ['.example.com', 'https://example.com', true],
    ['*.example.com', 'https://a.example.com', true],
    ['EXAMPLE.com.', 'https://a.example.com', true],
    ['example.com', 'https://notexample.com', false],
    ['example.com', 'https://example.com.evil.test', false],
    ['example.com:8443', 'https://example.com:8443', true],
    ['example.com:8443', 'https://example.com', false],
    ['10.0.0.0/8', 'https://10.200.3.4', true],
    ['10.0.0.0/8', 'https://11.0.0.1', false],
    ['10.0.0.0/33', 'https://10.0.0.1', false],
    ['fd00::/8', 'https://[fd12::1]', true],
    ['[fd12::1]:443', 'https://[fd12:0::1]', true],
    ['fd12::1', 'https://[fd12::2]', false],
    ['192.168.1.1', 'https://192.168.1.1', true],
    ['168.1.1', 'https://192.168.1.1', false],
    ['10.0.0.0/8', 'https://ten.example', false],
    ['*', 'https://anything.example', true],
    ['', 'https://anything.example', false],
    ['.', 'https://anything.example', false],
  ])('%j for %s: %s', (entry, url, matches) => {
    expect(matchesEntry(targetOf(url), entry)).toBe(matches);
  });

  const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
  const name = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.'));

  it('names a host with all below it and nothing beside it', () => {
    fc.assert(fc.property(name, label, fc.constantFrom('', '.', '*.'), (host, below, before) => {
      const target = targetOf(`https://${below}.${host}`);
      expect(matchesEntry(target, `${before}${host}`)).toBe(true);
      expect(matchesEntry(targetOf(`https://${host}`), `${before}${host}`)).toBe(true);
      expect(matchesEntry(targetOf(`https://${below}${host}`), `${before}${host}`)).toBe(false);
      expect(matchesEntry(targetOf(`https://${host}`), `${below}.${host}`)).toBe(false);
    }), { seed: 24 });
  });

  it('of a block names the addresses whose first bits are its own', () => {
    const octets = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255));
    const bitsOf = (parts: readonly number[]): string => parts.map((part) => part.toString(2).padStart(8, '0')).join('');
    fc.assert(fc.property(octets, octets, fc.nat(32), (host, block, bits) => {
      expect(matchesEntry(targetOf(`https://${host.join('.')}`), `${block.join('.')}/${bits}`)).toBe(bitsOf(host).startsWith(bitsOf(block).slice(0, bits)));
    }), { seed: 24 });
  });

  it('of the environment and of the settings mean the same', () => {
    fc.assert(fc.property(name, fc.array(name, { maxLength: 4 }), (host, entries) => {
      const url = `https://${host}`;
      expect(decide({}, { https_proxy: proxyUrl, no_proxy: entries.join(',') }, url).kind).toBe(decide(manual(entries), {}, url).kind);
    }), { seed: 24 });
  });
});

describe('the address of a proxy', () => {
  it.each([
    ['proxy:3128', 'http://proxy:3128'],
    ['http://proxy', 'http://proxy:80'],
    ['HTTPS://Proxy.Example:8443/', 'https://proxy.example:8443'],
    ['http://[fd00::1]:3128', 'http://[fd00::1]:3128'],
  ])('%s is %s', (text, expected) => {
    const proxy = readProxyAddress(text);
    expect(typeof proxy === 'string' ? proxy : proxyName(proxy)).toBe(expected);
  });

  it.each([['socks5://proxy:1080', 'socks'], ['ftp://proxy', 'shape'], ['http://proxy/path', 'shape'], ['http://', 'shape'], ['', 'shape'], ['two words', 'shape']])('%s is none', (text, why) => {
    expect(readProxyAddress(text)).toBe(why);
  });

  it('keeps its login apart, whatever is in it', () => {
    fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 20 }), fc.string({ maxLength: 20 }), (user, password) => {
      const proxy = readProxyAddress(`http://${encodeURIComponent(user)}:${encodeURIComponent(password)}@proxy:3128`);
      expect(proxy).toEqual({ secure: false, host: 'proxy', port: 3128, login: { user, password } });
      expect(typeof proxy === 'string' ? '' : proxyName(proxy)).toBe('http://proxy:3128');
    }), { seed: 24 });
  });

  it('of the settings holds no login', () => {
    expect(networkSchema.safeParse({ proxyUrl: 'http://user:pass@proxy:3128' }).success).toBe(false);
    expect(networkSchema.safeParse({ proxyUrl: 'http://proxy.example:3128' }).success).toBe(true);
  });
});
