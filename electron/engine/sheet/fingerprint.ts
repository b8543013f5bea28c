import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileFault } from './file.ts';
import { inFile } from './limits.ts';

/** By what a job knows its source again. */
export interface Fingerprint {
  readonly bytes: number;
  /** Time of the last change, ISO 8601 in UTC. */
  readonly modified: string;
  /** Of the whole content, hexadecimal. */
  readonly sha256: string;
}

/** Size, time and SHA-256 of a file, read in pieces. Throws source-missing, source-unreadable. */
export async function fingerprint(path: string): Promise<Fingerprint> {
  try {
    const { size, mtime } = await stat(path);
    const hash = createHash('sha256');
    for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
      if (Buffer.isBuffer(piece)) hash.update(piece);
    }
    return { bytes: size, modified: mtime.toISOString(), sha256: hash.digest('hex') };
  } catch (error) {
    throw inFile(fileFault(error), basename(path));
  }
}
