/** Text gathered as UTF-8 in one growing buffer: a row's text becomes bytes at once, and the string can die young. */
export class ByteText {
  #bytes = Buffer.allocUnsafeSlow(64 * 1024);
  length = 0;

  add(text: string): void {
    // UTF-8 takes at most three bytes for a UTF-16 unit.
    this.#ensure(text.length * 3);
    this.length += this.#bytes.write(text, this.length);
  }

  /** What was gathered, in memory of its own that can be handed to another thread; the gathering begins anew. */
  take(): Buffer {
    const taken = Buffer.allocUnsafeSlow(this.length);
    this.#bytes.copy(taken, 0, 0, this.length);
    this.length = 0;
    return taken;
  }

  #ensure(more: number): void {
    if (this.length + more <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.length + more));
    this.#bytes.copy(grown, 0, 0, this.length);
    this.#bytes = grown;
  }
}
