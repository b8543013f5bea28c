/** Length of a piece of UTF-8 without the character that its end cuts, if it cuts one. */
export function wholeCharacters(piece: Uint8Array): number {
  for (let back = 1; back <= 3; back += 1) {
    const byte = piece[piece.length - back] ?? 0;
    if (byte < 0x80) return piece.length;
    if (byte >= 0xc0) return piece.length - back;
  }
  return piece.length;
}

/** Bytes of the character that the end of a piece of UTF-8 cuts; 0 where it cuts none. */
export function cutCharacter(piece: Uint8Array): number {
  for (let back = 1; back <= 3; back += 1) {
    const byte = piece[piece.length - back] ?? 0;
    if (byte >= 0x80 && byte < 0xc0) continue;
    const length = byte >= 0xc2 && byte < 0xe0 ? 2 : byte >= 0xe0 && byte < 0xf0 ? 3 : byte >= 0xf0 && byte < 0xf5 ? 4 : 0;
    return length > back ? back : 0;
  }
  return 0;
}
