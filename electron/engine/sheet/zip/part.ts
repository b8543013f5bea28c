import { Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import type yauzl from 'yauzl';
import { Fault } from '#contract/faults.ts';
import { fileFault } from '../file.ts';
import { damaged, limits, tooLarge } from '../limits.ts';
import type { PieceReader } from '../sourceFile.ts';

/** Compressed bytes read at once, and inflated bytes handed on at once. */
const inputBytes = 128 * 1024;
const outputBytes = 256 * 1024;

const stored = 0;
const deflated = 8;

/**
 * Inflated bytes of one zip entry whose data begins at `start`. Size and checksum are compared at the end, so
 * that a flipped bit is an error and not a wrong cell; the bounds on size and ratio stop a bomb on its way.
 */
export async function* inflated(
  handle: PieceReader,
  entry: yauzl.Entry,
  start: number,
  onRead: (bytes: number) => void = () => undefined,
): AsyncGenerator<Buffer> {
  let size = 0;
  let checksum = 0;
  for await (const piece of pieces(handle, entry, start, onRead)) {
    size += piece.length;
    // At once, because whoever reads relies on the stated size for what it keeps in memory.
    if (size > entry.uncompressedSize) throw damaged('size');
    checksum = crc32(piece, checksum);
    if (size > limits.part) throw tooLarge('part');
    if (size > limits.ratioFrom && size > entry.compressedSize * limits.ratio) throw tooLarge('ratio');
    yield piece;
  }
  if (size !== entry.uncompressedSize) throw damaged('size');
  if (checksum !== entry.crc32) throw damaged('checksum');
}

async function* pieces(
  handle: PieceReader,
  entry: yauzl.Entry,
  start: number,
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const raw = rawBytes(handle, start, entry.compressedSize, onRead);
  if (entry.compressionMethod === stored) {
    yield* raw;
    return;
  }
  if (entry.compressionMethod !== deflated) throw damaged('compression');
  const input = Readable.from(raw, { objectMode: false, highWaterMark: inputBytes });
  const inflate = createInflateRaw({ chunkSize: outputBytes });
  input.on('error', (error) => inflate.destroy(error));
  input.pipe(inflate);
  try {
    for await (const piece of inflate) {
      if (Buffer.isBuffer(piece)) yield piece;
    }
  } catch (error) {
    throw error instanceof Fault ? error : damaged('deflate', error);
  } finally {
    input.destroy();
    inflate.destroy();
  }
}

async function* rawBytes(
  handle: PieceReader,
  start: number,
  length: number,
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  let done = 0;
  while (done < length) {
    const wanted = Math.min(inputBytes, length - done);
    const { bytesRead, buffer } = await readAt(handle, wanted, start + done);
    if (bytesRead === 0) throw damaged('cut-off');
    done += bytesRead;
    onRead(done);
    yield buffer.subarray(0, bytesRead);
  }
}

async function readAt(handle: PieceReader, length: number, position: number): Promise<{ bytesRead: number; buffer: Buffer }> {
  try {
    return await handle.read(Buffer.allocUnsafe(length), 0, length, position);
  } catch (error) {
    throw fileFault(error);
  }
}
