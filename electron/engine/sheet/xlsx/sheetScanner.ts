import type { Cell, SheetRow } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import { damaged, limits, tooLarge } from '../limits.ts';
import { isSpace, LT, SPACE, ZERO } from '../xml/codes.ts';
import { XmlCursor } from '../xml/cursor.ts';
import { lowerC } from './cellMarks.ts';
import { CellScanner } from './cellScanner.ts';
import type { CellValues } from './cellValues.ts';

interface OpenRow {
  readonly row: number;
  readonly cells: Cell[];
}

/**
 * Rows of a worksheet part, fed with its bytes in pieces of any size. A row that is not whole yet is read again
 * when more has come, so no state lives inside a row.
 */
export class SheetScanner {
  readonly #xml = new XmlCursor();
  readonly #cells: CellScanner;
  readonly #anyOrder: boolean;
  #state: 'before' | 'prolog' | 'inside' | 'after' = 'before';
  #lastRow = 0;
  /** The last row read, kept back because the next element may carry the same row number. */
  #held: OpenRow | null = null;

  /** `anyOrder`: rows may stand in any order, for the caller to sort. */
  constructor(values: CellValues, anyOrder: boolean) {
    this.#anyOrder = anyOrder;
    this.#cells = new CellScanner(this.#xml, values);
  }

  /** Shared string that has to be loaded before `take` can go on; -1 where none. */
  get wanted(): number {
    return this.#cells.wanted;
  }

  get done(): boolean {
    return this.#state === 'after';
  }

  feed(piece: Uint8Array): void {
    if (this.#state !== 'after') this.#xml.append(piece);
  }

  /** The rows that are whole by now. `isLast`: no more bytes will come. Throws Fault. */
  take(isLast: boolean): SheetRow[] {
    const rows: OpenRow[] = [];
    if (this.#held !== null) rows.push(this.#held);
    this.#held = null;
    this.#cells.wanted = -1;
    const xml = this.#xml;
    if (isLast || xml.isReady) this.#scan(rows);
    if (isLast && this.wanted < 0) {
      if (this.#state === 'before' || this.#state === 'inside') throw damaged('sheet-cut-off');
    } else if (this.#state !== 'after') {
      this.#held = rows.pop() ?? null;
    }
    return rows;
  }

  #scan(rows: OpenRow[]): void {
    const xml = this.#xml;
    for (;;) {
      const at = this.#state === 'inside' ? this.#inside(xml.pos, rows) : this.#outside(xml.pos);
      if (at < 0) break;
      xml.pos = at;
      if (this.#state === 'after') {
        xml.pos = xml.end;
        return;
      }
    }
    xml.pause(this.wanted < 0);
  }

  /** Tags before the sheet's data, one at a time. */
  #outside(from: number): number {
    const xml = this.#xml;
    let at = xml.nextTag(from);
    if (at < 0) return -1;
    if (this.#state === 'before' && hasText(xml, from, at)) throw damaged('xml');
    at = xml.tag(at);
    if (at < 0) return -1;
    if (this.#state === 'before' && !xml.named('worksheet')) {
      throw xml.named('chartsheet') || xml.named('dialogsheet') ? new Fault('sheet-no-cells') : damaged('sheet-root');
    }
    const isData = xml.named('sheetData');
    at = xml.leaveTag(at);
    if (at < 0) return -1;
    if (isData) this.#state = xml.selfClosed ? 'after' : 'inside';
    else if (this.#state === 'before') this.#state = 'prolog';
    return at;
  }

  /** One row, or whatever else stands between the rows. */
  #inside(from: number, rows: OpenRow[]): number {
    const xml = this.#xml;
    let at = xml.nextTag(from);
    if (at < 0) return -1;
    at = xml.tag(at);
    if (at < 0) return -1;
    if (xml.closing) {
      if (!xml.named('sheetData')) throw damaged('xml');
      this.#state = 'after';
      return at;
    }
    if (xml.named('row')) return this.#row(at, rows);
    at = xml.leaveTag(at);
    return at < 0 || xml.selfClosed ? at : xml.skipElement(at);
  }

  #row(from: number, rows: OpenRow[]): number {
    const xml = this.#xml;
    const { tag } = this.#cells;
    let row = 0;
    let at = from;
    tag.rowStart = tag.rowEnd = 0;
    while (row === 0) {
      at = xml.attribute(at);
      if (at < 0) return -1;
      if (xml.valueStart < 0) break;
      if (!xml.named('r')) continue;
      row = this.#rowNumber();
      tag.rowStart = xml.valueStart;
      tag.rowEnd = xml.valueEnd;
    }
    at = xml.leaveTag(at);
    if (at < 0) return -1;
    const cells: Cell[] = [];
    if (!xml.selfClosed) {
      at = this.#rowCells(at, cells);
      if (at < 0) return -1;
      if (row === 0) row = tag.row;
    }
    this.#enter({ row: row === 0 ? this.#lastRow + 1 : row, cells }, rows);
    return at;
  }

  #rowNumber(): number {
    const { bytes, valueStart, valueEnd } = this.#xml;
    let row = 0;
    for (let at = valueStart; at < valueEnd; at += 1) {
      const digit = (bytes[at] ?? 0) - ZERO;
      if (digit < 0 || digit > 9 || row > limits.rows) throw damaged('row-number');
      row = row * 10 + digit;
    }
    return row;
  }

  /** From behind the row's start tag to behind its end tag. */
  #rowCells(from: number, cells: Cell[]): number {
    const xml = this.#xml;
    const scanner = this.#cells;
    let at = from;
    let column = -1;
    for (;;) {
      const { bytes } = xml;
      // `<c ` straight behind the last cell, as nearly always.
      if (bytes[at] === LT && bytes[at + 1] === lowerC && bytes[at + 2] === SPACE) at += 2;
      else {
        at = xml.nextTag(at);
        if (at < 0) return -1;
        at = xml.tag(at);
        if (at < 0) return -1;
        if (xml.closing) {
          if (!xml.named('row')) throw damaged('xml');
          return xml.leaveTag(at);
        }
        if (!xml.named('c')) {
          at = xml.leaveTag(at);
          if (at >= 0 && !xml.selfClosed) at = xml.skipElement(at);
          if (at < 0) return -1;
          continue;
        }
      }
      at = scanner.scan(at);
      if (at < 0) return -1;
      const named = scanner.tag.column;
      column = named < 0 ? column + 1 : named;
      if (scanner.cell !== null) putCell(cells, column, scanner.cell);
    }
  }

  #enter(next: OpenRow, rows: OpenRow[]): void {
    if (next.row > limits.rows) throw tooLarge('rows');
    if (next.row < this.#lastRow && !this.#anyOrder) throw damaged('row-order');
    const isSame = next.row === this.#lastRow;
    this.#lastRow = next.row;
    if (next.cells.length === 0) return;
    const last = rows.at(-1);
    if (!isSame || last === undefined || last.row !== next.row) rows.push(next);
    else next.cells.forEach((cell, column) => { if (cell !== null) putCell(last.cells, column, cell); });
  }
}

/** Sets a cell, with nulls for those left out before it. */
export function putCell(cells: Cell[], column: number, cell: Cell): void {
  if (column >= limits.columns) throw tooLarge('columns');
  while (cells.length < column) cells.push(null);
  cells[column] = cell;
}

/** Text before the root element is no XML; Excel refuses such a part too. */
function hasText(xml: XmlCursor, from: number, to: number): boolean {
  let at = from;
  while (at < to) {
    if (isSpace(xml.bytes[at])) at += 1;
    else if (xml.bytes[at] === LT) at = xml.misc(at);
    else return true;
  }
  return false;
}
