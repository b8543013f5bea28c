/** Bytes that mean something in XML, and tables to find them. Every part is UTF-8 when it gets here. */

export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const BANG = 33;
export const QUOT = 34;
export const AMP = 38;
export const APOS = 39;
export const MINUS = 45;
export const DOT = 46;
export const SLASH = 47;
export const ZERO = 48;
export const NINE = 57;
export const COLON = 58;
export const LT = 60;
export const EQUALS = 61;
export const GT = 62;
export const QUESTION = 63;
export const OPEN_BRACKET = 91;
export const CLOSE_BRACKET = 93;
export const UNDERSCORE = 95;
export const LOWER_X = 120;

/** What a byte of text asks for; 0 is a plain ASCII character. */
export const STOP = 1;
export const SPECIAL = 2;
export const HIGH = 4;
export const UNDER = 8;

/**
 * For text between tags: STOP at `<` and at the zero byte behind the data, SPECIAL where the text is not what the
 * bytes are (`&`, carriage return), UNDER for `_` (which may start `_x000D_`), HIGH above ASCII and for control
 * characters, which stand for themselves but have to be looked at.
 */
export const textClass: Uint8Array = table((byte) => {
  if (byte === LT || byte === 0) return STOP;
  if (byte === AMP || byte === CR) return SPECIAL;
  if (byte === UNDERSCORE) return UNDER;
  return byte >= 0x80 || (byte < SPACE && byte !== TAB && byte !== LF) || byte === 127 ? HIGH : 0;
});

/** 1 where a name ends, 2 at the colon behind a prefix. */
export const nameClass: Uint8Array = table((byte) => {
  if (byte === COLON) return 2;
  return byte <= SPACE || byte === SLASH || byte === GT || byte === EQUALS || byte === LT || byte === QUOT || byte === APOS
    ? 1
    : 0;
});

/** Four ASCII characters, or fewer, as the number that a little-endian reading of their bytes gives. */
export function word(characters: string): number {
  return [...characters].reduce((sum, character, index) => sum + character.charCodeAt(0) * 256 ** index, 0);
}

function table(classOf: (byte: number) => number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => classOf(byte));
}

/** Whether a byte is white space in XML (XML 1.0, production 3). */
export function isSpace(byte: number | undefined): boolean {
  return byte === SPACE || byte === LF || byte === CR || byte === TAB;
}
