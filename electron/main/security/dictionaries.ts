import type { App } from 'electron';

/** Where Chromium fetches dictionaries from. */
const host = 'redirector.gvt1.com';

/**
 * Chromium fetches a dictionary of the system's language from its maker as soon as a session is made, whether or not a page of it checks
 * spelling, and before anything can be told the session. Nobody is called unasked: in this program the name of that host leads
 * to a port of this computer where nobody answers, past any proxy.
 */
export function refuseDictionaries({ commandLine }: Pick<App, 'commandLine'>): void {
  commandLine.appendSwitch('host-rules', `MAP ${host} 127.0.0.1:1`);
}
