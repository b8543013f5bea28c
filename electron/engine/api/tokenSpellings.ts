import { setImmediate as nextTurn } from 'node:timers/promises';
import { layersOf } from './spellings/escapes.ts';
import { automatonOf, cutOut, Search, type Needle, type Place } from './spellings/search.ts';
import { folded, readUnits, type UnitReader } from './spellings/units.ts';

/**
 * Takes a token out of what a server says, in whatever spelling it says it: as it is, in capitals, with characters
 * written as \u0061, \x61, %61 or &#97;, twice over too, in base64 (either alphabet, at any place within longer data)
 * or as hexadecimal or decimal bytes. Everything is precomputed for one token; texts without it cost a few searches,
 * and every text a time that grows with its length alone.
 */
export interface TokenSpellings {
  /** Whether bytes may hold the token in some spelling; false is certain. For bodies, of which hardly any does. */
  mayBeIn(bytes: Buffer): boolean;
  /** A text without the token; where a spelling cannot be cut out, the whole text is replaced. */
  removedFrom(text: string): string;
  /** The same for texts of any length: other work has its turn after each piece, so that a stop is heard meanwhile. */
  removedInPieces(text: string): Promise<string>;
}

const removed = '[token]';
/** Fewer characters than this stand by chance in ids and words; tokens of the platform have 32. */
const leastEncoded = 8;

export function tokenSpellings(token: string): TokenSpellings {
  const needles = bytesLookedFor(token);
  const places = finder(token);
  const look = (text: string): readonly Place[] | null => {
    const found = places(text);
    for (const layer of layersOf(found.length === 0 ? text : cutOut(text, found, removed))) if (places(layer).length > 0) return null;
    return found;
  };
  const without = (text: string, found: readonly Place[] | null): string => (found === null ? removed : found.length === 0 ? text : cutOut(text, found, removed));
  return {
    mayBeIn: (bytes) => needles.some((needle) => bytes.includes(needle)) || isSpelledSomehow(bytes),
    removedFrom: (text) => without(text, look(text)),
    async removedInPieces(text) {
      const all: Place[] = [];
      for (let begin = 0; begin === 0 || begin + overlap < text.length; begin += piece) {
        const found = look(text.slice(begin, begin + piece + overlap));
        if (found === null) return removed;
        for (const { from, to } of found) all.push({ from: from + begin, to: to + begin });
        await nextTurn();
      }
      return without(text, all);
    },
  };
}

/** Characters looked through at a time. */
const piece = 250_000;
/** What stands in two pieces: more than a token of 512 characters takes in any spelling. */
const overlap = 32_000;

/** Marks of characters that are written by their numbers; `\"` and `\n`, which answers are full of, are none. */
function isSpelledSomehow(bytes: Buffer): boolean {
  if (bytes.includes('\\u00') || bytes.includes('\\x') || bytes.includes('\\/') || bytes.includes('&')) return true;
  return bytes.includes('%') && /%[0-9a-f]{2}/i.test(bytes.toString('latin1'));
}

/** Where a text has the token in a spelling that can be cut out. */
function finder(token: string): (text: string) => readonly Place[] {
  const bytes = [...Buffer.from(token)];
  const isLong = token.length >= leastEncoded;
  const asIs = automatonOf([{ text: plainly(token) }]);
  const spelled = [true, false].map((lineMarks) => automatonOf([{ text: inUnits(token, lineMarks) }, ...(isLong ? base64Cores(token) : [])]));
  const asHex = automatonOf(isLong ? [{ text: Buffer.from(token).toString('hex') }] : []);
  const asDecimal = automatonOf(isLong ? [{ text: bytes.join(',') }] : []);
  const hasLineMarks = /[nrt]/i.test(token);
  return (text) => {
    const plain = new Search(asIs, text);
    for (let at = 0; at < text.length; at += 1) plain.take(folded(text.charCodeAt(at)), at, at + 1);
    const found = [...plain.found];
    // \n within words is a new line, or the token's own n behind a backslash that somebody put there.
    for (const [index, automaton] of spelled.entries()) {
      const lineMarks = index === 0;
      if (!lineMarks && !(hasLineMarks && /\\[nrt]/i.test(text))) continue;
      const units = new Search(automaton, text);
      const [hex, decimal] = [new Search(asHex, text), new Search(asDecimal, text)];
      readUnits(text, isLong ? byteReader(units, hex, decimal) : unitReader(units), lineMarks);
      for (const place of [...units.found, ...hex.found, ...decimal.found]) found.push(place);
    }
    return found;
  };
}

const plainly = (token: string): string => [...token].map((character) => String.fromCharCode(folded(character.charCodeAt(0)))).join('');

/** The token as it comes out of its own text: it may have backslashes and what looks like an escape. */
function inUnits(token: string, lineMarks: boolean): string {
  const units: number[] = [];
  readUnits(token, { unit: (code) => void units.push(code), gap: () => undefined, end: () => undefined }, lineMarks);
  return String.fromCharCode(...units);
}

/** A short token that is cut by white space stands there by chance. */
function unitReader(units: Search): UnitReader {
  return {
    unit: (code, from, to) => units.take(code, from, to),
    gap: (from) => units.take(0, from, from + 1),
    end: () => undefined,
  };
}

const comma = 0x2c;
const zero = 0x30;
const x = 0x78;
/** , : ; and - _ as they are folded. */
const hexMarks: ReadonlySet<number> = new Set([',', ':', ';', '+', '/'].map((mark) => mark.charCodeAt(0)));

/** Hands units to all searches: characters without white space, hexadecimal bytes without what parts them, decimal ones with one comma. */
function byteReader(units: Search, hex: Search, decimal: Search): UnitReader {
  let [zeroFrom, zeroTo] = [-1, -1];
  let isParted = false;
  const part = (from: number): void => {
    if (!isParted) decimal.take(comma, from, from + 1);
    isParted = true;
  };
  const flush = (): void => {
    if (zeroFrom !== -1) hex.take(zero, zeroFrom, zeroTo);
    zeroFrom = -1;
  };
  return {
    unit(code, from, to) {
      units.take(code, from, to);
      if (code === comma || code === 0x3b) part(from);
      else {
        decimal.take(code, from, to);
        isParted = false;
      }
      if (hexMarks.has(code)) return;
      // 0x before a byte says nothing: a zero waits for what comes next.
      if (code === x && zeroFrom !== -1) zeroFrom = -1;
      else {
        flush();
        if (code === zero) [zeroFrom, zeroTo] = [from, to];
        else hex.take(code, from, to);
      }
    },
    gap: part,
    end: flush,
  };
}

/** Bytes of a token that are looked for; short needles take longer to find. */
const longEnough = 16;
/** Of a text that lines of 64 characters and more cut at most once, its one end or the other is whole. */
const wholeEnd = 20;

/** What base64 makes of the token behind 0, 1 or 2 bytes that are not known: the characters that depend on it alone. */
function cores(token: string): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(token)]);
    return bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6));
  });
}

const base64Cores = (token: string): readonly Needle[] => cores(token).map((core) => ({ text: plainly(core), isBase64: true }));

/** What a body holds that has the token without escapes. */
function bytesLookedFor(token: string): readonly Buffer[] {
  const plain = [token, token.toLowerCase(), token.toUpperCase()];
  const bytes = [...Buffer.from(token)];
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0'));
  const joined = (parts: readonly (string | number)[], marks: readonly string[]): readonly string[] => marks.map((mark) => parts.slice(0, longEnough).join(mark));
  const base64 = cores(token).flatMap((core) => {
    const end = Math.min(wholeEnd, core.length >> 1);
    return [core, core.replaceAll('+', '-').replaceAll('/', '_')].flatMap((text) => [text.slice(0, end), text.slice(-end)]);
  });
  const encoded = [...base64, ...joined(hex, ['', ' ', ':']).flatMap((needle) => [needle, needle.toUpperCase()]), ...joined(bytes, [',', ', '])];
  return [...new Set([...plain, ...(token.length >= leastEncoded ? encoded : [])])].map((needle) => Buffer.from(needle));
}
