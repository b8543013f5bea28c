import { jsonText, wholeHundredths, type ItemSink, type JsonPiece } from '#contract/jsonText.ts';

/** Longer pieces are faster written by the runtime. */
const short = 96;

const quote = 0x22;
const backslash = 0x5c;
const point = 0x2e;
const zero = 0x30;

/**
 * JSON gathered as UTF-8 in one growing buffer. A row's short texts become bytes one character after the other: making
 * strings of rows first and bytes of those costs three times as much, and the garbage collector's time.
 */
export class ByteText implements ItemSink {
  #bytes = Buffer.allocUnsafeSlow(64 * 1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  json(piece: string): void {
    if (piece.length === 1) {
      const unit = piece.charCodeAt(0);
      if (unit < 0x80) return this.#byte(unit);
    }
    // UTF-8 takes at most three bytes for a UTF-16 unit.
    this.#ensure(piece.length * 3);
    if (piece.length > short || !this.#ascii(piece)) this.#length += this.#bytes.write(piece, this.#length);
  }

  piece({ bytes }: JsonPiece): void {
    this.#ensure(bytes.length);
    const to = this.#bytes;
    const from = this.#length;
    // Most are shorter than what a call of the runtime's own copying costs.
    for (let at = 0; at < bytes.length; at += 1) to[from + at] = bytes[at] ?? 0;
    this.#length = from + bytes.length;
  }

  number(value: number): void {
    const hundredths = wholeHundredths(value);
    if (hundredths === 0) return this.json(String(value));
    this.#ensure(12);
    const whole = Math.floor(hundredths / 100);
    const rest = hundredths - whole * 100;
    this.#digits(whole);
    if (rest === 0) return;
    this.#byte(point);
    if (rest % 10 === 0) this.#byte(zero + rest / 10);
    else {
      this.#byte(zero + Math.floor(rest / 10));
      this.#byte(zero + (rest % 10));
    }
  }

  /** A whole number of at most nine digits. */
  #digits(value: number): void {
    let count = 1;
    for (let power = 10; power <= value; power *= 10) count += 1;
    let rest = value;
    for (let at = this.#length + count - 1; at >= this.#length; at -= 1) {
      const tenth = Math.floor(rest / 10);
      this.#bytes[at] = zero + rest - tenth * 10;
      rest = tenth;
    }
    this.#length += count;
  }

  text(text: string): void {
    this.#ensure(text.length * 3 + 2);
    if (text.length > short || !this.#plain(text)) this.json(jsonText(text));
  }

  #byte(byte: number): void {
    this.#ensure(1);
    this.#bytes[this.#length] = byte;
    this.#length += 1;
  }

  /** False, and nothing written, where the piece holds more than ASCII. */
  #ascii(piece: string): boolean {
    const bytes = this.#bytes;
    let to = this.#length;
    for (let at = 0; at < piece.length; at += 1) {
      const unit = piece.charCodeAt(at);
      if (unit > 0x7f) return false;
      bytes[to] = unit;
      to += 1;
    }
    this.#length = to;
    return true;
  }

  /** False, and nothing written, where the text needs an escape or holds characters beyond U+FFFF. */
  #plain(text: string): boolean {
    const bytes = this.#bytes;
    let to = this.#length;
    bytes[to] = quote;
    to += 1;
    for (let at = 0; at < text.length; at += 1) {
      const unit = text.charCodeAt(at);
      if (unit < 0x80) {
        if (unit < 0x20 || unit === quote || unit === backslash) return false;
        bytes[to] = unit;
        to += 1;
      } else if (unit < 0x800) {
        bytes[to] = 0xc0 | (unit >> 6);
        bytes[to + 1] = 0x80 | (unit & 0x3f);
        to += 2;
      } else {
        if (unit >= 0xd800 && unit <= 0xdfff) return false;
        bytes[to] = 0xe0 | (unit >> 12);
        bytes[to + 1] = 0x80 | ((unit >> 6) & 0x3f);
        bytes[to + 2] = 0x80 | (unit & 0x3f);
        to += 3;
      }
    }
    bytes[to] = quote;
    this.#length = to + 1;
    return true;
  }

  mark(): number {
    return this.#length;
  }

  isLonger(mark: number, bytes: number): boolean {
    return this.#length - mark > bytes;
  }

  back(mark: number): void {
    this.#length = mark;
  }

  /** What stands there since a mark; true only until the next piece comes. */
  since(mark: number): Uint8Array {
    return this.#bytes.subarray(mark, this.#length);
  }

  /** What was gathered, in memory of its own that can be handed to another thread; the gathering begins anew. */
  take(): Buffer {
    const taken = Buffer.allocUnsafeSlow(this.#length);
    this.#bytes.copy(taken, 0, 0, this.#length);
    this.#length = 0;
    return taken;
  }

  #ensure(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#length + more));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}
