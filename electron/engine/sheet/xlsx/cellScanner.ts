import type { Cell } from '#contract/cells.ts';
import { damaged } from '../limits.ts';
import { DOT, GT, isSpace, LT, MINUS, NINE, SLASH, SPACE, ZERO } from '../xml/codes.ts';
import type { XmlCursor } from '../xml/cursor.ts';
import { elementContent, elementText, isVerbatim, richText, runText, TextRun } from '../xml/runs.ts';
import { TextCache } from '../xml/textCache.ts';
import { unescapeXstring } from '../xml/text.ts';
import { brokenCell, textCell } from '../textCell.ts';
import { isInlineEnd, isValueEnd, isValueTag, lowerI, lowerS, lowerT } from './cellMarks.ts';
import { CellTag } from './cellTag.ts';
import { cellTypes, type CellValues } from './cellValues.ts';

/** 10 to the power of 0 … 15, all exact. */
const powers = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

/** Of a formula without a stored result, as programs without a calculator write it. */
const uncalculated: Cell = { t: 'x', why: 'uncalculated', v: '' };

/** Of a `<v>` in which nothing stands. */
const noValue: Cell = brokenCell('');

/** Of two `<v>`, of which nobody knows the right one. */
const twoValues: Cell = brokenCell('');

/** The position stands for "not plain, take the careful way". */
const careful = -2;

/**
 * Reads one `<c>` element. The quick ways serve what nearly every writer produces; whatever they do not know goes
 * the careful way, which takes XML as it comes. Results lie in the fields, see XmlCursor.
 */
export class CellScanner {
  readonly #xml: XmlCursor;
  readonly #values: CellValues;
  /** Place, format and type of the cell last read. */
  readonly tag: CellTag;
  readonly #run = new TextRun();
  readonly #texts = new TextCache();

  cell: Cell = null;
  /** Number of the shared string that has to be loaded before this cell can be read; else -1. */
  wanted = -1;

  constructor(xml: XmlCursor, values: CellValues) {
    this.#xml = xml;
    this.tag = new CellTag(xml);
    this.#values = values;
  }

  /** From behind the name `c` to behind `</c>`; -1 where the bytes end first, a shared string is wanted or the cursor is `strange`. */
  scan(from: number): number {
    const { bytes, view } = this.#xml;
    this.cell = null;
    const at = this.tag.read(from);
    if (this.#xml.strange) return -1;
    if (at < 0 || this.#xml.selfClosed) return at;
    if (isValueTag(view, at)) {
      const end = this.#plainValue(at + 3);
      if (end === -1) return -1;
      if (end >= 0 && isValueEnd(view, end)) {
        if (end === at + 3) this.cell = this.#withoutValue();
        return end + 8;
      }
    } else if (this.tag.type === cellTypes.inline && bytes[at] === LT) {
      const end = this.#plainInline(at);
      if (end !== careful) return end;
    }
    return this.#body(at);
  }

  /** From behind `<v>` to the `<` behind plain text; the cell is then set. -1 and `careful` as named. */
  #plainValue(from: number): number {
    const { bytes, end } = this.#xml;
    if (this.tag.type === cellTypes.shared) return this.#stringNumber(from);
    if (this.tag.type === cellTypes.number) {
      const at = this.#plainNumber(from);
      if (at >= 0) return at;
    }
    const digit = (bytes[from] ?? 0) - ZERO;
    if (this.tag.type === cellTypes.boolean && (digit === 0 || digit === 1) && bytes[from + 1] === LT) {
      this.cell = this.#values.boolean(digit === 1);
      return from + 1;
    }
    const at = this.#run.scan(bytes, from, end);
    if (at < 0) return -1;
    if (bytes[at + 1] !== SLASH) return careful;
    if (this.tag.type === cellTypes.formulaString) {
      this.cell = this.#textCell(from, at, true);
      return at;
    }
    this.cell = this.#values.fromText(runText(bytes, from, at, this.#run.flags), this.tag.type, this.tag.style);
    return at;
  }

  #stringNumber(from: number): number {
    const { bytes } = this.#xml;
    let at = from;
    let index = 0;
    for (;;) {
      const byte = bytes[at] ?? 0;
      if (byte < ZERO || byte > NINE) break;
      index = index * 10 + byte - ZERO;
      at += 1;
    }
    if (bytes[at] !== LT || at === from || at - from > 9) return careful;
    return this.#take(this.#values.strings.cell(index), index) ? at : -1;
  }

  #take(cell: Cell | undefined, index: number): boolean {
    if (cell === undefined) {
      this.wanted = index;
      return false;
    }
    this.cell = cell;
    return true;
  }

  /** Up to 15 digits with or without a point: both the digits and the power of ten are exact, so is their quotient. */
  #plainNumber(from: number): number {
    const { bytes } = this.#xml;
    let at = from;
    const negative = bytes[at] === MINUS;
    if (negative) at += 1;
    const start = at;
    let point = -1;
    let value = 0;
    for (;;) {
      const byte = bytes[at] ?? 0;
      if (byte >= ZERO && byte <= NINE) value = value * 10 + byte - ZERO;
      else if (byte === DOT && point < 0) point = at;
      else break;
      at += 1;
    }
    const digits = at - start - (point < 0 ? 0 : 1);
    if (bytes[at] !== LT || digits === 0 || digits > 15) return careful;
    if (point >= 0) value /= powers[at - point - 1] ?? 1;
    this.cell = this.#values.number(negative && value !== 0 ? -value : value, this.tag.style, true);
    return at;
  }

  /** From the `<` of `<is><t>text</t></is></c>` to behind it. */
  #plainInline(from: number): number {
    const { bytes, view, end } = this.#xml;
    if (bytes[from + 1] !== lowerI || bytes[from + 2] !== lowerS || bytes[from + 3] !== GT) return careful;
    if (bytes[from + 4] !== LT || bytes[from + 5] !== lowerT) return careful;
    let start = from + 7;
    let keepsSpace = false;
    if (bytes[from + 6] !== GT) {
      if (bytes[from + 6] !== SPACE) return careful;
      start = this.#xml.leaveTextTag(from + 6);
      if (start < 0 || this.#xml.strange) return -1;
      if (this.#xml.selfClosed) return careful;
      ({ keepsSpace } = this.#xml);
    }
    const at = this.#run.scan(bytes, start, end);
    if (at < 0) return -1;
    if (!isInlineEnd(view, at)) return careful;
    this.cell = this.#textCell(start, at, keepsSpace);
    return at + 13;
  }

  /** The cell of the run just scanned. */
  #textCell(start: number, end: number, keepsSpace: boolean): Cell {
    const { bytes } = this.#xml;
    const { flags, hash } = this.#run;
    if (start === end) return null;
    if (isVerbatim(flags) && (keepsSpace || !(isSpace(bytes[start]) || isSpace(bytes[end - 1])))) {
      return this.#texts.cell(bytes, start, end, flags === 0, hash);
    }
    const text = elementText(bytes, start, end, flags, keepsSpace);
    return textCell(text);
  }

  /** The careful way: from behind the start tag to behind `</c>`, with anything in between. */
  #body(from: number): number {
    const xml = this.#xml;
    let at = from;
    let inline: string | null = null;
    let hasFormula = false;
    let values = 0;
    this.cell = null;
    for (;;) {
      at = xml.nextTag(at);
      if (at < 0) return -1;
      at = xml.tag(at);
      if (at < 0) return -1;
      const isEnd = xml.closing;
      if (isEnd && !xml.named('c')) throw damaged('xml');
      const isValue = xml.named('v');
      const isInline = xml.named('is');
      if (!isEnd && xml.named('f')) hasFormula = true;
      at = xml.passTag(at);
      if (at < 0 || xml.strange) return -1;
      if (isEnd) break;
      if (isValue) values += 1;
      if (xml.selfClosed) {
        if (isValue) this.cell = this.#withoutValue();
        continue;
      }
      at = isValue ? this.#value(at) : isInline ? richText(xml, at, 'is') : xml.skipElement(at);
      if (at < 0) return -1;
      if (isInline) inline = xml.text;
    }
    if (values > 1) this.cell = twoValues;
    // Some writers give a value too; what is shown is the string.
    if (inline !== null && (this.cell === null || this.tag.type === cellTypes.inline)) this.cell = this.#values.fromText(inline, cellTypes.inline, this.tag.style);
    if ((this.cell !== null && this.cell !== noValue) || inline !== null) return at;
    // A formula whose text is empty says so by its type and a value without text; one that was never calculated does not.
    if (hasFormula && !(values > 0 && this.tag.type === cellTypes.formulaString)) this.cell = uncalculated;
    return at;
  }

  /** The cell of a `<v>` with nothing in it: an empty text is no value, but no number, boolean, date or string's number is written so. */
  #withoutValue(): Cell {
    return this.tag.type === cellTypes.formulaString || this.tag.type === cellTypes.inline ? null : noValue;
  }

  #value(from: number): number {
    const xml = this.#xml;
    const plain = this.#plainValue(from);
    if (plain === -1) return -1;
    if (plain === from) this.cell = this.#withoutValue();
    if (plain >= 0 && xml.bytes[plain + 1] === SLASH) {
      const at = xml.tag(plain);
      return at < 0 ? -1 : xml.leaveTag(at);
    }
    const at = elementContent(xml, from);
    if (at < 0) return -1;
    if (xml.text === '') this.cell = this.#withoutValue();
    else if (this.tag.type === cellTypes.shared) return this.#take(this.#values.sharedText(xml.text), Number(xml.text)) ? at : -1;
    else this.cell = this.#values.fromText(unescapeXstring(xml.text), this.tag.type, this.tag.style);
    return at;
  }
}
