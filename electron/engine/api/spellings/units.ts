/**
 * A text as the characters that it means: escapes undone in passing, white space between them named as such. Each
 * character of the text is looked at a bounded number of times: servers' words of any length and make come in here.
 */
export interface UnitReader {
  /** A character, folded, that stands at `from` up to `to`. */
  unit(code: number, from: number, to: number): void;
  /** White space or the like, which cuts a long text into lines. */
  gap(from: number): void;
  end(): void;
}

const backslash = 0x5c;
const percent = 0x25;
const ampersand = 0x26;

/** Small letters; base64's two alphabets as one; 0 for what no token has. */
const folds = Uint8Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code).toLowerCase();
  return (letter === '-' ? '+' : letter === '_' ? '/' : letter).charCodeAt(0);
});

/** ſ and the sign of kelvin are an s and a k to whoever compares without regard to capitals. */
export function folded(code: number): number {
  if (code < 128) return folds[code] ?? 0;
  return code === 0x17f ? 0x73 : code === 0x212a ? 0x6b : 0;
}

export function isGap(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 9 && code <= 13);
  if (code < 0xa0) return false;
  return code === 0xa0 || code === 0xad || code === 0x1680 || (code >= 0x2000 && code <= 0x200d) || code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x2060 || code === 0x3000 || code === 0xfeff;
}

/** `lineMarks`: whether \n, \r and \t are white space; otherwise the letters n, r and t. */
export function readUnits(text: string, reader: UnitReader, lineMarks: boolean): void {
  readAll(text, reader, lineMarks);
  reader.end();
}

function readAll(text: string, reader: UnitReader, lineMarks: boolean): void {
  const escape: Escape = { code: 0, to: 0 };
  for (let at = 0; at < text.length; ) {
    const from = at;
    let code = text.charCodeAt(at);
    if (code === backslash) {
      do at += 1; while (text.charCodeAt(at) === backslash);
      if (at === text.length) return;
      if (readBackslashed(text, at, escape)) {
        reader.unit(folded(escape.code), from, escape.to);
        at = escape.to;
        continue;
      }
      code = text.charCodeAt(at);
      if (lineMarks && isLineMark(code)) {
        reader.gap(from);
        at += 1;
        continue;
      }
    }
    if ((code === percent && readPercent(text, at, escape)) || (code === ampersand && readReference(text, at, escape))) {
      reader.unit(folded(escape.code), from, escape.to);
      at = escape.to;
      continue;
    }
    at += 1;
    if (isGap(code)) reader.gap(from);
    else reader.unit(folded(code), from, at);
  }
}

interface Escape {
  code: number;
  to: number;
}

/** n, r or t in either case. */
function isLineMark(code: number): boolean {
  const small = code | 0x20;
  return small === 0x6e || small === 0x72 || small === 0x74;
}

/** 0 to 15, or -1 for another character or none. */
function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const small = code | 0x20;
  return small >= 0x61 && small <= 0x66 ? small - 0x57 : -1;
}

/** Two hexadecimal digits at `at`, or -1. */
function hexPair(text: string, at: number): number {
  const first = hexDigit(text.charCodeAt(at));
  const second = hexDigit(text.charCodeAt(at + 1));
  return first === -1 || second === -1 ? -1 : first * 16 + second;
}

function pastZeros(text: string, at: number): number {
  let end = at;
  while (text.charCodeAt(end) === 0x30) end += 1;
  return end;
}

/** u0041, u{41} or x41 at `at`, behind any number of backslashes. */
function readBackslashed(text: string, at: number, escape: Escape): boolean {
  const kind = text.charCodeAt(at) | 0x20;
  if (kind !== 0x75 && kind !== 0x78) return false;
  const isBraced = kind === 0x75 && text[at + 1] === '{';
  const digits = at + (isBraced ? 2 : 1);
  const pair = kind === 0x75 ? pastZeros(text, digits) : digits;
  const code = hexPair(text, pair);
  if (code < 0x21 || code > 0x7e) return false;
  escape.code = code;
  escape.to = pair + 2 + (isBraced && text[pair + 2] === '}' ? 1 : 0);
  return true;
}

/** %41, and %2541 or %252541, which is the same escaped again. */
function readPercent(text: string, at: number, escape: Escape): boolean {
  let end = at + 1;
  while (text.charCodeAt(end) === 0x32 && text.charCodeAt(end + 1) === 0x35) end += 2;
  let code = hexPair(text, end);
  // %25 alone is the sign itself.
  if (code === -1 && end > at + 1) [code, end] = [percent, end - 2];
  if (code < 0x21 || code > 0x7e) return false;
  escape.code = code;
  escape.to = end + 2;
  return true;
}

/** &#65; or &#x41; with or without the semicolon. */
function readReference(text: string, at: number, escape: Escape): boolean {
  if (text[at + 1] !== '#') return false;
  const isHex = text[at + 2] === 'x' || text[at + 2] === 'X';
  const begin = pastZeros(text, at + (isHex ? 3 : 2));
  let [code, end] = [0, begin];
  for (; end < begin + (isHex ? 2 : 3); end += 1) {
    const digit = hexDigit(text.charCodeAt(end));
    if (digit === -1 || (!isHex && digit > 9) || (!isHex && code * 10 + digit > 0x7e)) break;
    code = code * (isHex ? 16 : 10) + digit;
  }
  if (code < 0x21 || code > 0x7e) return false;
  escape.code = code;
  escape.to = text[end] === ';' ? end + 1 : end;
  return true;
}
