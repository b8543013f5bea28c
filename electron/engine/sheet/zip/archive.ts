import yauzl from 'yauzl';
import { Fault } from '#contract/faults.ts';
import type { Fingerprint } from '../fingerprint.ts';
import { damaged, limits, tooLarge } from '../limits.ts';
import { SourceFile } from '../sourceFile.ts';
import { inflated } from './part.ts';
import { HandleReader } from './reader.ts';

/** An open zip file: its directory and its parts as streams. */
export interface Archive {
  /** Part names as a workbook names them: no leading slash, forward slashes. */
  readonly names: readonly string[];
  has(name: string): boolean;
  /** Inflated size the directory states; not to be trusted for more than a guess. */
  sizeOf(name: string): number;
  /** Compressed size, which is what reading a part takes from the file. */
  compressedSizeOf(name: string): number;
  /**
   * The part's inflated bytes in pieces, with back-pressure; `onRead` gets the compressed bytes taken so far.
   * Throws source-damaged where the part is missing, cut off or fails its checksum, source-encrypted, source-too-large.
   */
  read(name: string, onRead?: (bytes: number) => void): AsyncGenerator<Buffer>;
  /** As SourceFile gives it. */
  fingerprint(): Promise<Fingerprint>;
  close(): Promise<void>;
}

/** Opens a zip file by its central directory (zip64 and data descriptors included). Throws Fault. */
export async function openArchive(path: string): Promise<Archive> {
  const handle = await SourceFile.open(path);
  try {
    const { size } = handle;
    const reader = new HandleReader(handle, size);
    const zip = await openDirectory(reader, size);
    return archiveOf(zip, reader, handle, await listEntries(zip, reader));
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function archiveOf(zip: yauzl.ZipFile, reader: HandleReader, handle: SourceFile, entries: ReadonlyMap<string, yauzl.Entry>): Archive {
  const find = (name: string): yauzl.Entry | undefined => entries.get(keyOf(name));
  return {
    names: [...entries.values()].map((entry) => partName(entry)),
    has: (name) => find(name) !== undefined,
    sizeOf: (name) => find(name)?.uncompressedSize ?? 0,
    compressedSizeOf: (name) => find(name)?.compressedSize ?? 0,
    async *read(name, onRead) {
      const entry = find(name);
      if (entry === undefined) throw damaged('part-missing');
      if (entry.isEncrypted()) throw new Fault('source-encrypted');
      const start = await dataStart(zip, reader, entry);
      yield* inflated(handle, entry, start, onRead);
    },
    fingerprint: () => handle.fingerprint(),
    async close() {
      zip.close();
      await handle.close();
    },
  };
}

async function openDirectory(reader: HandleReader, size: number): Promise<yauzl.ZipFile> {
  try {
    // Names are decoded here, because yauzl refuses those with a leading slash, which some writers produce.
    const options = { autoClose: false, lazyEntries: true, decodeStrings: false };
    return await reader.guard(yauzl.fromRandomAccessReaderPromise(reader, size, options));
  } catch (error) {
    throw zipFault(error);
  }
}

async function listEntries(zip: yauzl.ZipFile, reader: HandleReader): Promise<ReadonlyMap<string, yauzl.Entry>> {
  if (zip.entryCount > limits.entries) throw tooLarge('entries');
  try {
    return await reader.guard(allEntries(zip));
  } catch (error) {
    throw zipFault(error);
  }
}

async function allEntries(zip: yauzl.ZipFile): Promise<ReadonlyMap<string, yauzl.Entry>> {
  const entries = new Map<string, yauzl.Entry>();
  for await (const entry of zip.eachEntry()) {
    const key = keyOf(partName(entry));
    // The first of two entries with one name is the one every other reader of the directory finds first.
    if (!entries.has(key)) entries.set(key, entry);
  }
  return entries;
}

async function dataStart(zip: yauzl.ZipFile, reader: HandleReader, entry: yauzl.Entry): Promise<number> {
  try {
    return (await reader.guard(zip.readLocalFileHeaderPromise(entry, { minimal: true }))).fileDataStart;
  } catch (error) {
    throw zipFault(error);
  }
}

/** Part names are compared without case (ECMA-376 part 2, 6.2.2.3). */
function keyOf(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase();
}

function partName(entry: yauzl.Entry): string {
  const name = yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  return name.replaceAll('\\', '/').replace(/^\/+/, '');
}

/** yauzl's errors are plain; those of the file system have a code and are no damage. */
function zipFault(error: unknown): unknown {
  if (error instanceof Fault || !(error instanceof Error)) return error;
  if (error.message.includes('encryption')) return new Fault('source-encrypted', {}, { cause: error });
  if ('code' in error && typeof error.code === 'string' && !error.code.startsWith('ERR_')) {
    return new Fault('source-unreadable', { reason: error.code }, { cause: error });
  }
  return damaged('zip', error);
}
