import iconv from 'iconv-lite';

/**
 * How often each letter stands in Russian text, in hundredths of a per cent (Russian National Corpus), with the
 * four of Ukrainian that Russian lacks.
 */
const frequencies: Readonly<Record<string, number>> = {
  о: 1097, е: 845, а: 801, и: 735, н: 670, т: 626, с: 547, р: 473, в: 454, л: 440, к: 349, м: 321, д: 298, п: 281,
  у: 262, я: 201, ы: 190, ь: 174, г: 170, з: 165, б: 159, ч: 144, й: 121, х: 97, ж: 94, ш: 73, ю: 64, ц: 48, щ: 36,
  э: 32, ф: 26, ъ: 4, ё: 4, і: 60, ї: 20, є: 15, ґ: 2,
};
/** What a byte counts that is no Cyrillic letter: less than the rarest one. */
const noLetter = Math.log(0.00005);
/** What a capital behind a small letter counts: words are not written like that. */
const innerCapital = Math.log(0.01);
const enoughBytes = 200_000;

interface Candidate {
  readonly encoding: 'windows-1251' | 'koi8-r';
  /** For each byte from 0x80: how likely its letter is, and whether that is a capital. */
  readonly likelihood: readonly number[];
  readonly isCapital: readonly boolean[];
  readonly isSmall: readonly boolean[];
}

function candidate(encoding: 'windows-1251' | 'koi8-r'): Candidate {
  const letters = Array.from({ length: 128 }, (_, index) => iconv.decode(Buffer.from([index + 128]), encoding));
  return {
    encoding,
    likelihood: letters.map((letter) => {
      const frequency = frequencies[letter.toLowerCase()];
      return frequency === undefined ? noLetter : Math.log(frequency / 10_000);
    }),
    isCapital: letters.map((letter) => letter !== letter.toLowerCase()),
    isSmall: letters.map((letter) => letter !== letter.toUpperCase()),
  };
}

/** Tells encodings of one byte a character apart by the bytes above ASCII and their neighbours. */
export class ByteStatistics {
  readonly #candidates: readonly Candidate[] = [candidate('windows-1251'), candidate('koi8-r')];
  #high = 0;
  #beside = 0;
  readonly #scores = [0, 0];

  get isEnough(): boolean {
    return this.#high >= enoughBytes;
  }

  add(bytes: Uint8Array): void {
    let before = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte >= 0x80) {
        this.#high += 1;
        if (before >= 0x80 || (bytes[at + 1] ?? 0) >= 0x80) this.#beside += 1;
        this.#score(before - 128, byte - 128);
      }
      before = byte;
    }
  }

  #score(before: number, index: number): void {
    this.#candidates.forEach((each, number) => {
      const isInner = each.isCapital[index] === true && each.isSmall[before] === true;
      this.#scores[number] = (this.#scores[number] ?? 0) + (each.likelihood[index] ?? noLetter) + (isInner ? innerCapital : 0);
    });
  }

  /** Western text has its few accented letters among ASCII ones; Cyrillic words consist of high bytes throughout. */
  verdict(): 'windows-1251' | 'windows-1252' | 'koi8-r' {
    if (this.#beside * 2 < this.#high) return 'windows-1252';
    const [windows = 0, koi = 0] = this.#scores;
    return windows >= koi ? 'windows-1251' : 'koi8-r';
  }
}
