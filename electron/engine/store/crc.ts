/** The polynomial of CRC-32 with its bits turned round (zlib, crc32.c). */
const polynomial = 0xedb8_8320;
const one = 0x8000_0000;

/** a × b modulo the polynomial. Bits are turned round: the highest one stands for x to the power of 0. Without a branch, since none could be foreseen. */
function product(a: number, b: number): number {
  let sum = 0;
  let shifted = b;
  for (let bit = 31; bit >= 0; bit -= 1) {
    sum ^= shifted & -((a >>> bit) & 1);
    shifted = (shifted >>> 1) ^ (polynomial & -(shifted & 1));
  }
  return sum >>> 0;
}

/** x to the power of 8 × digit × 16^place at 16 × place + digit: what a hexadecimal digit of a length adds to it. */
const powers = ((): Uint32Array => {
  const found = new Uint32Array(16 * 14);
  // Eight bits are one byte.
  let step = 0x0080_0000;
  for (let place = 0; place < 14; place += 1) {
    found[16 * place] = one;
    for (let digit = 1; digit < 16; digit += 1) found[16 * place + digit] = product(found[16 * place + digit - 1] ?? 0, step);
    step = product(found[16 * place + 15] ?? 0, step);
  }
  return found;
})();

/** What so many bytes do to a CRC-32 that stands before them: x to the power of 8 × length. */
function powerOf(length: number): number {
  let power = one;
  let left = length;
  for (let place = 0; left > 0; place += 1) {
    const digit = left % 16;
    if (digit > 0) power = product(powers[16 * place + digit] ?? 0, power);
    left = Math.floor(left / 16);
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
