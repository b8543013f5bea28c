import { plainNumber, shownText, type Cell } from '#contract/cells.ts';
import { listParts } from '#contract/listParts.ts';
import { composedText, isPlainText, visibleText } from '#contract/sameText.ts';
import { spoiltNumber } from './numberText.ts';
import { excelNumber, hasLostDigits, Refusal, unmerged, type NumberCell, type Reader, type Reading, type SpoiltValue } from './reader.ts';

/** Characters (UTF-16 units). The manual publishes no length; this is what the largest text types of databases take. */
export const longestText = 65_535;

const digitsLost = new Refusal('digits-lost');
const tooLong = new Refusal('text-too-long');
const quoteOpen = new Refusal('list-quote-open');

/**
 * What Excel shows in the cell, without outer white space and invisible marks, its letters composed (NFC): the same
 * to a person, and to whoever compares it later; TRUE and FALSE for booleans.
 */
export const textReader: Reader<string> = {
  text: (text) => spoiltNumber(text) ?? limited(isPlainText(text) ? text : composedText(text)),
  number: shownNumber,
  bool: (value) => (value ? 'TRUE' : 'FALSE'),
  date: (cell) => limited(shownText(cell).trim()),
};

function limited(text: string): Reading<string> {
  if (text === '') return null;
  return text.length > longestText ? tooLong : text;
}

/**
 * A number as shown. A client number in a cell of scientific format is written out: "1.23E+11" would lose the
 * digits that the cell still holds.
 */
function shownNumber(cell: NumberCell): Reading<string> {
  if (hasLostDigits(cell.v)) return digitsLost;
  const shown = shownText(cell).trim();
  return limited(/\dE[+-]?\d+$/i.test(shown) ? plainNumber(excelNumber(cell.v)) : shown);
}

/** As textReader for what machines compare, such as match keys and ids: without invisible marks inside as well. */
export const idReader: Reader<string> = {
  ...textReader,
  text: (raw) => {
    const text = visibleText(raw);
    return spoiltNumber(text) ?? limited(text);
  },
};

/** Characters of a cell from which a list may have many values. */
const longList = 400;

/** Cells whose values are kept: a table has few different ones as a rule, and taking one apart costs ten look-ups. */
const cacheLimit = 4_096;

/**
 * Several texts in one cell, as `listParts` takes them apart. Empty parts are dropped, repeated ones kept once, a cell
 * that is no text is one part. `separator` is taken literally. Refusal beside those of a text: list-quote-open.
 * With `spoilt` a value that is not valid is left out alone and told there.
 */
export function listReader(separator: string, spoilt?: SpoiltValue[]): Reader<readonly string[]> {
  const one = (reading: Reading<string>): Reading<readonly string[]> => (typeof reading === 'string' ? [reading] : reading);
  const known = new Map<string, Reading<readonly string[]>>();
  const read = (text: string): Reading<readonly string[]> => ((text.includes(separator) || text.startsWith('"')) && spoiltNumber(text) === null ? parts(text, separator, spoilt) : one(textReader.text(text)));
  return {
    text: (text) => {
      const earlier = known.get(text);
      if (earlier !== undefined) return earlier;
      const told = spoilt?.length;
      const reading = read(text);
      // What is told of it has to be told each time.
      if (spoilt?.length === told && known.size < cacheLimit && text.length <= longList) known.set(text, reading);
      return reading;
    },
    number: (cell) => one(shownNumber(cell)),
    bool: (value) => one(textReader.bool(value)),
    date: (cell) => one(textReader.date(cell)),
  };
}

function parts(text: string, separator: string, spoilt: SpoiltValue[] | undefined): Reading<readonly string[]> {
  const found: string[] = [];
  // A cell has few values as a rule, and looking through them costs less than a Set.
  const many = text.length > longList || !isPlainText(text) ? new Set<string>() : null;
  const pieces = listParts(text, separator);
  if (pieces === null) return quoteOpen;
  for (const piece of pieces) {
    const part = composedText(piece);
    const refusal = part.length > longestText ? tooLong : spoiltNumber(part) instanceof Refusal ? digitsLost : null;
    if (refusal !== null) {
      if (spoilt === undefined) return refusal;
      spoilt.push({ text: part, refusal });
      continue;
    }
    const seen = many === null ? part : visibleText(part);
    if (part === '' || (many === null ? found.includes(seen) : many.has(seen))) continue;
    many?.add(seen);
    found.push(part);
  }
  return found.length === 0 ? null : found;
}

/** A cell as shown, for an error message: at most 200 characters, never half a character. */
export function excerpt(cell: Cell): string {
  const text = shownText(unmerged(cell));
  if (text.length <= 200) return text;
  return text.slice(0, /[\uD800-\uDBFF]/.test(text.charAt(199)) ? 199 : 200);
}
