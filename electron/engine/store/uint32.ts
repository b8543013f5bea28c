/** A Uint32Array over a copy of the bytes: a blob's buffer may be unaligned or shared. */
export function uint32(bytes: Uint8Array): Uint32Array {
  const copy = new Uint32Array(bytes.length / 4);
  new Uint8Array(copy.buffer).set(bytes);
  return copy;
}

/** The bytes of the numbers, shared with them. */
export function bytesOf(numbers: Uint32Array): Buffer {
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
