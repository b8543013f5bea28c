import { afterEach, describe, expect, it } from 'vitest';
import { settingsInForce } from '#contract/settings/inForce.ts';
import type { SettingsReading } from '#contract/settings/settings.ts';
import type { DoctorStep } from '#contract/network/doctor.ts';
import { Fault } from '#contract/faults.ts';
import { setLanguage } from '#contract/language.ts';
import { FakeTransport, type Answers } from '../support/fakeTransport.ts';
import { mountPage, type Page } from '../support/mountPage.ts';
import { connection } from '../support/pageData.ts';

const pages: Page[] = [];
afterEach(() => {
  setLanguage('en');
  for (const page of pages.splice(0)) page.close();
});

async function opened(answers: Answers) {
  const transport = new FakeTransport({ listJobs: () => [], listRecipes: () => [], listConnections: () => [connection()], ...answers });
  const page = await mountPage(transport);
  pages.push(page);
  return { page, transport };
}

const steps: readonly DoctorStep[] = [
  { step: 'address', state: 'good', code: null, facts: { host: 'platform.example', port: '443' } },
  { step: 'proxy', state: 'good', code: null, facts: { host: 'platform.example', proxy: 'http://proxy.example:3128', rule: 'system-told' } },
  { step: 'line', state: 'bad', code: 'PROXY_ANSWERED_403', facts: { host: 'platform.example', proxy: 'http://proxy.example:3128' } },
];

describe('“Check the network” at a connection', () => {
  it('shows each step in words with what to do, and copies them as they are', async () => {
    const { page, transport } = await opened({ checkNetwork: () => steps });
    await page.click('go-connections');
    await page.click('connection-network');
    expect(transport.inputs('checkNetwork')).toEqual([{ connectionId: 'c1' }]);
    expect(page.get('network-verdict').textContent).toBe('Something bars the way.');
    expect(page.all('network-step').map(({ dataset }) => dataset['state'])).toEqual(['good', 'good', 'bad']);
    expect(page.all('network-step').at(-1)?.textContent).toContain('The proxy refuses to lead to this server (HTTP 403).Ask whoever runs the network to allow the platform’s address');
    const copied = new Promise<string>((resolve) => {
      document.execCommand = () => {
        const event = new Event('copy', { cancelable: true });
        Object.defineProperty(event, 'clipboardData', { value: { setData: (_: string, text: string) => resolve(text) } });
        return document.dispatchEvent(event);
      };
    });
    await page.click('dialog-yes');
    expect(await copied).toMatch(/^The way to Production \(https:.*\)\nwell: The address leads to platform\.example, port 443\.\nwell: .*\ntrouble: The proxy refuses/);
    expect(page.text()).toContain('Copied');
    await page.click('dialog-no');
    expect(page.has('network-doctor')).toBe(false);
  });

  it('says that it looks, why it could not, and all of it in Russian', async () => {
    let answer: (found: readonly DoctorStep[]) => void = () => undefined;
    const { page, transport } = await opened({ checkNetwork: () => new Promise((resolve) => (answer = resolve)) });
    await page.click('go-connections');
    await page.click('connection-network');
    expect(page.get('network-verdict').getAttribute('aria-busy')).toBe('true');
    expect(page.has('dialog-yes')).toBe(false);
    answer(steps.slice(0, 2));
    await page.settle();
    expect(page.get('network-verdict').textContent).toBe('Nothing bars the way.');
    await page.click('dialog-no');
    await page.click('connection-network');
    answer(steps);
    await page.settle();
    transport.emit({ kind: 'language', language: 'ru' });
    await page.settle();
    expect(page.get('network-verdict').textContent).toBe('На пути есть помеха.');
    expect(page.all('network-step').at(-1)?.textContent).toContain('Прокси-сервер отказывается вести к этому серверу');
    transport.emit({ kind: 'language', language: 'en' });
    await page.settle();
    const { page: refused } = await opened({ checkNetwork: () => { throw new Fault('host-forbidden', { host: 'platform.example' }); } });
    await refused.click('go-connections');
    await refused.click('connection-network');
    expect(refused.get('network-fault').textContent).toContain('platform.example');
  });
});

describe('The login of a proxy', () => {
  const asking = { kind: 'proxy-login', proxy: 'proxy.example:3128', refused: false } as const;

  it('is asked for by name, given once, and leaves no password in the page', async () => {
    const { page, transport } = await opened({ answerProxyLogin: () => null });
    transport.emit(asking);
    await page.settle();
    expect(page.get('proxy-login').textContent).toContain('The proxy proxy.example:3128 wants a login');
    expect(page.get('dialog-yes')).toHaveProperty('disabled', true);
    await page.enter('proxy-login-user', 'operator:x');
    expect(page.get('dialog-yes')).toHaveProperty('disabled', true);
    await page.enter('proxy-login-user', 'operator');
    await page.enter('proxy-login-password', 'an invented password');
    expect(page.get('proxy-login-password')).toHaveProperty('type', 'password');
    await page.click('dialog-yes');
    expect(transport.inputs('answerProxyLogin')).toEqual([{ proxy: 'proxy.example:3128', login: { user: 'operator', password: 'an invented password' }, keep: true }]);
    expect(page.has('proxy-login')).toBe(false);
    expect(page.app.proxyLogin.password).toBe('');
  });

  it('says that the one given was wrong, with its name but not its password, and may be refused', async () => {
    const { page, transport } = await opened({ answerProxyLogin: () => null });
    transport.emit(asking);
    await page.settle();
    await page.enter('proxy-login-user', 'operator');
    await page.enter('proxy-login-password', 'wrong');
    await page.click('dialog-yes');
    transport.emit({ ...asking, refused: true });
    await page.settle();
    expect(page.get('proxy-login').textContent).toContain('did not accept');
    expect(page.get('proxy-login-user')).toHaveProperty('value', 'operator');
    expect(page.get('proxy-login-password')).toHaveProperty('value', '');
    await page.click('dialog-no');
    expect(transport.inputs('answerProxyLogin').at(-1)).toEqual({ proxy: 'proxy.example:3128', login: null, keep: false });
  });
});

describe('The network in the settings', () => {
  const none: SettingsReading = { values: {}, problems: [] };
  async function settings(policy: SettingsReading, own: SettingsReading = none) {
    const { page, transport } = await opened({ getSettings: () => ({ ...settingsInForce(policy, own), setAside: null }), changeSettings: (choice) => ({ ...settingsInForce(policy, { values: { network: choice.network ?? {} }, problems: [] }), setAside: null }) });
    await page.click('open-settings');
    const changes = (): unknown => transport.inputs('changeSettings');
    return { page, changes };
  }

  it('asks for an address and exceptions of a proxy that is named alone, and takes nothing that is none', async () => {
    const { page, changes } = await settings(none);
    expect(page.has('setting-proxy-url')).toBe(false);
    await page.enter('setting-proxy', 'manual');
    await page.enter('setting-proxy-url', 'http://user:secret@proxy.example:3128');
    expect(page.get('settings').textContent).toContain('without a name and password');
    expect(changes()).toEqual([{ network: { proxy: 'manual' } }]);
    await page.enter('setting-proxy-url', ' http://proxy.example:3128 ');
    await page.enter('setting-proxy-exceptions', 'example.com; 10.0.0.0/8');
    await page.enter('setting-roots', '/etc/root.pem');
    expect(changes()).toMatchObject([{}, { network: { proxyUrl: 'http://proxy.example:3128' } }, { network: { proxyExceptions: ['example.com', '10.0.0.0/8'] } }, { network: { rootCertificates: '/etc/root.pem' } }]);
    await page.enter('setting-proxy-exceptions', ' ');
    expect(JSON.stringify((changes() as unknown[]).at(-1))).not.toContain('proxyExceptions');
  });

  it('that an administrator has set is shown, and cannot be changed', async () => {
    const { page } = await settings({ values: { network: { proxy: 'manual', proxyUrl: 'http://proxy.example:3128' } }, problems: [] });
    for (const id of ['setting-proxy', 'setting-proxy-url', 'setting-roots']) expect(page.get(id)).toHaveProperty('disabled', true);
    expect(page.get('setting-proxy-url')).toHaveProperty('value', 'http://proxy.example:3128');
  });
});
