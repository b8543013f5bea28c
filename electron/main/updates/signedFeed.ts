import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { parseUpdateInfo } from 'electron-updater/out/providers/Provider.js';
import { z } from 'zod';

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

const fileSchema = z.object({ url: z.string().min(1).max(500), sha512: z.string().min(80).max(200), size: z.number().int().positive().optional(), blockMapSize: z.number().int().positive().optional() });

/** What is read of a feed of electron-builder's. */
const feedSchema = z.object({
  version: z.string().min(1).max(100),
  files: z.array(fileSchema).min(1).max(50),
  releaseDate: z.string().max(100).optional(),
  /** How many of a hundred installations are told of it by themselves. */
  stagingPercentage: z.number().min(0).max(100).optional(),
  minimumSystemVersion: z.string().max(100).optional(),
});

export type Feed = z.output<typeof feedSchema>;
export type FeedFile = z.output<typeof fileSchema>;

/** What a feed that is signed says; null where it is no feed. */
export function readFeed(bytes: Uint8Array, name: string): Feed | null {
  try {
    const found: unknown = parseUpdateInfo(new TextDecoder('utf-8', { fatal: true }).decode(bytes), name, new URL('file:///'));
    const read = feedSchema.safeParse(found);
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
