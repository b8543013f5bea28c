import { crc32 } from 'node:zlib';

/** The polynomial of CRC-32 with its bits turned round (zlib, crc32.c). */
const polynomial = 0xedb8_8320;
const one = 0x8000_0000;

/** a × b modulo the polynomial; a is not 0. Bits are turned round: the highest one stands for x to the power of 0. */
function product(a: number, b: number): number {
  let sum = 0;
  let shifted = b;
  for (let bit = one; ; bit >>>= 1) {
    if ((a & bit) !== 0) {
      sum ^= shifted;
      if ((a & (bit - 1)) === 0) return sum >>> 0;
    }
    shifted = (shifted & 1) === 1 ? (shifted >>> 1) ^ polynomial : shifted >>> 1;
  }
}

/** x to the power of 2^n, for n from 0 to 31. */
const powers = ((): readonly number[] => {
  const found = [0x4000_0000];
  for (let n = 1; n < 32; n += 1) {
    const last = found[n - 1] ?? 0;
    found.push(product(last, last));
  }
  return found;
})();

/** What so many bytes do to a CRC-32 that stands before them: x to the power of 8 × length. */
function powerOf(length: number): number {
  let power = one;
  let left = length;
  for (let n = 3; left > 0; n += 1) {
    if (left % 2 === 1) power = product(powers[n % 32] ?? 0, power);
    left = Math.floor(left / 2);
  }
  return power;
}

/**
 * The CRC-32 of bytes that follow others, from the two of each alone: as crc32_combine of zlib (crc32.c). `length` of
 * those that follow. Joining twice gives back the second: joinedCrc(a, joinedCrc(a, b, n), n) is b.
 */
export function joinedCrc(before: number, crc: number, length: number): number {
  return (product(powerOf(length), before) ^ crc) >>> 0;
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
  return crc;
});

const next = (crc: number, byte: number): number => (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0);

/**
 * CRC-32 of a short text in UTF-8, after bytes whose own is `before`. Some dozens of characters take less time here than
 * the way to zlib and back, which each record of a job goes several times.
 */
export function crcOfText(text: string, before = 0): number {
  let crc = ~before;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return crc32(text, before);
    crc = next(crc, code);
  }
  return ~crc >>> 0;
}

const digits = new Uint8Array(16);

/** The same of a whole number from 0 to 2^53 in decimal digits, for which no text is made. */
export function crcOfDigits(value: number, before: number): number {
  let at = digits.length;
  let left = value;
  do {
    at -= 1;
    digits[at] = 0x30 + (left % 10);
    left = Math.floor(left / 10);
  } while (left > 0);
  let crc = ~before;
  for (; at < digits.length; at += 1) crc = next(crc, digits[at] ?? 0);
  return ~crc >>> 0;
}
