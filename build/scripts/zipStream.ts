import type { FileHandle } from 'node:fs/promises';
import { crc32, createDeflateRaw } from 'node:zlib';

interface Written {
  readonly name: Buffer;
  readonly offset: number;
  readonly crc: number;
  readonly compressed: number;
  readonly size: number;
  readonly flags: number;
}

const versionNeeded = 20;
/** Bit 3: sizes follow the data; bit 11: the name is UTF-8. */
const descriptorFlag = 8;
const utf8Flag = 0x800;

/**
 * Writes a zip file part by part in bounded memory (APPNOTE 6.3.10). Without `descriptors` sizes and checksum go
 * into the local headers afterwards, as Excel has them; with them they follow the data, as streaming writers do.
 * No zip64: a part ends at 4 GB.
 */
export class ZipStream {
  readonly #handle: FileHandle;
  readonly #descriptors: boolean;
  readonly #written: Written[] = [];
  #position = 0;

  constructor(handle: FileHandle, descriptors: boolean) {
    this.#handle = handle;
    this.#descriptors = descriptors;
  }

  /** One part from its text, which may come in as many pieces as it likes. */
  async add(partName: string, text: Iterable<string> | AsyncIterable<string>): Promise<void> {
    const name = Buffer.from(partName);
    const offset = this.#position;
    const flags = utf8Flag | (this.#descriptors ? descriptorFlag : 0);
    await this.#write(localHeader({ name, offset, crc: 0, compressed: 0, size: 0, flags }));
    const sizes = await this.#deflate(text);
    const entry: Written = { name, offset, flags, ...sizes };
    this.#written.push(entry);
    if (this.#descriptors) await this.#write(descriptor(entry));
    else await this.#handle.write(localHeader(entry), 0, undefined, offset);
  }

  async #deflate(text: Iterable<string> | AsyncIterable<string>): Promise<Pick<Written, 'crc' | 'compressed' | 'size'>> {
    const start = this.#position;
    let crc = 0;
    let size = 0;
    const deflate = createDeflateRaw({ level: 6 });
    const feed = async (): Promise<void> => {
      for await (const piece of text) {
        const bytes = Buffer.from(piece);
        crc = crc32(bytes, crc);
        size += bytes.length;
        if (!deflate.write(bytes)) await new Promise((resolve) => deflate.once('drain', resolve));
      }
      deflate.end();
    };
    const drain = async (): Promise<void> => {
      for await (const piece of deflate) if (Buffer.isBuffer(piece)) await this.#write(piece);
    };
    await Promise.all([feed(), drain()]);
    return { crc, size, compressed: this.#position - start };
  }

  /** The directory at the end; the file is a zip only then. */
  async finish(): Promise<void> {
    const start = this.#position;
    for (const entry of this.#written) await this.#write(directoryEntry(entry));
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x0605_4b50, 0);
    end.writeUInt16LE(this.#written.length, 8);
    end.writeUInt16LE(this.#written.length, 10);
    end.writeUInt32LE(this.#position - start, 12);
    end.writeUInt32LE(start, 16);
    await this.#write(end);
  }

  async #write(bytes: Buffer): Promise<void> {
    await this.#handle.write(bytes, 0, bytes.length, this.#position);
    this.#position += bytes.length;
  }
}

function localHeader(entry: Written): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x0403_4b50, 0);
  header.writeUInt16LE(versionNeeded, 4);
  header.writeUInt16LE(entry.flags, 6);
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

function directoryEntry(entry: Written): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x0201_4b50, 0);
  header.writeUInt16LE(versionNeeded, 4);
  header.writeUInt16LE(versionNeeded, 6);
  header.writeUInt16LE(entry.flags, 8);
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
