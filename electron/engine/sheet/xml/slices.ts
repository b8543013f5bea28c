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

/** Text of bytes that are ASCII. */
export function asciiSlice(bytes: Buffer, start: number, end: number): string {
  return bytes.latin1Slice(start, end);
}

/** Text of UTF-8 bytes. */
export function utf8Slice(bytes: Buffer, start: number, end: number): string {
  return bytes.utf8Slice(start, end);
}
