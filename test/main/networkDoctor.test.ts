import { afterEach, describe, expect, it } from 'vitest';
import { doctorWords } from '#contract/network/doctor.ts';
import { settingsInForce } from '#contract/settings/inForce.ts';
import type { NetworkSettings } from '#contract/settings/network.ts';
import { nodeTransport } from '#engine/api/nodeTransport.ts';
import { routeOf } from '#network/request.ts';
import { createTrust } from '#network/trust.ts';
import { bySystem, createNetworkDoctor } from '../../electron/main/network/networkDoctor.ts';
import { startPractice } from '../../electron/practice/index.ts';
import { startPracticeProxy, type ProxyChoices } from '../support/practiceProxy.ts';
import { startTlsServer, tlsPath } from '../support/tlsServer.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

/** The window's doctor in front of a platform behind TLS and a proxy that the system names. */
async function doctor(choices: ProxyChoices, own: NetworkSettings = {}) {
  const server = await startPractice({ population: 10 });
  const secure = await startTlsServer(Number(new URL(server.url).port));
  const proxy = await startPracticeProxy(choices);
  cleanUp.push(() => server.close(), () => secure.close(), () => proxy.close());
  const network = { rootCertificates: tlsPath('private-root.cert.pem'), ...own };
  const asked: string[] = [];
  const look = createNetworkDoctor({
    settings: { inForce: () => settingsInForce({ values: {}, problems: [] }, { values: { network }, problems: [] }) },
    env: {},
    systemProxy: () => Promise.resolve(`PROXY 127.0.0.1:${proxy.port}; DIRECT`),
    findLogin: (name) => {
      asked.push(name);
      return Promise.resolve({ user: 'operator', password: 'secret' });
    },
    async httpSend(request, signal) {
      const decision = bySystem(`PROXY 127.0.0.1:${proxy.port}`);
      if (decision.kind === 'unusable') throw new Error(decision.why);
      const transport = nodeTransport({ route: routeOf({ decision, login: { user: 'operator', password: 'secret' } }), trust: createTrust({ roots: [], client: null }) });
      try {
        return { ok: true, answer: await transport.send({ ...request, signal }) };
      } catch {
        return { ok: false, failure: { kind: 'refused', systemCode: 'ERR_FAILED' } };
      } finally {
        await transport.close();
      }
    },
  });
  return { look, asked, proxy, url: `https://platform.test:${secure.port}` };
}

describe('the network doctor of the window', () => {
  it('goes the way that the system names, asks for the login of a proxy once, and tells neither', async () => {
    const { look, asked, proxy, url } = await doctor({ login: 'operator:secret' });
    const steps = await look(url);
    expect(steps.slice(0, 5).map(({ step, state }) => `${step} ${state}`)).toEqual(['address good', 'proxy good', 'names good', 'line good', 'tls warn']);
    expect(asked).toEqual([`127.0.0.1:${proxy.port}`]);
    expect(steps.map((step) => doctorWords(step).what).join(' ')).toContain(`The way goes through the proxy ${proxy.url}, as the system says.`);
    expect(JSON.stringify(steps)).not.toMatch(/operator|secret/);
  });

  it('stops at a proxy that refuses, at one of a kind that is not spoken, and at a file of roots that is none', async () => {
    const { look, url } = await doctor({ refuse: 403 });
    expect((await look(url)).at(-1)).toMatchObject({ step: 'line', code: 'PROXY_ANSWERED_403' });
    const roots = await doctor({}, { rootCertificates: tlsPath('client.key.pem') });
    const last = (await roots.look(roots.url)).at(-1);
    expect(last).toMatchObject({ step: 'line', code: 'ROOTS_UNUSABLE' });
    expect(last === undefined ? '' : doctorWords(last).action).toContain('Name a PEM file');
    const named = await doctor({}, { proxy: 'manual', proxyUrl: 'socks5://proxy.example:1080' });
    expect((await named.look(named.url)).at(-1)).toMatchObject({ step: 'proxy', code: 'PROXY_UNUSABLE' });
  });

  it.each([
    ['DIRECT', { kind: 'direct' }],
    ['', { kind: 'direct' }],
    ['PROXY proxy.example:3128; DIRECT', { kind: 'proxy', proxy: { secure: false, host: 'proxy.example', port: 3_128 } }],
    ['HTTPS proxy.example:443', { kind: 'proxy', proxy: { secure: true, port: 443 } }],
    ['SOCKS5 proxy.example:1080', { kind: 'unusable', why: 'socks' }],
    ['PROXY', { kind: 'unusable', why: 'shape' }],
  ])('reads “%s”', (told, decision) => {
    expect(bySystem(told)).toMatchObject(decision);
  });
});
