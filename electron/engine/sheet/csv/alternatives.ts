import iconv from 'iconv-lite';
import { shownText, type SheetRow } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import type { CsvReading, Guess } from '#contract/source.ts';
import type { DelimiterGuess } from './delimiter.ts';
import type { EncodingFound } from './encoding.ts';
import { CsvScanner } from './scanner.ts';

const samplesShown = 5;
/** Characters of the beginning from which samples are taken. */
const looked = 256 * 1024;

/** What was found and what is wished of a text file. */
export interface Found {
  /** The file's first bytes. */
  readonly head: Buffer;
  /** The same, decoded, without marks and a line `sep=`. */
  readonly text: string;
  readonly encoding: string;
  readonly delimiter: string;
  readonly quote: string;
  readonly encodingFound: EncodingFound;
  readonly delimiterFound: DelimiterGuess;
  readonly quoteFound: Omit<Guess<string>, 'alternatives'>;
}

/** The guesses of a text file, each with what else it could be and how cells would be read then. */
export function readingOf(found: Found): CsvReading {
  const { text, delimiter, quote } = found;
  const damaged = rowsOf(text, delimiter, quote).filter(({ cells }) => cells.some((cell) => cell?.t === 'x'));
  return {
    encoding: { ...guessed(found.encodingFound), alternatives: encodingsOf(found) },
    delimiter: { ...guessed(found.delimiterFound), alternatives: others(delimiter, found.delimiterFound.ranked).map((value) => ({ value, samples: cellsOf(text, value, quote) })) },
    quote: { ...guessed(found.quoteFound), alternatives: others(quote, ['"', "'", 'none']).map((value) => ({ value, samples: quotedCells(text, delimiter, value) })) },
    damaged: {
      cells: damaged.reduce((sum, { cells }) => sum + cells.filter((cell) => cell?.t === 'x').length, 0),
      lines: damaged.slice(0, samplesShown).map(({ row }) => row),
    },
  };
}

function guessed({ value, confidence, reason }: Omit<Guess<string>, 'alternatives'>): Omit<Guess<string>, 'alternatives'> {
  return { value, confidence, reason };
}

/** The value in use is always among what it could be. */
function others(chosen: string, ranked: readonly string[]): readonly string[] {
  return ranked.includes(chosen) ? ranked : [chosen, ...ranked];
}

/** Cells with bytes above ASCII as each encoding reads them: those that differ between the first two of them before others. */
function encodingsOf({ head, text, encoding, delimiter, quote, encodingFound }: Found): Guess<string>['alternatives'] {
  const values = others(encoding, encodingFound.ranked);
  if (/^utf-?16/.test(encoding)) return values.map((value) => ({ value, samples: cellsOf(text, delimiter, quote) }));
  const raw = rowsOf(head.latin1Slice(0, head.length).replace(/^(?:ï»¿)+/, ''), delimiter, quote).flatMap(({ cells }) => cells.map(shownText));
  const high = [...new Set(raw.filter((cell) => /[\x80-\xff]/.test(cell)))].map((cell) => Buffer.from(cell.slice(0, 200), 'latin1'));
  const [first = encoding, second = first] = values;
  const isTelling = (cell: Buffer): boolean => iconv.decode(cell, first) !== iconv.decode(cell, second);
  const shown = [...high.filter(isTelling), ...high.filter((cell) => !isTelling(cell))].slice(0, samplesShown);
  return values.map((value) => ({ value, samples: shown.map((cell) => iconv.decode(cell, value)) }));
}

/** The cells of the second record, which tell more than headers do; of the first where there is no other. */
function cellsOf(text: string, delimiter: string, quote: string): readonly string[] {
  const [first, second] = rowsOf(text.slice(0, 8 * 1024), delimiter, quote);
  return ((second ?? first)?.cells ?? []).slice(0, samplesShown).map((cell) => shownText(cell).slice(0, 200));
}

/** Cells that hold quotes, or as many others. */
function quotedCells(text: string, delimiter: string, quote: string): readonly string[] {
  const line = text.split(/\r\n?|\n/).find((each) => /["']/.test(each));
  return line === undefined ? cellsOf(text, delimiter, quote) : cellsOf(line, delimiter, quote);
}

/** The records of a text, as far as it can be read. */
function rowsOf(text: string, delimiter: string, quote: string): readonly SheetRow[] {
  const scanner = new CsvScanner({ delimiter, quote });
  scanner.feed(Buffer.from(text.slice(0, looked)));
  const rows: SheetRow[] = [];
  try {
    rows.push(...scanner.take(false));
    rows.push(...scanner.take(true));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
  }
  return rows;
}
