/**
 * How many characters of more than one byte are whole UTF-8 (Unicode 15, table 3-7), and how many places are not: a
 * byte that begins no character, or a character that breaks off.
 */
export function countUtf8(bytes: Uint8Array): { readonly valid: number; readonly invalid: number } {
  let valid = 0;
  let invalid = 0;
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) {
      at += 1;
      continue;
    }
    const length = characterLength(bytes, at);
    if (length > 0) valid += 1;
    else invalid += 1;
    at += Math.abs(length);
  }
  return { valid, invalid };
}

/** Bytes of the character that begins here; where it is none, those that belong to the broken one, below zero. */
function characterLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const wanted = first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 1;
  if (wanted === 1) return -1;
  const second = bytes[at + 1] ?? 0;
  const lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return -1;
  for (let index = 2; index < wanted; index += 1) if (((bytes[at + index] ?? 0) & 0xc0) !== 0x80) return -index;
  return wanted;
}
