import { parseUpdateInfo } from 'electron-updater/out/providers/Provider.js';
import { z } from 'zod';

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
