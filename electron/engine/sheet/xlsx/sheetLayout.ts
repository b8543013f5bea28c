import { columnIndex } from '#contract/cells.ts';
import { damaged, limits, tooLarge } from '../limits.ts';
import type { SourceLayout } from '../types.ts';
import type { XmlCursor } from '../xml/cursor.ts';

/** Cells shown as one: rows 1-based, columns 0-based, both ends included. */
export interface Merge {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

/** What a worksheet says around its rows: columns hidden, which stands before them, and cells merged, which stands behind. */
export class SheetLayout implements SourceLayout {
  /** The sheet's own, for faults. */
  readonly sheet: string;
  readonly #hidden: { readonly first: number; readonly last: number }[] = [];
  readonly #shown: { readonly first: number; readonly last: number }[] = [];
  #hidesOthers = false;
  readonly merges: Merge[] = [];
  /** Whether the merges are known before the rows are handed on. */
  areKnown = false;

  constructor(sheet = '') {
    this.sheet = sheet;
  }

  missedMerges(belowRow: number): boolean {
    return !this.areKnown && this.merges.some(({ lastRow }) => lastRow > belowRow);
  }

  /** Whether a column, by its 0-based index, is hidden, or so narrow that nothing of it is seen. */
  isHidden(column: number): boolean {
    const within = ({ first, last }: { readonly first: number; readonly last: number }): boolean => column >= first && column <= last;
    return this.#hidden.some(within) || (this.#hidesOthers && !this.#shown.some(within));
  }

  /** Takes what one of these tags says in; from inside the tag to behind it. */
  read(xml: XmlCursor, from: number, element: 'sheetFormatPr' | 'col' | 'mergeCell'): number {
    const attributes = new Map<string, string>();
    let at = from;
    for (;;) {
      at = xml.attribute(at);
      if (at < 0) return -1;
      if (xml.valueStart < 0) break;
      if (!xml.prefixed) attributes.set(xml.localName(), xml.value());
    }
    at = xml.leaveTag(at);
    if (at < 0 || xml.strange) return at;
    if (element === 'mergeCell') this.#addMerge(attributes.get('ref') ?? '');
    else if (element === 'col') this.#addColumns(attributes);
    // Excel hides all columns that nobody uses this way.
    else this.#hidesOthers = isZero(attributes.get('defaultColWidth'));
    return at;
  }

  #addColumns(attributes: ReadonlyMap<string, string>): void {
    const columns = { first: Number(attributes.get('min')) - 1, last: Number(attributes.get('max')) - 1 };
    const isHidden = isYes(attributes.get('hidden')) || isZero(attributes.get('width'));
    (isHidden ? this.#hidden : this.#shown).push(columns);
  }

  /** `B2:B4`; other writings are no merge that Excel knows. */
  #addMerge(ref: string): void {
    const [, first = '', top = '', last = '', bottom = ''] = /^\$?([A-Za-z]{1,3})\$?(\d{1,7}):\$?([A-Za-z]{1,3})\$?(\d{1,7})$/.exec(ref.trim()) ?? [];
    const [one, other] = [columnIndex(first), columnIndex(last)];
    if (one < 0 || other < 0) {
      if (/^\$?[A-Za-z]{1,3}\$?\d{1,7}$/.test(ref.trim())) return;
      throw damaged('merge');
    }
    if (this.merges.length >= limits.rows) throw tooLarge('rows');
    this.merges.push({
      firstRow: Math.min(Number(top), Number(bottom)),
      lastRow: Math.max(Number(top), Number(bottom)),
      firstColumn: Math.min(one, other),
      lastColumn: Math.max(one, other),
    });
  }
}

/** A boolean of XML. */
export function isYes(value: string | undefined): boolean {
  return value === '1' || value === 'true' || value === 'on';
}

/** Whether a width or height is given and is none. */
export function isZero(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== '' && Number(value) === 0;
}
