import { mkdirSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { usualMarks } from '#contract/connectionMark.ts';
import type { DoctorStep } from '#contract/network/doctor.ts';
import { doctorWords } from '#contract/network/doctor.ts';
import { openCatalogue } from '#engine/store/catalogue.ts';
import { examine, type DoctorProbes } from '#network/doctor.ts';
import { NetworkError } from '#network/networkError.ts';
import { startPractice } from '../../electron/practice/index.ts';
import { cli } from '../support/cli.ts';
import { temporaryFolder } from '../support/jobs.ts';
import { startPracticeProxy, type ProxyChoices } from '../support/practiceProxy.ts';
import { startTlsServer, tlsPath, type TlsChoices } from '../support/tlsServer.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

type Told = Pick<DoctorStep, 'step' | 'state' | 'code'> & { readonly what: string; readonly action: string };

async function told(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<{ readonly code: number | null; readonly steps: readonly Told[] }> {
  const { code, out } = await cli(['doctor', '--json', ...args], { env });
  return { code, steps: (JSON.parse(out) as { steps: Told[] }).steps };
}

const short = (steps: readonly Told[]): string => steps.map(({ step, state, code }) => `${step} ${state}${code === null ? '' : ` ${code.replace(/;.*$/s, '')}`}`).join(', ');

async function company(choices: ProxyChoices = {}, tls: TlsChoices = {}) {
  const server = await startPractice({ population: 10 });
  const secure = await startTlsServer(Number(new URL(server.url).port), tls);
  const proxy = await startPracticeProxy(choices);
  cleanUp.push(() => server.close(), () => secure.close(), () => proxy.close());
  return { proxy, url: `https://platform.test:${secure.port}`, here: `https://localhost:${secure.port}`, env: { HTTPS_PROXY: proxy.url } };
}

const root = ['--root-certificates', tlsPath('private-root.cert.pem')];

describe('the network doctor', () => {
  it('goes the whole way through a proxy, and tells by which rule and whose root', async () => {
    const { url, env, proxy } = await company({ login: 'operator:secret' });
    const { code, steps } = await told(['--url', url, ...root], { ...env, PROFILE_IMPORTER_PROXY_LOGIN: 'operator:secret' });
    expect(short(steps)).toBe('address good, proxy good, names good, line good, tls warn COMPANY_ROOT, call warn HTTP, clock good');
    expect(code).toBe(0);
    const words = JSON.stringify(steps);
    expect(words).toContain(`The way goes through the proxy ${proxy.url}, as the variable HTTPS_PROXY of the environment says.`);
    expect(words).toContain('The root of it, Practice Company Root, is none that browsers bring along');
    expect(words).not.toMatch(/operator|secret/);
  });

  it.each([
    ['a login that is missing', { login: 'operator:secret' }, {}, 'line bad PROXY_LOGIN_WANTED'],
    ['a proxy that forbids the server', { refuse: 403 }, {}, 'line bad PROXY_ANSWERED_403'],
    ['a certificate of yesterday', {}, { certificate: 'expired' }, 'tls bad CERT_HAS_EXPIRED'],
    ['a certificate of another host', {}, { certificate: 'other-name' }, 'tls bad ERR_TLS_CERT_ALTNAME_INVALID'],
    ['a certificate of ours that is wanted', {}, { wantsCertificate: true }, 'tls bad ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'],
  ] as const)('stops at %s and says what to do', async (_, choices, tls, last) => {
    const { url, env } = await company(choices, tls);
    const { code, steps } = await told(['--url', url, ...root], env);
    expect(code).toBe(4);
    expect(short(steps.slice(-1))).toBe(last);
    expect(steps.at(-1)?.action).not.toBe('');
    expect(JSON.stringify(steps)).not.toMatch(/turn.{0,20}off|ignore/i);
  });

  it('tells a root that nobody knows with what was shown, a closed port, a name that leads nowhere, a proxy that is none', async () => {
    const { here } = await company();
    const unknown = await told(['--url', here]);
    expect(short(unknown.steps)).toBe('address good, proxy good, names good, line good, tls bad UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    expect(unknown.steps.at(-1)?.what).toContain('It showed “platform.test” issued by “Practice Company Root”');
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    expect(short((await told(['--url', `https://127.0.0.1:${port}`])).steps)).toMatch(/line bad ECONNREFUSED$/);
    expect(short((await told(['--url', 'https://no-such-host.invalid'])).steps)).toMatch(/^address good, proxy good, names bad (?:ENOTFOUND|EAI_AGAIN)$/);
    expect(short((await told(['--url', here.replace('localhost', 'platform.test')], { HTTPS_PROXY: 'socks5://proxy:1' })).steps)).toBe('address good, proxy bad PROXY_UNUSABLE');
  });

  it('finds the connection by its name or id among those of the window, and says where there is none or several', async () => {
    const { url, env } = await company();
    const home = temporaryFolder();
    cleanUp.push(() => home.remove());
    mkdirSync(join(home.path, 'data'));
    const catalogue = openCatalogue(join(home.path, 'data', 'catalogue.sqlite'));
    const kept = { baseUrl: url, tokenInBody: true, format: 'json', practice: false, mark: usualMarks.test } as const;
    catalogue.saveConnection({ ...kept, connectionId: 'c1', name: 'Стенд' });
    for (const [connectionId, baseUrl] of [['c2', 'https://one.test'], ['c3', 'https://two.test']] as const) catalogue.saveConnection({ ...kept, connectionId, name: 'Twice', baseUrl });
    catalogue.close();
    const go = (...args: readonly string[]) => cli(['doctor', ...args, '--json', '--home', home.path, ...root], { env });
    for (const name of ['Стенд', 'c1']) expect(JSON.parse((await go('--connection', name)).out)).toMatchObject({ url, steps: { length: 7 } });
    expect(JSON.parse((await go('--connection', 'Other')).out)).toMatchObject({ fault: { code: 'connection-missing' } });
    for (const args of [['--connection', 'Twice'], [], ['--connection', 'c1', '--url', url]]) expect(await go(...args)).toMatchObject({ code: 2, out: expect.stringContaining('"usage"') });
  });

  it('tells a page of somebody in between as such, and not as the server’s answer', async () => {
    const box = createHttpServer((_, response) => void response.writeHead(403, { 'content-type': 'text/html' }).end('<html><body>Blocked</body></html>'));
    await new Promise<void>((resolve) => box.listen(0, '127.0.0.1', resolve));
    cleanUp.push(() => new Promise((resolve) => box.close(resolve)));
    const { code, steps } = await told(['--url', `http://127.0.0.1:${(box.address() as AddressInfo).port}`]);
    expect(code).toBe(4);
    expect(steps.at(-1)).toMatchObject({ step: 'call', state: 'bad', code: 'ANSWERED_BETWEEN', what: 'Something between here and the platform has answered in its place (HTTP 403).' });
  });

  it('tells a clock that is off, and a server that hangs, and has words for each in both languages', async () => {
    const probes: DoctorProbes = {
      decide: () => ({ kind: 'direct', rule: { by: 'system' } }),
      lookUp: () => Promise.resolve(['192.0.2.1']),
      openLine: () => Promise.resolve(),
      proveServer: () => Promise.resolve({ chain: [{ subject: 'example.com', issuer: 'Root', until: '2030-01-01' }], isPublic: true }),
      shown: () => Promise.resolve([]),
      call: () => Promise.resolve({ status: 200, date: 0 }),
      now: () => 3 * 60_000,
    };
    async function steps(over: Partial<DoctorProbes>): Promise<DoctorStep[]> {
      const all: DoctorStep[] = [];
      for await (const step of examine('https://example.com', { ...probes, ...over })) all.push(step);
      return all;
    }
    expect((await steps({})).at(-1)).toMatchObject({ step: 'clock', state: 'bad', facts: { minutes: '3' } });
    expect((await steps({ now: () => 60_000 })).every(({ state }) => state === 'good')).toBe(true);
    const hanging = (await steps({ openLine: () => Promise.reject(new NetworkError('ETIMEDOUT')) })).at(-1);
    expect(hanging === undefined ? null : doctorWords(hanging)).toMatchObject({ what: 'example.com takes no connection (ETIMEDOUT).' });
    expect((await cli(['doctor', '--url', 'https://no-such-host.invalid', '--language', 'ru'])).err).toContain('помеха: Имя no-such-host.invalid никуда не ведёт');
  });
});
