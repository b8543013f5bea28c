import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { endianness } from 'node:os';
import { isOpenHere } from './openHere.ts';
import { applicationIdAt, readAtOnce } from './ownFile.ts';
import { WalSum } from './walSum.ts';

/**
 * What a -wal file can prove. whole: all that was ever committed to it is in it. missing: it is not there, or empty.
 * damaged: changed or cut, so that commits may be gone; SQLite itself passes over them without a word.
 */
export type WalState = 'whole' | 'missing' | 'damaged';

/** Where in the log the pages lie that a commit wrote, by their number. */
export type WalCommit = ReadonlyMap<number, number>;

export interface WalLog {
  readonly state: WalState;
  readonly pageBytes: number;
  /** Pages in it that were committed, each as often as it was written. */
  readonly frames: number;
  /** What SQLite would replay, in its order. */
  readonly commits: readonly WalCommit[];
}

/** SQLite's file format, 4.1: magic number by the byte order of the checksums, then version, page size, sequence, salts, checksum. */
const headerBytes = 32;
const frameHeaderBytes = 24;
const littleEndianSums = 0x377f_0682;
const bigEndianSums = 0x377f_0683;
/** As much of the file as is held in memory at once, about. */
const pieceBytes = 1_048_576;

const nothing = (state: WalState): WalLog => ({ state, pageBytes: 0, frames: 0, commits: [] });

/**
 * Reads the write-ahead log of a job, before SQLite opens the job: it makes a missing file anew. Frames (4.1, 4.2) count
 * as long as their salts are the header's and the running checksum holds; where one with these salts does not fit,
 * commits are gone that SQLite will not miss. Where a process died while it wrote its last frame, that looks the same:
 * doubt costs a repeat under the same id, no doubt could cost more.
 */
export function readWal(jobPath: string): WalLog {
  let descriptor: number;
  try {
    descriptor = openSync(`${jobPath}-wal`, readAtOnce);
  } catch (error) {
    return nothing(error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'missing' : 'damaged');
  }
  try {
    // Its index is read first: whoever writes just now brings it up last.
    const index = indexOf(jobPath);
    const log = readLog(descriptor, fstatSync(descriptor).size);
    return log.state === 'whole' && isCut(descriptor, log, index) ? { ...log, state: 'damaged' } : log;
  } catch {
    return nothing('damaged');
  } finally {
    closeSync(descriptor);
  }
}

/** The application_id (1.3) that the file has once its log is replayed; null where the log does not say. */
export function applicationIdInLog(jobPath: string): number | null {
  const at = readWal(jobPath).commits.findLast((commit) => commit.has(1))?.get(1);
  if (at === undefined) return null;
  try {
    const descriptor = openSync(`${jobPath}-wal`, readAtOnce);
    try {
      const head = readAt(descriptor, at, applicationIdAt + 4);
      return head.length < applicationIdAt + 4 ? null : head.readUInt32BE(applicationIdAt);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // Opening tells why it cannot be read.
    return null;
  }
}

function readLog(descriptor: number, size: number): WalLog {
  if (size === 0) return nothing('missing');
  const header = readAt(descriptor, 0, Math.min(headerBytes, size));
  const magic = header.length === headerBytes ? header.readUInt32BE(0) : 0;
  if (magic !== littleEndianSums && magic !== bigEndianSums) return nothing('damaged');
  const sum = new WalSum(magic === bigEndianSums);
  sum.add(header.subarray(0, 24));
  const pageBytes = header.readUInt32BE(8);
  const isOurs = pageBytes >= 512 && pageBytes <= 65_536 && (pageBytes & (pageBytes - 1)) === 0;
  if (!isOurs || !sum.is(header, 24)) return nothing('damaged');
  const frameBytes = frameHeaderBytes + pageBytes;
  const { state, frames, commits } = readFrames(framesOf(descriptor, size, frameBytes), header.subarray(16, 24), sum);
  return { state: (size - headerBytes) % frameBytes === 0 ? state : 'damaged', pageBytes, frames, commits };
}

/** What the log's index (the -shm) says of it. */
interface WalIndex {
  readonly frames: number;
  readonly salts: Buffer;
}

/**
 * SQLite's WAL-index header (sqlite.org/walformat.html, 2.1): 48 bytes twice, in the byte order of the machine. A process that was
 * killed leaves it behind. Null where there is none, or none that can be believed.
 */
function indexOf(jobPath: string): WalIndex | null {
  // Closing it would give back the locks that this process holds on it (POSIX).
  if (isOpenHere(jobPath)) return null;
  let descriptor: number;
  try {
    descriptor = openSync(`${jobPath}-shm`, readAtOnce);
  } catch {
    return null;
  }
  try {
    const bytes = readAt(descriptor, 0, 96);
    if (bytes.length < 96 || bytes.compare(bytes, 48, 96, 0, 48) !== 0 || bytes[12] !== 1) return null;
    return { frames: endianness() === 'LE' ? bytes.readUInt32LE(16) : bytes.readUInt32BE(16), salts: bytes.subarray(32, 40) };
  } catch {
    return null;
  } finally {
    closeSync(descriptor);
  }
}

/** Whether the log once had more frames than it has: cut exactly between two commits it looks whole by itself. */
function isCut(descriptor: number, { frames }: WalLog, index: WalIndex | null): boolean {
  return index !== null && index.frames > frames && readAt(descriptor, 16, 8).equals(index.salts);
}

/** Which turn of its log a job is at: it changes where the log starts over. Empty where there is none. */
export function walSalts(jobPath: string): string {
  let descriptor: number;
  try {
    descriptor = openSync(`${jobPath}-wal`, readAtOnce);
  } catch {
    return '';
  }
  try {
    return readAt(descriptor, 16, 8).toString('hex');
  } finally {
    closeSync(descriptor);
  }
}

interface Frame {
  readonly bytes: Buffer;
  /** Of the page's content in the file. */
  readonly at: number;
}

function readFrames(frames: Iterable<Frame>, salts: Buffer, sum: WalSum): Omit<WalLog, 'pageBytes'> {
  const commits: WalCommit[] = [];
  let pending = new Map<number, number>();
  let seen = 0;
  let committed = 0;
  let ended = false;
  for (const { bytes, at } of frames) {
    seen += 1;
    if (bytes.compare(salts, 0, 8, 8, 16) !== 0) {
      if (!isEarlier(bytes.subarray(8, 16), salts)) return { state: 'damaged', frames: committed, commits };
      ended = true;
    } else if (ended) return { state: 'damaged', frames: committed, commits };
    else {
      sum.add(bytes.subarray(0, 8));
      sum.add(bytes.subarray(frameHeaderBytes));
      if (!sum.is(bytes, 16)) return { state: 'damaged', frames: committed, commits };
      pending.set(bytes.readUInt32BE(0), at);
      // Pages of the whole file; only in the last frame of a commit.
      if (bytes.readUInt32BE(4) === 0) continue;
      commits.push(pending);
      committed = seen;
      pending = new Map();
    }
  }
  // A commit without its end: its writer died just then, or the file was cut.
  return { state: seen > 0 && pending.size === 0 ? 'whole' : 'damaged', frames: committed, commits };
}

/**
 * Once all of it is in the job's own file the log starts over from its beginning: the first salt goes up by one, the
 * second is random. What lies behind its end is of such a time before; anything else there is damage.
 */
function isEarlier(salts: Buffer, present: Buffer): boolean {
  const behind = (present.readUInt32BE(0) - salts.readUInt32BE(0)) >>> 0;
  return behind > 0 && behind < 0x8000_0000 && salts.readUInt32BE(4) !== present.readUInt32BE(4) && salts.some((byte) => byte !== 0);
}

function* framesOf(descriptor: number, size: number, frameBytes: number): Generator<Frame> {
  const step = Math.max(1, Math.floor(pieceBytes / frameBytes)) * frameBytes;
  for (let from = headerBytes; from < size; from += step) {
    const piece = readAt(descriptor, from, Math.min(step, size - from));
    for (let start = 0; start + frameBytes <= piece.length; start += frameBytes) {
      yield { bytes: piece.subarray(start, start + frameBytes), at: from + start + frameHeaderBytes };
    }
  }
}

/** As many bytes as there are, at most `length`. */
export function readAt(descriptor: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(descriptor, bytes, 0, length, position));
}
