import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { systemCode } from '#files/systemErrors.ts';
import { mustBeFile, readAtOnce } from './ownFile.ts';
import { WalSum } from './walSum.ts';

/** What a computer of today can hold twice; larger jobs are looked at where they can be written. */
const bytesAtMost = 2_000_000_000;
const tries = 3;

/**
 * A database with what its write-ahead log holds, as one piece in memory: for places where nothing can be written, since
 * SQLite opens no such file there without files of its own beside it (sqlite.org/wal.html, "Read-Only Databases", and
 * sqlite.org/fileformat2.html, 4). Without `log` it is left out, as one that is not its own. Faults: no-memory, job-busy (it is written meanwhile), file-forbidden, file-failed.
 */
export function wholeImage(path: string, { log } = { log: true }): Buffer {
  for (let round = 0; round < tries; round += 1) {
    const before = stampOf(path);
    const image = merged(readFile(path), log ? readFile(`${path}-wal`) : Buffer.alloc(0));
    if (stampOf(path) === before) return image;
  }
  throw new Fault('job-busy', { file: basename(path) });
}

/** What changes with every write to a database or its log, as long as both are left where they are. */
export function stampOf(path: string): string {
  return ['', '-wal'].map((suffix) => stampOfFile(path + suffix)).join(' ');
}

function stampOfFile(path: string): string {
  try {
    const { ino, size, mtimeNs } = statSync(path, { bigint: true });
    return `${ino}:${size}:${mtimeNs}`;
  } catch {
    return '';
  }
}

function readFile(path: string): Buffer {
  try {
    if (!path.endsWith('-wal')) mustBeFile(path);
    const descriptor = openSync(path, readAtOnce);
    try {
      const { size } = fstatSync(descriptor);
      if (size > bytesAtMost) throw new Fault('no-memory', { file: basename(path) });
      const bytes = Buffer.alloc(size);
      let done = 0;
      while (done < size) {
        const read = readSync(descriptor, bytes, done, size - done, done);
        if (read === 0) break;
        done += read;
      }
      return bytes.subarray(0, done);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return unread(path, error);
  }
}

/** A name that has no room for a companion's has no companion. */
function unread(path: string, error: unknown): Buffer {
  const reason = systemCode(error);
  if (path.endsWith('-wal') && (reason === 'ENOENT' || reason === 'ENAMETOOLONG')) return Buffer.alloc(0);
  if (reason === 'ENOMEM' || error instanceof RangeError) throw new Fault('no-memory', { file: basename(path) }, { cause: error });
  if (reason === null) throw error;
  throw new Fault(reason === 'EACCES' || reason === 'EPERM' ? 'file-forbidden' : 'file-failed', { file: basename(path), reason }, { cause: error });
}

const walHeaderBytes = 32;
const frameHeaderBytes = 24;
/** The magic number; its last bit says in which byte order the sums are. */
const walMagic = 0x377f_0682;

/** The file as it will be once the log is moved into it: all frames up to the last commit whose sums hold. */
function merged(file: Buffer, wal: Buffer): Buffer {
  const { pages, pageBytes, count } = committed(wal);
  let image = file;
  if (count > 0) {
    image = Buffer.alloc(count * pageBytes);
    file.copy(image, 0, 0, Math.min(file.length, image.length));
    for (const [page, at] of pages) if (page <= count) wal.copy(image, (page - 1) * pageBytes, at, at + pageBytes);
  }
  // Without a file of its own there is no log: the header must not ask for one (1: the legacy kind).
  if (image.length > 20 && image[18] === 2) image.fill(1, 18, 20);
  return image;
}

interface Committed {
  /** Where in the log each page lies last. */
  readonly pages: ReadonlyMap<number, number>;
  readonly pageBytes: number;
  /** Pages of the whole file; 0 where nothing was committed in the log. */
  readonly count: number;
}

function committed(wal: Buffer): Committed {
  const none: Committed = { pages: new Map(), pageBytes: 0, count: 0 };
  if (wal.length < walHeaderBytes || (wal.readUInt32BE(0) & ~1) >>> 0 !== walMagic) return none;
  const isBig = (wal.readUInt32BE(0) & 1) === 1;
  const pageBytes = wal.readUInt32BE(8);
  if (pageBytes < 512 || pageBytes > 65_536 || (pageBytes & (pageBytes - 1)) !== 0) return none;
  const sum = new WalSum(isBig);
  sum.add(wal.subarray(0, 24));
  if (!sum.is(wal, 24)) return none;
  const pages = new Map<number, number>();
  const pending = new Map<number, number>();
  let count = 0;
  for (let at = walHeaderBytes; at + frameHeaderBytes + pageBytes <= wal.length; at += frameHeaderBytes + pageBytes) {
    // Frames of an earlier turn of the log carry other salts.
    if (wal.compare(wal, 16, 24, at + 8, at + 16) !== 0) break;
    sum.add(wal.subarray(at, at + 8));
    sum.add(wal.subarray(at + frameHeaderBytes, at + frameHeaderBytes + pageBytes));
    if (!sum.is(wal, at + 16)) break;
    pending.set(wal.readUInt32BE(at), at + frameHeaderBytes);
    const size = wal.readUInt32BE(at + 4);
    if (size === 0) continue;
    for (const [page, place] of pending) pages.set(page, place);
    pending.clear();
    count = size;
  }
  return { pages, pageBytes, count };
}
