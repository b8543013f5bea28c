import type { FormatContext } from './numberFormat.ts';

/** A number format's code in its sections (ECMA-376 part 1, 18.8.31), as far as our own formatters need them. */

export interface Section {
  /** Without colours, conditions and marks of languages; `[$€-407]` has become a quoted literal. */
  readonly body: string;
  readonly holds: ((value: number) => boolean) | null;
}

/** What quotes, escapes and brackets hold is one token each. */
const token = /"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|./gsu;

function partsOf(code: string): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  for (const piece of code.match(token) ?? []) {
    if (piece === ';') parts.push([]);
    else parts.at(-1)?.push(piece);
  }
  return parts;
}

/** The pieces of the section for texts, without marks that show nothing: the fourth, or a last one with `@`; null where there is none. */
export function textSectionOf(code: string): readonly string[] | null {
  if (!code.includes(';') && !code.includes('@')) return null;
  const parts = partsOf(code);
  const last = parts[3] ?? parts.at(-1) ?? [];
  if (parts.length < 4 && !last.includes('@')) return null;
  return last.filter((piece) => !/^(?:[*]|\[(?!\$[^-\]]))/.test(piece));
}

/** The sections for numbers: a last one with `@`, as in `[h]:mm:ss;@`, is for text alone. */
export function sectionsOf(code: string): readonly Section[] {
  const parts = partsOf(code);
  const isForText = parts.length > 1 && parts.at(-1)?.includes('@') === true;
  return (isForText ? parts.slice(0, -1) : parts).map(sectionOf);
}

function sectionOf(pieces: readonly string[]): Section {
  let body = '';
  let holds: Section['holds'] = null;
  for (const piece of pieces) {
    const condition = /^\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\s*\]$/.exec(piece);
    const money = /^\[\$([^\]-]*)(?:-[^\]]*)?\]$/.exec(piece);
    if (condition !== null) holds = test(condition[1] ?? '', Number(condition[2]));
    else if (money !== null) body += money[1] === '' ? '' : `"${money[1] ?? ''}"`;
    else if (!piece.startsWith('[') || /^\[(h+|m+|s+)\]$/i.test(piece)) body += piece;
  }
  return { body, holds };
}

function test(operator: string, limit: number): (value: number) => boolean {
  switch (operator) {
    case '<': return (value) => value < limit;
    case '<=': return (value) => value <= limit;
    case '>': return (value) => value > limit;
    case '>=': return (value) => value >= limit;
    case '=': return (value) => value === limit;
    default: return (value) => value !== limit;
  }
}

/**
 * The section that shows a number, and whether a minus stands before it: sections for negative numbers, and those chosen
 * by a condition that no positive number meets, write their own.
 */
export function sectionFor(sections: readonly Section[], value: number): { readonly section: Section; readonly minus: boolean } | null {
  const [first, second, third] = sections;
  if (first === undefined) return null;
  if (sections.some(({ holds }) => holds !== null)) {
    const found = sections.find(({ holds }, index) => (holds === null ? index === sections.length - 1 || index === 2 : holds(value)));
    return found === undefined ? null : { section: found, minus: value < 0 };
  }
  if (value < 0) return { section: second ?? first, minus: second === undefined };
  return { section: value === 0 && third !== undefined ? third : first, minus: false };
}

/** A date format with the system's separator of days for each bare `/`: dd/mm/yyyy is shown as 30.01.2024 in Russian. One in quotes or behind `\\` stays, as do AM/PM and A/P. */
export function withSystemSeparator(code: string, { locale }: Pick<FormatContext, 'locale'>): string {
  if (locale !== 'ru' || !code.includes('/')) return code;
  return (code.match(/AM\/PM|A\/P|"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|./gisu) ?? []).map((piece) => (piece === '/' ? '\\.' : piece)).join('');
}

/** The characters that a run of literals shows; alignment (`_x`, `*x`) shows none but a blank. */
export function literalText(run: string): string {
  return (run.match(token) ?? []).map((piece) => {
    if (piece.startsWith('"')) return piece.slice(1, -1);
    if (piece.startsWith('_')) return ' ';
    if (piece.startsWith('*')) return '';
    return piece.startsWith('\\') ? piece.slice(1) : piece;
  }).join('');
}
