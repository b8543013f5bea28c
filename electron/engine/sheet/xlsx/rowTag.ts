import { damaged, limits } from '../limits.ts';
import { APOS, GT, LOWER_X, QUOT, SLASH, SPACE, ZERO } from '../xml/codes.ts';
import type { XmlCursor } from '../xml/cursor.ts';
import { lowerH, lowerM, lowerR } from './cellMarks.ts';
import type { CellTag } from './cellTag.ts';
import { isYes, isZero } from './sheetLayout.ts';

/** Reads the attributes of a `<row>` tag; results lie in the fields, see XmlCursor. */
export class RowTag {
  readonly #xml: XmlCursor;
  readonly #cell: CellTag;
  /** 0 where the row has no number. */
  row = 0;
  /** By hand, by a filter, by a collapsed outline, or as a row without height. */
  hidden = false;

  /** `cell` is told where the row's number stands. */
  constructor(xml: XmlCursor, cell: CellTag) {
    this.#xml = xml;
    this.#cell = cell;
  }

  /** From behind the name `row` to behind the tag's `>`; -1 where the bytes end first. Throws source-damaged. */
  read(from: number): number {
    const xml = this.#xml;
    let at = from;
    this.row = 0;
    this.hidden = false;
    this.#cell.rowStart = this.#cell.rowEnd = 0;
    for (;;) {
      const behind = this.#rest(at);
      if (behind > 0) return behind;
      at = xml.attribute(at);
      if (at < 0) return -1;
      if (xml.valueStart < 0) return xml.leaveTag(at);
      if (xml.prefixed) continue;
      if (xml.named('r')) this.#number();
      else if ((xml.named('hidden') && isYes(xml.value())) || (xml.named('ht') && isZero(xml.value()))) this.hidden = true;
    }
  }

  /** To behind the tag where nothing that is left of it matters: neither `r`, `hidden`, `ht` nor a declaration; else 0. */
  #rest(from: number): number {
    const { bytes } = this.#xml;
    let quotes = 0;
    let at = from;
    for (; bytes[at] !== GT || (quotes & 1) !== 0; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOT) quotes += 1;
      else if (byte === 0 || byte === APOS) return 0;
      else if (byte <= SPACE) {
        const next = bytes[at + 1];
        if (next === lowerR || next === lowerH || (next === LOWER_X && bytes[at + 2] === lowerM)) return 0;
      }
    }
    this.#xml.selfClosed = bytes[at - 1] === SLASH;
    return at + 1;
  }

  #number(): void {
    const { bytes, valueStart, valueEnd } = this.#xml;
    let row = 0;
    for (let at = valueStart; at < valueEnd; at += 1) {
      const digit = (bytes[at] ?? 0) - ZERO;
      if (digit < 0 || digit > 9 || row > limits.rows) throw damaged('row-number');
      row = row * 10 + digit;
    }
    this.row = row;
    this.#cell.rowStart = valueStart;
    this.#cell.rowEnd = valueEnd;
  }
}
