import { once } from 'node:events';
import type { WriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { crc32, createDeflateRaw, type DeflateRaw } from 'node:zlib';

interface Written {
  readonly name: Buffer;
  readonly offset: number;
  readonly crc: number;
  readonly compressed: number;
  readonly size: number;
}

/** How a file is laid out and compressed. */
export interface ZipLayout {
  /** `behind` their data, as streaming writers have them; or in the `header`s before it, as Excel has them. */
  readonly sizes: 'behind' | 'header';
  /** Of deflate, 1 to 9. */
  readonly level: number;
}

const versionNeeded = 20;
/** Bit 3: sizes follow the data; bit 11: the name is UTF-8. */
const flagsOf: Readonly<Record<ZipLayout['sizes'], number>> = { behind: 0x808, header: 0x800 };
/** Bytes gathered before they are compressed. */
const gathered = 256 * 1024;
/** UTF-8 takes at most three bytes for a UTF-16 unit. */
const mostBytes = 3;

/** A part being written. */
export interface ZipPart {
  /** Waits only while the disk is behind. */
  write(text: string): Promise<void> | undefined;
  /** Bytes of text so far, about. */
  readonly size: number;
  end(): Promise<void>;
}

/**
 * Writes a zip file part by part to a stream of a file (APPNOTE 6.3.10), in bounded memory. No zip64: parts and file end
 * at 4 GB.
 */
export class ZipWriter {
  readonly #stream: WriteStream;
  readonly #layout: ZipLayout;
  readonly #flags: number;
  readonly #written: Written[] = [];
  #position = 0;

  constructor(stream: WriteStream, layout: ZipLayout = { sizes: 'behind', level: 4 }) {
    this.#stream = stream;
    this.#layout = layout;
    this.#flags = flagsOf[layout.sizes];
  }

  /** Begins a part; the one before must have ended. */
  begin(partName: string): ZipPart {
    const name = Buffer.from(partName);
    const offset = this.#position;
    this.#put(localHeader({ name, offset, crc: 0, compressed: 0, size: 0 }, this.#flags));
    const start = this.#position;
    const sums = { crc: 0, size: 0 };
    const deflate = createDeflateRaw({ level: this.#layout.level, chunkSize: gathered });
    deflate.on('data', (bytes: Buffer) => this.#put(bytes));
    // Each piece becomes bytes when it comes: a long text put together of all of them costs ten times as much to go through.
    let bytes: Buffer = Buffer.allocUnsafeSlow(2 * gathered);
    let length = 0;
    const flush = (): Promise<void> | undefined => {
      const full = bytes.subarray(0, length);
      // The compressor still reads what it was given.
      bytes = Buffer.allocUnsafeSlow(2 * gathered);
      length = 0;
      sums.crc = crc32(full, sums.crc);
      sums.size += full.length;
      return this.#feed(deflate, full);
    };
    return {
      write(piece) {
        if (length + piece.length * mostBytes > bytes.length) bytes = grown(bytes.subarray(0, length), piece.length * mostBytes);
        length += bytes.write(piece, length);
        return length < gathered ? undefined : flush();
      },
      get size() {
        return sums.size + length;
      },
      end: async () => {
        await flush();
        const ended = once(deflate, 'end');
        deflate.end();
        await ended;
        const entry: Written = { name, offset, ...sums, compressed: this.#position - start };
        this.#written.push(entry);
        if (this.#layout.sizes === 'behind') this.#put(descriptor(entry));
      },
    };
  }

  async add(partName: string, text: string): Promise<void> {
    const part = this.begin(partName);
    await part.write(text);
    await part.end();
  }

  /** The directory at the end, and the end of the stream. */
  async finish(): Promise<void> {
    const start = this.#position;
    for (const entry of this.#written) this.#put(directoryEntry(entry, this.#flags));
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x0605_4b50, 0);
    end.writeUInt16LE(this.#written.length, 8);
    end.writeUInt16LE(this.#written.length, 10);
    end.writeUInt32LE(this.#position - start, 12);
    end.writeUInt32LE(start, 16);
    this.#put(end);
    const finished = once(this.#stream, 'finish');
    this.#stream.end();
    await finished;
    if (this.#layout.sizes === 'header') await this.#fillHeaders();
  }

  /** Sizes are known only behind the data, and a stream cannot go back. */
  async #fillHeaders(): Promise<void> {
    const handle = await open(this.#stream.path, 'r+');
    try {
      for (const entry of this.#written) await handle.write(localHeader(entry, this.#flags), 0, undefined, entry.offset);
    } finally {
      await handle.close();
    }
  }

  #feed(deflate: DeflateRaw, bytes: Buffer): Promise<void> | undefined {
    const isFree = deflate.write(bytes);
    if (isFree && !this.#stream.writableNeedDrain) return undefined;
    return this.#drained(deflate);
  }

  async #drained(deflate: DeflateRaw): Promise<void> {
    if (deflate.writableNeedDrain) await once(deflate, 'drain');
    if (this.#stream.writableNeedDrain) await once(this.#stream, 'drain');
  }

  #put(bytes: Buffer): void {
    this.#stream.write(bytes);
    this.#position += bytes.length;
  }
}

function grown(bytes: Buffer, more: number): Buffer {
  const larger = Buffer.allocUnsafeSlow(bytes.length + more);
  bytes.copy(larger);
  return larger;
}

function localHeader(entry: Written, flags: number): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x0403_4b50, 0);
  header.writeUInt16LE(versionNeeded, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(8, 8);
  writeSizes(header, 14, entry);
  header.writeUInt16LE(entry.name.length, 26);
  return Buffer.concat([header, entry.name]);
}

function descriptor(entry: Written): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(0x0807_4b50, 0);
  writeSizes(bytes, 4, entry);
  return bytes;
}

function directoryEntry(entry: Written, flags: number): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x0201_4b50, 0);
  header.writeUInt16LE(versionNeeded, 4);
  header.writeUInt16LE(versionNeeded, 6);
  header.writeUInt16LE(flags, 8);
  header.writeUInt16LE(8, 10);
  writeSizes(header, 16, entry);
  header.writeUInt16LE(entry.name.length, 28);
  header.writeUInt32LE(entry.offset, 42);
  return Buffer.concat([header, entry.name]);
}

function writeSizes(into: Buffer, at: number, entry: Written): void {
  into.writeUInt32LE(entry.crc, at);
  into.writeUInt32LE(entry.compressed, at + 4);
  into.writeUInt32LE(entry.size, at + 8);
}
