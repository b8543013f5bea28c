import { Fault } from '#contract/faults.ts';
import { damaged, limits, tooLarge } from '../limits.ts';
import { EQUALS, GT, NINE, QUOT, SPACE, ZERO } from '../xml/codes.ts';
import type { XmlCursor } from '../xml/cursor.ts';
import { isInlineType, lowerR, lowerS, lowerT, marks, typeOf } from './cellMarks.ts';
import { cellTypes } from './cellValues.ts';

/** The tag is not written in the usual way. */
const unusual = -2;

/** Reads the attributes of a `<c>` tag; results lie in the fields, see XmlCursor. */
export class CellTag {
  readonly #xml: XmlCursor;
  /** 0-based column and 1-based row of the cell's reference; -1 and 0 where it has none. */
  column = -1;
  row = 0;
  /** Number of the cell format. */
  style = 0;
  type: number = cellTypes.number;
  /** Where the digits of the row's number stand in the row's own tag, which its cells repeat; empty where it has none. */
  rowStart = 0;
  rowEnd = 0;

  constructor(xml: XmlCursor) {
    this.#xml = xml;
  }

  /** From behind the name `c` to behind the tag's `>`; -1 where the bytes end first. */
  read(from: number): number {
    const usual = this.#usual(from);
    return usual === unusual ? this.#any(from) : usual;
  }

  /** ` r="AB12" s="3" t="s">`, in this order, with the row's own number: nearly every cell there is. */
  #usual(from: number): number {
    const { bytes, view } = this.#xml;
    if (view.getUint32(from, true) !== marks.reference) return unusual;
    let at = from + 4;
    let column = (bytes[at] ?? 0) - 64;
    if (column < 1 || column > 26) return unusual;
    at += 1;
    const second = (bytes[at] ?? 0) - 64;
    if (second >= 1 && second <= 26) {
      column = column * 26 + second;
      at += 1;
    }
    for (let digit = this.rowStart; digit < this.rowEnd; digit += 1, at += 1) if (bytes[at] !== bytes[digit]) return unusual;
    this.style = 0;
    if (view.getUint32(at, true) === marks.style && bytes[at + 4] === QUOT) at = this.#styleNumber(at + 5);
    if (bytes[at] !== QUOT) return unusual;
    this.column = column - 1;
    this.row = 0;
    this.#xml.selfClosed = false;
    this.type = cellTypes.number;
    if (bytes[at + 1] === GT) return at + 2;
    if (view.getUint32(at, true) !== marks.type) return unusual;
    const type = view.getUint32(at + 4, true);
    if (type === marks.shared) this.type = cellTypes.shared;
    else if (type === marks.boolean) this.type = cellTypes.boolean;
    else if (isInlineType(view, at + 4)) {
      this.type = cellTypes.inline;
      return at + 16;
    } else return unusual;
    return at + 8;
  }

  /** The tag as XML allows it to be. */
  #any(from: number): number {
    const { bytes } = this.#xml;
    let at = from;
    this.column = -1;
    this.row = 0;
    this.style = 0;
    this.type = cellTypes.number;
    for (;;) {
      const byte = bytes[at];
      if (byte === GT) {
        this.#xml.selfClosed = false;
        return at + 1;
      }
      if (byte === SPACE && bytes[at + 2] === EQUALS && bytes[at + 3] === QUOT) {
        const name = bytes[at + 1];
        if (name === lowerR) {
          const start = at + 4;
          at = this.#reference(start);
          if (bytes[at] === QUOT && this.column >= 0) {
            at += 1;
            continue;
          }
          while (bytes[at] !== QUOT && bytes[at] !== 0) at += 1;
          if (bytes[at] === 0) return -1;
          throw wrongReference(bytes.toString('utf8', start, at));
        }
        if (name === lowerT) {
          const start = at + 4;
          for (at = start; bytes[at] !== QUOT && bytes[at] !== 0; ) at += 1;
          if (bytes[at] === 0) return -1;
          this.type = typeOf(bytes, start, at);
          at += 1;
          continue;
        }
        if (name === lowerS) {
          at = this.#styleNumber(at + 4);
          if (bytes[at] === QUOT) {
            at += 1;
            continue;
          }
          if (bytes[at] === 0) return -1;
          throw damaged('style');
        }
      }
      at = this.#otherAttribute(at);
      if (at < 0) return -1;
      if (this.#xml.valueStart < 0) return this.#xml.leaveTag(at);
    }
  }

  /** The type, and every attribute that is not written in the usual way. */
  #otherAttribute(from: number): number {
    const xml = this.#xml;
    const at = xml.attribute(from);
    if (at < 0 || xml.valueStart < 0 || xml.prefixed || xml.nameEnd - xml.nameStart !== 1 || xml.valueEnd === xml.valueStart) return at;
    const name = xml.bytes[xml.nameStart];
    if (name === lowerT) this.type = typeOf(xml.bytes, xml.valueStart, xml.valueEnd);
    else if (name === lowerR && (this.#reference(xml.valueStart) !== xml.valueEnd || this.column < 0)) throw wrongReference(xml.value());
    else if (name === lowerS && this.#styleNumber(xml.valueStart) !== xml.valueEnd) throw damaged('style');
    return at;
  }

  /** `AB12`, to behind its digits. */
  #reference(from: number): number {
    const { bytes } = this.#xml;
    let at = from;
    let column = 0;
    let row = 0;
    for (;;) {
      const letter = (bytes[at] ?? 0) & 0xdf;
      if (letter < 65 || letter > 90 || at - from > 4) break;
      column = column * 26 + letter - 64;
      at += 1;
    }
    for (;;) {
      const byte = bytes[at] ?? 0;
      if (byte < ZERO || byte > NINE || row > limits.rows) break;
      row = row * 10 + byte - ZERO;
      at += 1;
    }
    if (column > limits.columns) throw tooLarge('columns');
    if (row > limits.rows) throw tooLarge('rows');
    this.column = column - 1;
    this.row = row;
    return at;
  }

  #styleNumber(from: number): number {
    const { bytes } = this.#xml;
    let at = from;
    let style = 0;
    for (;;) {
      const byte = bytes[at] ?? 0;
      if (byte < ZERO || byte > NINE) break;
      style = style * 10 + byte - ZERO;
      at += 1;
    }
    this.style = style;
    return at;
  }
}

const longestTold = 30;

/** Of a reference that names no column, or more than a cell: told as it is written, for the cell cannot be named otherwise. */
function wrongReference(written: string): Fault {
  return new Fault('source-damaged', { reason: 'reference', cell: written.slice(0, longestTold) });
}
