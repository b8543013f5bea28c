import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startPractice, type PracticeServer } from '../../electron/practice/index.ts';
import { launchApp, needsKeyRing, needsWindow } from '../support/electron.ts';
import { startImpostor, type Impostor } from '../support/impostor.ts';
import { makeJob, profiles, temporaryFolder } from '../support/jobs.ts';
import { addConnection, filesWith, importWindow, openJobFile, start, testConnection } from '../support/window.ts';

const token = 'a-token-that-must-not-be-found';
const cleanUp: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function practice(): Promise<PracticeServer> {
  const server = await startPractice({ token });
  cleanUp.push(() => server.close());
  return server;
}

async function impostor(): Promise<Impostor> {
  const server = await startImpostor();
  cleanUp.push(() => server.close());
  return server;
}

describe('the token', () => {
  it('is kept by the system’s key store over a restart, and lies in no file in plain', async (ctx) => {
    needsKeyRing(ctx);
    const server = await practice();
    const first = await launchApp({ keyRing: true });
    await addConnection(importWindow(first.page), server);
    await first.close();
    expect(existsSync(join(first.home, 'secrets.json'))).toBe(true);
    expect(filesWith(first.home, token)).toEqual([]);
    expect(filesWith(first.home, Buffer.from(token).toString('base64'))).toEqual([]);
    // The key ring lies in the person's home, beside that of the program.
    const second = await launchApp({ home: first.home, keyRing: true, env: { HOME: dirname(first.home) } });
    const { at } = importWindow(second.page);
    await at('go-connections').click();
    await at('connection-test').click();
    await second.page.getByText('7 Clients').waitFor();
    await second.close();
  });

  it('is not written at all where there is no key store, and has to be given again after a restart', async (ctx) => {
    needsWindow(ctx);
    const server = await practice();
    const first = await launchApp();
    const window = importWindow(first.page);
    await addConnection(window, server);
    await first.close();
    expect(filesWith(first.home, token)).toEqual([]);
    const second = await launchApp({ home: first.home });
    const again = importWindow(second.page);
    await again.at('go-connections').click();
    await again.at('connection-test').click();
    await again.at('connection-failed').filter({ hasText: /token/ }).waitFor();
    await second.close();
  });

  it('is not sent to a server that cannot prove who it is, whatever the command line says', async (ctx) => {
    needsWindow(ctx);
    const { url, arrived } = await impostor();
    const { page, close } = await launchApp({ args: ['--ignore-certificate-errors', '--allow-insecure-localhost'] });
    const { at } = importWindow(page);
    await at('go-connections').click();
    await at('connection-add').click();
    await at('connection-name').fill('Impostor');
    await at('connection-url').fill(url);
    await at('connection-token').fill(token);
    await at('dialog-yes').click();
    await page.getByText(/ERR_CERT_AUTHORITY_INVALID.*It showed “[^”]+” issued by “[^”]+”, valid until 30 Oct 2126/).waitFor();
    expect(arrived).toEqual([]);
    await close();
  });

  it('does not follow a redirect to another server', async (ctx) => {
    needsWindow(ctx);
    const server = await practice();
    const elsewhere = await practice();
    server.setFaults({ rules: [{ kind: 'redirect', location: `${elsewhere.url}/api/v1.1/profiles/update_batch` }] });
    const folder = temporaryFolder();
    cleanUp.push(() => folder.remove());
    const path = join(folder.path, 'clients.importjob');
    makeJob(path, profiles(10)).close();
    const { app, page, close } = await launchApp();
    const window = importWindow(page);
    await addConnection(window, server);
    await openJobFile(app, window, path);
    await start(window, 'start', { connection: testConnection });
    await window.untilJob('paused');
    await window.at('banner-address').waitFor();
    expect(elsewhere.requests).toBe(0);
    await close();
  });
});
