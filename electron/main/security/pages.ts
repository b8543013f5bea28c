import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Protocol } from 'electron';
import { isOwnAddress, pageScheme, startPage } from './origin.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Nothing from outside, nothing inline, no frames, no forms: what a hole in the page could use is not there. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** No policy for openers: nothing opens the page, it opens nothing, and Chromium would throw the process it has started away for it, a quarter of a second of each start. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

export interface PageFile {
  /** Names from the page folder down. */
  readonly path: readonly string[];
  readonly type: string;
}

/**
 * The file that an address of ours stands for, or null when there can be none: another host, a name that is
 * hidden, leads upwards, is written with escapes or backslashes, or has an ending that a page does not need.
 */
export function pageFile(address: string): PageFile | null {
  if (!isOwnAddress(address)) return null;
  // As written, not as URL has tidied it: an address that needs tidying is none of ours.
  const path = /^app:\/\/importer\/([^?#]*)(?:[?#]|$)/i.exec(address)?.[1]?.split('/');
  if (path === undefined || !path.every((name) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(name))) return null;
  const type = types[extname(path.at(-1) ?? '')];
  return type === undefined ? null : { path, type };
}

/** Answers a request of the page from its folder; every answer, errors included, carries the policy. */
export async function answerPage(folder: string, request: { readonly method: string; readonly url: string }): Promise<Response> {
  const file = request.method === 'GET' ? pageFile(request.url) : null;
  if (file === null) return new Response(null, { status: 404, headers: pageHeaders });
  try {
    const content = await readFile(join(folder, ...file.path));
    return new Response(new Uint8Array(content), { headers: { ...pageHeaders, 'content-type': file.type } });
  } catch {
    return new Response(null, { status: 404, headers: pageHeaders });
  }
}

/** Before the application is ready: without these rights the page would have no origin of its own, and be compiled at each start. */
export function registerPageScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([{ scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }]);
}

export function servePages(protocol: Pick<Protocol, 'handle'>, folder: string): void {
  protocol.handle(pageScheme, (request) => answerPage(folder, request));
}

/** Has loaded what Node answers with while the page's processes start, and not with the page's first question. */
export function warmPages(folder: string): void {
  void answerPage(folder, new Request(startPage));
}
