import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { refuseBadCertificates, trustSwitches } from '../../electron/main/security/certificates.ts';
import { confineNavigation, stayHome } from '../../electron/main/security/navigation.ts';
import { isOwnAddress, isTrustedSender, startPage } from '../../electron/main/security/origin.ts';
import { answerPage, pageFile, registerPageScheme } from '../../electron/main/security/pages.ts';
import { denyPermissions } from '../../electron/main/security/permissions.ts';
import { pagePreferences } from '../../electron/main/security/preferences.ts';
import { confineRequests, denyDownloads, mayLoad } from '../../electron/main/security/requests.ts';
import { forceSandbox } from '../../electron/main/security/sandbox.ts';

const elsewhere = [
  'https://example.com/',
  'http://localhost/',
  'http://127.0.0.1:4711/api',
  'file:///etc/passwd',
  'app://other/index.html',
  'app://importer.evil.com/index.html',
  'app://evil.com/importer/index.html',
  'app://user@importer/index.html',
  'app://importer:8080/index.html',
  'app:importer/index.html',
  'app:///index.html',
  'apps://importer/index.html',
  'data:text/html,<h1>x</h1>',
  'blob:app://importer/1',
  'javascript:alert(1)',
  'about:blank',
  'chrome://gpu',
  'view-source:app://importer/index.html',
  'ws://importer/',
  'https://app//importer/index.html',
  '//importer/index.html',
  'index.html',
  '',
];

const event = () => ({ preventDefault: vi.fn() });

describe('the page’s own address', () => {
  it('is known with its files, its query and its fragment', () => {
    for (const address of [startPage, 'app://importer/assets/a.js', 'app://importer/index.html#/jobs', 'app://importer/?x=1']) {
      expect(isOwnAddress(address)).toBe(true);
    }
  });

  it.each(elsewhere)('is not %j', (address) => {
    expect(isOwnAddress(address)).toBe(false);
  });

  it.each(elsewhere)('cannot be left for %j', (address) => {
    const navigation = event();
    stayHome(navigation, address);
    expect(navigation.preventDefault).toHaveBeenCalledOnce();
  });

  it('may be loaded again', () => {
    const navigation = event();
    stayHome(navigation, startPage);
    expect(navigation.preventDefault).not.toHaveBeenCalled();
  });

  it.each(elsewhere)('loads nothing from %j', (address) => {
    expect(mayLoad(address)).toBe(false);
  });
});

describe('a sender', () => {
  it('is trusted in the top frame of our page only', () => {
    expect(isTrustedSender({ origin: 'app://importer', parent: null })).toBe(true);
    expect(isTrustedSender({ origin: 'app://importer', parent: {} })).toBe(false);
    expect(isTrustedSender(null)).toBe(false);
  });

  it.each(['null', '', 'https://example.com', 'app://importer.evil.com', 'app://IMPORTER', 'file://', 'app://'])(
    'of origin %j is not trusted',
    (origin) => {
      expect(isTrustedSender({ origin, parent: null })).toBe(false);
    },
  );
});

describe('the page’s files', () => {
  const root = mkdtempSync(join(tmpdir(), 'pages-'));
  const folder = join(root, 'renderer');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(root, 'secret.js'), 'secret');
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, '.hidden.js'), 'hidden');
  writeFileSync(join(folder, 'notes.txt'), 'notes');
  writeFileSync(join(folder, 'assets', 'index-B1_x.js'), 'export {};');
  afterAll(() => rmSync(root, { recursive: true }));
  const get = (url: string, method = 'GET') => answerPage(folder, { method, url });

  it('are served with their type and with the policy', async () => {
    const page = await get('app://importer/index.html');
    expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([200, 'text/html; charset=utf-8', '<!doctype html>']);
    const script = await get('app://importer/assets/index-B1_x.js?v=1#x');
    expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
  });

  it('come under a policy that allows nothing but themselves, and never anything inline', async () => {
    for (const url of ['app://importer/index.html', 'app://importer/none.html', 'app://importer/../secret.js']) {
      const policy = (await get(url)).headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("connect-src 'self'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|\*|https?:|blob:/);
    }
  });

  it.each([
    'app://importer/../secret.js',
    'app://importer/assets/../../secret.js',
    'app://importer/%2e%2e/secret.js',
    'app://importer/..%2fsecret.js',
    'app://importer/..\\secret.js',
    'app://importer/assets/..%5c..%5csecret.js',
    'app://importer//etc/passwd.js',
    'app://importer/./index.html',
    'app://importer/.hidden.js',
    'app://importer/assets/',
    'app://importer/',
    'app://importer/notes.txt',
    'app://importer/index.html%00.js',
    'app://importer/index.html\u0000',
    'app://importer/assets',
    'app://importer/C:/windows/a.js',
    'app://other/index.html',
    'file:///index.html',
  ])('are not found at %j', async (url) => {
    expect(pageFile(url)).toBeNull();
    expect((await get(url)).status).toBe(404);
  });

  it('that do not exist are not found', async () => {
    expect((await get('app://importer/none.js')).status).toBe(404);
  });

  it.each(['POST', 'PUT', 'HEAD', 'DELETE'])('are not there for %s', async (method) => {
    expect((await get('app://importer/index.html', method)).status).toBe(404);
  });

  it('lie under a scheme that is not above the policy', () => {
    const registerSchemesAsPrivileged = vi.fn();
    registerPageScheme({ registerSchemesAsPrivileged });
    const [[scheme]] = registerSchemesAsPrivileged.mock.calls[0]!;
    expect(scheme).toEqual({ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } });
  });
});

describe('the page’s rights', () => {
  it('leave it without Node, outside of our world and in a sandbox', () => {
    expect(pagePreferences('/preload.cjs', false, 'en')).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      devTools: false,
    });
  });

  it('include no permission, asked for or looked up', () => {
    const session = { setPermissionRequestHandler: vi.fn(), setPermissionCheckHandler: vi.fn(), setDevicePermissionHandler: vi.fn() };
    denyPermissions(session);
    const answers: boolean[] = [];
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fileSystem', 'hid']) {
      session.setPermissionRequestHandler.mock.calls[0]![0](null, permission, (granted: boolean) => answers.push(granted));
      answers.push(session.setPermissionCheckHandler.mock.calls[0]![0](null, permission));
    }
    answers.push(session.setDevicePermissionHandler.mock.calls[0]![0]({}));
    expect(new Set(answers)).toEqual(new Set([false]));
  });

  it('include no request beyond its own files and no download', () => {
    const onBeforeRequest = vi.fn();
    confineRequests({ webRequest: { onBeforeRequest } } as never);
    const cancelled = (url: string): boolean => {
      let cancel = false;
      onBeforeRequest.mock.calls[0]![0]({ url }, (answer: { cancel: boolean }) => (cancel = answer.cancel));
      return cancel;
    };
    expect(cancelled('https://example.com/x')).toBe(true);
    expect(cancelled(startPage)).toBe(false);
    const on = vi.fn();
    denyDownloads({ on } as never);
    const download = event();
    on.mock.calls[0]![1](download);
    expect([on.mock.calls[0]![0], download.preventDefault.mock.calls.length]).toEqual(['will-download', 1]);
  });

  it('include no new window, no webview and no navigation of any frame', () => {
    const on = vi.fn();
    const setWindowOpenHandler = vi.fn();
    confineNavigation({ on, setWindowOpenHandler } as never);
    expect(setWindowOpenHandler.mock.calls[0]![0]({ url: startPage })).toEqual({ action: 'deny' });
    for (const [name, listener] of on.mock.calls) {
      const happening = { ...event(), url: 'https://example.com/' };
      listener(happening);
      expect([name, happening.preventDefault.mock.calls.length]).toEqual([name, 1]);
    }
    expect(on.mock.calls.map(([name]) => String(name)).sort()).toEqual([
      'will-attach-webview', 'will-frame-navigate', 'will-navigate', 'will-redirect',
    ]);
  });
});

describe('the sandbox', () => {
  it.each([
    [1_000, true, true],
    [1_000, false, true],
    [undefined, true, true],
    [0, false, true],
    [0, true, false],
  ])('for user %s with --no-sandbox %s is forced: %s', (uid, hasSwitch, forced) => {
    const enableSandbox = vi.fn();
    forceSandbox({ enableSandbox, commandLine: { hasSwitch: () => hasSwitch } } as never, uid);
    expect(enableSandbox).toHaveBeenCalledTimes(forced ? 1 : 0);
  });
});

describe('certificates', () => {
  it('that are wrong end the request, whatever the command line says', () => {
    const removeSwitch = vi.fn();
    const on = vi.fn();
    refuseBadCertificates({ commandLine: { removeSwitch }, on } as never);
    expect(removeSwitch.mock.calls.map(([name]) => String(name))).toEqual(trustSwitches);
    const happening = event();
    const answer = vi.fn();
    on.mock.calls[0]![1](happening, null, 'https://example.com', 'net::ERR_CERT_AUTHORITY_INVALID', {}, answer);
    expect(answer).toHaveBeenCalledExactlyOnceWith(false);
  });
});
