/** Bytes in pieces of one size, as a stream may cut them. */
export async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The pieces of a stream cut anew, in pieces of one size. */
export async function* recut(pieces: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  for await (const piece of pieces) yield* inPieces(piece, size);
}
