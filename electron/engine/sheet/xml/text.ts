import { isSpace } from './codes.ts';

/** From what stands in an XML part to what the cell holds. */

const named: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Line ends as every XML parser hands them on (XML 1.0, section 2.11): CR LF and a lone CR become LF. */
export function normalizeLineEnds(raw: string): string {
  return raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
}

/**
 * Text or an attribute's value with its references resolved: the five named ones and numeric ones, nothing else.
 * A reference that is unknown or names no character stays as it is written, so no letter is lost.
 */
export function decodeReferences(raw: string): string {
  const text = normalizeLineEnds(raw);
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,8})|#([0-9]{1,8})|([a-z]{2,4}));/gi, (whole, hex, decimal, name) => {
    if (typeof name === 'string') return named.get(name) ?? whole;
    const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number.parseInt(String(decimal), 10);
    const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : whole;
  });
}

/**
 * `_xHHHH_` escapes of SpreadsheetML (ECMA-376 part 1, 22.9.2.19 ST_Xstring): one UTF-16 unit each, so that
 * `_x000D_` is a carriage return and `_x005F_x000D_` the seven characters `_x000D_`.
 */
export function unescapeXstring(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9a-fA-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Without the white space of XML at its start and its end, as asked; a no-break space is none. */
export function trimSpace(text: string, atStart: boolean, atEnd: boolean): string {
  let start = 0;
  let end = text.length;
  while (atStart && start < end && isSpace(text.charCodeAt(start))) start += 1;
  while (atEnd && end > start && isSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
