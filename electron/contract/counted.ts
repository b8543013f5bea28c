import { number } from './intl.ts';
import { language } from './language.ts';

/** 1234567 → "1,234,567", as the language that is spoken groups digits. */
export function grouped(value: number): string {
  return number(language(), value);
}

/** "1 row", "12 rows", of English alone: words that are not in the catalogue yet. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${grouped(value)} ${value === 1 ? one : many}`;
}

const namedAtMost = 10;

/** The numbers of rows, the first ten of them: "2, 3 …". `count`: how many there are. */
export function rowList(rows: readonly number[], count: number): string {
  return `${rows.slice(0, namedAtMost).join(', ')}${count > namedAtMost ? ' …' : ''}`;
}
