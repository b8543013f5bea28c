import { limits, tooLarge } from '../limits.ts';
import { HIGH, LOWER_X, SPECIAL, STOP, textClass, UNDER } from './codes.ts';
import type { XmlCursor } from './cursor.ts';
import { decodeReferences, unescapeXstring } from './text.ts';

/** A stretch of text without tags: where it ends and what it takes to decode it. */
export class TextRun {
  /** HIGH and SPECIAL bits of the run last scanned. */
  flags = 0;

  /** From the start of text to the next `<`, or -1 where the bytes end first. */
  scan(bytes: Buffer, from: number, end: number): number {
    let at = from;
    let flags = 0;
    for (;;) {
      const kind = textClass[bytes[at] ?? 0];
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
    return at === end || bytes[at] === 0 ? -1 : at;
  }
}

/** The string of a run. Throws source-too-large beyond the bound on a cell. */
export function runText(bytes: Buffer, start: number, end: number, flags: number): string {
  if (flags === 0) {
    if (end - start > limits.cell) throw tooLarge('cell');
    return bytes.toString('latin1', start, end);
  }
  const raw = bytes.toString('utf8', start, end);
  if (raw.length > limits.cell) throw tooLarge('cell');
  return (flags & SPECIAL) === 0 ? raw : unescapeXstring(decodeReferences(raw));
}

/** Whether a run's bytes are its text: neither references nor escapes nor carriage returns. */
export function isVerbatim(flags: number): boolean {
  return (flags & ~HIGH) === 0;
}

/**
 * From inside a string item (`si`, `is`) to behind its end tag; the cursor's `text` is then the text of its `t`
 * elements, those of rich text runs joined, phonetic runs (`rPh`) left out.
 */
export function richText(xml: XmlCursor, from: number, name: string): number {
  let at = from;
  let text = '';
  for (;;) {
    at = xml.nextTag(at);
    if (at < 0) return -1;
    at = xml.tag(at);
    if (at < 0) return -1;
    const isEnd = xml.closing && xml.named(name);
    const isText = !xml.closing && xml.named('t');
    const isPhonetic = !xml.closing && xml.named('rPh');
    at = xml.leaveTag(at);
    if (at < 0) return -1;
    if (isEnd) break;
    if (xml.selfClosed || !(isText || isPhonetic)) continue;
    at = isText ? xml.content(at) : xml.skipElement(at);
    if (at < 0) return -1;
    if (isText) text += xml.text;
  }
  if (text.length > limits.cell) throw tooLarge('cell');
  xml.text = text;
  return at;
}
