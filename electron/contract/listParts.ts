/**
 * The values of a list in one cell, with outer white space. A value that stands in quotation marks is what is between
 * them, separators included; a quotation mark in it is written twice (RFC 4180). Marks further on in a value (19" screen), or
 * with more text behind them ("Zenit" SPb), are its own. null where a mark at the start of a value is not closed: whether it or the
 * separator behind it belongs to the value nobody can tell.
 */
export function listParts(text: string, separator: string): readonly string[] | null {
  if (!text.includes(quote) || separator.includes(quote)) return text.split(separator);
  const parts: string[] = [];
  let at = 0;
  while (at <= text.length) {
    const part = quotedPart(text, at, separator) ?? plainPart(text, at, separator);
    if (part === null) return null;
    parts.push(part.value);
    at = part.end + separator.length;
  }
  return parts;
}

/** The values as a cell from which `listParts` takes the same ones; `separator` may have white space around it. */
export function listText(values: readonly string[], separator: string): string {
  const mark = separator.trim() === '' ? separator : separator.trim();
  const written = (value: string): string => (value.includes(mark) || value.startsWith(quote) ? `${quote}${value.replaceAll(quote, '""')}${quote}` : value);
  return values.map(written).join(separator);
}

const quote = '"';

interface Part {
  readonly value: string;
  /** Where the separator behind it begins, or the end of the text. */
  readonly end: number;
}

/** null where the part does not begin with a mark, or has something behind the closing one. */
function quotedPart(text: string, from: number, separator: string): Part | null {
  const start = afterBlanks(text, from, separator);
  if (!text.startsWith(quote, start)) return null;
  let close = text.indexOf(quote, start + 1);
  while (close >= 0 && text.startsWith(quote, close + 1)) close = text.indexOf(quote, close + 2);
  if (close < 0) return null;
  const end = afterBlanks(text, close + 1, separator);
  if (end < text.length && !text.startsWith(separator, end)) return null;
  return { value: text.slice(start + 1, close).replaceAll('""', quote), end };
}

/** null where it begins with a mark that nothing closes. */
function plainPart(text: string, from: number, separator: string): Part | null {
  const next = text.indexOf(separator, from);
  const end = next < 0 ? text.length : next;
  const value = text.slice(from, end);
  const isOpen = value.trimStart().startsWith(quote) && value.split(quote).length % 2 === 0;
  return isOpen ? null : { value, end };
}

/** White space may itself separate the values. */
function afterBlanks(text: string, from: number, separator: string): number {
  let at = from;
  while (at < text.length && !text.startsWith(separator, at) && text.charAt(at).trim() === '') at += 1;
  return at;
}
