import { Fault } from '#contract/faults.ts';
import { SpokenFault } from '#contract/spokenFault.ts';
import { xmlProblemWords, type XmlProblem } from '#contract/xmlProblems.ts';
import { m } from '#messages';
import type { BodyFrame } from './bodyFrame.ts';

/**
 * Items and request frames as XML, made at sending time from the JSON that a job file keeps. The same JSON always
 * gives the same bytes. The shape is that of the XML example on the manual's page of update_batch: root `xml`, a
 * member is an element of its name, a list is its element repeated, `data` is repeated for each profile.
 *
 * `array='true'`: the manual's example writes it on the one entry of `subscriptions` and leaves it out on the two of
 * `cats` and of `data`; no page explains it. Our reading, in this one place: it marks a list that has a single entry,
 * which nothing else would tell from a plain value. So every list of one has it, also a lone `data`, and no other
 * list has it. An empty list is one empty element with the attribute; this is nowhere published.
 *
 * Characters: `& < > " '` by their names; tab, line feed and carriage return by number, because a reader may turn a raw
 * carriage return into a line feed (XML 1.0, 2.11); what XML 1.0 cannot hold at all (2.2: most control characters, U+FFFE,
 * U+FFFF, halves of surrogate pairs) becomes U+FFFD, one for one. Every other character stays as it is.
 */

/** What the longest token (512 characters, each written in six bytes) takes with its element; see `tokenReserve`. */
export const xmlTokenReserve = 3_100;

const loneMark = " array='true'";
/** Deeper nesting is no profile's data, and the walk is recursive. */
const deepest = 50;

/** XML that stands for an item, or why there is none: without the item's values. */
export type XmlItem = { readonly ok: true; readonly xml: string } | { readonly ok: false; readonly problem: XmlProblem };
export type XmlItemBytes = { readonly ok: true; readonly bytes: number } | { readonly ok: false; readonly problem: XmlProblem };

/**
 * Why a field's name cannot be the name of an element, or null if it can. Narrower than XML 1.0 (2.3): its fifth edition
 * also has signs such as №, which readers by the earlier ones refuse together with the whole request; a colon would
 * be a namespace's.
 */
export function xmlNameProblem(name: string): XmlProblem | null {
  const fits = plainName.test(name) || (letterName.test(name) && !oddLetter.test(name));
  return fits ? null : { is: 'bad-name', name };
}

const plainName = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const letterName = /^[\p{L}_][\p{L}\p{Nd}\p{Mn}_.-]*$/u;
/** Letters to Unicode that some edition of XML does not count among its own. */
const oddLetter = /[ªµº\u{10000}-\u{10FFFF}]/u;

/**
 * One item, a JSON object as text, as its `data` element. Numbers keep their digits as they stand. A problem where
 * XML cannot say it: a name that is no element's, null, a list within a list, a list whose only entry is empty.
 * Fault job-corrupt where the text is not a JSON object.
 */
export function xmlItem(json: string): XmlItem {
  try {
    return { ok: true, xml: `<data>${walkAll(json, objectMembers)}</data>` };
  } catch (error) {
    if (error instanceof Unwritable) return { ok: false, problem: error.problem };
    throw asCorrupt(error);
  }
}

/** Bytes of `xmlItem` in UTF-8, for planning. Beside it a body has a line feed between items, as JSON has a comma. */
export function xmlItemBytes(json: string): XmlItemBytes {
  const item = xmlItem(json);
  return item.ok ? { ok: true, bytes: Buffer.byteLength(item.xml) } : item;
}

/**
 * The items of a body from pieces of stored JSON (items joined by commas, cut only between items), joined by line
 * feeds. Fault job-corrupt where one is not to be written: planning sets such items aside, so the file was changed.
 */
export function xmlItems(pieces: readonly Buffer[]): readonly Buffer[] {
  const items = pieces.flatMap((piece) => walkStored(piece.toString('utf8')));
  const [first] = items;
  if (items.length === 1 && first !== undefined) return [Buffer.from(`<data${loneMark}>${first}</data>`)];
  return items.length === 0 ? [] : [Buffer.from(items.map((members) => `<data>${members}</data>`).join('\n'))];
}

/**
 * The frame from its members as JSON text, in their order (token, db_id, matching …); head + items + tail is the body.
 * Fault recipe-invalid where XML cannot say a further parameter of the recipe.
 */
export function xmlFrame(members: string): BodyFrame {
  try {
    return { head: Buffer.from(`<xml>${walkAll(members, objectMembers)}`), tail: Buffer.from('</xml>') };
  } catch (error) {
    if (!(error instanceof Unwritable)) throw error;
    const { problem } = error;
    throw new SpokenFault('recipe-invalid', () => ({ problems: [m.xml_recipe({ problem: xmlProblemWords(problem) })] }), { cause: error });
  }
}

/** Bytes that every XML body takes beside its items and what joins them; `members` as `xmlFrame`, without the token. */
export function xmlFrameBytes(members: string): number {
  const { head, tail } = xmlFrame(members);
  return head.length + tail.length + loneMark.length + xmlTokenReserve;
}

/** Text as the content of an element, by the rule above. */
export function xmlText(text: string): string {
  return suspect.test(text) ? text.replace(special, (char) => references.get(char) ?? '\uFFFD') : text;
}

/** Fast and coarse: whole surrogate pairs are suspects too, and pass the finer test. */
const suspect = /[&<>"'\u0000-\u001F\uD800-\uDFFF\uFFFE\uFFFF]/;
/** With the flag u, \p{Cs} is only the half of a pair. */
const special = /[&<>"'\u0000-\u001F\p{Cs}\uFFFE\uFFFF]/gu;
const references: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'], ['<', '&lt;'], ['>', '&gt;'], ['"', '&quot;'], ["'", '&apos;'], ['\t', '&#9;'], ['\n', '&#10;'], ['\r', '&#13;'],
]);

/** JSON that is right, but that XML has no words for. */
class Unwritable extends Error {
  readonly problem: XmlProblem;

  constructor(problem: XmlProblem) {
    super(problem.is);
    this.problem = problem;
  }
}

/**
 * JSON is walked as text: JSON.parse would round integers beyond 2^53, and Node 20 does not tell how a number was
 * written. Text that is not JSON throws SyntaxError.
 */
interface Cursor {
  readonly text: string;
  at: number;
}

function walkAll(text: string, walk: (cursor: Cursor, depth: number) => string): string {
  const cursor = { text, at: 0 };
  const xml = walk(cursor, 1);
  if (peek(cursor) !== '') throw broken(cursor);
  return xml;
}

function walkStored(text: string): string[] {
  const cursor = { text, at: 0 };
  const items: string[] = [];
  try {
    while (peek(cursor) !== '') {
      items.push(objectMembers(cursor, 1));
      if (peek(cursor) === ',') cursor.at += 1;
      else if (peek(cursor) !== '') throw broken(cursor);
    }
  } catch (error) {
    throw asCorrupt(error);
  }
  return items;
}

function asCorrupt(error: unknown): unknown {
  return error instanceof Unwritable || error instanceof SyntaxError ? new Fault('job-corrupt', {}, { cause: error }) : error;
}

function broken({ at }: Cursor): SyntaxError {
  return new SyntaxError(`no JSON at ${at}`);
}

/** The next character that is not white space, '' at the end; the cursor stands on it. */
function peek(cursor: Cursor): string {
  const { text } = cursor;
  let code = text.charCodeAt(cursor.at);
  while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = text.charCodeAt((cursor.at += 1));
  return text.charAt(cursor.at);
}

function expect(cursor: Cursor, char: string): void {
  if (peek(cursor) !== char) throw broken(cursor);
  cursor.at += 1;
}

function objectMembers(cursor: Cursor, depth: number): string {
  if (depth > deepest) throw new Unwritable({ is: 'too-deep' });
  expect(cursor, '{');
  let xml = '';
  while (peek(cursor) !== '}') {
    if (xml !== '') expect(cursor, ',');
    peek(cursor);
    const name = readString(cursor);
    const problem = xmlNameProblem(name);
    if (problem !== null) throw new Unwritable(problem);
    expect(cursor, ':');
    xml += peek(cursor) === '[' ? listElements(cursor, name, depth) : `<${name}>${content(cursor, name, depth)}</${name}>`;
  }
  cursor.at += 1;
  return xml;
}

function listElements(cursor: Cursor, name: string, depth: number): string {
  expect(cursor, '[');
  const entries: string[] = [];
  while (peek(cursor) !== ']') {
    if (entries.length > 0) expect(cursor, ',');
    if (peek(cursor) === '[') throw new Unwritable({ is: 'list-in-list', name });
    entries.push(content(cursor, name, depth));
  }
  cursor.at += 1;
  if (entries.length > 1) return entries.map((entry) => `<${name}>${entry}</${name}>`).join('');
  // It would read as the empty list.
  if (entries[0] === '') throw new Unwritable({ is: 'empty-alone', name });
  return `<${name}${loneMark}>${entries[0] ?? ''}</${name}>`;
}

const literal = /-?\d[\d.eE+-]*|true|false|null/y;

function content(cursor: Cursor, name: string, depth: number): string {
  const next = peek(cursor);
  if (next === '"') return xmlText(readString(cursor));
  if (next === '{') return objectMembers(cursor, depth + 1);
  literal.lastIndex = cursor.at;
  const [word] = literal.exec(cursor.text) ?? [];
  if (word === undefined) throw broken(cursor);
  if (word === 'null') throw new Unwritable({ is: 'null', name });
  cursor.at += word.length;
  return word;
}

function readString(cursor: Cursor): string {
  const { text, at } = cursor;
  if (text.charCodeAt(at) !== 0x22) throw broken(cursor);
  const end = closingQuote(cursor);
  cursor.at = end + 1;
  const inside = text.slice(at + 1, end);
  if (!inside.includes('\\')) return inside;
  const value: unknown = JSON.parse(`"${inside}"`);
  return typeof value === 'string' ? value : inside;
}

function closingQuote(cursor: Cursor): number {
  const { text } = cursor;
  for (let quote = text.indexOf('"', cursor.at + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return quote;
  }
  throw broken(cursor);
}
