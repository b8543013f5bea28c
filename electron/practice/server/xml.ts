import type { Reply } from './reply.ts';

/**
 * XML in and out for update_batch, in the shape of the manual's examples. Written on purpose apart from the client's
 * own writer and reader: if both shared their rules, a wrong rule would pass unseen.
 */
export interface XmlElement {
  readonly name: string;
  /** The attribute `array='true'`: a list, even though it has one entry. */
  readonly listed: boolean;
  /** Content of an element without children, as it stands. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

export type XmlReading = { readonly ok: true; readonly root: XmlElement } | { readonly ok: false; readonly problem: string };

const DEEPEST = 64;
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const BLANK = /^[ \t\n]*$/;
const NAME = /^[\p{L}_][\p{L}\p{M}\p{N}._·-]*$/u;

class NotWellFormed extends Error {}

/**
 * Reads a document strictly: UTF-8, one root `xml`, no document type, no attribute but `array='true'`, text or
 * elements in an element but never both, no references but the five of XML and numbers of permitted characters.
 */
export function readXml(bytes: Buffer): XmlReading {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n').replaceAll('\r', '\n');
    if (FORBIDDEN.test(text)) throw new NotWellFormed('a character that XML does not have');
    const scanner = new Scanner(text);
    const root = scanner.document();
    if (root.name !== 'xml') throw new NotWellFormed('the root is not xml');
    return { ok: true, root };
  } catch (error) {
    if (error instanceof NotWellFormed) return { ok: false, problem: error.message };
    return { ok: false, problem: 'not UTF-8' };
  }
}

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): XmlElement {
    if (/^<\?xml[ \t\n]/.test(this.#text)) this.#at = this.#find('?>') + 2;
    this.#blanks();
    const root = this.#element(1);
    this.#blanks();
    if (this.#at < this.#text.length) throw new NotWellFormed('something after the root');
    return root;
  }

  #element(depth: number): XmlElement {
    if (depth > DEEPEST) throw new NotWellFormed('nested too deeply');
    if (this.#text[this.#at] !== '<') throw new NotWellFormed('an element expected');
    const end = this.#find('>');
    const inside = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    const empty = inside.endsWith('/');
    const { name, listed } = startOf(empty ? inside.slice(0, -1) : inside);
    if (empty) return { name, listed, text: '', children: [] };
    const children: XmlElement[] = [];
    let text = '';
    for (;;) {
      const next = this.#find('<');
      text += resolved(this.#text.slice(this.#at, next));
      this.#at = next;
      if (this.#text[next + 1] === '/') break;
      if (this.#text.startsWith('<!--', next)) this.#comment();
      else children.push(this.#element(depth + 1));
    }
    this.#close(name);
    if (children.length > 0 && !BLANK.test(text)) throw new NotWellFormed(`text between the elements of ${name}`);
    return { name, listed, text: children.length > 0 ? '' : text, children };
  }

  #close(name: string): void {
    const end = this.#find('>');
    const closed = this.#text.slice(this.#at + 2, end).trimEnd();
    if (closed !== name) throw new NotWellFormed(`${name} is closed by ${closed}`);
    this.#at = end + 1;
  }

  #comment(): void {
    this.#at = this.#find('-->') + 3;
  }

  #blanks(): void {
    for (;;) {
      while (' \t\n'.includes(this.#text[this.#at] ?? '.')) this.#at += 1;
      if (!this.#text.startsWith('<!--', this.#at)) return;
      this.#comment();
    }
  }

  #find(what: string): number {
    const found = this.#text.indexOf(what, this.#at);
    if (found === -1) throw new NotWellFormed('it ends too early');
    return found;
  }
}

function startOf(inside: string): { name: string; listed: boolean } {
  const [name = '', ...attributes] = inside.trimEnd().split(/[ \t\n]+/);
  if (!NAME.test(name)) throw new NotWellFormed('something that is no element');
  const [attribute, ...more] = attributes;
  if (attribute === undefined) return { name, listed: false };
  if (more.length > 0 || !/^array=(?:'true'|"true")$/.test(attribute)) throw new NotWellFormed(`an unknown attribute of ${name}`);
  return { name, listed: true };
}

const REFERENCES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function resolved(raw: string): string {
  if (raw.includes(']]>')) throw new NotWellFormed(']]> in text');
  return raw
    .split('&')
    .map((piece, index) => {
      if (index === 0) return piece;
      const end = piece.indexOf(';');
      if (end === -1) throw new NotWellFormed('& without a reference');
      return referred(piece.slice(0, end)) + piece.slice(end + 1);
    })
    .join('');
}

function referred(reference: string): string {
  if (Object.hasOwn(REFERENCES, reference)) return REFERENCES[reference] ?? '';
  const number = /^#x[0-9a-fA-F]+$/.test(reference) ? Number(`0${reference.slice(1)}`) : /^#\d+$/.test(reference) ? Number(reference.slice(1)) : -1;
  const char = number >= 0 && number <= 0x10_ffff ? String.fromCodePoint(number) : '\0';
  if (FORBIDDEN.test(char)) throw new NotWellFormed(`an unknown reference: ${reference}`);
  return char;
}

/** The same answer in XML, as the manual prints it; what is not JSON (a page, nothing) stays as it is. */
export function inXml(reply: Reply): Reply {
  if (!(reply.headers['Content-Type'] ?? '').startsWith('application/json')) return reply;
  const headers = { ...reply.headers, 'Content-Type': 'application/xml; charset=utf-8' };
  let value: unknown;
  try {
    value = JSON.parse(reply.body);
  } catch {
    // An answer spoilt on request is spoilt in this form too.
    return { ...reply, headers, body: '<xml><error>0</error><error_text>Succ' };
  }
  return { ...reply, headers, body: elements('xml', value) };
}

function elements(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((entry) => elements(name, entry)).join('');
  if (typeof value !== 'object' || value === null) return `<${name}>${escaped(value)}</${name}>`;
  const members = Object.entries(value).map(([member, inner]) => elements(member, inner));
  return `<${name}>${members.join('')}</${name}>`;
}

function escaped(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  const permitted = FORBIDDEN.test(text) ? Array.from(text, (char) => (FORBIDDEN.test(char) ? '\uFFFD' : char)).join('') : text;
  return permitted.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
