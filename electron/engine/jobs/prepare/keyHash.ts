/** Beyond, a key's bytes are not kept at hand. */
const scratchBytes = 256;

/**
 * Hashes of match keys. One object measures key after key, so that a million of them leave nothing behind: what it
 * says is of the one measured last.
 */
export class KeyHash {
  /** The key's bytes, where `isAscii`. */
  readonly scratch = Buffer.alloc(scratchBytes);
  /** The two halves of a hash of 64 bits; never both zero, which stands for no key. */
  low = 0;
  high = 0;
  /** Whether it is of ASCII alone, and short enough to lie in `scratch`, as nearly all keys are. */
  isAscii = false;

  measure(key: string): void {
    const { scratch } = this;
    let low = key.length;
    let high = ~key.length;
    let bits = key.length > scratchBytes ? 0x80 : 0;
    for (let at = 0; at < key.length; at += 1) {
      const unit = key.charCodeAt(at);
      low = Math.imul(low ^ unit, 0x0100_0193);
      high = Math.imul(high + unit, 0x9e37_79b1);
      bits |= unit;
      if (at < scratchBytes) scratch[at] = unit;
    }
    // The last characters would else only reach the lowest bits, which choose the slot of a table.
    low = Math.imul(low ^ (low >>> 15), 0x2c1b_3c6d);
    high = Math.imul(high ^ (high >>> 16), 0x85eb_ca6b);
    this.low = low ^ (low >>> 13);
    this.high = high ^ (high >>> 13);
    if (this.low === 0 && this.high === 0) this.high = 1;
    this.isAscii = bits < 0x80;
  }
}
