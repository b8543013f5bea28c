import { limits, tooLarge } from '../limits.ts';
import { asciiSlice, utf8Slice } from '../xml/slices.ts';
import { BlockFile } from './blockFile.ts';

/** Powers of two, so that shifts find the place of a string: divisions would take longer than the string itself. */
const blockShift = 22;
const pageShift = 16;
/** Bytes of a block. A string never lies across two blocks. */
export const blockBytes = 1 << blockShift;
/** Blocks kept in memory; those beyond go to a temporary file. */
const defaultBlocks = 64;
const pageEntries = 1 << pageShift;
/** What the first block and the first page begin with; they grow, as most tables of strings are small. */
const firstBytes = 1 << 16;
const firstEntries = 1 << 10;
/** Top bit of an entry's start: the bytes are ASCII without control characters but tab and line end. */
const plainBit = 0x8000_0000;

/**
 * Strings as bytes: one and the same text takes 8 bytes beside its UTF-8, where a JavaScript string takes some 40
 * and the garbage collector's time. Decoded on use. Beyond 256 MB the bytes lie in a temporary file.
 */
export class StringStore {
  readonly #memoryBlocks: number;
  readonly #blocks: Buffer[] = [];
  readonly #pages: Uint32Array[] = [];
  #file: BlockFile | null = null;
  /** The block being filled, and its number. */
  #open = Buffer.alloc(0);
  #openNumber = -1;
  #used = 0;
  count = 0;
  /** Whether all characters of the string last got are plain ones, see `add`; a field, as strings come by the million. */
  gotPlain = false;

  constructor(memoryBlocks = defaultBlocks) {
    this.#memoryBlocks = memoryBlocks;
  }

  /** Adds UTF-8 bytes as the next string; `isPlain`: they are ASCII without control characters but tab and line end. Throws source-too-large beyond the bounds on their number and size. */
  add(bytes: Uint8Array, start: number, end: number, isPlain: boolean): void {
    const length = end - start;
    if (length > blockBytes) throw tooLarge('cell');
    if (this.#used + length > this.#open.length) this.#makeRoom(length);
    copyShort(bytes, start, end, this.#open, this.#used);
    this.#enter(this.#openNumber * blockBytes + this.#used, length, isPlain);
    this.#used += length;
  }

  #makeRoom(length: number): void {
    const needed = this.#used + length;
    if (this.#openNumber > 0 || needed > blockBytes || this.#memoryBlocks === 0) {
      this.#nextBlock();
      return;
    }
    const grown = Buffer.allocUnsafeSlow(Math.min(blockBytes, Math.max(firstBytes, needed, this.#open.length * 4)));
    this.#open.copy(grown, 0, 0, this.#used);
    this.#open = grown;
    this.#openNumber = 0;
    this.#blocks[0] = grown;
  }

  #nextBlock(): void {
    const next = this.#openNumber + 1;
    if (next > this.#memoryBlocks) {
      // The one just filled lies beyond the bound: it goes to the file, and its memory is used again.
      this.#file ??= new BlockFile(blockBytes);
      this.#file.write(this.#openNumber - this.#memoryBlocks, this.#open);
    } else {
      this.#open = Buffer.allocUnsafeSlow(blockBytes);
      if (next < this.#memoryBlocks) this.#blocks.push(this.#open);
    }
    this.#openNumber = next;
    this.#used = 0;
  }

  #enter(position: number, length: number, isPlain: boolean): void {
    if (this.count >= limits.strings) throw tooLarge('strings');
    if (position > limits.stringBytes) throw tooLarge('stringBytes');
    const slot = (this.count % pageEntries) * 2;
    let page = this.#pages.at(-1);
    if (page === undefined || slot === 0) {
      page = new Uint32Array((page === undefined ? firstEntries : pageEntries) * 2);
      this.#pages.push(page);
    } else if (slot === page.length) {
      const grown = new Uint32Array(Math.min(pageEntries * 2, page.length * 4));
      grown.set(page);
      page = grown;
      this.#pages[this.#pages.length - 1] = page;
    }
    page[slot] = isPlain ? position + plainBit : position;
    page[slot + 1] = length;
    this.count += 1;
  }

  /** The string with this number, which must be below `count`. */
  get(index: number): string {
    const page = this.#pages[index >>> pageShift];
    const slot = (index & (pageEntries - 1)) * 2;
    const entry = page?.[slot] ?? 0;
    const length = page?.[slot + 1] ?? 0;
    this.gotPlain = entry >= plainBit;
    const position = this.gotPlain ? entry - plainBit : entry;
    const start = position & (blockBytes - 1);
    const block = this.#block(position >>> blockShift);
    return this.gotPlain ? asciiSlice(block, start, start + length) : utf8Slice(block, start, start + length);
  }

  #block(number: number): Buffer {
    if (number === this.#openNumber) return this.#open;
    return this.#blocks[number] ?? this.#file?.read(number - this.#memoryBlocks) ?? this.#open;
  }

  /** Takes the temporary file away. */
  close(): void {
    this.#file?.close();
    this.#file = null;
  }
}

/** Most strings are shorter than what making a view of them costs. */
const shortBytes = 64;

function copyShort(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): void {
  if (end - start > shortBytes) {
    to.set(from.subarray(start, end), at);
    return;
  }
  for (let read = start, write = at; read < end; read += 1, write += 1) to[write] = from[read] ?? 0;
}
