import type { App } from 'electron';

/** Switches by which a start script could make every server look genuine. */
export const trustSwitches = ['ignore-certificate-errors', 'ignore-certificate-errors-spki-list', 'allow-insecure-localhost'];

/** A wrong certificate ends the request: the token must not go to whoever sits in between. */
export function refuseBadCertificates(app: App): void {
  for (const name of trustSwitches) app.commandLine.removeSwitch(name);
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
}
