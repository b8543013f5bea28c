import { literalText, sectionFor, sectionsOf } from './sections.ts';
import type { FormatContext, ShowNumber } from './numberFormat.ts';

/**
 * Fractions (`# ?/?`, `# ??/100`) by our own hand: the formatter library writes 0.99 in eighths as "1 8/8". Blanks that
 * only line digits up are left out. The fraction of so many digits is the last of the continued fraction that has room,
 * not the nearest: Microsoft's "Display numbers as fractions" gives 123.456 as 123 1/2, 123 26/57 and 123 57/125.
 */

const literal = String.raw`(?:"[^"]*"|\\.|_.|\*.|[ $€₽£+\-():!])*`;
const pattern = new RegExp(`^(${literal}?)(?:([#0?][#0?,]*)((?:"[^"]*"|\\\\.| )+))?([#0?]+) ?/ ?([#?0]+|[1-9]\\d{0,4})(${literal})$`, 'u');

interface Fraction {
  readonly before: string;
  readonly whole: string | undefined;
  readonly between: string;
  readonly numerator: string;
  readonly denominator: string;
  readonly behind: string;
}

function fractionOf(body: string): Fraction | null {
  const match = pattern.exec(body);
  if (match === null) return null;
  const [, before = '', whole, between = '', numerator = '', denominator = '', behind = ''] = match;
  return { before: literalText(before), whole, between: literalText(between).replace(/ +/g, ' '), numerator, denominator, behind: literalText(behind) };
}

/** Shows fractions in those sections that are such; the rest is left to `other`. null where no section is one. */
export function showFractions(code: string, other: ShowNumber, { locale }: FormatContext): ShowNumber | null {
  if (!code.includes('/')) return null;
  const sections = sectionsOf(code);
  const fractions = new Map(sections.map((section) => [section, fractionOf(section.body)]));
  if ([...fractions.values()].every((fraction) => fraction === null)) return null;
  return (value) => {
    const chosen = sectionFor(sections, value);
    const fraction = chosen === null ? null : (fractions.get(chosen.section) ?? null);
    if (chosen === null || fraction === null) return other(value);
    const text = written(Number(Math.abs(value).toPrecision(15)), fraction, locale === 'ru' ? '\u00a0' : ',');
    const minus = chosen.minus && /[1-9]/.test(text.digits) ? '-' : '';
    return `${minus}${fraction.before}${text.digits}${fraction.behind}`.trim();
  };
}

function written(value: number, { whole, between, numerator, denominator }: Fraction, group: string): { readonly digits: string } {
  let units = whole === undefined ? 0 : Math.floor(value);
  let [top, bottom] = nearest(value - units, denominator);
  if (whole !== undefined && top === bottom) [units, top, bottom] = [units + 1, 0, /^\d/.test(denominator) && Number(denominator) > 0 ? bottom : 1];
  const parts = `${placed(top, numerator)}/${/^0+$/.test(denominator) ? String(bottom).padStart(denominator.length, '0') : String(bottom)}`;
  if (whole === undefined) return { digits: parts };
  const hidesZero = top === 0 && !numerator.includes('0');
  const plain = units === 0 && !whole.includes('0') && !hidesZero ? '' : placed(units, whole.replaceAll(',', ''));
  const digits = whole.includes(',') ? plain.replace(/\B(?=(?:\d{3})+$)/g, group) : plain;
  if (hidesZero) return { digits: digits === '' ? '0' : digits };
  return { digits: digits === '' ? parts : `${digits}${between}${parts}` };
}

/** A whole number with as many digits as its placeholders have from their first 0 on. */
function placed(value: number, placeholders: string): string {
  const zero = placeholders.indexOf('0');
  return String(value).padStart(zero < 0 ? 0 : placeholders.length - zero, '0');
}

function nearest(value: number, denominator: string): [number, number] {
  const fixed = /[1-9]/.test(denominator) ? Number(denominator) : 0;
  if (fixed > 0) return [Math.round(value * fixed), fixed];
  const most = 10 ** Math.min(denominator.length, 6) - 1;
  let before: readonly [number, number] = [1, 0];
  let top: readonly [number, number] = [Math.floor(value), 1];
  let rest = value - Math.floor(value);
  while (rest > 1e-9) {
    const inverse = 1 / rest;
    // 2.9999999996 is 3: its floor would give fractions that are none of the number's.
    const term = Math.abs(inverse - Math.round(inverse)) < 1e-9 * inverse ? Math.round(inverse) : Math.floor(inverse);
    const next = [term * top[0] + before[0], term * top[1] + before[1]] as const;
    if (next[1] > most) break;
    [before, top] = [top, next];
    rest = inverse - term;
  }
  return [top[0], top[1]];
}
