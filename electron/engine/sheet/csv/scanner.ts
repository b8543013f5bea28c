import { isUtf8 } from 'node:buffer';
import type { Cell, SheetRow } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import { limits, tooLarge } from '../limits.ts';
import { CR, EQUALS, HIGH, LF, SPACE, STOP, TAB } from '../xml/codes.ts';
import { XmlCursor } from '../xml/cursor.ts';
import { utf8Slice } from '../xml/slices.ts';
import { TextCache } from '../xml/textCache.ts';
import { fieldCell } from './fieldText.ts';
import { cutCharacter, wholeCharacters } from './wholeCharacters.ts';

const HASH = 35;
const SUBSTITUTE = 26;
/** Class of bytes that no text has. */
const CONTROL = 2;
/** How U+FFFD begins, into which decoders turn bytes that are no text, and the two that are no characters behind it. */
const replacement = Buffer.from([0xef, 0xbf]);
/** How many records before the last one it is held against; a power of two. */
const recentRecords = 16;

export interface CsvMarks {
  readonly delimiter: string;
  readonly quote: string;
  /** Whether the bytes are known to be UTF-8 from end to end, so that they need not be looked through once more. */
  readonly isValid?: boolean | undefined;
}

/**
 * Records of a CSV file (RFC 4180, any of the usual delimiters, any line ends), fed as UTF-8 bytes in pieces of
 * any size. A record that is not whole yet is read again when more has come. Every cell is a string exactly as it
 * stands, but for what `fieldCell` says; the number of a row counts records, blank lines included, from 1. Where RFC
 * 4180 is silent it is read as Excel reads it: text behind a closing quote belongs to the field, an end mark of DOS
 * (0x1A) is no row.
 */
export class CsvScanner {
  readonly #window = new XmlCursor();
  readonly #texts = new TextCache();
  readonly #isValid: boolean;
  readonly #delimiter: number;
  readonly #quote: number;
  /** Bytes that end an unquoted field, and those above ASCII. */
  readonly #fieldClass: Uint8Array;
  /** The same inside quotes, where a quote, a line end to be counted and the zero behind the data are looked at. */
  readonly #quotedClass: Uint8Array;
  #record = 0;
  /** Line of the file on which the next record begins. */
  #line: number;
  #isLast = false;
  /** Whether the bytes that lie there hold some that are no UTF-8, or U+FFFD to U+FFFF: only then is each text looked at. */
  #isDoubtful = false;
  /** Of the record being read: its fields, whether a line end closed it, and whether its last quote was never closed. */
  #fields = 0;
  #isClosed = false;
  #isOpen = false;
  /** The file ends inside a character. */
  #isTorn = false;
  /** Fields of the last few records that were not blank; 0 where there were fewer. */
  readonly #recent = new Int32Array(recentRecords);
  /** Line ends inside the quoted fields of the record being read. */
  #innerLines = 0;
  #cell: Cell = null;

  /** Delimiter and quote: one ASCII character each, or `none` for a file without quotes. `firstLine`: line number of the first byte, for error messages. */
  constructor({ delimiter, quote, isValid = false }: CsvMarks, firstLine = 1) {
    this.#isValid = isValid;
    this.#delimiter = delimiter.charCodeAt(0);
    this.#quote = quote === 'none' ? -1 : quote.charCodeAt(0);
    this.#line = firstLine;
    this.#fieldClass = Uint8Array.from({ length: 256 }, (_, byte) => {
      if (byte === this.#delimiter || byte === LF || byte === CR) return STOP;
      if (byte === 0) return STOP | CONTROL;
      if (byte >= 0x80) return HIGH;
      return (byte < SPACE && byte !== TAB) || byte === 127 ? CONTROL : 0;
    });
    this.#quotedClass = this.#fieldClass.map((kind, byte) => (byte === this.#quote || byte === LF || byte === 0 ? kind | STOP : kind & ~STOP));
  }

  feed(piece: Uint8Array): void {
    this.#window.append(piece);
  }

  /** The rows that are whole by now. `isLast`: no more bytes will come. Throws csv-broken with the line. */
  take(isLast: boolean): SheetRow[] {
    const window = this.#window;
    const rows: SheetRow[] = [];
    this.#isLast = isLast;
    if (isLast) this.#dropEndMarks();
    else if (!window.isReady) return rows;
    this.#lookThrough();
    while (window.pos < window.end) {
      const cells: Cell[] = [];
      this.#innerLines = 0;
      const at = this.#readRecord(window.pos, cells);
      if (at < 0) break;
      window.pos = at;
      this.#record += 1;
      this.#line += this.#innerLines + 1;
      if (this.#record > limits.records) throw tooLarge('records');
      if (cells.length === 0 || this.#isEndMark(cells[0])) continue;
      const row = { row: this.#record, cells, fields: this.#fields };
      rows.push(this.#isCut() ? { ...row, flaw: 'cut' } : row);
      this.#recent[this.#record & (recentRecords - 1)] = this.#fields;
    }
    window.pause();
    return rows;
  }

  /** DOS programs end a text by 0x1A, once or up to the end of a block. */
  #dropEndMarks(): void {
    const window = this.#window;
    while (window.end > window.pos && window.bytes[window.end - 1] === SUBSTITUTE) window.end -= 1;
    window.bytes[window.end] = 0;
  }

  #lookThrough(): void {
    const { bytes, pos, end } = this.#window;
    const text = bytes.subarray(pos, end);
    const isBroken = !this.#isValid && !isUtf8(this.#isLast ? text : text.subarray(0, wholeCharacters(text)));
    this.#isTorn = this.#isLast && !this.#isValid && cutCharacter(text) > 0;
    this.#isDoubtful = isBroken || text.includes(replacement);
  }

  /** A record of nothing but end marks, or of the zeros that fill a block up. */
  #isEndMark(cell: Cell | undefined): boolean {
    return this.#fields === 1 && cell?.t === 'x' && /^[\0\x1a]+$/.test(cell.v);
  }

  /** The file ends inside the record: no line end, and a quote left open, half a character or fewer fields than each of the last records. */
  #isCut(): boolean {
    return !this.#isClosed && (this.#isOpen || this.#isTorn || this.#fields < this.#fewestFields());
  }

  #fewestFields(): number {
    return this.#recent.reduce((fewest, fields) => (fields > 0 && (fields < fewest || fewest === 0) ? fields : fewest), 0);
  }

  /** From the start of a record to behind its line end; -1 where the bytes end first. */
  #readRecord(from: number, cells: Cell[]): number {
    const { bytes, end } = this.#window;
    let at = from;
    this.#isClosed = true;
    this.#isOpen = false;
    for (let column = 0; ; column += 1) {
      at = bytes[at] === this.#quote ? this.#quoted(at + 1) : this.#plain(at);
      if (at < 0) return -1;
      if (this.#cell !== null) {
        if (column >= limits.csvColumns) throw tooLarge('csvColumns');
        while (cells.length < column) cells.push(null);
        cells.push(this.#cell);
      }
      const byte = bytes[at];
      if (byte === this.#delimiter && at < end) {
        at += 1;
        continue;
      }
      this.#fields = column + 1;
      if (at === end) {
        this.#isClosed = false;
        return at;
      }
      if (byte === LF) return at + 1;
      if (at + 1 === end && !this.#isLast) return -1;
      return bytes[at + 1] === LF && at + 1 < end ? at + 2 : at + 1;
    }
  }

  /** From the start of an unquoted field to what ends it. */
  #plain(from: number): number {
    const { bytes, end } = this.#window;
    const classes = this.#fieldClass;
    let at = from;
    let flags = 0;
    let hash = 0;
    for (;;) {
      const byte = bytes[at] ?? 0;
      const kind = classes[byte] ?? 0;
      if ((kind & STOP) !== 0 && (byte !== 0 || at === end)) break;
      flags |= kind;
      hash = (Math.imul(hash, 31) + byte) | 0;
      at += 1;
    }
    if (at === end && !this.#isLast) return -1;
    this.#cell = at === from ? null : this.#cellOf(from, at, flags, hash);
    return at;
  }

  /** The cell of bytes that stand for themselves. */
  #cellOf(from: number, to: number, flags: number, hash: number): Cell {
    const { bytes } = this.#window;
    const first = bytes[from];
    const isPlain = first !== HASH && first !== EQUALS && (flags & CONTROL) === 0 && ((flags & HIGH) === 0 || !this.#isDoubtful);
    return isPlain ? this.#texts.cell(bytes, from, to, (flags & HIGH) === 0, hash) : fieldCell(utf8Slice(bytes, from, to));
  }

  /** From behind the opening quote to what ends the field. */
  #quoted(from: number): number {
    const { bytes, end } = this.#window;
    const quote = this.#quote;
    const classes = this.#quotedClass;
    let at = from;
    let doubled = false;
    let lines = 0;
    let flags = 0;
    let hash = 0;
    for (;;) {
      const byte = bytes[at] ?? 0;
      const kind = classes[byte] ?? 0;
      if ((kind & STOP) !== 0) {
        if (byte === quote) {
          if (at + 1 === end && !this.#isLast) return -1;
          if (bytes[at + 1] !== quote || at + 1 === end) break;
          doubled = true;
          at += 2;
          continue;
        }
        if (byte === 0 && at === end) return this.#unfinished(from);
        if (byte === LF) lines += 1;
      }
      flags |= kind;
      hash = (Math.imul(hash, 31) + byte) | 0;
      at += 1;
    }
    this.#innerLines += lines;
    if (doubled) this.#cell = fieldCell(this.#undoubled(from, at));
    else this.#cell = at === from ? null : this.#cellOf(from, at, flags, hash);
    return this.#behindQuote(from, at);
  }

  /** From the closing quote to what ends the field; text there belongs to the field, white space alone does not. */
  #behindQuote(from: number, closing: number): number {
    const { bytes, end } = this.#window;
    let at = closing + 1;
    while ((bytes[at] === SPACE || bytes[at] === TAB) && bytes[at] !== this.#delimiter) at += 1;
    if (at < end && (bytes[at] === 0 || ((this.#fieldClass[bytes[at] ?? 0] ?? 0) & STOP) === 0)) {
      while (at < end && (bytes[at] === 0 || ((this.#fieldClass[bytes[at] ?? 0] ?? 0) & STOP) === 0)) at += 1;
      this.#cell = fieldCell(this.#undoubled(from, closing) + utf8Slice(bytes, closing + 1, at));
    }
    return at === end && !this.#isLast ? -1 : at;
  }

  /**
   * A quote that is still open where the bytes end. No text is longer than the bound: somewhere before, a quote was
   * opened and never closed. At the end of the file the record is cut off, unless further records went into the text.
   */
  #unfinished(from: number): number {
    const { bytes, end } = this.#window;
    if (end - from > limits.cell * 4) throw this.#broken('quote-open');
    if (!this.#isLast) return -1;
    const [, ...lines] = bytes.latin1Slice(from, end).split(/\r\n?|\n/);
    const fewest = this.#fewestFields();
    const delimiter = String.fromCharCode(this.#delimiter);
    if (fewest === 0 || lines.some((line) => line !== '' && line.split(delimiter).length >= fewest)) throw this.#broken('quote-open');
    this.#cell = end === from ? null : fieldCell(this.#undoubled(from, end));
    this.#isOpen = true;
    return end;
  }

  /** `line` is the line of the file on which the quote stands. */
  #broken(reason: string): Fault {
    return new Fault('csv-broken', { line: this.#line + this.#innerLines, reason });
  }

  /** The text of a quoted field, in which quotes stand twice. */
  #undoubled(start: number, end: number): string {
    const text = utf8Slice(this.#window.bytes, start, end);
    const mark = String.fromCharCode(this.#quote);
    return text.replaceAll(mark + mark, mark);
  }
}
