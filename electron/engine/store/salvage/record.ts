import type { Stored } from '../seal.ts';
import { readVarint } from './varint.ts';

/** Whole numbers by their serial type (sqlite.org/fileformat2.html, 2.1). */
const numberBytes = [0, 1, 2, 3, 4, 6, 8];

/** The texts of this column are JSON of a block's cells, sealed as bytes: the fourth of the five columns of table block. */
const bytesText = { columns: 5, index: 3 };

/** A record's values; null for what is no record. A real number, which no table of ours has, makes it none. */
export function decodeRecord(payload: Buffer): readonly Stored[] | null {
  const header = readVarint(payload, 0);
  if (header === null || header.value > payload.length) return null;
  const types: number[] = [];
  for (let at = header.next; at < header.value; ) {
    const type = readVarint(payload, at);
    if (type === null) return null;
    types.push(type.value);
    at = type.next;
  }
  const values: Stored[] = [];
  let at = header.value;
  for (const [index, type] of types.entries()) {
    const size = sizeOf(type);
    if (size === null || at + size > payload.length) return null;
    const bytes = payload.subarray(at, at + size);
    const asBytes = types.length === bytesText.columns && index === bytesText.index;
    const value = valueOf(type, bytes, asBytes);
    if (value === undefined) return null;
    values.push(value);
    at += size;
  }
  return at === payload.length ? values : null;
}

function sizeOf(type: number): number | null {
  if (type >= 12) return Math.floor((type - 12) / 2);
  if (type === 8 || type === 9) return 0;
  return numberBytes[type] ?? null;
}

function valueOf(type: number, bytes: Buffer, asBytes: boolean): Stored | undefined {
  if (type >= 12) return type % 2 === 0 || asBytes ? Buffer.from(bytes) : bytes.toString('utf8');
  if (type === 0) return null;
  if (type === 8 || type === 9) return type - 8;
  if (type < 6) return bytes.readIntBE(0, bytes.length);
  const wide = Number(bytes.readBigInt64BE(0));
  return Number.isSafeInteger(wide) ? wide : undefined;
}
