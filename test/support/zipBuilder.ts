import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipOptions {
  /** Without compression. */
  readonly stored?: boolean;
  /** Sizes behind the data, as streaming writers have them. */
  readonly descriptors?: boolean;
  /** Sizes, offsets and the directory's end in their 64-bit forms. */
  readonly zip64?: boolean;
  /** Sets the flag that says the parts are encrypted. */
  readonly encrypted?: boolean;
}

/** A zip file made by hand, so that a test can have what no writer would write. */
export function zipOf(parts: Readonly<Record<string, string | Buffer>>, options: ZipOptions = {}): Buffer {
  return Buffer.concat(zipPieces(parts, options));
}

/** The same, not copied into one piece: where a part takes tens of megabytes, copies of it take longer than what is tested. */
export function zipPieces(parts: Readonly<Record<string, string | Buffer>>, options: ZipOptions = {}): readonly Buffer[] {
  const body: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [partName, content] of Object.entries(parts)) {
    const data = Buffer.isBuffer(content) ? content : Buffer.from(content);
    const packed = options.stored === true ? data : deflateRawSync(data);
    const entry = { name: Buffer.from(partName), crc: crc32(data), packed: packed.length, size: data.length, offset };
    const pieces = [localHeader(entry, options), packed, options.descriptors === true ? descriptor(entry) : Buffer.alloc(0)];
    body.push(...pieces);
    directory.push(directoryEntry(entry, options));
    offset += pieces.reduce((sum, piece) => sum + piece.length, 0);
  }
  const size = directory.reduce((sum, entry) => sum + entry.length, 0);
  return [...body, ...directory, ending(directory.length, size, offset, options.zip64 === true)];
}

interface Entry {
  readonly name: Buffer;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

function flags(options: ZipOptions): number {
  return 0x800 | (options.descriptors === true ? 8 : 0) | (options.encrypted === true ? 1 : 0);
}

function localHeader(entry: Entry, options: ZipOptions): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags(options), 6);
  header.writeUInt16LE(options.stored === true ? 0 : 8, 8);
  if (options.descriptors !== true) sizes(header, 14, entry);
  header.writeUInt16LE(entry.name.length, 26);
  return Buffer.concat([header, entry.name]);
}

function descriptor(entry: Entry): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(0x08074b50, 0);
  sizes(bytes, 4, entry);
  return bytes;
}

function directoryEntry(entry: Entry, options: ZipOptions): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(45, 4);
  header.writeUInt16LE(45, 6);
  header.writeUInt16LE(flags(options), 8);
  header.writeUInt16LE(options.stored === true ? 0 : 8, 10);
  sizes(header, 16, entry);
  header.writeUInt16LE(entry.name.length, 28);
  header.writeUInt32LE(entry.offset, 42);
  if (options.zip64 !== true) return Buffer.concat([header, entry.name]);
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  extra.writeBigUInt64LE(BigInt(entry.size), 4);
  extra.writeBigUInt64LE(BigInt(entry.packed), 12);
  extra.writeBigUInt64LE(BigInt(entry.offset), 20);
  header.writeUInt32LE(0xffffffff, 20);
  header.writeUInt32LE(0xffffffff, 24);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(0xffffffff, 42);
  return Buffer.concat([header, entry.name, extra]);
}

function ending(count: number, size: number, offset: number, zip64: boolean): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(zip64 ? 0xffff : count, 8);
  end.writeUInt16LE(zip64 ? 0xffff : count, 10);
  end.writeUInt32LE(zip64 ? 0xffffffff : size, 12);
  end.writeUInt32LE(zip64 ? 0xffffffff : offset, 16);
  if (!zip64) return end;
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(45, 12);
  record.writeUInt16LE(45, 14);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator, end]);
}

function sizes(into: Buffer, at: number, entry: Entry): void {
  into.writeUInt32LE(entry.crc, at);
  into.writeUInt32LE(entry.packed, at + 4);
  into.writeUInt32LE(entry.size, at + 8);
}
