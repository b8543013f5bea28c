/** The running checksum of the log (fileformat2, 4.2). */
export class WalSum {
  readonly #isLittle: boolean;
  #first = 0;
  #second = 0;

  constructor(isBig: boolean) {
    this.#isLittle = !isBig;
  }

  /** Whole pairs of 32-bit words. Through a view and in local variables: a log of megabytes is gone over whole each time a job is opened. */
  add({ buffer, byteOffset, length }: Buffer): void {
    const words = new DataView(buffer, byteOffset, length);
    const isLittle = this.#isLittle;
    let first = this.#first | 0;
    let second = this.#second | 0;
    for (let at = 0; at < length; at += 8) {
      first = (first + words.getInt32(at, isLittle) + second) | 0;
      second = (second + words.getInt32(at + 4, isLittle) + first) | 0;
    }
    this.#first = first >>> 0;
    this.#second = second >>> 0;
  }

  is(wal: Buffer, at: number): boolean {
    return wal.readUInt32BE(at) === this.#first && wal.readUInt32BE(at + 4) === this.#second;
  }
}
