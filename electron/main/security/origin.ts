/** The page's own scheme: with file:// every local file would be of the same origin as the page. */
export const pageScheme = 'app';
export const pageOrigin = 'app://importer';
export const startPage = `${pageOrigin}/index.html`;

/** Whether an address belongs to our page: our scheme, our host, nothing smuggled in before or after the host. */
export function isOwnAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host, username, password } = new URL(address);
  return protocol === `${pageScheme}:` && host === 'importer' && username === '' && password === '';
}

/** What is known of the frame a message came from; null when it has gone in the meantime. */
export interface SenderFrame {
  readonly origin: string;
  /** Null in the top frame. */
  readonly parent: object | null;
}

/** Only the top frame of our own page may give commands: a frame inside it could show anything. */
export function isTrustedSender(frame: SenderFrame | null): boolean {
  return frame !== null && frame.parent === null && frame.origin === pageOrigin;
}
