import { columnLetter, type Cell, type SheetRow } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import { damaged, inPlace, limits, tooLarge, type FaultPlace } from '../limits.ts';
import { CanonicalXml } from '../xml/canonicalXml.ts';
import { isSpace, LT, SPACE } from '../xml/codes.ts';
import { brokenCell } from '../textCell.ts';
import { XmlCursor } from '../xml/cursor.ts';
import { readRoot } from '../xml/root.ts';
import { outerScope, type Scope } from '../xml/namespaces.ts';
import { lowerC } from './cellMarks.ts';
import { CellScanner } from './cellScanner.ts';
import type { CellValues } from './cellValues.ts';
import { RowTag } from './rowTag.ts';
import { SheetLayout } from './sheetLayout.ts';

interface OpenRow {
  readonly row: number;
  readonly cells: Cell[];
  readonly hidden?: true;
}

export interface ScanOptions {
  /** Gets what stands around the rows. */
  readonly layout?: SheetLayout;
  /** Rows may stand in any order, for the caller to sort. */
  readonly anyOrder?: boolean;
  /** Rows are passed over: only what stands around them is wanted. */
  readonly skipRows?: boolean;
}

/**
 * Rows of a worksheet part, fed with its bytes in pieces of any size, and what stands around them. A row that is not
 * whole yet is read again when more has come, so no state lives inside a row.
 *
 * Names are taken as they are written while the root has declared them so and nothing else was declared or prefixed;
 * from the first place where that is not so, CanonicalXml comes before.
 */
export class SheetScanner {
  readonly layout: SheetLayout;
  readonly #xml = new XmlCursor();
  readonly #cells: CellScanner;
  readonly #rowTag: RowTag;
  readonly #values: CellValues;
  readonly #options: ScanOptions;
  /** around: before the rows or behind them, `#depth` elements deep. */
  #state: 'before' | 'around' | 'inside' = 'before';
  #depth = 0;
  #section: 'col' | 'mergeCell' | '' = '';
  #scope: Scope = outerScope;
  #canonical: CanonicalXml | null = null;
  #lastRow = 0;
  /** The last row read, kept back because the next element may carry the same row number. */
  #held: OpenRow | null = null;

  constructor(values: CellValues, options: ScanOptions = {}) {
    this.#options = options;
    this.#values = values;
    this.layout = options.layout ?? new SheetLayout();
    this.#cells = new CellScanner(this.#xml, values);
    this.#rowTag = new RowTag(this.#xml, this.#cells.tag);
  }

  /** Shared string that has to be loaded before `take` can go on; -1 where none. */
  get wanted(): number {
    return this.#cells.wanted;
  }

  /** Throws Fault. */
  feed(piece: Uint8Array): void {
    try {
      this.#xml.append(this.#canonical?.feed(piece) ?? piece);
    } catch (error) {
      // What comes before the rows that are read now is not known by its row.
      throw inPlace(error, { sheet: this.layout.sheet });
    }
  }

  /** The rows that are whole by now. `isLast`: no more bytes will come. Throws Fault. */
  take(isLast: boolean): SheetRow[] {
    const rows: OpenRow[] = [];
    if (this.#held !== null) rows.push(this.#held);
    this.#held = null;
    this.#cells.wanted = -1;
    const xml = this.#xml;
    try {
      if (isLast && this.#canonical !== null) xml.append(this.#canonical.end());
      if (isLast || xml.isReady) this.#scan(rows);
      if (!isLast || this.wanted >= 0) this.#held = rows.pop() ?? null;
      else if (this.#state !== 'around') throw damaged('sheet-cut-off');
    } catch (error) {
      throw inPlace(error, { sheet: this.layout.sheet, row: this.#state === 'inside' ? this.#rowNumber() : undefined });
    }
    return rows;
  }

  /** Of the row that is being read, or was read last. */
  #rowNumber(): number {
    return this.#rowTag.row === 0 ? this.#lastRow + 1 : this.#rowTag.row;
  }

  /** A cell without a reference of its own stands behind the one before it. */
  #cellPlace(behind: number): FaultPlace {
    const { tag } = this.#cells;
    const row = this.#rowTag.row === 0 && tag.row > 0 && tag.column >= 0 ? tag.row : this.#rowNumber();
    return { sheet: this.layout.sheet, row, cell: `${columnLetter(tag.column < 0 ? behind + 1 : tag.column)}${row}` };
  }

  #scan(rows: OpenRow[]): void {
    const xml = this.#xml;
    for (;;) {
      xml.strange = false;
      const at = this.#state === 'inside' ? this.#inside(xml.pos, rows) : this.#state === 'around' ? this.#around(xml.pos) : this.#root(xml.pos);
      if (xml.strange) this.#goCanonical();
      else if (at < 0) break;
      else xml.pos = at;
    }
    xml.pause(this.wanted < 0);
  }

  /** From the first unused byte on, names are told by their declarations. */
  #goCanonical(): void {
    const xml = this.#xml;
    const rest = Buffer.from(xml.bytes.subarray(xml.pos, xml.end));
    const open = ['worksheet', this.#section === 'col' ? 'cols' : this.#section === 'mergeCell' ? 'mergeCells' : 'sheetData'].slice(0, this.#depth);
    this.#canonical = new CanonicalXml('main', this.#scope, open);
    xml.pos = xml.end;
    xml.append(this.#canonical.feed(rest));
    xml.strange = false;
    this.#cells.wanted = -1;
  }

  #root(from: number): number {
    const xml = this.#xml;
    let at = xml.nextTag(from);
    if (at < 0) return -1;
    if (hasText(xml, from, at)) throw damaged('xml');
    at = xml.tag(at);
    if (at < 0) return -1;
    if (!xml.strange && !xml.named('worksheet')) {
      throw xml.named('chartsheet') || xml.named('dialogsheet') ? new Fault('sheet-no-cells') : damaged('sheet-root');
    }
    const root = readRoot(xml, at);
    if (root === null || xml.strange) return -1;
    this.#scope = root.scope;
    this.#state = 'around';
    this.#depth = xml.selfClosed ? 0 : 1;
    return root.at;
  }

  /** One tag before the rows or behind them. */
  #around(from: number): number {
    const xml = this.#xml;
    let at = xml.nextTag(from);
    if (at < 0) return -1;
    at = xml.tag(at);
    if (at < 0) return -1;
    if (xml.closing) {
      at = xml.leaveTag(at);
      if (at >= 0) this.#depth -= 1;
      return at;
    }
    const isData = this.#depth === 1 && xml.named('sheetData');
    const section = this.#depth !== 1 ? this.#section : xml.named('cols') ? 'col' : xml.named('mergeCells') ? 'mergeCell' : '';
    // What lies in other elements is of no concern, whatever it is called.
    const isWanted = this.#depth === 1 || (this.#depth === 2 && section !== '');
    if (!isWanted) {
      at = xml.leaveTag(at);
      xml.strange = false;
    } else if (xml.strange) return -1;
    else if (this.#depth === 1 && xml.named('sheetFormatPr')) at = this.layout.read(xml, at, 'sheetFormatPr');
    else if (this.#depth === 2 && section !== '' && xml.named(section)) at = this.layout.read(xml, at, section);
    else at = xml.passTag(at);
    if (at < 0 || xml.strange) return -1;
    this.#section = section;
    if (!xml.selfClosed) this.#depth += 1;
    if (isData && !xml.selfClosed) this.#state = 'inside';
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
      this.#state = 'around';
      return this.#around(from);
    }
    if (xml.strange) return -1;
    if (xml.named('row') && this.#options.skipRows !== true) return this.#row(at, rows);
    at = xml.passTag(at);
    if (xml.strange) return -1;
    return at < 0 || xml.selfClosed ? at : xml.skipElement(at);
  }

  #row(from: number, rows: OpenRow[]): number {
    const xml = this.#xml;
    const rowTag = this.#rowTag;
    let at = rowTag.read(from);
    if (at < 0 || xml.strange) return -1;
    let { row } = rowTag;
    const { hidden } = rowTag;
    const cells: Cell[] = [];
    if (!xml.selfClosed) {
      at = this.#rowCells(at, cells);
      if (at < 0 || xml.strange) return -1;
      if (row === 0) ({ row } = this.#cells.tag);
    }
    if (row === 0) row = this.#lastRow + 1;
    this.#enter(hidden ? { row, cells, hidden } : { row, cells }, rows);
    return at;
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
        if (at < 0 || xml.strange) return -1;
        if (xml.closing) {
          if (!xml.named('row')) throw damaged('xml');
          return xml.leaveTag(at);
        }
        if (!xml.named('c')) {
          at = xml.passTag(at);
          if (at >= 0 && !xml.selfClosed) at = xml.skipElement(at);
          if (at < 0 || xml.strange) return -1;
          continue;
        }
      }
      try {
        at = scanner.scan(at);
      } catch (error) {
        throw inPlace(error, this.#cellPlace(column));
      }
      if (at < 0) return -1;
      const named = scanner.tag.column;
      column = named < 0 ? column + 1 : named;
      const { cell } = scanner;
      if (cell !== null) putCell(cells, column, this.#values.showsTexts ? this.#values.inTextFormat(cell, scanner.tag.style) : cell);
    }
  }

  #enter(next: OpenRow, rows: OpenRow[]): void {
    if (next.row > limits.rows) throw tooLarge('rows');
    if (next.row < this.#lastRow && this.#options.anyOrder !== true) throw damaged('row-order');
    const isSame = next.row === this.#lastRow;
    this.#lastRow = next.row;
    if (next.cells.length === 0) return;
    const last = rows.at(-1);
    if (!isSame || last === undefined || last.row !== next.row) rows.push(next);
    else next.cells.forEach((cell, column) => { if (cell !== null) putCell(last.cells, column, cell); });
  }
}

/** Of a place for which two cells are told: nobody knows which one is meant. */
const twofold: Cell = brokenCell('');

/** Sets a cell, with nulls for those left out before it. A second one in its place is damaged. */
export function putCell(cells: Cell[], column: number, cell: Cell): void {
  if (column >= limits.columns) throw tooLarge('columns');
  while (cells.length < column) cells.push(null);
  cells[column] = column < cells.length && cells[column] !== null ? twofold : cell;
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
