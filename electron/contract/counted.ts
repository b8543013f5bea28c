import { m } from '#messages';
import { number } from './intl.ts';
import { language } from './language.ts';

/** 1234567 → "1,234,567", as the language that is spoken groups digits. */
export function grouped(value: number): string {
  return number(language(), value);
}

/** Rows from one to another, as a code ("2-501"; "501-" up to the last, "501+" nobody knows how far) and as a person reads it: "2 to 501". */
export function spanWords(code: string): string {
  const [, from, to] = /^(\d+)-(\d+)$/.exec(code) ?? [];
  if (from !== undefined && to !== undefined) return m.units_span({ from, to });
  const first = code.slice(0, -1);
  if (code.endsWith('-')) return m.units_span_to_last({ from: first });
  return code.endsWith('+') ? m.units_span_open({ from: first }) : code;
}

/** Rows that a sentence names one by one. */
export const namedAtMost = 10;

/** The numbers of rows, the first ten of them: "2, 3 …". `count`: how many there are. */
export function rowList(rows: readonly number[], count: number): string {
  return `${rows.slice(0, namedAtMost).join(', ')}${count > namedAtMost ? ' …' : ''}`;
}
