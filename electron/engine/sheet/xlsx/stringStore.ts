import { asciiSlice, utf8Slice } from '../xml/slices.ts';

/** Bytes of a block, and entries of a page. A string never lies across two blocks. */
const blockBytes = 4 * 1024 * 1024;
const pageEntries = 64 * 1024;
/** Top bit of an entry's start: the bytes are ASCII. */
const asciiBit = 0x8000_0000;

/**
 * Strings as bytes: one and the same text takes 8 bytes beside its UTF-8, where a JavaScript string takes some 40
 * and the garbage collector's time. Decoded on use.
 */
export class StringStore {
  readonly #blocks: Buffer[] = [];
  readonly #pages: Uint32Array[] = [];
  #used = blockBytes;
  count = 0;

  /** Adds UTF-8 bytes as the next string. */
  add(bytes: Uint8Array, start: number, end: number, isAscii: boolean): void {
    const length = end - start;
    let block = this.#blocks.at(-1);
    if (block === undefined || this.#used + length > block.length) {
      block = Buffer.allocUnsafeSlow(Math.max(blockBytes, length));
      this.#blocks.push(block);
      this.#used = 0;
    }
    block.set(bytes.subarray(start, end), this.#used);
    this.#enter((this.#blocks.length - 1) * blockBytes + this.#used, length, isAscii);
    this.#used += length;
  }

  #enter(position: number, length: number, isAscii: boolean): void {
    const slot = (this.count % pageEntries) * 2;
    let page = this.#pages.at(-1);
    if (page === undefined || slot === 0) {
      page = new Uint32Array(pageEntries * 2);
      this.#pages.push(page);
    }
    page[slot] = isAscii ? position + asciiBit : position;
    page[slot + 1] = length;
    this.count += 1;
  }

  /** The string with this number, which must be below `count`. */
  get(index: number): string {
    const page = this.#pages[Math.floor(index / pageEntries)];
    const slot = (index % pageEntries) * 2;
    const entry = page?.[slot] ?? 0;
    const length = page?.[slot + 1] ?? 0;
    const isAscii = entry >= asciiBit;
    const position = isAscii ? entry - asciiBit : entry;
    const start = position % blockBytes;
    const block = this.#blocks[Math.floor(position / blockBytes)];
    if (block === undefined) return '';
    return isAscii ? asciiSlice(block, start, start + length) : utf8Slice(block, start, start + length);
  }
}
