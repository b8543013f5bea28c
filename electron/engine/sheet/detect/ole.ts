import type { FileHandle } from 'node:fs/promises';

/** What an OLE compound file (MS-CFB) holds, as far as a spreadsheet reader cares. */
export type OleContent = 'encrypted' | 'legacy' | 'other' | 'broken';

const endOfChain = 0xffff_fffa;
const entrySize = 128;
/** Directory sectors that are looked at; real workbooks have one to three. */
const maxSectors = 256;

/**
 * Tells an encrypted workbook (stream EncryptedPackage, MS-OFFCRYPTO 2.3.4.4) from an old .xls (stream Workbook
 * or Book) by the names in the compound file's directory. "broken" where the directory cannot be walked.
 */
export async function oleContent(handle: FileHandle): Promise<OleContent> {
  const header = await bytesAt(handle, 0, 512);
  if (header.length < 512) return 'broken';
  const shift = header.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) return 'broken';
  const sectorSize = 1 << shift;
  const names: string[] = [];
  let sector = header.readUInt32LE(48);
  for (let count = 0; sector < endOfChain && count < maxSectors; count += 1) {
    const directory = await bytesAt(handle, (sector + 1) * sectorSize, sectorSize);
    if (directory.length < entrySize) return verdict(names, true);
    names.push(...entryNames(directory));
    const next = await nextSector(handle, header, sector, sectorSize);
    if (next === null) return verdict(names, true);
    sector = next;
  }
  return verdict(names, false);
}

function verdict(names: readonly string[], isBroken: boolean): OleContent {
  if (names.includes('encryptedpackage')) return 'encrypted';
  if (names.includes('workbook') || names.includes('book')) return 'legacy';
  return isBroken ? 'broken' : 'other';
}

function entryNames(directory: Buffer): string[] {
  const names: string[] = [];
  for (let at = 0; at + entrySize <= directory.length; at += entrySize) {
    const length = Math.min(directory.readUInt16LE(at + 64), 64);
    if (length >= 2) names.push(directory.toString('utf16le', at, at + length - 2).toLowerCase());
  }
  return names;
}

/** Next sector of a chain by the allocation table, whose first 109 sectors are named in the header. */
async function nextSector(handle: FileHandle, header: Buffer, sector: number, sectorSize: number): Promise<number | null> {
  const perSector = sectorSize / 4;
  const tableIndex = Math.floor(sector / perSector);
  if (tableIndex >= 109) return null;
  const tableSector = header.readUInt32LE(76 + tableIndex * 4);
  if (tableSector >= endOfChain) return null;
  const entry = await bytesAt(handle, (tableSector + 1) * sectorSize + (sector % perSector) * 4, 4);
  return entry.length < 4 ? null : entry.readUInt32LE(0);
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}
