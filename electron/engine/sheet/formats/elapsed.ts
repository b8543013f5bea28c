import { literalText, sectionFor, sectionsOf } from './sections.ts';
import type { FormatContext, ShowNumber } from './numberFormat.ts';

/**
 * Elapsed time (`[h]:mm`, `[mm]:ss.0`) by our own hand: the formatter library counts hours below zero from the wrong end and
 * shows times below zero as plain numbers. −1.2 days are −28 whole hours, and −28:48.
 */

const part = /\[(?:h+|m+|s+)\]|h+|m+|s+|[.,]0+|"[^"]*"|\\.|_.|\*.|[ :./+\-()]|./giu;

interface Elapsed {
  readonly parts: readonly string[];
  /** Decimals of a second. */
  readonly decimals: number;
}

/** null where a section shows no elapsed time, or more than that. */
function elapsedOf(body: string): Elapsed | null {
  const parts = body.match(part) ?? [];
  if (!parts.some((one) => one.startsWith('['))) return null;
  if (!parts.every((one) => /^(?:\[?[hms]+\]?|[.,]0+|"[^"]*"|\\.|_.|\*.|[ :./+\-()])$/isu.test(one))) return null;
  return { parts, decimals: Math.min(3, parts.reduce((most, one) => (/^[.,]0/.test(one) ? one.length - 1 : most), 0)) };
}

/** Shows elapsed time in those sections that do; the rest is left to `other`. null where no section does. */
export function showElapsed(code: string, other: ShowNumber, { locale }: FormatContext): ShowNumber | null {
  const sections = sectionsOf(code);
  const elapsed = new Map(sections.map((section) => [section, elapsedOf(section.body)]));
  if ([...elapsed.values()].every((one) => one === null)) return null;
  return (value) => {
    const chosen = sectionFor(sections, value);
    const one = chosen === null ? null : (elapsed.get(chosen.section) ?? null);
    if (chosen === null || one === null) return other(value);
    const text = written(Math.abs(value), one, locale === 'ru' ? ',' : '.');
    return chosen.minus && /[1-9]/.test(text) ? `-${text}` : text;
  };
}

/** Of a number of days without its sign, rounded to what the format shows of seconds. */
function written(days: number, { parts, decimals }: Elapsed, point: string): string {
  const scale = 10 ** decimals;
  const units = Math.round(Number((days * 86_400 * scale).toPrecision(15)));
  const seconds = Math.floor(units / scale);
  return parts.map((one) => {
    const total = one.startsWith('[');
    const letters = total ? one.slice(1, -1) : one;
    switch (letters.charAt(0).toLowerCase()) {
      case 'h': return padded(total ? Math.floor(seconds / 3600) : Math.floor(seconds / 3600) % 24, letters);
      case 'm': return padded(total ? Math.floor(seconds / 60) : Math.floor(seconds / 60) % 60, letters);
      case 's': return padded(total ? seconds : seconds % 60, letters);
      default: return /^[.,]0/.test(one) ? point + String(units % scale).padStart(decimals, '0') : literalText(one);
    }
  }).join('').trim();
}

const padded = (value: number, letters: string): string => String(value).padStart(letters.length, '0');
