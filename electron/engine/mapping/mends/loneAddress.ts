import { emailReader } from '../values/email.ts';
import { readCell } from '../values/reader.ts';

/** Words that hold an @: no mark that parts addresses in mail programs, lists and web pages stands in them. */
const words = /[^\s<>()[\]{}"“”«»,;|]*@[^\s<>()[\]{}"“”«»,;|]*/g;
const label = /^(?:mailto|e-?mail|mail|почта|эл\.?\s?почта)\s*:+/i;
/** What follows the address of a link. */
const query = /(mailto\s*:[^\s?<>]*)\?[a-z]+=[^>]*/gi;
const quotes = /^['‘’]+|['‘’]+$/g;
const endMarks = /[.:!?\-–—]+$/;

const pairs: readonly string[] = ['<>', '()', '[]', '{}', '""', '“”', '„“', '«»', "''", '‘’'];

/** Nothing of an address ends so: a mark of lists, a colon or comma with a space, a dash that no address holds, a bracket that is closed. */
const partsBefore = /(?:[;|\t\r\n–—•·][^\S\t\r\n]*|[,:]\s+|[)\]}>"”»]\s+)$/;
const opens = /(?:^|[\s;|])[<([{"“„«]\s*$/;
const emptyBefore = /^(?:[-*]\s+|[\s,;:|–—•·])*$/;
const partsAfter = /^(?:[^\S\t\r\n]*[;|\t\r\n–—]|[,:!?]\s|<|\s+[<([{"“„«])/;
const closes = /^\s*[>)\]}"”“»]/;
const emptyAfter = /^[\s.,;:!?|\-–—]*$/;
/** As where the point before the end of a domain became a comma (co,uk), or a text was cut. */
const goesOn = /^(?:,\s*\p{L}{2,4}\s*$|\.\.|\s*…)/u;
const cutBefore = /(?:\.|…)\s*$/;

interface Word {
  readonly address: string;
  readonly before: string;
  readonly after: string;
}

/**
 * The only address of a text, where marks part it from all that stands around it; null where there is none, or several. A space alone parts nothing: of
 * `user 17@example.com` nobody knows whether it is the address of 17 or that of user17, torn. For the same reason it is null where another word with an
 * @ is no address, and where what stands beside the address may belong to it.
 */
export function loneAddress(written: string): string | null {
  const text = written.replace(query, '$1');
  const found = Array.from(text.matchAll(words), ({ 0: word, index }) => wordOf(text, word, index));
  const addresses = new Set(found.map((word) => word?.address));
  const [address] = addresses;
  if (address === undefined || addresses.size > 1) return null;
  return found.every((word) => word !== null && isParted(word)) ? address : null;
}

/** null: not an address. */
function wordOf(text: string, word: string, index: number): Word | null {
  const [named = ''] = label.exec(word) ?? [];
  const bare = word.slice(named.length);
  const lead = /^['‘’–—]*/.exec(bare)?.[0] ?? '';
  const address = bare.slice(lead.length).replace(endMarks, '').replace(quotes, '').replace(endMarks, '');
  if (typeof readCell(emailReader, { t: 's', v: address }) !== 'string') return null;
  const start = index + named.length + lead.length;
  const before = named === '' ? text.slice(0, start) : `${text.slice(0, index)}: `;
  return { address, before, after: text.slice(start + address.length) };
}

function isParted({ before, after }: Word): boolean {
  if (goesOn.test(after) || cutBefore.test(before)) return false;
  if (isEnclosed(before, after)) return true;
  return isClearBefore(before, after) && isClearAfter(before, after);
}

/** Between the two marks of a pair, which an apostrophe within a word is none of. */
function isEnclosed(before: string, after: string): boolean {
  return pairs.some(([open = '', close = '']) => before.endsWith(open) && after.startsWith(close) && (open !== "'" || !/[\p{L}\p{N}]'$/u.test(before)) && (open !== '"' || !/[\p{L}\p{N}]"$/u.test(before)));
}

function isClearBefore(before: string, after: string): boolean {
  // Of a bracket that is never closed the text may have been cut.
  if (opens.test(before)) return /[>)\]}"”“»]/.test(after);
  return emptyBefore.test(before) || partsBefore.test(before) || /@\S*\s+$/.test(before);
}

function isClearAfter(before: string, after: string): boolean {
  if (closes.test(after)) return /[<([{"“„«]/.test(before);
  return emptyAfter.test(after) || partsAfter.test(after) || /^\s+\S*@/.test(after);
}
