import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { Fault } from '#contract/faults.ts';
import type { Fingerprint } from './fingerprint.ts';

/** Reads bytes at a place; what is given is as long as there are any. */
export interface PieceReader {
  read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number; readonly buffer: Buffer }>;
}

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly crc: number;
}

const hashedAtOnce = 1024 * 1024;

/**
 * A source being read. It notes a checksum of every piece that a reader got, and the fingerprint it gives at the end is
 * that of a file in which every one of these pieces stands as it was read: a file that is written to meanwhile has no
 * fingerprint. Bytes that no reader asked for, such as a workbook's pictures, are as they are when it is taken.
 */
export class SourceFile implements PieceReader {
  readonly #handle: FileHandle;
  readonly #opened: Stamp;
  readonly #pieces = new Map<string, Piece>();
  #changed = false;

  private constructor(handle: FileHandle, opened: Stamp) {
    this.#handle = handle;
    this.#opened = opened;
  }

  /** Throws the system's error. */
  static async open(path: string): Promise<SourceFile> {
    const handle = await open(path, 'r');
    try {
      return new SourceFile(handle, await stampOf(handle));
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  get size(): number {
    return this.#opened.size;
  }

  async read(buffer: Buffer, offset: number, length: number, position: number): Promise<{ readonly bytesRead: number; readonly buffer: Buffer }> {
    const { bytesRead } = await this.#handle.read(buffer, offset, length, position);
    if (bytesRead > 0) this.#note(position, buffer.subarray(offset, offset + bytesRead));
    return { bytesRead, buffer };
  }

  #note(from: number, bytes: Buffer): void {
    const to = from + bytes.length;
    const key = `${from}-${to}`;
    const crc = crc32(bytes);
    const before = this.#pieces.get(key);
    if (before !== undefined && before.crc !== crc) this.#changed = true;
    this.#pieces.set(key, { from, to, crc });
  }

  /** Size, time and SHA-256 of the very bytes that were read, by the same descriptor. Throws source-changed, and the system's error. */
  async fingerprint(): Promise<Fingerprint> {
    const hash = createHash('sha256');
    const check = new PieceCheck([...this.#pieces.values()]);
    const buffer = Buffer.allocUnsafe(Math.min(hashedAtOnce, this.size + 1));
    let bytes = 0;
    for (;;) {
      const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length, bytes);
      if (bytesRead === 0) break;
      const piece = buffer.subarray(0, bytesRead);
      hash.update(piece);
      check.take(bytes, piece);
      bytes += bytesRead;
    }
    const now = await stampOf(this.#handle);
    const isSame = now.size === this.#opened.size && now.modifiedNs === this.#opened.modifiedNs && bytes === now.size;
    if (this.#changed || !isSame || !check.isWhole()) throw new Fault('source-changed', { during: 'reading' });
    return { bytes, modified: now.modified, sha256: hash.digest('hex') };
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

interface Stamp {
  readonly size: number;
  readonly modifiedNs: bigint;
  /** ISO 8601 in UTC. */
  readonly modified: string;
}

async function stampOf(handle: FileHandle): Promise<Stamp> {
  const { size, mtimeNs } = await handle.stat({ bigint: true });
  // As the Date of a plain stat, which rounds; that of a bigint one cuts off, and would be another time by a millisecond.
  const ms = Number(mtimeNs / 1_000_000n) + Math.round(Number(mtimeNs % 1_000_000n) / 1_000_000);
  return { size: Number(size), modifiedNs: mtimeNs, modified: new Date(ms).toISOString() };
}

/** Compares pieces, which may overlap, with a file that goes by from its beginning. */
class PieceCheck {
  /** By where they begin, the last first. */
  readonly #ahead: Piece[];
  #open: { readonly piece: Piece; crc: number }[] = [];
  #differ = false;

  constructor(pieces: readonly Piece[]) {
    this.#ahead = [...pieces].sort((one, other) => other.from - one.from);
  }

  take(from: number, bytes: Buffer): void {
    const to = from + bytes.length;
    for (let next = this.#ahead.at(-1); next !== undefined && next.from < to; next = this.#ahead.at(-1)) {
      this.#open.push({ piece: next, crc: 0 });
      this.#ahead.pop();
    }
    for (const one of this.#open) {
      one.crc = crc32(bytes.subarray(Math.max(0, one.piece.from - from), Math.min(bytes.length, one.piece.to - from)), one.crc);
      if (one.piece.to <= to && one.crc !== one.piece.crc) this.#differ = true;
    }
    this.#open = this.#open.filter(({ piece }) => piece.to > to);
  }

  isWhole(): boolean {
    return !this.#differ && this.#ahead.length === 0 && this.#open.length === 0;
  }
}
