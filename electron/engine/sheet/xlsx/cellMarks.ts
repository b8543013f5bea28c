import { GT, LT, SLASH } from '../xml/codes.ts';
import { cellTypes } from './cellValues.ts';

export const lowerB = 98;
export const lowerC = 99;
export const lowerD = 100;
export const lowerE = 101;
export const lowerI = 105;
export const lowerR = 114;
export const lowerS = 115;
export const lowerT = 116;
export const lowerV = 118;

/** `</v></c>` */
export function isValueEnd(bytes: Buffer, at: number): boolean {
  return (
    bytes[at + 1] === SLASH && bytes[at + 2] === lowerV && bytes[at + 3] === GT &&
    bytes[at + 4] === LT && bytes[at + 5] === SLASH && bytes[at + 6] === lowerC && bytes[at + 7] === GT
  );
}

/** `</t></is></c>` */
export function isInlineEnd(bytes: Buffer, at: number): boolean {
  return (
    bytes[at + 1] === SLASH && bytes[at + 2] === lowerT && bytes[at + 3] === GT &&
    bytes[at + 4] === LT && bytes[at + 5] === SLASH && bytes[at + 6] === lowerI && bytes[at + 7] === lowerS &&
    bytes[at + 8] === GT && bytes[at + 9] === LT && bytes[at + 10] === SLASH && bytes[at + 11] === lowerC && bytes[at + 12] === GT
  );
}

/** The type that a `t` attribute names; an unknown one is read as a number where it is one, and as text where not. */
export function typeOf(bytes: Buffer, start: number, end: number): number {
  const letter = bytes[start];
  const length = end - start;
  if (length !== 1) {
    if (length === 3 && letter === lowerS) return cellTypes.formulaString;
    return length === 9 && letter === lowerI ? cellTypes.inline : cellTypes.number;
  }
  if (letter === lowerS) return cellTypes.shared;
  if (letter === lowerB) return cellTypes.boolean;
  if (letter === lowerE) return cellTypes.error;
  return letter === lowerD ? cellTypes.date : cellTypes.number;
}
