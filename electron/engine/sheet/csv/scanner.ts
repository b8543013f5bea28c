import type { Cell, SheetRow } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import { limits, tooLarge } from '../limits.ts';
import { CR, HIGH, LF, SPACE, STOP, TAB } from '../xml/codes.ts';
import { XmlCursor } from '../xml/cursor.ts';
import { utf8Slice } from '../xml/slices.ts';
import { TextCache } from '../xml/textCache.ts';

/**
 * Records of a CSV file (RFC 4180, any of the usual delimiters, any line ends), fed as UTF-8 bytes in pieces of
 * any size. A record that is not whole yet is read again when more has come. Every cell is a string exactly as it
 * stands; the number of a row counts records, blank lines included, from 1.
 */
export class CsvScanner {
  readonly #window = new XmlCursor();
  readonly #texts = new TextCache();
  readonly #delimiter: number;
  readonly #quote: number;
  /** Bytes that end an unquoted field, and those above ASCII. */
  readonly #fieldClass: Uint8Array;
  #record = 0;
  /** Line of the file on which the next record begins. */
  #line: number;
  #isLast = false;
  /** Line ends inside the quoted fields of the record being read. */
  #innerLines = 0;
  #cell: Cell = null;

  /** Delimiter and quote: one ASCII character each. `firstLine`: line number of the first byte, for error messages. */
  constructor({ delimiter, quote }: { readonly delimiter: string; readonly quote: string }, firstLine = 1) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#quote = quote.charCodeAt(0);
    this.#line = firstLine;
    this.#fieldClass = Uint8Array.from({ length: 256 }, (_, byte) => {
      if (byte === this.#delimiter || byte === LF || byte === CR || byte === 0) return STOP;
      return byte >= 0x80 ? HIGH : 0;
    });
  }

  feed(piece: Uint8Array): void {
    this.#window.append(piece);
  }

  /** The rows that are whole by now. `isLast`: no more bytes will come. Throws csv-broken with the line. */
  take(isLast: boolean): SheetRow[] {
    const window = this.#window;
    const rows: SheetRow[] = [];
    this.#isLast = isLast;
    if (!isLast && !window.isReady) return rows;
    while (window.pos < window.end) {
      const cells: Cell[] = [];
      this.#innerLines = 0;
      const at = this.#readRecord(window.pos, cells);
      if (at < 0) break;
      window.pos = at;
      this.#record += 1;
      this.#line += this.#innerLines + 1;
      if (this.#record > limits.records) throw tooLarge('records');
      if (cells.length > 0) rows.push({ row: this.#record, cells });
    }
    window.pause();
    return rows;
  }

  /** From the start of a record to behind its line end; -1 where the bytes end first. */
  #readRecord(from: number, cells: Cell[]): number {
    const { bytes, end } = this.#window;
    let at = from;
    for (let column = 0; ; column += 1) {
      at = bytes[at] === this.#quote ? this.#quoted(at + 1) : this.#plain(at);
      if (at < 0) return -1;
      if (this.#cell !== null) {
        if (column >= limits.columns) throw tooLarge('columns');
        while (cells.length < column) cells.push(null);
        cells.push(this.#cell);
      }
      const byte = bytes[at];
      if (at === end) return at;
      if (byte === LF) return at + 1;
      if (byte === CR) {
        if (at + 1 === end && !this.#isLast) return -1;
        return bytes[at + 1] === LF && at + 1 < end ? at + 2 : at + 1;
      }
      at += 1;
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
      if (kind === STOP) {
        if (bytes[at] !== 0 || at === end) break;
      } else {
        flags |= kind;
      }
      hash = (Math.imul(hash, 31) + byte) | 0;
      at += 1;
    }
    if (at === end && !this.#isLast) return -1;
    this.#cell = at === from ? null : this.#texts.cell(bytes, from, at, flags === 0, hash);
    return at;
  }

  /** From behind the opening quote to what ends the field. */
  #quoted(from: number): number {
    const { bytes, end } = this.#window;
    const quote = this.#quote;
    let at = from;
    let doubled = false;
    let lines = 0;
    let bits = 0;
    let hash = 0;
    for (;;) {
      const byte = bytes[at] ?? 0;
      if (byte === quote) {
        if (at + 1 === end && !this.#isLast) return -1;
        if (bytes[at + 1] !== quote || at + 1 === end) break;
        doubled = true;
        at += 2;
        continue;
      }
      if (byte === 0 && at === end) return this.#unfinished(end - from);
      if (byte === LF) lines += 1;
      bits |= byte;
      hash = (Math.imul(hash, 31) + byte) | 0;
      at += 1;
    }
    this.#innerLines += lines;
    if (doubled) this.#cell = this.#doubledCell(from, at);
    else this.#cell = at === from ? null : this.#texts.cell(bytes, from, at, bits < 0x80, hash);
    at += 1;
    while ((bytes[at] === SPACE || bytes[at] === TAB) && bytes[at] !== this.#delimiter) at += 1;
    if (at === end && !this.#isLast) return -1;
    const byte = bytes[at];
    if (at < end && byte !== this.#delimiter && byte !== LF && byte !== CR) throw this.#broken('quote-inside');
    return at;
  }

  /** No text is that long: somewhere before, a quote was opened and never closed. */
  #unfinished(bytes: number): number {
    if (this.#isLast || bytes > limits.cell * 4) throw this.#broken('quote-open');
    return -1;
  }

  /** `line` is the line of the file on which the record begins. */
  #broken(reason: string): Fault {
    return new Fault('csv-broken', { line: this.#line, reason });
  }

  /** The cell of a quoted field in which quotes stand twice. */
  #doubledCell(start: number, end: number): Cell {
    const text = utf8Slice(this.#window.bytes, start, end);
    if (text.length > limits.cell) throw tooLarge('cell');
    const mark = String.fromCharCode(this.#quote);
    return { t: 's', v: text.replaceAll(mark + mark, mark) };
  }
}
