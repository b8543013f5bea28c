/**
 * Takes a token out of what a server says, in whatever spelling it says it: as it is, in capitals, with characters
 * written as \u0061, \x61, %61 or &#97;, twice over too, in base64 (either alphabet, at any place within longer data)
 * or as hexadecimal or decimal bytes. Everything is precomputed for one token; texts without it cost a few searches.
 */
export interface TokenSpellings {
  /** Whether bytes may hold the token in some spelling; false is certain. For bodies, of which hardly any does. */
  mayBeIn(bytes: Buffer): boolean;
  /** A text without the token; where a spelling cannot be cut out, the whole text is replaced. */
  removedFrom(text: string): string;
}

const removed = '[token]';
/** Fewer characters than this stand by chance in ids and words; tokens of the platform have 32. */
const leastEncoded = 8;
/** Spellings within spellings that are looked into. */
const layersAtMost = 4;

export function tokenSpellings(token: string): TokenSpellings {
  const encoded = token.length >= leastEncoded ? encodings(token) : [];
  const plain = [...new Set([token, token.toLowerCase(), token.toUpperCase()])];
  const anySpelling = new RegExp([spelledOut(token), ...encoded.map(({ pattern }) => pattern)].join('|'), 'giu');
  const needles = [...new Set([...plain, ...encoded.flatMap(({ needles: found }) => found)])].map((needle) => Buffer.from(needle));
  const holds = (text: string): boolean => {
    anySpelling.lastIndex = 0;
    return anySpelling.test(text);
  };
  return {
    mayBeIn: (bytes) => needles.some((needle) => bytes.includes(needle)) || isSpelledSomehow(bytes),
    removedFrom(text) {
      const cut = text.replace(anySpelling, removed);
      let layer = cut;
      for (let depth = 0; depth < layersAtMost; depth += 1) {
        const next = decoded(layer);
        if (next === layer) break;
        if (holds(next)) return removed;
        layer = next;
      }
      return cut;
    },
  };
}

/** Marks of characters that are written by their numbers; `\"` and `\n`, which answers are full of, are none. */
function isSpelledSomehow(bytes: Buffer): boolean {
  if (bytes.includes('\\u00') || bytes.includes('\\x') || bytes.includes('\\/') || bytes.includes('&')) return true;
  return bytes.includes('%') && /%[0-9a-f]{2}/i.test(bytes.toString('latin1'));
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
/** White space, soft hyphens and joiners that cut a long text into lines. */
const gap = '(?:[\\s\\u00ad\\u200b-\\u200d\\u2060\\ufeff]|\\\\[rnt])*';

/** Each character as it is or by its number, in any mix. */
function spelledOut(token: string): string {
  const characters = [...token].map((character) => {
    const hex = (character.codePointAt(0) ?? 0).toString(16).padStart(2, '0');
    const decimal = character.codePointAt(0) ?? 0;
    return `(?:\\\\*${escaped(character)}|\\\\+u\\{?0*${hex}\\}?|\\\\+x${hex}|%(?:25)*${hex}|&#0*${decimal};?|&#x0*${hex};?)`;
  });
  return characters.join(token.length >= leastEncoded ? gap : '');
}

interface Encoding {
  readonly pattern: string;
  readonly needles: readonly string[];
}

function encodings(token: string): readonly Encoding[] {
  const bytes = [...Buffer.from(token)];
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0'));
  return [
    ...[0, 1, 2].map((offset) => base64At(token, offset)),
    { pattern: hex.join('(?:[\\s,:;_-]|0x|\\\\x)*'), needles: joined(hex, ['', ' ', ':']).flatMap((needle) => [needle, needle.toUpperCase()]) },
    { pattern: bytes.join('[\\s,;]+'), needles: joined(bytes, [',', ', ']) },
  ];
}

/** Bytes of a token that are looked for; short needles take longer to find. */
const longEnough = 16;

/** The first of them with each of the marks between. */
function joined(parts: readonly (string | number)[], marks: readonly string[]): readonly string[] {
  return marks.map((mark) => parts.slice(0, longEnough).join(mark));
}

/** Of a text that lines of 64 characters and more cut at most once, its one end or the other is whole. */
const wholeEnd = 20;

/** What base64 makes of the token behind `offset` bytes that are not known: the characters that depend on it alone. */
function base64At(token: string, offset: number): Encoding {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(token)]);
  const from = Math.ceil((offset * 8) / 6);
  const core = bytes.toString('base64').slice(from, Math.floor((bytes.length * 8) / 6));
  const end = Math.min(wholeEnd, core.length >> 1);
  const url = core.replaceAll('+', '-').replaceAll('/', '_');
  const each = [...core].map((character) => (character === '+' ? '(?:[+-]|%2b)' : character === '/' ? '(?:\\\\?/|_|%2f)' : escaped(character)));
  return { pattern: `[A-Za-z0-9+/_-]{0,2}${each.join(gap)}[A-Za-z0-9+/_-]{0,1}={0,2}`, needles: [...new Set([core, url].flatMap((text) => [text.slice(0, end), text.slice(-end)]))] };
}

const named: ReadonlyMap<string, string> = new Map([['amp', '&'], ['lt', '<'], ['gt', '>'], ['quot', '"'], ['apos', "'"], ['sol', '/'], ['plus', '+'], ['equals', '='], ['num', '#']]);

/** One layer of escapes undone, of whatever kind they are. */
function decoded(text: string): string {
  return text
    .replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'))
    .replace(/\\+u\{?([0-9a-f]{4,6})\}?|\\+x([0-9a-f]{2})|&#x([0-9a-f]{1,6});?|&#(\d{1,7});?/gi, (found, unicode?: string, byte?: string, entity?: string, decimal?: string) => {
      const hex = unicode ?? byte ?? entity;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10_ffff ? String.fromCodePoint(code) : found;
    })
    .replace(/&([a-z]{2,6});/gi, (found, name: string) => named.get(name.toLowerCase()) ?? found)
    .replace(/\\([/"'\\])/g, '$1');
}

/** A text with its escapes undone, layer by layer. */
export function undoneEscapes(text: string): string {
  let plain = text;
  for (let depth = 0; depth < layersAtMost; depth += 1) {
    const next = decoded(plain);
    if (next === plain) break;
    plain = next;
  }
  return plain;
}
