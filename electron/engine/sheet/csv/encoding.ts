import { isAscii, isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import type { Guess } from '#contract/source.ts';
import { HighWords } from './highWords.ts';
import { rankEncodings } from './letters.ts';
import { countUtf8 } from './utf8Share.ts';
import { cutCharacter, wholeCharacters } from './wholeCharacters.ts';

const pieceBytes = 1024 * 1024;
const headBytes = 64 * 1024;

/** Bytes of memory to read a file of so many bytes in: most files are far smaller than a piece may be, and memory takes time too. A file that grows meanwhile comes in more pieces. */
export function roomFor(bytes: number, atMost: number): number {
  return Math.min(atMost, bytes + 64);
}

/** An encoding found in a file's bytes. */
export interface EncodingFound extends Pick<Guess<string>, 'value' | 'confidence' | 'reason'> {
  /** What it could be, the likeliest first and the value itself among them. */
  readonly ranked: readonly string[];
}

/**
 * The encoding of a text file: by its byte order mark, by the zero bytes of UTF-16, by being UTF-8 from end to end but
 * for a few bytes (a first megabyte of ASCII proves nothing), else by its letters. null where it is no text at all.
 */
export async function detectEncoding(handle: FileHandle, bytes: number): Promise<EncodingFound | null> {
  const head = await pieceAt(handle, 0, Buffer.alloc(roomFor(bytes, headBytes)));
  const marked = byMark(head);
  if (marked !== null) return { value: marked, confidence: 'sure', reason: 'mark', ranked: [marked] };
  const unmarked = byZeros(head);
  if (unmarked !== null) return { value: unmarked, confidence: 'likely', reason: 'valid', ranked: [unmarked] };
  if (!isText(head)) return null;
  const valid = await utf8Validity(handle, bytes);
  if (valid === 'ascii') return { value: 'utf-8', confidence: 'sure', reason: 'single', ranked: ['utf-8'] };
  if (valid === 'valid') return { value: 'utf-8', confidence: 'sure', reason: 'valid', ranked: ['utf-8', 'windows-1251', 'windows-1252'] };
  if (valid === 'cut') return { value: 'utf-8', confidence: 'sure', reason: 'nearly-valid', ranked: ['utf-8', 'windows-1251', 'windows-1252'] };
  const letters = await byLetters(handle, bytes);
  const { valid: good, invalid: bad } = await utf8Share(handle, bytes);
  if (good > bad) {
    const confidence = good > bad * 10 ? 'likely' : 'open';
    return { value: 'utf-8', confidence, reason: 'nearly-valid', ranked: ['utf-8', ...letters.ranked.slice(0, 2)] };
  }
  // Chance makes some UTF-8 of the small letters of code page 866, and of no other text.
  if (good * 3 > bad && letters.value !== 'ibm866') return { ...letters, confidence: 'open', ranked: [letters.value, 'utf-8', ...letters.ranked.slice(1)] };
  return letters;
}

function byMark(head: Buffer): string | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : null;
}

/**
 * UTF-16 without a mark: digits, delimiters and line ends have a zero byte, always on the same side. The other
 * side must hold no control characters, or it is no text.
 */
function byZeros(head: Buffer): string | null {
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
  // A zero that slipped into a short file of one byte a character makes it look so, but its line ends are then none.
  if ((head.includes(10) || head.includes(13)) && !/[\r\n]/.test(text)) return null;
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

/** cut: valid but for its last character, of which the file has the beginning only; a single one could be another encoding's letter. */
async function utf8Validity(handle: FileHandle, bytes: number): Promise<'ascii' | 'valid' | 'cut' | 'broken'> {
  let isPlain = true;
  let isCut = false;
  for await (const piece of wholePieces(handle, bytes)) {
    if (isCut) return 'broken';
    const whole = piece.subarray(0, piece.length - cutCharacter(piece));
    isCut = whole.length < piece.length;
    isPlain &&= isAscii(whole);
    if (!isPlain && !isUtf8(whole)) return 'broken';
  }
  if (isCut) return isPlain ? 'broken' : 'cut';
  return isPlain ? 'ascii' : 'valid';
}

/** Characters of UTF-8, and places that are none; counted until they say clearly that it is another encoding. */
async function utf8Share(handle: FileHandle, bytes: number): Promise<{ valid: number; invalid: number }> {
  const sum = { valid: 0, invalid: 0 };
  for await (const piece of wholePieces(handle, bytes)) {
    if (isAscii(piece)) continue;
    const { valid, invalid } = countUtf8(piece);
    sum.valid += valid;
    sum.invalid += invalid;
    if (sum.invalid > 10_000 && sum.invalid > sum.valid * 3) break;
  }
  return sum;
}

/** Logarithms of how much likelier than the next one an encoding must be. */
const sureBy = 14;
const likelyBy = 7;
/** Encodings worth showing beside the first one. */
const shown = 5;

async function byLetters(handle: FileHandle, bytes: number): Promise<EncodingFound> {
  const words = new HighWords();
  for await (const piece of wholePieces(handle, bytes)) {
    if (!isAscii(piece)) words.add(piece);
    if (words.isEnough) break;
  }
  const ranked = rankEncodings(words.words);
  const [first, second] = ranked;
  const ahead = (first?.score ?? 0) - (second?.score ?? -Infinity);
  const confidence = first?.fits !== true ? 'open' : ahead >= sureBy ? 'sure' : ahead >= likelyBy ? 'likely' : 'open';
  return { value: first?.encoding ?? 'windows-1251', confidence, reason: 'letters', ranked: ranked.slice(0, shown).map(({ encoding }) => encoding) };
}

/** The file in pieces that cut no character of UTF-8; each is good until the next is asked for. */
async function* wholePieces(handle: FileHandle, bytes: number): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafe(roomFor(bytes, pieceBytes));
  for (let position = 0; ; ) {
    const piece = await pieceAt(handle, position, buffer);
    if (piece.length < buffer.length) {
      yield piece;
      return;
    }
    const whole = wholeCharacters(piece);
    yield piece.subarray(0, whole);
    position += whole;
  }
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
