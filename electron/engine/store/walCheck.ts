import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { WalSum } from './walSum.ts';

/**
 * What a -wal file can prove. whole: all that was ever committed to it is in it. missing: it is not there, or empty.
 * damaged: changed or cut, so that commits may be gone; SQLite itself passes over them without a word.
 */
export type WalState = 'whole' | 'missing' | 'damaged';

/** SQLite's file format, 4.1: magic number by the byte order of the checksums, then version, page size, sequence, salts, checksum. */
const headerBytes = 32;
const frameHeaderBytes = 24;
const littleEndianSums = 0x377f_0682;
const bigEndianSums = 0x377f_0683;
/** As much of the file as is held in memory at once, about. */
const pieceBytes = 1_048_576;

/**
 * Looks whether the write-ahead log of a job that was left running is whole. Before SQLite opens the job: it makes a
 * missing file anew. Frames (4.1, 4.2) count as long as their salts are the header's and the running checksum holds; where one
 * with these salts does not fit, commits are gone that SQLite will not miss. Where a process died while it
 * wrote its last frame, that looks the same: doubt costs a repeat under the same id, no doubt could cost more.
 */
export function checkWal(jobPath: string): WalState {
  let descriptor: number;
  try {
    descriptor = openSync(`${jobPath}-wal`, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'missing';
    return 'damaged';
  }
  try {
    return checkFile(descriptor, fstatSync(descriptor).size);
  } catch {
    return 'damaged';
  } finally {
    closeSync(descriptor);
  }
}

function checkFile(descriptor: number, size: number): WalState {
  if (size === 0) return 'missing';
  const header = readAt(descriptor, 0, Math.min(headerBytes, size));
  const magic = header.length === headerBytes ? header.readUInt32BE(0) : 0;
  if (magic !== littleEndianSums && magic !== bigEndianSums) return 'damaged';
  const sum = new WalSum(magic === bigEndianSums);
  sum.add(header.subarray(0, 24));
  const pageBytes = header.readUInt32BE(8);
  const isOurs = pageBytes >= 512 && pageBytes <= 65_536 && (pageBytes & (pageBytes - 1)) === 0;
  if (!isOurs || !sum.is(header, 24)) return 'damaged';
  const frameBytes = frameHeaderBytes + pageBytes;
  if ((size - headerBytes) % frameBytes !== 0) return 'damaged';
  return checkFrames(framesOf(descriptor, size, frameBytes), header.subarray(16, 24), sum);
}

function checkFrames(frames: Iterable<Buffer>, salts: Buffer, sum: WalSum): WalState {
  let seen = false;
  let ended = false;
  for (const frame of frames) {
    seen = true;
    if (frame.compare(salts, 0, 8, 8, 16) !== 0) {
      if (!isEarlier(frame.subarray(8, 16), salts)) return 'damaged';
      ended = true;
    } else if (ended) return 'damaged';
    else {
      sum.add(frame.subarray(0, 8));
      sum.add(frame.subarray(frameHeaderBytes));
      if (!sum.is(frame, 16)) return 'damaged';
    }
  }
  return seen ? 'whole' : 'damaged';
}

/**
 * Once all of it is in the job's own file the log starts over from its beginning: the first salt goes up by one, the
 * second is random. What lies behind its end is of such a time before; anything else there is damage.
 */
function isEarlier(salts: Buffer, present: Buffer): boolean {
  const behind = (present.readUInt32BE(0) - salts.readUInt32BE(0)) >>> 0;
  return behind > 0 && behind < 0x8000_0000 && salts.readUInt32BE(4) !== present.readUInt32BE(4) && salts.some((byte) => byte !== 0);
}

function* framesOf(descriptor: number, size: number, frameBytes: number): Generator<Buffer> {
  const step = Math.max(1, Math.floor(pieceBytes / frameBytes)) * frameBytes;
  for (let at = headerBytes; at < size; at += step) {
    const piece = readAt(descriptor, at, Math.min(step, size - at));
    for (let start = 0; start + frameBytes <= piece.length; start += frameBytes) yield piece.subarray(start, start + frameBytes);
  }
}

function readAt(descriptor: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(descriptor, bytes, 0, length, position));
}
