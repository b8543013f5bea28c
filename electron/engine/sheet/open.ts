import { open, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { otherThanFile } from '#files/systemErrors.ts';
import { csvLayout, openCsv } from './csv/source.ts';
import { oleContent } from './detect/ole.ts';
import { faultOfBytes, faultOfParts, faultOfText } from './detect/otherContent.ts';
import { fileFault } from './file.ts';
import { damaged, inFile } from './limits.ts';
import type { OpenOptions, OpenSource } from './types.ts';
import { openWorkbook, type FileFacts } from './xlsx/source.ts';
import { workbookPart } from './xlsx/workbook.ts';
import { openArchive, type Archive } from './zip/archive.ts';

const textExtensions: ReadonlySet<string> = new Set(['.csv', '.txt', '.tsv', '.tab']);

/**
 * Opens a workbook (.xlsx, .xlsm) or CSV file for reading; which of them it is is told by its content, not by its
 * name. Nothing but the workbook's own description is read before rows are asked for.
 *
 * Throws Fault with the file's name in `detail.file`: source-missing, source-unreadable, source-not-spreadsheet,
 * source-web-page, source-legacy (.xls), source-binary (.xlsb), source-opendocument (.ods), source-encrypted, source-damaged,
 * source-too-large, bad-input (an encoding or delimiter that cannot be).
 */
export async function openSource(path: string, options: OpenOptions = {}): Promise<OpenSource> {
  const name = basename(path);
  try {
    const facts = await stat(path);
    if (!facts.isFile()) throw new Fault('source-unreadable', { reason: otherThanFile(facts) });
    return await openByContent(path, { name, bytes: facts.size }, options);
  } catch (error) {
    throw inFile(fileFault(error), name);
  }
}

async function openByContent(path: string, file: FileFacts, options: OpenOptions): Promise<OpenSource> {
  const head = await headOf(path);
  if (head.readUInt32BE(0) === 0xd0cf_11e0 && head.readUInt32BE(4) === 0xa1b1_1ae1) throw await oleFault(path);
  // BIFF 2 to 5 without a compound file around it: a BOF record (MS-XLS 2.4.21 and its forerunners).
  if (head[0] === 9 && [0, 2, 4, 8].includes(head[1] ?? -1) && (head[2] ?? 0) <= 16 && head[3] === 0) throw new Fault('source-legacy');
  const signature = head.readUInt32BE(0);
  if (signature === 0x504b_0304 || signature === 0x504b_0506) return openZip(path, file, options);
  const other = faultOfBytes(head);
  if (other !== null) throw other;
  return openText(path, file, options);
}

/** The first 16 bytes, filled up with zeros. */
async function headOf(path: string): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const head = Buffer.alloc(16);
    await handle.read(head, 0, head.length, 0);
    return head;
  } finally {
    await handle.close();
  }
}

async function oleFault(path: string): Promise<Fault> {
  const handle = await open(path, 'r');
  try {
    const content = await oleContent(handle);
    if (content === 'encrypted') return new Fault('source-encrypted');
    if (content === 'legacy') return new Fault('source-legacy');
    if (content === 'other') return new Fault('source-not-spreadsheet');
    return extname(path).toLowerCase() === '.xls' ? new Fault('source-legacy') : damaged('compound-file');
  } finally {
    await handle.close();
  }
}

async function openZip(path: string, file: FileFacts, options: OpenOptions): Promise<OpenSource> {
  const archive = await openArchive(path);
  try {
    const part = await workbookPart(archive);
    if (part === null) throw await otherZip(archive);
    if (/\.bin$/i.test(part)) throw new Fault('source-binary');
    return await openWorkbook(file, archive, part, options);
  } catch (error) {
    await archive.close();
    throw error;
  }
}

/** What a zip without a workbook is. */
async function otherZip(archive: Archive): Promise<Fault> {
  if (archive.has('content.xml') && (archive.has('META-INF/manifest.xml') || archive.has('mimetype'))) {
    const type = archive.has('mimetype') ? await textOf(archive.read('mimetype')) : '';
    return new Fault(type === '' || type.includes('spreadsheet') ? 'source-opendocument' : 'source-not-spreadsheet');
  }
  return archive.names.some((name) => /^xl\//i.test(name)) ? damaged('no-workbook') : faultOfParts(archive.names);
}

async function textOf(pieces: AsyncIterable<Buffer>): Promise<string> {
  for await (const piece of pieces) return piece.toString('latin1', 0, 200);
  return '';
}

async function openText(path: string, file: FileFacts, options: OpenOptions): Promise<OpenSource> {
  const layout = await csvLayout(path, file.bytes, options);
  if (layout === null) throw new Fault('source-not-spreadsheet');
  const other = faultOfText(layout.sample);
  if (other !== null) throw other;
  const isNamedText = textExtensions.has(extname(path).toLowerCase());
  if (!isNamedText && !layout.isSure) throw file.bytes === 0 ? damaged('empty-file') : new Fault('source-not-spreadsheet');
  return openCsv(path, file, layout);
}
