import type { WebContents } from 'electron';
import { isOwnAddress } from './origin.ts';

interface Preventable {
  preventDefault(): void;
}

/** Stops a navigation that leaves our page, be it a link, a script, a dropped file or a redirect. */
export function stayHome(event: Preventable, address: string): void {
  if (!isOwnAddress(address)) event.preventDefault();
}

/** New windows, webviews and other pages do not exist in this application. */
export function confineNavigation(contents: WebContents): void {
  contents.on('will-navigate', (event) => stayHome(event, event.url));
  contents.on('will-frame-navigate', (event) => stayHome(event, event.url));
  contents.on('will-redirect', (event) => stayHome(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
