import { shownText } from '#contract/cells.ts';
import type { DecimalMark } from '../values/numberText.ts';
import { numberReadings, spoiltNumber } from '../values/numberText.ts';
import { hasLostDigits } from '../values/reader.ts';
import { textCell, typedText, type CellMend } from './cellMend.ts';

const float = /^\s*([+-]?\d+)[.,]0+\s*$/;
/** As a number in a format of decimals or exponents shows itself. */
const shownAsFloat = /[.,]0+$|E[+-]?\d+$/i;

/** The digits of a whole number that went through a program of decimals; leading zeros stay. */
export const floatMend: CellMend = (cell) => {
  if (cell?.t === 'n') return Number.isInteger(cell.v) && !hasLostDigits(cell.v) && shownAsFloat.test(shownText(cell)) ? { t: 'n', v: cell.v } : undefined;
  const text = typedText(cell);
  if (text === null) return undefined;
  const digits = float.exec(text)?.[1];
  if (digits !== undefined) return textCell(digits);
  const long = spoiltNumber(text.trim());
  return typeof long === 'string' && /^-?\d+$/.test(long) ? textCell(long) : undefined;
};

/** A text as the number that it is with this mark for decimals; what is the same number with either mark stays as it is. */
export function decimalMend(mark: DecimalMark): CellMend {
  return (cell) => {
    const text = typedText(cell);
    if (text === null) return undefined;
    const { point, comma } = numberReadings(text);
    const reading = mark === '.' ? point : comma;
    if (reading === null || point === comma) return undefined;
    const value = Number(reading);
    return Number.isFinite(value) && !hasLostDigits(value) ? { t: 'n', v: value } : undefined;
  };
}
