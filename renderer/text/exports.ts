import { m } from '#messages';
import { exportWarning, type ExportDelimiter, type ExportLocale, type ExportWritten } from '#contract/exports.ts';
import { interfaceLocale } from './language.ts';

export type { ExportDelimiter };

/** What parts the columns of a CSV file for the Excel of somebody who has this window in front of them. */
export function usualDelimiter(): ExportDelimiter {
  return interfaceLocale() === 'ru' ? ';' : ',';
}

/** Semicolons are for an Excel that writes decimals with a comma, commas for one that does not. */
export function localeOf(delimiter: ExportDelimiter): ExportLocale {
  return delimiter === ';' ? 'ru' : delimiter === ',' ? 'en' : interfaceLocale();
}

/** What is told when an export was written. */
export function exportedSentence(written: ExportWritten & { readonly name: string }): string {
  const warning = exportWarning(written);
  return `${m.results_exported({ count: written.rows, name: written.name })}${warning === null ? '' : ` ${warning}`}`;
}
