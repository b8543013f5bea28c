import { GT, word } from '../xml/codes.ts';
import { cellTypes } from './cellValues.ts';

export const lowerB = 98;
export const lowerC = 99;
export const lowerD = 100;
export const lowerE = 101;
export const lowerH = 104;
export const lowerI = 105;
export const lowerM = 109;
export const lowerR = 114;
export const lowerS = 115;
export const lowerT = 116;

/** What nearly every cell has in it, as words of four bytes or three. */
export const marks = {
  reference: word(' r="'),
  style: word('" s='),
  type: word('" t='),
  shared: word('"s">'),
  boolean: word('"b">'),
} as const;

const threeBytes = 0xff_ffff;
const valueTag = word('<v>');
const inlineType = [word('"inl'), word('ineS'), word('tr">')] as const;
const valueEnd = [word('</v>'), word('</c>')] as const;
const inlineEnd = [word('</t>'), word('</is'), word('></c')] as const;

/** `<v>` */
export function isValueTag(view: DataView, at: number): boolean {
  return (view.getUint32(at, true) & threeBytes) === valueTag;
}

/** `</v></c>` */
export function isValueEnd(view: DataView, at: number): boolean {
  return view.getUint32(at, true) === valueEnd[0] && view.getUint32(at + 4, true) === valueEnd[1];
}

/** `</t></is></c>` */
export function isInlineEnd(view: DataView, at: number): boolean {
  return (
    view.getUint32(at, true) === inlineEnd[0] && view.getUint32(at + 4, true) === inlineEnd[1] &&
    view.getUint32(at + 8, true) === inlineEnd[2] && view.getUint8(at + 12) === GT
  );
}

/** `"inlineStr">` */
export function isInlineType(view: DataView, at: number): boolean {
  return view.getUint32(at, true) === inlineType[0] && view.getUint32(at + 4, true) === inlineType[1] && view.getUint32(at + 8, true) === inlineType[2];
}

/** The type that a `t` attribute names; an unknown one is read as a number, and damaged where it is none. */
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
