import { columnLetter, shownText, type Cell } from '#contract/cells.ts';
import { serialOfIso, textCell, type NumberFormat } from '../../../sheet/index.ts';
import type { Added } from '../rowWriter.ts';
import { cellText, xmlText } from './xmlText.ts';

/** Cell formats of the workbook: 0 is General, 1 is text, then those of the number formats. */
export const textStyle = 1;
export const firstCodeStyle = 2;

export interface CellFormats {
  readonly date1904: boolean;
  /** Texts of any kind are in text format, so that what is typed over them stays a text, too. */
  readonly allTexts?: boolean | undefined;
  readonly general: NumberFormat;
  readonly byCode: ReadonlyMap<string, { readonly style: number; readonly format: NumberFormat }>;
}

/** Numbers, codes and ids that Excel would make something else of as soon as somebody edits them. */
const digitsOnly = /^(?:0\d+|\d{12,}|\+\d+)$/;

/** Texts of more characters are shown as `#` in text format by some versions of Excel. */
const longestInTextFormat = 255;

/** The attribute of a cell's style; 0 is what a cell has without. */
export function styleXml(style: number): string {
  return style === 0 ? '' : ` s="${style}"`;
}

/** Blanks at an end, and line ends, are taken away by Excel unless it is told to keep them (XML 1.0, 2.10). Elsewhere the attribute is a third of a short cell. */
const mustBePreserved = /^\s|\s$|[\n\t]/;

function textXml(text: string): string {
  return `${mustBePreserved.test(text) ? '<t xml:space="preserve">' : '<t>'}${cellText(text)}</t>`;
}

/** A text cell; `at` is its place, such as B7. `shift`: what is added to the number of its style. */
export function stringXml(at: string, text: string, shift = 0, allTexts = false): string {
  const style = digitsOnly.test(text) || (allTexts && text.length <= longestInTextFormat) ? textStyle : 0;
  return `<c r="${at}"${styleXml(style + shift)} t="inlineStr"><is>${textXml(text)}</is></c>`;
}

export function addedXml(at: string, value: Added): string {
  if (value === null || value === '') return '';
  return typeof value === 'string' ? stringXml(at, value) : `<c r="${at}"><v>${value}</v></c>`;
}

/**
 * A cell by its kind, value and number format; null where a reader would not give the very same cell back, so that it has
 * to be noted. `shift`: what is added to the number of its style.
 */
export function cellXml(at: string, cell: Cell, formats: CellFormats, shift = 0): string | null {
  if (cell === null) return '';
  switch (cell.t) {
    case 's':
      if (cell.written !== undefined) return shownTextXml(at, cell, cell.written, formats, shift);
      return textCell(cell.v)?.t !== 's' ? (cell.v === '' ? '' : null) : stringXml(at, cell.v, shift, formats.allTexts);
    case 'b':
      return `<c r="${at}"${styleXml(shift)} t="b"><v>${cell.v ? 1 : 0}</v></c>`;
    case 'e':
      return `<c r="${at}"${styleXml(shift)} t="e"><v>${xmlText(cell.v)}</v></c>`;
    case 'n':
    case 'd':
      return numberXml(at, cell, formats, shift);
    case 'x':
    case 'm':
      return null;
  }
}

/** A text in the format that shows it as another; null where it would not be shown so again. */
function shownTextXml(at: string, { v, f }: Extract<Cell, { t: 's' }>, text: string, { byCode }: CellFormats, shift: number): string | null {
  const found = f === undefined ? undefined : byCode.get(f);
  const read = textCell(text);
  const shown = read?.t === 's' ? found?.format.textCell?.(read) : undefined;
  if (found === undefined || shown?.t !== 's' || shown.v !== v) return null;
  return `<c r="${at}"${styleXml(found.style + shift)} t="inlineStr"><is>${textXml(text)}</is></c>`;
}

/** Digits of a number that are sure to be no more than the fifteen of Excel. */
const shortNumber = 15;

function numberXml(at: string, cell: Extract<Cell, { t: 'n' | 'd' }>, { date1904, general, byCode }: CellFormats, shift: number): string | null {
  const found = cell.f === undefined ? null : byCode.get(cell.f);
  const value = cell.t === 'n' ? cell.v : serialOfIso(cell.v, date1904);
  if (value === null || found === undefined) return null;
  const written = String(value);
  const read = (found?.format ?? general).cell(value, written.length <= shortNumber);
  if (!isSame(read, cell)) return null;
  return `<c r="${at}"${styleXml((found?.style ?? 0) + shift)}><v>${written}</v></c>`;
}

function isSame(read: Cell, cell: Extract<Cell, { t: 'n' | 'd' }>): boolean {
  return read !== null && read.t === cell.t && read.v === cell.v && read.text === cell.text;
}

/** Letters of columns, made once. */
export function lettersOf(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => columnLetter(index));
}

/** What is shown in a cell that has to be noted. */
export function notedXml(at: string, cell: Cell, shift = 0): string {
  const text = shownText(cell);
  return text === '' ? '' : stringXml(at, text, shift);
}
