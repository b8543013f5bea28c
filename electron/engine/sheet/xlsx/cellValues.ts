import type { Cell } from '#contract/cells.ts';
import { damaged } from '../limits.ts';
import { parseIsoDate } from '../formats/dates.ts';
import { generalFormat, type FormatContext, type NumberFormat } from '../formats/numberFormat.ts';
import { brokenCell, textCell } from '../textCell.ts';
import type { SharedStrings } from '../strings/sharedStrings.ts';

/** Type of a cell: its `t` attribute (ECMA-376 part 1, 18.18.11 ST_CellType). */
export const cellTypes = { number: 0, shared: 1, formulaString: 2, inline: 3, boolean: 4, error: 5, date: 6 } as const;

const yes: Cell = { t: 'b', v: true };
const no: Cell = { t: 'b', v: false };

/** Makes cells of what stands in them: number by format, string by number, and the other types by text. */
export class CellValues {
  readonly strings: SharedStrings;
  readonly #formats: readonly NumberFormat[];
  readonly #general: NumberFormat;
  readonly #plain: boolean;
  /** Whether any format shows texts as others than they are. */
  readonly showsTexts: boolean;

  constructor(strings: SharedStrings, formats: readonly NumberFormat[], context: FormatContext) {
    this.strings = strings;
    this.#formats = formats;
    this.#general = generalFormat(context);
    this.#plain = context.locale === 'en';
    this.showsTexts = formats.some(({ textCell: shown }) => shown !== undefined);
  }

  /** A cell as its format shows it, if it is a text; others are that already. */
  inTextFormat(cell: Cell, style: number): Cell {
    return cell?.t === 's' ? (this.#formats[style]?.textCell?.(cell) ?? cell) : cell;
  }

  /** `exact`: no more than 15 significant digits were written. */
  number(value: number, style: number, exact: boolean): Cell {
    const format = this.#formats[style];
    if (exact && this.#plain && (format === undefined || format.isGeneral)) return { t: 'n', v: value };
    return (format ?? this.#general).cell(value, exact);
  }

  /** The cell of a boolean as it is nearly always written: `0` or `1`. */
  boolean(isTrue: boolean): Cell {
    return isTrue ? yes : no;
  }

  /**
   * The cell of a decoded value of any type but shared strings; null where nothing stands in it. A value that is not what
   * its type says is damaged: Excel would show something else for it, or refuse the workbook.
   */
  fromText(text: string, type: number, style: number): Cell {
    if (text === '') return null;
    switch (type) {
      case cellTypes.number:
        return this.#numberText(text, style);
      case cellTypes.boolean:
        return this.#booleanText(text);
      case cellTypes.error:
        return { t: 'e', v: text };
      case cellTypes.date:
        return this.#dateText(text, style);
      default:
        return textCell(text);
    }
  }

  #numberText(text: string, style: number): Cell {
    const trimmed = text.trim();
    const value = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(trimmed) ? Number(trimmed) : Number.NaN;
    if (!Number.isFinite(value)) return brokenCell(text);
    return this.number(value === 0 ? 0 : value, style, false);
  }

  #booleanText(text: string): Cell {
    const word = text.trim().toLowerCase();
    if (word === '1' || word === 'true') return yes;
    return word === '0' || word === 'false' ? no : brokenCell(text);
  }

  #dateText(text: string, style: number): Cell {
    const date = parseIsoDate(text);
    if (date === null) return brokenCell(text);
    const format = this.#formats[style] ?? this.#general;
    if (typeof date !== 'number') return format.isoCell(date);
    return timeOnly(format.cell(date, false), date, text.trim());
  }

  /** The cell of a shared string by its number as written; undefined as in SharedStrings. Throws source-damaged where there is no such string. */
  sharedText(text: string): Cell | undefined {
    const trimmed = text.trim();
    if (!/^\d+$/.test(trimmed)) return brokenCell(text);
    if (trimmed.length > 9) throw damaged('string-index');
    return this.strings.cell(Number(trimmed));
  }
}

/** A time alone in a format of days or of none: no moment may come of it, and a plain fraction would tell nobody what was written. */
function timeOnly(cell: Cell, value: number, text: string): Cell {
  const isShown = cell?.t === 'n' && cell.f !== undefined;
  return isShown ? cell : { t: 'n', v: value, text: cell?.t === 'd' ? (cell.text ?? text) : text, f: cell?.t === 'd' && cell.f !== undefined ? cell.f : 'hh:mm:ss' };
}
