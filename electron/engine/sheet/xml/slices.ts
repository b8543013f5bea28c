/**
 * Node's own decoders behind `Buffer.toString`, which costs as much again in looking its arguments over: a second
 * for each million rows. They are as old as Node but not in its documentation, hence not in its types.
 */
declare global {
  interface Buffer {
    latin1Slice(start: number, end: number): string;
    utf8Slice(start: number, end: number): string;
  }
}

/** Texts up to this length are put together of their characters before the call of a decoder has begun. */
const short = 13;
const unitsOf: readonly number[][] = Array.from({ length: short + 1 }, (_, length) => new Array<number>(length).fill(0));

/** Text of bytes that are ASCII. */
export function asciiSlice(bytes: Buffer, start: number, end: number): string {
  const units = unitsOf[end - start];
  if (units === undefined) return bytes.latin1Slice(start, end);
  for (let at = 0; at < units.length; at += 1) units[at] = bytes[start + at] ?? 0;
  return String.fromCharCode(...units);
}

/** Text of UTF-8 bytes. */
export function utf8Slice(bytes: Buffer, start: number, end: number): string {
  return bytes.utf8Slice(start, end);
}
