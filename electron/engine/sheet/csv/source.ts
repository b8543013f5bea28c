import { m } from '#messages';
import { open, type FileHandle } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { Fault } from '#contract/faults.ts';
import type { SheetRow } from '#contract/cells.ts';
import type { CsvReading, Guess } from '#contract/source.ts';
import { SpokenFault } from '#contract/spokenFault.ts';
import { inFile } from '../limits.ts';
import { fileFault } from '../file.ts';
import { SourceFile, type PieceReader } from '../sourceFile.ts';
import type { OpenOptions, OpenSource } from '../types.ts';
import type { FileFacts } from '../xlsx/source.ts';
import { detectDelimiter, detectQuote } from './delimiter.ts';
import { detectEncoding, roomFor, type EncodingFound } from './encoding.ts';
import { encodingName, encodingNames } from './encodingName.ts';
import { readingOf } from './alternatives.ts';
import { CsvScanner, type CsvMarks } from './scanner.ts';

const pieceBytes = 256 * 1024;
const sampleBytes = 256 * 1024;
/** As far is looked for the end of the first line: a header of Excel's 16,384 columns is longer than a sample. */
const longestLine = 1024 * 1024;

/** What was found out about a text file, or wished by the operator. */
export interface CsvLayout {
  readonly encoding: string;
  readonly delimiter: string;
  readonly quote: string;
  /** A first line `sep=;`, which Excel obeys and does not show. */
  readonly hasSeparatorLine: boolean;
  /** Whether the text, as UTF-8, is whole from end to end: it was found to be, or a decoder makes it. */
  readonly isValid: boolean;
  /** Whether the lines agree on the delimiter, so that a file with any name may be taken for CSV. */
  readonly isSure: boolean;
  /** The beginning, decoded. */
  readonly sample: string;
  /** The guesses behind it. */
  readonly reading: CsvReading;
}

/** Looks at a file as CSV; null where it is no text. Throws bad-input for an encoding, delimiter or quote that cannot be. */
export async function csvLayout(path: string, bytes: number, { csv = {}, csvByHead }: OpenOptions): Promise<CsvLayout | null> {
  const handle = await open(path, 'r');
  try {
    const head = await sampleOf(handle, bytes);
    const wished = csvByHead === undefined ? csv : csvByHead(head, csv);
    const wish = wished.encoding === undefined ? null : wishedEncoding(wished.encoding);
    const encodingFound = (await detectEncoding(handle, bytes)) ?? unknown(wish);
    if (encodingFound === null) return null;
    const encoding = wish ?? encodingFound.value;
    const sample = withoutMarks(iconv.decode(head, encoding));
    const line = /^sep=(.)(?:\r\n?|\n|$)/i.exec(sample);
    const text = line === null ? sample : sample.slice(line[0].length);
    const delimiterFound = detectDelimiter(text, head.length === bytes);
    const delimiter = wished.delimiter ?? line?.[1] ?? delimiterFound.value;
    if (!isMark(delimiter)) throw badMark('delimiter', delimiter);
    const quoteFound = detectQuote(text, delimiter);
    const quote = wished.quote ?? quoteFound.value;
    if (quote !== 'none' && (!isMark(quote) || delimiter === quote)) throw badMark('quote', quote);
    const marked = line !== null && line[1] === delimiter ? { ...delimiterFound, value: delimiter, confidence: 'sure', reason: 'mark' } as const : delimiterFound;
    const reading = readingOf({
      head, text, encoding, delimiter, quote,
      encodingFound: toldOr(wish, encodingFound),
      delimiterFound: toldOr(wished.delimiter, marked),
      quoteFound: toldOr(wished.quote, quoteFound),
    });
    const isValid = encoding !== 'utf-8' || (encodingFound.value === 'utf-8' && (encodingFound.reason === 'valid' || encodingFound.reason === 'single'));
    return { encoding, delimiter, quote, hasSeparatorLine: line !== null, isValid, isSure: delimiterFound.isSure || line !== null, sample, reading };
  } finally {
    await handle.close();
  }
}

/** The file's first bytes; its whole first line if that is possible. */
async function sampleOf(handle: FileHandle, bytes: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(roomFor(bytes, sampleBytes)), { position: 0 });
  const head = buffer.subarray(0, bytesRead);
  if (bytesRead < sampleBytes || head.includes(10) || head.includes(13)) return head;
  const more = await handle.read(Buffer.alloc(longestLine - sampleBytes), 0, longestLine - sampleBytes, sampleBytes);
  return Buffer.concat([head, more.buffer.subarray(0, more.bytesRead)]);
}

/** What somebody says needs no guess. */
function toldOr<Found extends Omit<Guess<string>, 'alternatives'>>(wish: string | null | undefined, found: Found): Found {
  return typeof wish === 'string' ? { ...found, value: wish, confidence: 'sure', reason: 'told' } : found;
}

/** What is no text by its bytes may be one in an encoding that somebody names. */
function unknown(wish: string | null): EncodingFound | null {
  return wish === null ? null : { value: wish, confidence: 'sure', reason: 'told', ranked: [wish] };
}

function wishedEncoding(name: string): string {
  const encoding = encodingName(name);
  if (encoding === null) throw new SpokenFault('bad-input', () => ({ encoding: name, problem: m.cli_usage_no_encoding({ name, known: encodingNames.join(', ') }) }));
  return encoding;
}

function badMark(what: 'delimiter' | 'quote', mark: string): Fault {
  return new SpokenFault('bad-input', () => ({ [what]: mark, problem: what === 'quote' ? m.cli_usage_quote_mark() : m.cli_usage_delimiter_mark() }));
}

function withoutMarks(text: string): string {
  return text.replace(/^(?:\ufeff|ï»¿|п»ї)+/, '');
}

function isMark(character: string): boolean {
  return /^[\x01-\x7f]$/.test(character) && !/[\r\n]/.test(character);
}

/** A CSV file as a source of rows; a sheet name is not asked for, as there is only one. */
export async function openCsv(path: string, file: FileFacts, layout: CsvLayout): Promise<OpenSource> {
  const handle = await SourceFile.open(path);
  const name = file.name.replace(/\.[^.]+$/, '') || file.name;
  return {
    ...file,
    kind: 'csv',
    sheets: [{ name, visibility: 'visible', kind: 'cells' }],
    csv: layout.reading,
    date1904: false,
    defaultSheet: () => Promise.resolve(name),
    async *rows({ signal, onProgress }) {
      try {
        let read = 0;
        const pieces = filePieces(handle, (bytes) => { read = bytes; });
        for await (const rows of csvRows(utf8Text(pieces, layout.encoding), layout, signal)) {
          onProgress?.(read);
          yield rows;
        }
      } catch (error) {
        throw inFile(fileFault(error), file.name);
      }
    },
    fingerprint: () => handle.fingerprint(),
    close: () => handle.close(),
  };
}

/** Rows of UTF-8 bytes in pieces of any size. Throws csv-broken, source-too-large, cancelled. */
export async function* csvRows(
  pieces: AsyncIterable<Buffer>,
  layout: CsvMarks & Pick<CsvLayout, 'hasSeparatorLine'>,
  signal?: AbortSignal,
): AsyncGenerator<SheetRow[]> {
  const scanner = new CsvScanner(layout, layout.hasSeparatorLine ? 2 : 1);
  for await (const piece of layout.hasSeparatorLine ? withoutHead(pieces, 7, firstLineLength) : pieces) {
    if (signal?.aborted === true) throw new Fault('cancelled');
    scanner.feed(piece);
    const rows = scanner.take(false);
    if (rows.length > 0) yield rows;
  }
  const rest = scanner.take(true);
  if (rest.length > 0) yield rest;
}

/** The pieces without the bytes at their front that `lengthOf` tells from the first `enough` of them, or from all there are. */
async function* withoutHead(pieces: AsyncIterable<Buffer>, enough: number, lengthOf: (head: Buffer) => number): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const piece of pieces) {
    if (head === null) {
      yield piece;
      continue;
    }
    head = Buffer.concat([head, piece]);
    if (head.length < enough) continue;
    yield head.subarray(lengthOf(head));
    head = null;
  }
  if (head !== null) yield head.subarray(lengthOf(head));
}

/** `sep=;` and its line end of one byte or two. */
const firstLineLength = (head: Buffer): number => (head[5] === 13 && head[6] === 10 ? 7 : 6);

/** Byte order marks as UTF-8, as UTF-8 taken for windows-1252, and as UTF-8 taken for windows-1251: no text begins with them. */
const marks = ['\ufeff', 'ï»¿', 'п»ї'].map((mark) => Buffer.from(mark));
/** Programs that join files or write a mark of their own leave two or three; so many bytes are looked at. */
const marksAtMost = 64;

/** Bytes of all marks at the front. */
function marksLength(head: Buffer): number {
  let at = 0;
  for (;;) {
    const mark = marks.find((each) => head.subarray(at, at + each.length).equals(each));
    if (mark === undefined) return at;
    at += mark.length;
  }
}

/** The file's text as UTF-8 without byte order marks, characters whole or cut, as the pieces come. */
export function utf8Text(pieces: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  return withoutHead(/^utf-?8$/i.test(encoding) ? pieces : decoded(pieces, encoding), marksAtMost, marksLength);
}

async function* decoded(pieces: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  const decoder = iconv.getDecoder(encoding);
  for await (const piece of pieces) yield Buffer.from(decoder.write(piece));
  const rest = decoder.end();
  if (rest !== undefined && rest !== '') yield Buffer.from(rest);
}

/** The same memory serves every piece: whoever takes one has copied it before asking for the next. */
async function* filePieces(handle: PieceReader & { readonly size: number }, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafe(roomFor(handle.size, pieceBytes));
  for (let position = 0; ; ) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    onRead(position);
    yield buffer.subarray(0, bytesRead);
  }
}
