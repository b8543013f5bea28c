import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Fault } from '#contract/faults.ts';
import type { SourceSeen } from '#contract/source.ts';
import { otherThanFile } from '#files/systemErrors.ts';
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

/** Holds the directory of a workbook of hundreds of parts, with the checksum of each. */
const edgeBytes = 65_536;

/** A file as it is now, from its size, its time and its two ends. Throws source-missing, source-unreadable. */
export async function seenNow(path: string): Promise<SourceSeen> {
  try {
    const handle = await open(path, 'r');
    try {
      const facts = await handle.stat();
      if (!facts.isFile()) throw new Fault('source-unreadable', { reason: otherThanFile(facts) });
      const { size, mtime } = facts;
      const edge = Buffer.alloc(edgeBytes);
      const hash = createHash('sha256');
      for (const from of [0, Math.max(0, size - edgeBytes)]) {
        const { bytesRead } = await handle.read(edge, 0, edgeBytes, from);
        hash.update(edge.subarray(0, bytesRead));
      }
      return { bytes: size, modified: mtime.toISOString(), edges: hash.digest('hex') };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw inFile(fileFault(error), basename(path));
  }
}

/** Whether nothing speaks for it that a file was changed or replaced between two looks. */
export function isSameFile(first: SourceSeen, second: SourceSeen): boolean {
  return first.bytes === second.bytes && first.modified === second.modified && first.edges === second.edges;
}
