import { createPublicKey, verify, type KeyObject } from 'node:crypto';

/** Before the 32 bytes of a public key of Ed25519, as X.509 writes it (RFC 8410). */
const prefix = Buffer.from('302a300506032b6570032100', 'hex');
const keyBytes = 32;
const signatureBytes = 64;

/** Beside the feed of a name. */
export const signatureName = (feed: string): string => `${feed}.sig`;

/** The key of a program from its text; null where it is none. */
export function publicKeyOf(text: string): KeyObject | null {
  const raw = Buffer.from(text, 'base64');
  if (raw.length !== keyBytes || raw.toString('base64') !== text.trim()) return null;
  return createPublicKey({ key: Buffer.concat([prefix, raw]), format: 'der', type: 'spki' });
}

/** Whether the makers of the program have signed these very bytes. `signature`: in base64, on a line of its own. */
export function isSigned(feed: Uint8Array, signature: string, key: KeyObject): boolean {
  const raw = Buffer.from(signature, 'base64');
  return raw.length === signatureBytes && verify(null, feed, key, raw);
}
