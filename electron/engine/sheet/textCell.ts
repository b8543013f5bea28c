import type { Cell, FlawKind } from '#contract/cells.ts';
import { isErrorWord } from '#contract/errorWords.ts';
import { CR, LF, SPACE, TAB } from './xml/codes.ts';

/** `#`, as a text begins that may stand for an error. */
const HASH = 35;

/**
 * The cell of a text from any kind of source: a string, nothing where it is empty, an error where the text is what Excel
 * writes in place of a value (`#N/A`, as formulas and other programs leave it), and a flaw where it has characters that are
 * no text, so that none of them is ever sent.
 */
export function textCell(v: string): Cell {
  if (v === '') return null;
  if (v.charCodeAt(0) === HASH && isErrorWord(v)) return { t: 'e', v: v.trim() };
  const why = textFlaw(v);
  return why === null ? { t: 's', v } : { t: 'x', why, v: why === 'damaged' ? Buffer.from(v).toString() : v };
}

/** The cell of a text that is not empty and all of printable ASCII, tabs and line ends. */
export function asciiCell(v: string): Cell {
  return v.charCodeAt(0) === HASH ? textCell(v) : { t: 's', v };
}

/** The cell of what stands where a number, a boolean, a date or a string's number belongs, and is none. */
export function brokenCell(v: string): Cell {
  return { t: 'x', why: textFlaw(v) ?? 'damaged', v: Buffer.from(v).toString() };
}

/**
 * What is wrong with a text, by its first such character: `damaged` is U+FFFD (what decoders put for bytes that are no
 * text) and half of a surrogate pair; `control` is a control character other than tab and line end, and the two
 * noncharacters U+FFFE and U+FFFF, which no XML and hardly a database takes.
 */
export function textFlaw(text: string): FlawKind | null {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= SPACE && unit < 0xd800 && unit !== 127) continue;
    if (unit <= 127) {
      if (unit !== TAB && unit !== LF && unit !== CR) return 'control';
    } else if (unit <= 0xdfff) {
      const isPair = unit < 0xdc00 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
      if (!isPair) return 'damaged';
      at += 1;
    } else if (unit >= 0xfffd) return unit === 0xfffd ? 'damaged' : 'control';
  }
  return null;
}
