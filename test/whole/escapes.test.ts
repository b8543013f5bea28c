import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchApp, needsWindow, type Launched } from '../support/electron.ts';

/** What a page that was taken over would try: each must fail, and nothing may arrive at the server outside. */
let outside: Server;
let address = '';
const arrived: string[] = [];
let launched: Launched | null = null;

beforeAll(async () => {
  outside = createServer((request, response) => {
    arrived.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.setHeader('access-control-allow-origin', '*');
    response.end('<!doctype html><title>outside</title>');
  });
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await launched?.close();
  outside.closeAllConnections();
  await new Promise((resolve) => outside.close(resolve));
});

async function page() {
  launched ??= await launchApp();
  return launched.page;
}

const neverEnded = 'it never ended';

/** Runs an attempt in the page; gives what it gave, or the error it ended in. */
async function attempt(source: string): Promise<unknown> {
  const { app } = launched!;
  const caught = `(async () => { try { return { gave: await (${source})() }; } catch (error) { return { error: String(error) }; } })()`;
  const bounded = `Promise.race([${caught}, new Promise((r) => setTimeout(r, 5000, { error: '${neverEnded}' }))])`;
  return app.evaluate(({ BrowserWindow }, code): Promise<unknown> => {
    const [window] = BrowserWindow.getAllWindows();
    return window!.webContents.executeJavaScript(code, true);
  }, bounded);
}

const reaching: readonly (readonly [name: string, source: string])[] = [
  ['fetch', `() => fetch(OUT).then((r) => r.status)`],
  ['fetch without CORS', `() => fetch(OUT, { mode: 'no-cors' }).then((r) => r.type)`],
  ['XMLHttpRequest', `() => new Promise((ok, no) => { const x = new XMLHttpRequest(); x.open('GET', OUT); x.onload = () => ok('loaded'); x.onerror = () => no('blocked'); x.send(); })`],
  ['a WebSocket', `() => new Promise((ok, no) => { const s = new WebSocket(OUT.replace('http', 'ws')); s.onopen = () => ok('open'); s.onerror = () => no('blocked'); })`],
  ['an EventSource', `() => new Promise((ok, no) => { const s = new EventSource(OUT); s.onopen = () => ok('open'); s.onerror = () => no('blocked'); })`],
  ['a beacon', `async () => { if (navigator.sendBeacon(OUT, 'x')) throw new Error('queued, to be seen whether it arrives'); throw new Error('blocked'); }`],
  ['an imported module', `() => import(OUT + '/a.js')`],
  ['a script', `() => new Promise((ok, no) => { const e = document.createElement('script'); e.src = OUT + '/a.js'; e.onload = () => ok('ran'); e.onerror = () => no('blocked'); document.head.append(e); })`],
  ['a picture', `() => new Promise((ok, no) => { const e = new Image(); e.onload = () => ok('shown'); e.onerror = () => no('blocked'); e.src = OUT + '/a.png'; })`],
  ['a style sheet', `() => new Promise((ok, no) => { const e = document.createElement('link'); e.rel = 'stylesheet'; e.href = OUT + '/a.css'; e.onload = () => ok('loaded'); e.onerror = () => no('blocked'); document.head.append(e); })`],
  ['a prefetch', `() => new Promise((ok, no) => { const e = document.createElement('link'); e.rel = 'prefetch'; e.href = OUT + '/p'; e.onload = () => ok('loaded'); e.onerror = () => no('blocked'); document.head.append(e); })`],
  ['a worker', `() => new Promise((ok, no) => { const w = new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))); w.onmessage = () => ok('ran'); w.onerror = () => no('blocked'); })`],
  ['a service worker', `() => navigator.serviceWorker.register(OUT + '/sw.js').then(() => 'registered')`],
  ['window.open', `async () => { if (window.open(OUT) === null) throw new Error('blocked'); return 'opened'; }`],
  ['window.open of itself', `async () => { if (window.open(location.href) === null) throw new Error('blocked'); return 'opened'; }`],
  ['eval', `async () => eval('1 + 1')`],
  ['a function made of text', `async () => new Function('return 1')()`],
  ['an inline script', `async () => { const e = document.createElement('script'); e.textContent = 'globalThis.ran = true'; document.head.append(e); if (!globalThis.ran) throw new Error('blocked'); return 'ran'; }`],
  ['an inline handler', `async () => { const e = document.createElement('button'); e.setAttribute('onclick', 'globalThis.clicked = true'); document.body.append(e); e.click(); e.remove(); if (!globalThis.clicked) throw new Error('blocked'); return 'ran'; }`],
  ['a local file', `() => fetch('file:///etc/passwd').then((r) => r.text())`],
  ['the camera', `() => navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'granted')`],
  ['the place', `() => new Promise((ok, no) => navigator.geolocation.getCurrentPosition(() => ok('granted'), (e) => no(e.message)))`],
  ['the clipboard', `() => navigator.clipboard.readText()`],
  ['Node', `async () => { if (typeof require === 'undefined' && typeof process === 'undefined' && typeof Buffer === 'undefined') throw new Error('not there'); return 'there'; }`],
];

const leaving: readonly (readonly [name: string, source: string])[] = [
  ['location', `async () => { location.href = OUT; }`],
  ['location to a file', `async () => { location.href = 'file:///etc/passwd'; }`],
  ['location to data', `async () => { location.href = 'data:text/html,x'; }`],
  ['location to javascript', `async () => { location.href = 'javascript:document.title="taken"'; }`],
  ['a link', `async () => { const e = document.createElement('a'); e.href = OUT; document.body.append(e); e.click(); e.remove(); }`],
  ['a link to a new window', `async () => { const e = document.createElement('a'); e.href = OUT; e.target = '_blank'; document.body.append(e); e.click(); e.remove(); }`],
  ['a download', `async () => { const e = document.createElement('a'); e.href = 'app://importer/index.html'; e.download = 'x.html'; document.body.append(e); e.click(); e.remove(); }`],
  ['a form', `async () => { const e = document.createElement('form'); e.action = OUT; e.method = 'post'; document.body.append(e); e.submit(); e.remove(); }`],
  ['a frame', `async () => { const e = document.createElement('iframe'); e.src = OUT; document.body.append(e); }`],
  ['a webview', `async () => { const e = document.createElement('webview'); e.src = OUT; document.body.append(e); }`],
  ['a refresh', `async () => { const e = document.createElement('meta'); e.httpEquiv = 'refresh'; e.content = '0;url=' + OUT; document.head.append(e); }`],
];

describe('from the page of the packed application', () => {
  it.for(reaching)('nothing is reached by %s', async ([, source], ctx) => {
    needsWindow(ctx);
    await page();
    const outcome = await attempt(source.replaceAll('OUT', JSON.stringify(address)));
    expect(outcome).toHaveProperty('error');
    expect(outcome).not.toHaveProperty('error', neverEnded);
    expect(arrived).toEqual([]);
  });

  it.for(leaving)('no way leads out by %s', async ([, source], ctx) => {
    needsWindow(ctx);
    const current = await page();
    // A navigation that is refused ends in no event; this is a moment in which an allowed one would have begun.
    await attempt(`async () => { await (${source.replaceAll('OUT', JSON.stringify(address))})(); await new Promise((r) => setTimeout(r, 100)); }`);
    expect(current.url()).toBe('app://importer/index.html');
    expect(await current.getByTestId('drop-zone').isVisible()).toBe(true);
    expect(launched!.app.windows()).toHaveLength(1);
    expect(arrived).toEqual([]);
  });

  it('no unknown command is given, nor a known one with what does not belong', async (ctx) => {
    needsWindow(ctx);
    await page();
    const call = (name: string, input: string) => attempt(`() => window.importer.invoke(${name}, ${input})`);
    for (const name of ['"registerSource"', '"exportTo"', '"shutdown"', '"runJob"', '"__proto__"', '"constructor"', '"toString"', '{}', 'null', '["listJobs"]']) {
      expect(await call(name, '{}')).toEqual({ gave: { ok: false, fault: { code: 'forbidden', detail: {} } } });
    }
    for (const input of ['null', '[]', '{ path: "/etc/passwd" }', '{ jobId: "../x" }', 'new Map()', '"x"']) {
      expect(await call('"jobStatus"', input)).toMatchObject({ gave: { ok: false, fault: { code: 'bad-input' } } });
    }
  });

  it('no argument of ten megabytes gets beyond the page', async (ctx) => {
    needsWindow(ctx);
    await page();
    const large = ['new Uint8Array(10_000_000)', '{ jobId: new Uint8Array(10_000_000) }', '{ jobId: "x".repeat(10_000_000) }', 'new ArrayBuffer(10_000_000)', 'Array(1_000_000).fill(1_000_000)'];
    for (const input of large) {
      expect(await attempt(`() => window.importer.invoke("jobStatus", ${input})`)).toMatchObject({ gave: { ok: false, fault: { code: 'bad-input' } } });
    }
  });

  it('no file is read that the operator has not chosen', async (ctx) => {
    needsWindow(ctx);
    await page();
    for (const file of ['new File(["x"], "/etc/passwd")', '{ path: "/etc/passwd" }', '"/etc/passwd"', 'null', '{ __proto__: File.prototype, name: "/etc/passwd" }']) {
      expect(await attempt(`() => window.importer.offerFile(${file})`)).toEqual({ gave: { ok: false, fault: { code: 'bad-input', detail: {} } } });
    }
  });

  it('no other page gets an answer, even with our own preload', async (ctx) => {
    needsWindow(ctx);
    await page();
    const answers = await launched!.app.evaluate(async ({ app, BrowserWindow }) => {
      const stranger = new BrowserWindow({
        show: false,
        webPreferences: { preload: `${app.getAppPath()}/dist/preload/preload.cjs`, partition: 'stranger' },
      });
      await stranger.loadURL('data:text/html,<title>stranger</title>');
      const ask = (source: string): Promise<unknown> => stranger.webContents.executeJavaScript(source) as Promise<unknown>;
      const given = [await ask('importer.invoke("listJobs", {})'), await ask('importer.invoke("listConnections", {})')];
      stranger.destroy();
      return given;
    });
    const refused = { ok: false, fault: { code: 'forbidden', detail: {} } };
    expect(answers).toEqual([refused, refused]);
  });

  it('the page has no more than three functions and its language, and no way to change them', async (ctx) => {
    needsWindow(ctx);
    await page();
    await attempt(`async () => { window.importer.invoke = () => 'mine'; window.importer = null; }`);
    expect(await attempt(`async () => Object.keys(window.importer).sort()`)).toEqual({ gave: ['invoke', 'language', 'offerFile', 'subscribe'] });
    expect(await attempt(`() => window.importer.invoke('nothing', {})`)).toEqual({ gave: { ok: false, fault: { code: 'forbidden', detail: {} } } });
  });
});
