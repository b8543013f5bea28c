import { limits, tooLarge } from '../limits.ts';
import { HIGH, isSpace, LOWER_X, SPECIAL, STOP, textClass, UNDER } from './codes.ts';
import type { XmlCursor } from './cursor.ts';
import { asciiSlice, utf8Slice } from './slices.ts';
import { decodeReferences, trimSpace, unescapeXstring } from './text.ts';

/** A stretch of text without tags: where it ends and what it takes to decode it. */
export class TextRun {
  /** HIGH and SPECIAL bits of the run last scanned. */
  flags = 0;
  /** A hash of its bytes. */
  hash = 0;

  /** From the start of text to the next `<`, or -1 where the bytes end first. */
  scan(bytes: Buffer, from: number, end: number): number {
    let at = from;
    let flags = 0;
    let hash = 0;
    for (;;) {
      const byte = bytes[at] ?? 0;
      const kind = textClass[byte];
      hash = (Math.imul(hash, 31) + byte) | 0;
      if (kind === 0) {
        at += 1;
        continue;
      }
      if (kind === STOP) break;
      if (kind !== UNDER) flags |= kind ?? 0;
      else if (bytes[at + 1] === LOWER_X) flags |= SPECIAL;
      at += 1;
    }
    this.flags = flags;
    this.hash = hash;
    return at === end || bytes[at] === 0 ? -1 : at;
  }
}

/** The string of a run, white space and all. Throws source-too-large beyond the bound on a cell. */
export function runText(bytes: Buffer, start: number, end: number, flags: number): string {
  if (flags === 0) {
    if (end - start > limits.cell) throw tooLarge('cell');
    return asciiSlice(bytes, start, end);
  }
  const raw = utf8Slice(bytes, start, end);
  if (raw.length > limits.cell) throw tooLarge('cell');
  return (flags & SPECIAL) === 0 ? raw : unescapeXstring(decodeReferences(raw));
}

/** The string of a run in a text element, without white space at its ends unless that counts. */
export function elementText(bytes: Buffer, from: number, to: number, flags: number, keepsSpace: boolean): string {
  if (keepsSpace || !(isSpace(bytes[from]) || isSpace(bytes[to - 1]) || (flags & SPECIAL) !== 0)) return runText(bytes, from, to, flags);
  const text = decodeReferences(utf8Slice(bytes, from, to));
  if (text.length > limits.cell) throw tooLarge('cell');
  return unescapeXstring(trimSpace(text, true, true));
}

/** Whether a run's bytes are its text: neither references nor escapes nor carriage returns. */
export function isVerbatim(flags: number): boolean {
  return (flags & ~HIGH) === 0;
}

/**
 * From inside a string item (`si`, `is`) to behind its end tag; the cursor's `text` is then the text of its `t`
 * elements, those of rich text runs joined, phonetic runs (`rPh`) left out. White space that does not count goes
 * at the two ends only: between two runs it parts words.
 */
export function richText(xml: XmlCursor, from: number, name: string): number {
  let at = from;
  let text = '';
  let keepsStart: boolean | null = null;
  let keepsEnd = true;
  for (;;) {
    at = xml.nextTag(at);
    if (at < 0) return -1;
    at = xml.tag(at);
    if (at < 0) return -1;
    const isEnd = xml.closing && xml.named(name);
    const isText = !xml.closing && xml.named('t');
    const isPhonetic = !xml.closing && xml.named('rPh');
    at = isText ? xml.leaveTextTag(at) : xml.leaveTag(at);
    if (at < 0) return -1;
    if (isEnd) break;
    if (xml.selfClosed || !(isText || isPhonetic)) continue;
    at = isText ? xml.content(at) : xml.skipElement(at);
    if (at < 0) return -1;
    if (!isText) continue;
    text += xml.text;
    keepsEnd = xml.keepsSpace;
    keepsStart ??= keepsEnd;
  }
  if (text.length > limits.cell) throw tooLarge('cell');
  xml.text = unescapeXstring(trimSpace(text, keepsStart === false, !keepsEnd));
  return at;
}
