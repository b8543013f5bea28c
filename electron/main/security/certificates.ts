import type { App } from 'electron';

/** Switches by which a start script could make every server look genuine, or have the keys of connections written down. */
export const trustSwitches = ['ignore-certificate-errors', 'ignore-certificate-errors-spki-list', 'allow-insecure-localhost', 'ssl-key-log-file'];

/** A wrong certificate ends the request: the token must not go to whoever sits in between. */
export function refuseBadCertificates(app: App): void {
  for (const name of trustSwitches) app.commandLine.removeSwitch(name);
  // Chromium's network reads it when it starts.
  delete process.env['SSLKEYLOGFILE'];
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
}
