import type { App } from 'electron';

/**
 * Every page in a sandbox, whatever its preferences say; this also overrules --no-sandbox on the command line.
 * Except for root, where Chromium has no sandbox and does not start without that switch: so it is in containers
 * in which the program is tested. Who runs it as root without the switch gets Chromium's refusal.
 * @param uid user id of this process; undefined where the system has none
 */
export function forceSandbox(app: Pick<App, 'enableSandbox' | 'commandLine'>, uid: number | undefined): void {
  if (uid === 0 && app.commandLine.hasSwitch('no-sandbox')) return;
  app.enableSandbox();
}
