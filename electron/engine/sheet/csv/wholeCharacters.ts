/** Length of a piece of UTF-8 without the character that its end cuts, if it cuts one. */
export function wholeCharacters(piece: Uint8Array): number {
  for (let back = 1; back <= 3; back += 1) {
    const byte = piece[piece.length - back] ?? 0;
    if (byte < 0x80) return piece.length;
    if (byte >= 0xc0) return piece.length - back;
  }
  return piece.length;
}
