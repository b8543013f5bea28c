/** A word with bytes above ASCII, and what stands around it. */
export interface HighWord {
  /** Its bytes, each as the character of its number. */
  readonly bytes: string;
  readonly before: string;
  readonly after: string;
}

/** Different words and bytes above ASCII after which more of them tell nothing new. */
const enoughWords = 400;
const enoughBytes = 200_000;

const word = /[a-z\x80-\xff]*[\x80-\xff][a-z\x80-\xff]*/gi;

/** Gathers the different words of a file that have bytes above ASCII. */
export class HighWords {
  readonly #words = new Map<string, HighWord>();
  #bytes = 0;

  get isEnough(): boolean {
    return this.#words.size >= enoughWords || this.#bytes >= enoughBytes;
  }

  get words(): readonly HighWord[] {
    return [...this.#words.values()];
  }

  /** Takes a piece of the file in; a word that the piece cuts is two. */
  add(piece: Buffer): void {
    const text = piece.latin1Slice(0, piece.length);
    for (const { 0: bytes, index } of text.matchAll(word)) {
      if (this.isEnough) return;
      this.#bytes += bytes.length;
      const before = text[index - 1] ?? '\n';
      const after = text[index + bytes.length] ?? '\n';
      // Longer ones are no words; their first letters tell enough.
      const found = { bytes: bytes.slice(0, 40), before, after };
      this.#words.set(`${before}${found.bytes}${after}`, found);
    }
  }
}
