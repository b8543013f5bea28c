import type { App, Protocol, Session } from 'electron';
import { refuseBadCertificates } from './certificates.ts';
import { refuseDictionaries } from './dictionaries.ts';
import { confineNavigation } from './navigation.ts';
import { registerPageScheme, servePages } from './pages.ts';
import { denyPermissions } from './permissions.ts';
import { confineRequests, denyDownloads } from './requests.ts';
import { forceSandbox } from './sandbox.ts';

/** What must be settled before the application is ready. */
export function secureStart(app: App, protocol: Protocol): void {
  forceSandbox(app, process.getuid?.());
  registerPageScheme(protocol);
  refuseBadCertificates(app);
  refuseDictionaries(app);
  app.on('web-contents-created', (_event, contents) => confineNavigation(contents));
}

/** What needs the page's session, before the first window is made. */
export function secureSession(session: Session, protocol: Protocol, pageFolder: string): void {
  servePages(protocol, pageFolder);
  denyPermissions(session);
  confineRequests(session);
  denyDownloads(session);
}
