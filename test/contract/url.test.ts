import { describe, expect, it } from 'vitest';
import { readBaseUrl, sameServer, serverOf } from '#contract/url.ts';

const good: readonly (readonly [typed: string, read: string])[] = [
  ['https://eu.example.com', 'https://eu.example.com'],
  ['  https://eu.example.com/  ', 'https://eu.example.com'],
  ['HTTPS://EU.Example.COM', 'https://eu.example.com'],
  ['https://eu.example.com:443', 'https://eu.example.com'],
  ['https://eu.example.com:8443/', 'https://eu.example.com:8443'],
  ['https://eu.example.com/altcraft//', 'https://eu.example.com/altcraft'],
  ['https://eu.example.com/Alt/Craft', 'https://eu.example.com/Alt/Craft'],
  ['https://пример.рф', 'https://пример.рф'],
  ['https://xn--e1afmkfd.example', 'https://xn--e1afmkfd.example'],
  ['https://192.168.0.10', 'https://192.168.0.10'],
  ['https://[2001:db8::1]:8443', 'https://[2001:db8::1]:8443'],
  ['http://localhost:8080', 'http://localhost:8080'],
  ['http://LOCALHOST', 'http://localhost'],
  ['http://localhost:80/', 'http://localhost'],
  ['http://127.0.0.1:4711', 'http://127.0.0.1:4711'],
  ['http://127.255.0.9', 'http://127.255.0.9'],
  ['http://[::1]:4711', 'http://[::1]:4711'],
];

const insecure = [
  'http://eu.example.com',
  'http://127.0.0.1.evil.com',
  'http://localhost.evil.com',
  'http://evil.localhost.com',
  'http://127evil.com',
  'http://128.0.0.1',
  'http://10.0.0.1',
  'http://0.0.0.0',
  'http://[::]',
  'http://[::ffff:7f00:1]',
  'http://[fe80::1]',
];

const invalid = [
  '',
  ' ',
  'eu.example.com',
  '//eu.example.com',
  'https:',
  'https://',
  'https:///path',
  'https:eu.example.com',
  'https:/eu.example.com',
  'ftp://eu.example.com',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,x',
  'https://user@eu.example.com',
  'https://user:secret@eu.example.com',
  'http://localhost@evil.com',
  'http://localhost:80@evil.com',
  'http://127.0.0.1\\@evil.com',
  'http://localhost\\.evil.com',
  'https:\\\\eu.example.com',
  'http://localhost#@evil.com',
  'http://localhost?@evil.com',
  'https://eu.example.com?token=1',
  'https://eu.example.com/#top',
  'https://eu.example.com/a b',
  'https://eu example.com',
  'https://eu.example.com\n.evil.com',
  'https://eu.exam\tple.com',
  'https://eu.example.com\u0000',
  'https://eu.example.com:0',
  'https://eu.example.com:65536',
  'https://eu.example.com:999999',
  'https://eu.example.com:',
  'https://eu.example.com:-1',
  'https://eu.example.com:80:80',
  'https://eu.example.com/a/../b',
  'https://eu.example.com/./b',
  'https://eu.example.com/%2e%2e/b',
  'https://eu.example.com//evil.com',
  'https://%6cocalhost',
  'http://ⓛocalhost',
  'https://.example.com',
  'https://example..com',
  'https://-example.com',
  'https://example-.com',
  `https://${'a'.repeat(64)}.com`,
  `https://${'a.'.repeat(150)}com`,
  'http://127.1',
  'http://2130706433',
  'http://0x7f000001',
  'http://0x7f.1',
  'http://0177.0.0.1',
  'http://127.0.0.256',
  'http://127.0.0.1.',
  'http://１２７.0.0.1.',
  'http://[::1',
  'http://::1',
  'http://[::1]evil.com',
  'http://[::1%25eth0]',
  'https://[1::2::3]',
  'https://[1:2:3:4:5:6:7]',
  'https://[1:2:3:4:5:6:7:8:9]',
  'https://[12345::]',
];

describe('readBaseUrl', () => {
  it.each(good)('reads %j as %j', (typed, read) => {
    expect(readBaseUrl(typed)).toEqual({ ok: true, url: read });
  });

  it.each(good)('leaves what it gave for %j alone when it is read again', (_typed, read) => {
    expect(readBaseUrl(read)).toEqual({ ok: true, url: read });
  });

  it.each(good)('agrees with the URL standard about the host of %j', (typed, read) => {
    expect(new URL(read).host).toBe(new URL(typed.trim()).host);
  });

  it.each(insecure)('refuses to send a token in the clear to %j', (typed) => {
    expect(readBaseUrl(typed)).toEqual({ ok: false, fault: { code: 'url-insecure', detail: {} } });
  });

  it.each(invalid)('refuses %j as no address', (typed) => {
    const reading = readBaseUrl(typed);
    expect(reading).toMatchObject({ ok: false, fault: { code: 'url-invalid' } });
    // At most why, in one word of ours: what was typed may hold a password.
    expect(['{}', '{"reason":"scheme"}', '{"reason":"more"}', '{"reason":"user"}']).toContain(JSON.stringify(!reading.ok && reading.fault.detail));
  });
});

describe('the server a job is bound to', () => {
  it.each([
    ['https://eu.example.com/altcraft', 'eu.example.com'],
    ['https://EU.example.com:8443', 'eu.example.com'],
    ['http://127.0.0.1:4711', '127.0.0.1:4711'],
    ['http://localhost', 'localhost:80'],
    ['https://localhost', 'localhost:443'],
    ['http://[::1]:4711', '[::1]:4711'],
  ])('is for %s its host, and on this computer its port as well: %s', (baseUrl, server) => {
    expect(serverOf(baseUrl)).toBe(server);
  });

  it.each([
    ['eu.example.com', 'eu.example.com', true],
    ['eu.example.com', 'us.example.com', false],
    ['localhost:80', 'localhost.example.com', false],
    ['127.0.0.1:4711', 'localhost:4711', true],
    ['127.0.0.1:4711', '[::1]:4711', true],
    ['127.0.0.1:4711', '127.0.0.1:9000', false],
    ['practice', '127.0.0.1:9000', false],
    ['practice', 'practice.example.com', false],
    ['practice', serverOf('http://127.0.0.1:5555', true), true],
    // As earlier versions kept them.
    ['127.0.0.1', 'localhost:9000', true],
    ['localhost', 'practice', false],
    ['127.0.0.1', 'eu.example.com', false],
  ])('%s and %s: one is %s', (first, second, same) => {
    expect(sameServer(first, second)).toBe(same);
    expect(sameServer(second, first)).toBe(same);
  });
});
