import { decodeRecord } from './record.ts';
import { readVarint } from './varint.ts';
import type { Stored } from '../seal.ts';

/** Of every job file; see database.ts. */
export const pageBytes = 16_384;
/** Kinds of b-tree pages with records in them (sqlite.org/fileformat2.html, 1.6); a table's interior pages hold none. */
const tableLeaf = 0x0d;
const indexLeaf = 0x0a;
const indexInterior = 0x02;
/** No record of ours comes near: an answer, deflated, or a block of the widest rows. */
const recordBytesAtMost = 100_000_000;

/** Pages of a database, by their number from 1. */
export interface PageSource {
  readonly count: number;
  page(number: number): Buffer;
}

export interface FoundRecord {
  /** The rowid; null in a table without one. */
  readonly key: number | null;
  readonly values: readonly Stored[];
}

/**
 * Every record on any page of a database that still looks like one with records, whether or not a page leads to it: the
 * first page, the pages between and the schema may be lost. What was deleted lies on pages of the free list, which are left
 * out where the list can be read; nothing else is promised of what is found, so every record must prove itself by its seal.
 */
export function* foundRecords(image: Buffer): Generator<FoundRecord> {
  const free = freePages(image);
  const pages: PageSource = {
    count: Math.floor(image.length / pageBytes),
    page: (number) => image.subarray((number - 1) * pageBytes, number * pageBytes),
  };
  for (let page = 1; page <= pages.count; page += 1) {
    if (!free.has(page)) yield* recordsOnPage(pages, page);
  }
}

/** Every record on one page. */
export function* recordsOnPage(pages: PageSource, number: number): Generator<FoundRecord> {
  const page = pages.page(number);
  const header = number === 1 ? 100 : 0;
  const kind = page[header];
  if (kind !== tableLeaf && kind !== indexLeaf && kind !== indexInterior) return;
  const pointers = header + (kind === indexInterior ? 12 : 8);
  const cells = Math.min(page.readUInt16BE(header + 3), Math.floor((pageBytes - pointers) / 2));
  for (let index = 0; index < cells; index += 1) {
    const at = page.readUInt16BE(pointers + index * 2);
    const found = at < pointers ? null : recordAt(pages, page, at + (kind === indexInterior ? 4 : 0), kind === tableLeaf);
    if (found !== null) yield found;
  }
}

function recordAt(pages: PageSource, page: Buffer, at: number, hasKey: boolean): FoundRecord | null {
  const length = readVarint(page, at);
  const key = length === null || !hasKey ? null : readVarint(page, length.next);
  if (length === null || (hasKey && key === null) || length.value < 1 || length.value > recordBytesAtMost) return null;
  const payload = payloadAt(pages, page, key?.next ?? length.next, length.value, hasKey);
  const values = payload === null ? null : decodeRecord(payload);
  return values === null ? null : { key: key?.value ?? null, values };
}

/** A record with what of it lies on pages of its own (fileformat2, 1.6); null where that chain is broken. */
function payloadAt(pages: PageSource, page: Buffer, start: number, length: number, isTable: boolean): Buffer | null {
  const least = Math.floor(((pageBytes - 12) * 32) / 255) - 23;
  const most = isTable ? pageBytes - 35 : Math.floor(((pageBytes - 12) * 64) / 255) - 23;
  const fitting = least + ((length - least) % (pageBytes - 4));
  const here = length <= most ? length : fitting <= most ? fitting : least;
  if (start + here + (here < length ? 4 : 0) > pageBytes) return null;
  const first = page.subarray(start, start + here);
  if (here === length) return first;
  const pieces = [first];
  let left = length - here;
  let next = page.readUInt32BE(start + here);
  // Each page takes something off, so that a chain in a circle ends too.
  while (left > 0) {
    if (next < 2 || next > pages.count) return null;
    const further = pages.page(next);
    const size = Math.min(left, pageBytes - 4);
    pieces.push(further.subarray(4, 4 + size));
    left -= size;
    next = further.readUInt32BE(0);
  }
  return Buffer.concat(pieces);
}

/** Pages of the free list (fileformat2, 1.5), as far as it can be followed. */
function freePages(image: Buffer): ReadonlySet<number> {
  const free = new Set<number>();
  if (image.length < pageBytes || image.toString('latin1', 0, 15) !== 'SQLite format 3') return free;
  let trunk = image.readUInt32BE(32);
  while (trunk > 1 && trunk * pageBytes <= image.length && !free.has(trunk)) {
    free.add(trunk);
    const at = (trunk - 1) * pageBytes;
    const leaves = Math.min(image.readUInt32BE(at + 4), pageBytes / 4 - 2);
    for (let index = 0; index < leaves; index += 1) free.add(image.readUInt32BE(at + 8 + index * 4));
    trunk = image.readUInt32BE(at);
  }
  return free;
}
