/** A piece of JSON that stands in every row, such as a member's name, with its UTF-8 made once. */
export class JsonPiece {
  readonly json: string;
  readonly bytes: Uint8Array;

  constructor(json: string) {
    this.json = json;
    this.bytes = new TextEncoder().encode(json);
  }
}

/** Takes JSON piece by piece. */
export interface JsonSink {
  /** A piece as it stands. */
  json(piece: string): void;
  piece(piece: JsonPiece): void;
  /** A text as a JSON string. */
  text(text: string): void;
  /** A finite number. */
  number(value: number): void;
}

/** A sink whose end can be taken back. */
export interface ItemSink extends JsonSink {
  /** The place where the next piece will stand. */
  mark(): number;
  /** Whether what stands since a mark takes more bytes of UTF-8 than that. */
  isLonger(mark: number, bytes: number): boolean;
  /** Takes everything since a mark back. */
  back(mark: number): void;
}

const needsEscape = /["\\\u0000-\u001F\uD800-\uDFFF]/;
/** Up to here a loop over the characters is done before the expression has begun. */
const short = 48;

/** JSON.stringify of a text; several times faster for the texts that are written as they stand. */
export function jsonText(text: string): string {
  const isPlain = text.length <= short ? isPlainShort(text) : !needsEscape.test(text);
  return isPlain ? `"${text}"` : JSON.stringify(text);
}

/** The same as the expression says. */
function isPlainShort(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 || unit === 0x22 || unit === 0x5c || (unit >= 0xd800 && unit <= 0xdfff)) return false;
  }
  return true;
}

/**
 * An amount of at most two decimals in whole hundredths, of which it can be written; 0 for every other number. Tables
 * are full of such amounts, and finding the shortest decimal of a double takes ten times as long. What has no more
 * than 15 digits and is the number again when divided is that shortest decimal.
 */
export function wholeHundredths(value: number): number {
  const hundredths = Math.round(value * 100);
  return hundredths > 0 && hundredths < 1_000_000_000 && hundredths / 100 === value ? hundredths : 0;
}

/** A finite number as JSON, which is as JavaScript writes it. */
export function jsonNumber(value: number): string {
  const hundredths = wholeHundredths(value);
  if (hundredths === 0) return String(value);
  const whole = Math.floor(hundredths / 100);
  const rest = hundredths - whole * 100;
  if (rest === 0) return String(whole);
  return rest % 10 === 0 ? `${whole}.${rest / 10}` : `${whole}.${rest < 10 ? '0' : ''}${rest}`;
}

/** JSON gathered as a string. */
export class JsonString implements JsonSink {
  value = '';

  json(piece: string): void {
    this.value += piece;
  }

  piece(piece: JsonPiece): void {
    this.value += piece.json;
  }

  text(text: string): void {
    this.value += jsonText(text);
  }

  number(value: number): void {
    this.value += jsonNumber(value);
  }
}
