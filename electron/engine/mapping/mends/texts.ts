import type { Mend } from '#contract/mends.ts';
import { foldedValue } from '#contract/recipe/terms.ts';
import { composedText } from '#contract/sameText.ts';
import { caseChange } from '../values/transforms.ts';
import { ofShown, ofTexts, textCell, type CellMend } from './cellMend.ts';

/** What nobody sees inside of a text and no script needs; joiners and selectors, which emoji are made of, stay. */
const unseen = /[\u00AD\u034F\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0]/g;
/** Control characters but tab and line ends. */
const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F]/g;
const spaces = /[\s\u0085\u2800]/g;

export const trimMend: CellMend = ofTexts((text) => composedText(text.replace(controls, '').replace(unseen, '')));

export const spacesMend: CellMend = ofTexts((text) => composedText(text.replace(controls, '').replace(unseen, '').replace(spaces, '')));

export function caseMend({ to }: Extract<Mend, { kind: 'case' }>): CellMend {
  const change = caseChange(to);
  return ofTexts((text) => {
    const changed = change(text);
    return typeof changed === 'string' ? changed : null;
  });
}

export function replaceMend({ find, with: by, whole = false }: Extract<Mend, { kind: 'replace' }>): CellMend {
  return ofShown((shown) => (whole ? (shown === find ? by : null) : shown.replaceAll(find, () => by)));
}

export function mapMend({ values }: Extract<Mend, { kind: 'map' }>): CellMend {
  const found = new Map(Object.entries(values).map(([from, to]) => [foldedValue(from), to]));
  return ofShown((shown) => found.get(foldedValue(shown)) ?? null);
}

export function setMend(value: string): CellMend {
  const wanted = textCell(value);
  return (cell) => (wanted === null ? (cell === null ? undefined : null) : cell?.t === 's' && cell.v === value && cell.written === undefined ? undefined : wanted);
}

/** What people put between two values of a cell. */
const between = /[,;|\r\n\t/\uFF0C\uFF1B\u3001]+/;

/** An address in whose domain a comma seems to stand for a point (co,uk): what is before it is another address. */
const commaForPoint = /@[^\s@,;|]+,\s*\p{L}{2,4}\s*$/u;

/** A cell with one value stays as it is, and so does one that has fewer than asked for. */
export function takeMend({ at, separator }: Extract<Mend, { kind: 'take' }>): CellMend {
  return ofShown((shown) => {
    if (separator === undefined && commaForPoint.test(shown)) return null;
    const parts = split(shown, separator).map((part) => part.trim()).filter((part) => part !== '');
    if (parts.length < 2 && shown.trim() === (parts[0] ?? '')) return null;
    return parts.at(at > 0 ? at - 1 : at) ?? null;
  });
}

/** Addresses hold no white space, so that it parts them, too. */
function split(shown: string, separator: string | undefined): readonly string[] {
  if (separator !== undefined) return separator.trim() === '' ? shown.split(/\s+/) : shown.split(separator);
  const parts = shown.split(between);
  const words = shown.trim().split(/\s+/);
  return parts.filter((part) => part.trim() !== '').length < 2 && words.length > 1 && words.every((word) => word.includes('@')) ? words : parts;
}
