import type { Session } from 'electron';
import { isOwnAddress } from './origin.ts';

/** The page's session loads our own files only; the developer tools are a page of Chromium's own. */
export function mayLoad(address: string): boolean {
  return isOwnAddress(address) || address.startsWith('devtools://');
}

/** The second wall behind the policy header: even a page without it could reach nothing. */
export function confineRequests(session: Pick<Session, 'webRequest'>): void {
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayLoad(details.url) }));
}

/** Files are written by the engine where the operator said, never by the page. */
export function denyDownloads(session: Session): void {
  session.on('will-download', (event) => event.preventDefault());
}
