import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { cli, type Ended } from '../support/cli.ts';
import { makeJob, profiles, temporaryFolder } from '../support/jobs.ts';
import { startPracticeProxy, type PracticeProxy, type ProxyChoices } from '../support/practiceProxy.ts';
import { startTlsServer, tlsPath } from '../support/tlsServer.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

interface Company {
  readonly server: PracticeServer;
  readonly proxy: PracticeProxy;
  readonly job: string;
  readonly loginFile: string;
  /** Through the proxy, whose own name for the server nobody else knows. */
  readonly go: (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Ended>;
}

/** A platform behind TLS with a private root, and a proxy in front of it that is the only way. */
async function company(choices: ProxyChoices = {}, tls: Parameters<typeof startTlsServer>[1] = {}): Promise<Company> {
  const server = await startPractice({ population: 100 });
  const secure = await startTlsServer(Number(new URL(server.url).port), tls);
  const proxy = await startPracticeProxy(choices);
  const folder = temporaryFolder();
  cleanUp.push(() => folder.remove(), () => server.close(), () => secure.close(), () => proxy.close());
  const [job, loginFile] = [join(folder.path, 'a.importjob'), join(folder.path, 'login')];
  makeJob(job, profiles(3)).close();
  writeFileSync(loginFile, 'operator:secret\n');
  const url = `https://platform.test:${secure.port}`;
  return {
    server, proxy, job, loginFile,
    go: (args, env = { HTTPS_PROXY: proxy.url }) => cli([...args, '--url', url, '--root-certificates', tlsPath('private-root.cert.pem')], { token: server.token, env }),
  };
}

async function standing(job: string): Promise<unknown> {
  return JSON.parse((await cli(['status', job, '--json'])).out);
}

describe('in a company’s network', () => {
  it('a job is sent through the proxy that the environment names, with its login and a private root', async () => {
    const { server, proxy, job, loginFile, go } = await company({ login: 'operator:secret' });
    const { code, err } = await go(['run', job, '--proxy-login-file', loginFile]);
    expect(code, err).toBe(0);
    expect(await standing(job)).toMatchObject({ state: 'finished', counts: { accepted: 3, unknown: 0 } });
    expect(proxy.log[0]).toMatch(/^CONNECT platform\.test:\d+ .* 200$/);
    expect(proxy.log.join()).not.toContain(server.token);
    expect(proxy.bytes().includes(server.token)).toBe(false);
    expect(err).not.toContain('secret');
  });

  it('without its login nothing is sent, no row is unknown, and it is told what to do in either language', async () => {
    const { proxy, job, go } = await company({ login: 'operator:secret' });
    const { code, err } = await go(['run', job]);
    expect(code).toBe(4);
    expect(err).toContain('The proxy lets nothing through without a login (PROXY_LOGIN_WANTED)');
    expect(err).toContain('--proxy-login-file');
    expect(await standing(job)).toMatchObject({ counts: { notSent: 3, unknown: 0 }, pause: { reason: 'network' }, attempts: 1 });
    expect(proxy.log).toHaveLength(1);
    expect((await go(['databases', '--language', 'ru'])).err).toContain('Прокси-сервер ничего не пропускает без имени и пароля');
  });

  it('a proxy that forbids the server, and a server that wants a certificate, leave every row not sent', async () => {
    const forbidden = await company({ refuse: 403 });
    expect((await forbidden.go(['run', forbidden.job])).err).toContain('The proxy refuses to lead to this server (HTTP 403)');
    expect(await standing(forbidden.job)).toMatchObject({ counts: { notSent: 3, unknown: 0 }, pause: { reason: 'network' } });
    const wanting = await company({}, { wantsCertificate: true });
    expect((await wanting.go(['run', wanting.job])).err).toContain('The server or proxy wants to see a certificate of yours');
    expect(await standing(wanting.job)).toMatchObject({ counts: { notSent: 3, unknown: 0 }, pause: { reason: 'network' } });
    const certificate = ['--client-certificate', tlsPath('client.cert.pem'), '--client-key', tlsPath('client.key.pem')];
    expect(await wanting.go(['run', wanting.job, ...certificate])).toMatchObject({ err: expect.stringContaining('finished') as string, code: 0 });
  });

  it('--proxy goes before the environment, and no login stands in it', async () => {
    const { proxy, go } = await company();
    expect((await go(['databases', '--proxy', proxy.url], { HTTPS_PROXY: 'http://127.0.0.1:9' })).code).toBe(0);
    const { code, err } = await go(['databases', '--proxy', `http://operator:secret@127.0.0.1:${proxy.port}`]);
    expect(code).toBe(2);
    expect(err).toContain('--proxy-login-file');
    expect(err).not.toContain('operator:secret');
    expect(await go(['databases', '--json'], { HTTPS_PROXY: 'socks5://proxy:1080' })).toMatchObject({ code: 2, out: expect.stringContaining('proxy-unusable') as string });
  });
});
