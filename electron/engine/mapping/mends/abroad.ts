import { plainNumber, type Cell } from '#contract/cells.ts';
import { numberAbroad, type NumberAbroad } from '../values/numberAbroad.ts';
import { withoutScheme } from '../values/phoneText.ts';
import { excelNumber } from '../values/reader.ts';
import { textCell, typedText, type CellMend } from './cellMend.ts';

/** What separates numbers of a cell. */
const between = /([,;/|\r\n]+)/;

/** What a cell holds as numbers of phones are written. */
function textOf(cell: Cell): string | null {
  return cell?.t === 'n' && cell.v > 0 && Number.isSafeInteger(excelNumber(cell.v)) ? plainNumber(excelNumber(cell.v)) : typedText(cell);
}

/** The numbers of a cell that have such a prefix. */
export function numbersAbroad(cell: Cell): readonly NumberAbroad[] {
  const text = textOf(cell);
  return text === null ? [] : withoutScheme(text).split(between).map(numberAbroad).filter((number) => number !== null);
}

/** The numbers of a cell that have such a prefix in E.164; those of one country alone where it is said. */
export function abroadMend(country: string | undefined): CellMend {
  return (cell) => {
    const text = textOf(cell);
    if (text === null) return undefined;
    const parts = withoutScheme(text).split(between).map((part): { readonly text: string; readonly isMended: boolean } => {
      const found = numberAbroad(part);
      const isMended = found !== null && (country === undefined || found.country === country);
      return { text: isMended ? `${/^\s*/.exec(part)?.[0] ?? ''}${found.number}` : part, isMended };
    });
    return parts.some(({ isMended }) => isMended) ? textCell(parts.map((part) => part.text).join('')) : undefined;
  };
}
