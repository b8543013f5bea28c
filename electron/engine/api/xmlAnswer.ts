import { answerNumber } from './answerNumber.ts';

/**
 * The answer to update_batch in XML (the manual's page of update_batch, response example: root `xml`; `error`,
 * `error_text`, and `result` repeated for each profile), read into the members that the JSON answer has.
 */
export interface XmlAnswer {
  readonly error?: number;
  readonly error_text?: string;
  /** Left out where the answer has no `result` at all; null for one that has no readable `error`. */
  readonly result?: readonly (XmlResult | null)[];
}

export interface XmlResult {
  readonly error: number;
  readonly error_text: string;
  readonly profile_id: string;
}

/** Whether bytes begin as XML (or as a page) does: with `<`, after a byte order mark and white space if any. */
export function beginsLikeXml(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 64)).toString('utf8');
  return /^\uFEFF?\s*</.test(head);
}

/** Null for anything but a well-formed `xml` document in UTF-8: a page, half an answer, a document type. */
export function readXmlAnswer(bytes: Uint8Array): XmlAnswer | null {
  const root = parse(bytes);
  if (root === null) return null;
  const error = numberOf(child(root, 'error'));
  const text = child(root, 'error_text')?.text;
  const results = root.children.filter(({ name }) => name === 'result').map(readResult);
  return {
    ...(error === null ? {} : { error }),
    ...(text === undefined ? {} : { error_text: text }),
    ...(results.length === 0 ? {} : { result: results }),
  };
}

function readResult(element: Element): XmlResult | null {
  const error = numberOf(child(element, 'error'));
  if (error === null) return null;
  return { error, error_text: child(element, 'error_text')?.text ?? '', profile_id: child(element, 'profile_id')?.text.trim() ?? '' };
}

interface Element {
  readonly name: string;
  text: string;
  readonly children: Element[];
}

function child(element: Element, name: string): Element | undefined {
  return element.children.find((one) => one.name === name);
}

function numberOf(element: Element | undefined): number | null {
  const digits = element?.text.trim() ?? '';
  return /^-?\d{1,15}(?:\.\d{1,15})?(?:[eE][+-]?\d{1,3})?$/.test(digits) ? answerNumber(digits) : null;
}

const startTag = /<([^\s<>/=!?"'&]+)(?:\s+[^\s<>/="'&]+\s*=\s*(?:"[^<"]*"|'[^<']*'))*\s*(\/?)>/y;
const endTag = /<\/([^\s<>/]+)\s*>/y;
/** What stands between elements and says nothing; a document type is not among it, so nobody can define entities. */
const skipped: readonly (readonly [string, string])[] = [['<!--', '-->'], ['<?', '?>']];

/** The root, or null where the bytes are not one well-formed element called `xml`. Without recursion: depth is no danger. */
function parse(bytes: Uint8Array): Element | null {
  const text = decoded(bytes);
  if (text === null) return null;
  // The document itself, so that the root is an element like others.
  const document: Element = { name: '', text: '', children: [] };
  const open: Element[] = [document];
  for (let at = 0; at < text.length; ) {
    const next = step(text, at, open);
    if (next === null) return null;
    at = next;
  }
  const [root, ...others] = document.children;
  const whole = open.length === 1 && others.length === 0 && document.text.trim() === '';
  return whole && root?.name === 'xml' ? root : null;
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n');
  } catch {
    return null;
  }
}

/** Takes in what stands at `at`; gives where the next thing stands, null where the text is not well-formed. */
function step(text: string, at: number, open: Element[]): number | null {
  const current = open.at(-1);
  if (current === undefined) return null;
  if (text[at] !== '<') {
    const end = text.indexOf('<', at);
    const stop = end === -1 ? text.length : end;
    const value = plain(text.slice(at, stop));
    if (value === null) return null;
    current.text += value;
    return stop;
  }
  for (const [begin, end] of skipped) if (text.startsWith(begin, at)) return after(text, end, at + begin.length);
  if (text.startsWith('<![CDATA[', at)) {
    const stop = text.indexOf(']]>', at);
    if (stop === -1 || open.length === 1) return null;
    current.text += text.slice(at + 9, stop);
    return stop + 3;
  }
  return tag(text, at, open, current);
}

function tag(text: string, at: number, open: Element[], current: Element): number | null {
  endTag.lastIndex = at;
  const closing = endTag.exec(text);
  if (closing !== null) {
    if (open.length === 1 || closing[1] !== current.name) return null;
    open.pop();
    return endTag.lastIndex;
  }
  startTag.lastIndex = at;
  const [, name, empty] = startTag.exec(text) ?? [];
  if (name === undefined || (open.length === 1 && name !== 'xml')) return null;
  const element: Element = { name, text: '', children: [] };
  current.children.push(element);
  if (empty === '') open.push(element);
  return startTag.lastIndex;
}

function after(text: string, end: string, from: number): number | null {
  const at = text.indexOf(end, from);
  return at === -1 ? null : at + end.length;
}

const named: ReadonlyMap<string, string> = new Map([['amp', '&'], ['lt', '<'], ['gt', '>'], ['quot', '"'], ['apos', "'"]]);

/** Text with its references resolved: the five of XML and numbers, nothing else; null where there is another. */
function plain(text: string): string | null {
  if (!text.includes('&')) return text;
  let wrong = false;
  const value = text.replace(/&([^;&\s]{0,10};)?/g, (_, inside: string | undefined) => {
    const char = character((inside ?? '').slice(0, -1));
    if (char === null) wrong = true;
    return char ?? '';
  });
  return wrong ? null : value;
}

function character(reference: string): string | null {
  const known = named.get(reference);
  if (known !== undefined) return known;
  const [, hex, decimal] = /^#(?:x([0-9A-Fa-f]{1,6})|(\d{1,7}))$/.exec(reference) ?? [];
  if (hex === undefined && decimal === undefined) return null;
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  const allowed = code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0x10_ffff && !(code >= 0xd800 && code <= 0xdfff));
  return allowed ? String.fromCodePoint(code) : null;
}
