import { limits, tooLarge } from '../limits.ts';
import { BANG, HIGH, isSpace, LOWER_X, QUESTION, SPECIAL, STOP, textClass, UNDER } from './codes.ts';
import type { XmlCursor } from './cursor.ts';
import { asciiSlice, utf8Slice } from './slices.ts';
import { decodeReferences, normalizeLineEnds, trimSpace, unescapeXstring } from './text.ts';

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
 * elements, those of rich text runs joined, phonetic runs (`rPh`) left out. -1 too where the cursor is `strange`. White space that does not count goes
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
    const isSkipped = !xml.closing && (xml.named('rPh') || xml.named('extLst'));
    at = isText ? xml.leaveTextTag(at) : xml.passTag(at);
    if (at < 0 || xml.strange) return -1;
    if (isEnd) break;
    if (xml.selfClosed || !(isText || isSkipped)) continue;
    at = isText ? elementContent(xml, at) : xml.skipElement(at);
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

/**
 * From behind a start tag to behind its end tag; the cursor's `text` is then everything between, decoded. The careful
 * way, for text with CDATA, comments or elements inside (whose text is not taken). References are resolved, `_xHHHH_`
 * escapes are not. -1 where the bytes end first, or where the cursor is `strange`: what lies inside may be of any kind.
 */
export function elementContent(xml: XmlCursor, from: number): number {
  const { bytes } = xml;
  let at = from;
  let text = '';
  for (;;) {
    const start = at;
    while (textClass[bytes[at] ?? 0] !== STOP) at += 1;
    if (bytes[at] === 0) return -1;
    text += decodeReferences(bytes.toString('utf8', start, at));
    const next = bytes[at + 1];
    if (next === BANG || next === QUESTION) {
      at = xml.misc(at);
      if (at < 0) return -1;
      if (xml.cdataStart >= 0) text += normalizeLineEnds(bytes.toString('utf8', xml.cdataStart, xml.cdataEnd));
      continue;
    }
    at = xml.tag(at);
    if (at < 0) return -1;
    const isEnd = xml.closing;
    at = xml.passTag(at);
    if (at < 0 || xml.strange) return -1;
    if (isEnd) break;
    if (!xml.selfClosed) at = xml.skipElement(at);
    if (at < 0) return -1;
  }
  if (text.length > limits.cell) throw tooLarge('cell');
  xml.text = text;
  return at;
}
