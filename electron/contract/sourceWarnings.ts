import { m } from '#messages';
import type { SourceWarning } from './source.ts';
import type { Audience } from './sourceNotes.ts';

/** One sentence for a warning about the file; on the command line with the option, where one decides what becomes of it. */
export function warningSentence(warning: SourceWarning, audience: Audience = 'window'): string {
  const option = audience === 'command' ? optionWords(warning.kind) : null;
  return option === null ? sentenceOf(warning) : `${sentenceOf(warning)} ${option}`;
}

function optionWords(kind: SourceWarning['kind']): string | null {
  if (kind === 'hidden-rows' || kind === 'hidden-columns') return m.warnings_hidden_option();
  if (kind === 'merged-cells') return m.warnings_merged_option();
  if (kind === 'hidden-sheets') return m.warnings_sheets_option();
  if (kind === 'sheet-likelier') return m.warnings_likelier_option();
  if (kind === 'rows-above-header') return m.warnings_header_option();
  return null;
}

const list = (places: readonly (string | number)[], more = false): string => `${places.join(', ')}${more ? ', …' : ''}`;

function sentenceOf(warning: SourceWarning): string {
  switch (warning.kind) {
    case 'sheet-likelier':
      return m.warnings_sheet_likelier({ sheet: warning.sheet });
    case 'rows-above-header':
      return m.warnings_rows_above_header({ rows: warning.rows });
    case 'first-column-empty':
      return m.warnings_first_column_empty();
    case 'header-empty':
      return m.warnings_header_empty({ column: warning.column });
    case 'header-repeated':
      return m.warnings_header_repeated({ header: warning.header, columns: list(warning.columns) });
    case 'headers-alike':
      return m.warnings_headers_alike({ header: warning.header, columns: list(warning.columns) });
    case 'digits-lost':
      return m.warnings_digits_lost({ column: warning.column });
    case 'hidden-sheets':
      return m.warnings_hidden_sheets({ sheets: list(warning.sheets) });
    case 'hidden-rows':
      return (warning.more ? m.warnings_hidden_rows_beginning : m.warnings_hidden_rows)({ rows: warning.rows });
    case 'hidden-columns':
      return (warning.columns.length === 1 ? m.warnings_hidden_column : m.warnings_hidden_columns)({ columns: list(warning.columns) });
    case 'merged-cells':
      return (warning.columns.length === 1 ? m.warnings_merged_in_column : m.warnings_merged_in_columns)({ rows: warning.rows, columns: list(warning.columns) });
    case 'cells-damaged':
      return m.warnings_cells_damaged({ cells: warning.cells, lines: list(warning.lines, warning.cells > warning.lines.length) });
    case 'formulas-uncalculated':
      return (warning.columns.length === 1 ? m.warnings_uncalculated_in_column : m.warnings_uncalculated_in_columns)({ columns: list(warning.columns) });
    case 'rows-too-long':
      return m.warnings_rows_too_long({ rows: list(warning.rows) });
    case 'rows-too-short':
      return m.warnings_rows_too_short({ rows: list(warning.rows) });
  }
}
