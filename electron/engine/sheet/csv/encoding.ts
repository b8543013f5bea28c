import { isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import { ByteStatistics } from './letters.ts';
import { wholeCharacters } from './wholeCharacters.ts';

const pieceBytes = 1024 * 1024;

/** Encodings that are told apart; others can be named. */
export type CsvEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1251' | 'windows-1252' | 'koi8-r';

/**
 * The encoding of a text file: by its byte order mark, by the zero bytes of UTF-16, by being valid UTF-8 from
 * end to end (a first megabyte of ASCII proves nothing), else by its letters. null where it is no text at all.
 */
export async function detectEncoding(handle: FileHandle): Promise<CsvEncoding | null> {
  const head = await pieceAt(handle, 0, Buffer.alloc(64 * 1024));
  const marked = byMark(head);
  if (marked !== null) return marked;
  const unmarked = byZeros(head);
  if (unmarked !== null) return unmarked;
  if (!isText(head)) return null;
  return (await isUtf8File(handle)) ? 'utf-8' : byLetters(handle);
}

function byMark(head: Buffer): CsvEncoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : null;
}

/**
 * UTF-16 without a mark: digits, delimiters and line ends have a zero byte, always on the same side. The other
 * side must hold no control characters, or it is no text.
 */
function byZeros(head: Buffer): CsvEncoding | null {
  let even = 0;
  let odd = 0;
  for (let at = 0; at < head.length; at += 1) {
    if (head[at] !== 0) continue;
    if (at % 2 === 0) even += 1;
    else odd += 1;
  }
  const units = head.length / 2;
  const isLittle = odd > units * 0.05 && even * 50 < odd;
  const isBig = even > units * 0.05 && odd * 50 < even;
  if (!isLittle && !isBig) return null;
  const text = new TextDecoder(isLittle ? 'utf-16le' : 'utf-16be').decode(head.subarray(0, head.length & ~1));
  const rubbish = /[\u0000-\u0008\u000e-\u001f\ufffd]/.exec(text.slice(0, -1));
  return rubbish === null ? (isLittle ? 'utf-16le' : 'utf-16be') : null;
}

/** A few control characters slip into texts, and zeros fill fields of fixed width up; pictures and programs have many of them. */
function isText(bytes: Buffer): boolean {
  let zeros = 0;
  let controls = 0;
  for (const byte of bytes) {
    if (byte === 0) zeros += 1;
    else if (byte < 9 || (byte > 13 && byte < 32 && byte !== 26 && byte !== 27) || byte === 127) controls += 1;
  }
  return zeros * 2 <= bytes.length && controls <= Math.max(2, bytes.length / 33);
}

async function isUtf8File(handle: FileHandle): Promise<boolean> {
  const buffer = Buffer.allocUnsafe(pieceBytes);
  for (let position = 0; ; ) {
    const piece = await pieceAt(handle, position, buffer);
    const isEnd = piece.length < pieceBytes;
    const whole = isEnd ? piece.length : wholeCharacters(piece);
    if (!isUtf8(piece.subarray(0, whole))) return false;
    if (isEnd) return true;
    position += whole;
  }
}

async function byLetters(handle: FileHandle): Promise<CsvEncoding> {
  const statistics = new ByteStatistics();
  const buffer = Buffer.allocUnsafe(pieceBytes);
  for (let position = 0; !statistics.isEnough; position += pieceBytes) {
    const piece = await pieceAt(handle, position, buffer);
    statistics.add(piece);
    if (piece.length < pieceBytes) break;
  }
  return statistics.verdict();
}

async function pieceAt(handle: FileHandle, position: number, buffer: Buffer): Promise<Buffer> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
