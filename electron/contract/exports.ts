import { m } from '#messages';
import { ownName } from './ownHeaders.ts';

/** What can be chosen of an export, and what is told of it. */

/** Which rows: refused by the platform, invalid, sent without a value that was not valid, sent without an answer, any of these, or all. */
export const exportChoices = ['failed', 'invalid', 'warnings', 'unknown', 'wrong', 'all'] as const;
export type ExportChoice = (typeof exportChoices)[number];

/** What parts the columns of a CSV file; Excel opens each of them in columns on a system of some language. */
export const exportDelimiters = [';', ',', '\t'] as const;
export type ExportDelimiter = (typeof exportDelimiters)[number];

/** The language of the Excel that a CSV file is for: it decides what parts columns and decimals. */
export const exportLocales = ['en', 'ru'] as const;
export type ExportLocale = (typeof exportLocales)[number];

export interface ExportWritten {
  readonly rows: number;
  /** Cells with more than 32,767 characters: whole in the file, but more than Excel holds. */
  readonly tooLong: number;
  /** Made for correcting: wrong cells without a note, as there are too many of them; left out where all have one. */
  readonly unnoted?: number;
}

/** How far an export is: its rows are looked through first (look), then written (write). */
export interface ExportProgress {
  readonly step: 'look' | 'write';
  readonly rows: number;
  readonly total: number;
}

/** The share of an export that is done, from 0 to 1: looking takes a quarter of the time of writing. */
export function exportShare({ step, rows, total }: ExportProgress): number {
  const part = total === 0 ? 0 : rows / total;
  return step === 'look' ? part / 5 : 0.2 + part * 0.8;
}

/** What an operator has to know of an export beside its rows; null where there is nothing. */
export function exportWarning({ tooLong, unnoted = 0 }: ExportWritten): string | null {
  const sentences = [...(tooLong === 0 ? [] : [m.exports_too_long({ count: tooLong })]), ...(unnoted === 0 ? [] : [m.exports_unnoted({ count: unnoted, text: ownName('Text') })])];
  return sentences.length === 0 ? null : sentences.join(' ');
}
