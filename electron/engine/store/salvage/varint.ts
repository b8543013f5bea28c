/** A number of one to nine bytes (sqlite.org/fileformat2.html, 1.6); null where it does not end, or is none of ours. */
export function readVarint(bytes: Buffer, at: number): { readonly value: number; readonly next: number } | null {
  let value = 0;
  for (let index = 0; index < 8; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return null;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return Number.isSafeInteger(value) ? { value, next: at + index + 1 } : null;
  }
  // The ninth byte comes only with numbers beyond 2^56, or below zero.
  return null;
}
