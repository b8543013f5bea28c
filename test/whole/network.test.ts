import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startPractice } from '../../electron/practice/index.ts';
import { launchApp, needsWindow } from '../support/electron.ts';
import { makeJob, profiles, temporaryFolder } from '../support/jobs.ts';
import { startPracticeProxy } from '../support/practiceProxy.ts';
import { startTlsServer, tlsPath } from '../support/tlsServer.ts';
import { filesWith, importWindow, openJobFile, start, testConnection } from '../support/window.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

describe('in a company’s network', () => {
  it('the window asks for the proxy’s login, trusts the company’s root, and sends a job through both', async (ctx) => {
    needsWindow(ctx);
    const server = await startPractice({ population: 100 });
    const secure = await startTlsServer(Number(new URL(server.url).port));
    const proxy = await startPracticeProxy({ login: 'operator:only-the-proxy-knows' });
    const folder = temporaryFolder();
    cleanUp.push(() => folder.remove(), () => server.close(), () => secure.close(), () => proxy.close());
    const [home, path] = [join(folder.path, 'home'), join(folder.path, 'clients.importjob')];
    mkdirSync(home);
    writeFileSync(join(home, 'settings.json'), JSON.stringify({ network: { proxy: 'manual', proxyUrl: proxy.url, rootCertificates: tlsPath('private-root.cert.pem') } }));
    makeJob(path, profiles(10)).close();
    const { app, page, close } = await launchApp({ home });
    const window = importWindow(page);
    const { at } = window;
    await at('go-connections').click();
    await at('connection-add').click();
    await at('connection-name').fill(testConnection);
    await at('connection-url').fill(`https://platform.test:${secure.port}`);
    await at('connection-token').fill(server.token);
    await at('dialog-yes').click();
    const login = at('proxy-login');
    await login.waitFor();
    await at('proxy-login-user').fill('operator');
    await at('proxy-login-password').fill('wrong');
    await login.getByTestId('dialog-yes').click();
    await page.getByText('The proxy did not accept this name and password.').waitFor();
    await at('proxy-login-password').fill('only-the-proxy-knows');
    await login.getByTestId('dialog-yes').click();
    await page.getByText('7 Clients').waitFor();
    await openJobFile(app, window, path);
    await start(window, 'start', { connection: testConnection });
    await window.untilJob('finished');
    expect((await window.counts())['accepted']).toBe(10);
    await close();
    expect(proxy.log.every((line) => line.startsWith(`CONNECT platform.test:${secure.port} `))).toBe(true);
    expect(proxy.log.join()).not.toContain(server.token);
    expect(proxy.bytes().includes(server.token)).toBe(false);
    // In the key ring, or nowhere.
    expect(filesWith(home, 'only-the-proxy-knows')).toEqual([]);
  });
});
