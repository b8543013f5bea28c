import { damaged, limits, tooLarge } from '../limits.ts';
import {
  APOS, BANG, CLOSE_BRACKET, EQUALS, GT, isSpace, LOWER_X, LT, nameClass, OPEN_BRACKET, QUESTION, QUOT, SLASH,
} from './codes.ts';
import { decodeReferences } from './text.ts';

/** Bytes behind the data: the zero, and what a word that begins at it takes besides. */
const slack = 16;

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length);
}

/**
 * The bytes of an XML part that have arrived and are not used up, and the small steps to walk them.
 *
 * A zero byte always stands behind the data, so that no loop needs to compare its position with the end. Every
 * step takes a position and gives the next one, or -1 when the bytes end first: the caller then waits for more
 * and starts its row or string again. That way nothing is ever cut inside a character, whatever the pieces are.
 * Results besides the position lie in the fields, because an object for each of ten million cells is too dear.
 */
export class XmlCursor {
  bytes: Buffer = Buffer.alloc(slack);
  /** The same memory, to look at four bytes at once; see `word`. */
  view = viewOf(this.bytes);
  /** Where the first unused byte lies. */
  pos = 0;
  end = 0;

  /** Unused bytes that must lie there before a cut-off row or string is tried again. */
  #retryAt = 0;

  /** Local name of the tag or attribute last read; its prefix, if it has one, and the colon lie before. */
  prefixStart = 0;
  nameStart = 0;
  nameEnd = 0;
  /**
   * A start tag with a prefix or a declaration of a namespace was passed since this was set to false: what names mean
   * from there on only CanonicalXml can tell.
   */
  strange = false;
  /** The tag last read is an end tag; the tag last left ended in `/>`. */
  closing = false;
  selfClosed = false;
  /** Value of the attribute last read, without quotes; -1 where the tag had no further one. */
  valueStart = -1;
  valueEnd = 0;
  /** Text of the element last read by `elementContent` or `richText`. */
  text = '';
  /** White space at the ends of the text element last entered counts (`xml:space="preserve"`). */
  keepsSpace = false;
  /** CDATA section last stepped over by `misc`; -1 where it was something else. */
  cdataStart = -1;
  cdataEnd = 0;

  /** Adds a piece behind the unused bytes. Throws source-too-large where a row or string outgrows its bound. */
  append(piece: Uint8Array): void {
    const kept = this.end - this.pos;
    const needed = kept + piece.length + slack;
    if (kept > limits.unit) throw tooLarge('unit');
    if (needed > this.bytes.length) {
      const grown = Buffer.alloc(Math.max(needed, this.bytes.length * 2));
      this.bytes.copy(grown, 0, this.pos, this.end);
      this.bytes = grown;
      this.view = viewOf(grown);
    } else if (this.pos > 0) {
      this.bytes.copyWithin(0, this.pos, this.end);
    }
    this.bytes.set(piece, kept);
    this.pos = 0;
    this.end = kept + piece.length;
    this.bytes[this.end] = 0;
  }

  /** Whether enough has come since `pause` for another try. */
  get isReady(): boolean {
    return this.end - this.pos >= this.#retryAt;
  }

  /**
   * What lies at `pos` is not whole. The next try waits for as much again: a long row in tiny pieces would else be
   * read anew with every one of them. `needsBytes` is false where something else was missing.
   */
  pause(needsBytes = true): void {
    const left = this.end - this.pos;
    this.#retryAt = needsBytes ? left * 2 : 0;
  }

  /** Whether the name last read has a prefix. */
  get prefixed(): boolean {
    return this.nameStart !== this.prefixStart;
  }

  /** Whether the attribute last read declares a namespace. */
  private get isDeclaration(): boolean {
    const end = this.prefixed ? this.nameStart - 1 : this.nameEnd;
    return end - this.prefixStart === 5 && this.bytes.latin1Slice(this.prefixStart, end) === 'xmlns';
  }

  /** Whether the local name last read is this one. */
  named(name: string): boolean {
    const { bytes, nameStart } = this;
    if (this.nameEnd - nameStart !== name.length) return false;
    for (let index = 0; index < name.length; index += 1) {
      if (bytes[nameStart + index] !== name.charCodeAt(index)) return false;
    }
    return true;
  }

  /** From anywhere to the `<` of the next start or end tag; text, comments, CDATA and instructions are passed over. */
  nextTag(from: number): number {
    const { bytes } = this;
    let at = from;
    for (;;) {
      while (bytes[at] !== LT && bytes[at] !== 0) at += 1;
      const next = bytes[at] === 0 ? 0 : bytes[at + 1];
      if (next === 0 || next === undefined) return -1;
      if (next !== BANG && next !== QUESTION) return at;
      at = this.misc(at);
      if (at < 0) return -1;
    }
  }

  /** From the `<` of a tag to behind its name. */
  tag(from: number): number {
    const { bytes } = this;
    let at = from + 1;
    this.closing = bytes[at] === SLASH;
    if (this.closing) at += 1;
    at = this.name(at);
    if (this.prefixed && !this.closing) this.strange = true;
    return at;
  }

  /** From the start of a name to behind it. */
  private name(from: number): number {
    const { bytes } = this;
    let at = from;
    this.nameStart = this.prefixStart = at;
    for (;;) {
      const kind = nameClass[bytes[at] ?? 0];
      if (kind === 1) break;
      at += 1;
      if (kind === 2) this.nameStart = at;
    }
    if (bytes[at] === 0) return -1;
    if (at === this.nameStart) throw damaged('xml');
    this.nameEnd = at;
    return at;
  }

  /** From inside a tag to behind its next attribute, or to its end, where `valueStart` is -1. */
  attribute(from: number): number {
    const { bytes } = this;
    let at = from;
    this.valueStart = -1;
    while (isSpace(bytes[at])) at += 1;
    if (bytes[at] === GT || bytes[at] === SLASH) return at;
    if (bytes[at] === 0) return -1;
    at = this.name(at);
    if (at < 0) return -1;
    if (bytes[this.prefixStart] === LOWER_X && this.isDeclaration) this.strange = true;
    while (isSpace(bytes[at])) at += 1;
    if (bytes[at] === 0) return -1;
    if (bytes[at] !== EQUALS) throw damaged('xml');
    at += 1;
    while (isSpace(bytes[at])) at += 1;
    const quote = bytes[at];
    if (quote === 0) return -1;
    if (quote !== QUOT && quote !== APOS) throw damaged('xml');
    at += 1;
    const start = at;
    while (bytes[at] !== quote && bytes[at] !== 0) at += 1;
    if (bytes[at] === 0) return -1;
    this.valueStart = start;
    this.valueEnd = at;
    return at + 1;
  }

  /** From inside a tag to behind its `>`; quoted values may hold `>`. */
  leaveTag(from: number): number {
    const { bytes } = this;
    let at = from;
    for (;;) {
      const byte = bytes[at];
      if (byte === GT) {
        this.selfClosed = bytes[at - 1] === SLASH;
        return at + 1;
      }
      if (byte === 0) return -1;
      if (byte === LT) throw damaged('xml');
      at += 1;
      if (byte === QUOT || byte === APOS) {
        while (bytes[at] !== byte && bytes[at] !== 0) at += 1;
        if (bytes[at] === 0) return -1;
        at += 1;
      }
    }
  }

  /**
   * From inside the start tag of a text element to behind its `>`; tells whether its outer white space counts.
   * Excel drops it where `xml:space` is not "preserve", and so do its cells here.
   */
  leaveTextTag(from: number): number {
    let at = from;
    this.keepsSpace = false;
    for (;;) {
      at = this.attribute(at);
      if (at < 0) return -1;
      if (this.valueStart < 0) return this.leaveTag(at);
      if (this.prefixed && this.named('space') && this.prefixStart + 4 === this.nameStart) this.keepsSpace = this.value() === 'preserve';
    }
  }

  /** From inside a start tag to behind its `>`; a declaration on it is seen. */
  passTag(from: number): number {
    let at = from;
    while (this.bytes[at] !== GT) {
      at = this.attribute(at);
      if (at < 0) return -1;
      if (this.valueStart < 0) break;
    }
    return this.leaveTag(at);
  }

  /** From behind a start tag that was not self-closed to behind its end tag, over everything inside. */
  skipElement(from: number): number {
    let at = from;
    let depth = 1;
    const { strange } = this;
    while (depth > 0) {
      at = this.nextTag(at);
      if (at < 0) return -1;
      at = this.tag(at);
      if (at < 0) return -1;
      at = this.leaveTag(at);
      if (at < 0) return -1;
      if (this.closing) depth -= 1;
      else if (!this.selfClosed) depth += 1;
    }
    this.strange = strange;
    return at;
  }

  /** From `<!` or `<?` to behind that comment, CDATA section, instruction or document type. */
  misc(from: number): number {
    const { bytes } = this;
    this.cdataStart = -1;
    if (bytes[from + 1] === QUESTION) return this.behind('?>', from + 2);
    const left = this.end - from;
    if (this.starts('<!--', from)) return left < 4 ? -1 : this.behind('-->', from + 4);
    if (this.starts('<![CDATA[', from)) {
      if (left < 9) return -1;
      const at = this.behind(']]>', from + 9);
      if (at >= 0) {
        this.cdataStart = from + 9;
        this.cdataEnd = at - 3;
      }
      return at;
    }
    return this.documentType(from + 2);
  }

  /** Over a document type: it may declare entities, but none is ever expanded. */
  private documentType(from: number): number {
    const { bytes } = this;
    let depth = 0;
    for (let at = from; ; at += 1) {
      const byte = bytes[at];
      if (byte === 0) return -1;
      if (byte === OPEN_BRACKET) depth += 1;
      else if (byte === CLOSE_BRACKET) depth -= 1;
      else if (byte === GT && depth <= 0) return at + 1;
    }
  }

  /** Whether the bytes here are the word, or as much of it as has arrived. */
  private starts(word: string, at: number): boolean {
    const length = Math.min(word.length, this.end - at);
    return this.bytes.toString('latin1', at, at + length) === word.slice(0, length);
  }

  private behind(word: string, from: number): number {
    const found = this.bytes.subarray(from, this.end).indexOf(word, 0, 'latin1');
    return found < 0 ? -1 : from + found + word.length;
  }

  /** Value of the attribute last read, decoded. */
  value(): string {
    return decodeReferences(this.bytes.toString('utf8', this.valueStart, this.valueEnd));
  }

  /** Local name last read. */
  localName(): string {
    return this.bytes.toString('utf8', this.nameStart, this.nameEnd);
  }
}
