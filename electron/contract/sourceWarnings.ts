import { counted } from './counted.ts';
import type { SourceWarning } from './source.ts';
import type { Audience } from './sourceNotes.ts';

/** One sentence for a warning about the file; on the command line with the option, where one decides what becomes of it. */
export function warningSentence(warning: SourceWarning, audience: Audience = 'window'): string {
  const option = audience === 'command' ? optionWords(warning.kind) : null;
  return option === null ? sentenceOf(warning) : `${sentenceOf(warning)} ${option}`;
}

function optionWords(kind: SourceWarning['kind']): string | null {
  if (kind === 'hidden-rows' || kind === 'hidden-columns') return 'Read like all others; --hidden skip leaves them out.';
  if (kind === 'merged-cells') return 'Left alone unless "merged": "value" in the recipe’s rule gives each the merge’s value.';
  if (kind === 'hidden-sheets') return '--sheet chooses one of them.';
  if (kind === 'rows-above-header') return '--header-row chooses another row, or none.';
  return null;
}

function sentenceOf(warning: SourceWarning): string {
  switch (warning.kind) {
    case 'rows-above-header':
      return `${counted(warning.rows, 'row')} above the header row ${warning.rows === 1 ? 'is' : 'are'} skipped.`;
    case 'first-column-empty':
      return 'The first column is empty.';
    case 'header-empty':
      return `Column ${warning.column} has no header; it is named by its letter.`;
    case 'header-repeated':
      return `The header “${warning.header}” stands over several columns (${warning.columns.join(', ')}); they are named by their letters.`;
    case 'headers-alike':
      return `Headers that look the same as “${warning.header}” are different ones, by letters of another alphabet or by signs (${warning.columns.join(', ')}); take care which of them is mapped.`;
    case 'digits-lost':
      return `Column ${warning.column} has numbers of more than 15 digits. Excel itself has already lost the last ones; keep such ids as text.`;
    case 'hidden-sheets':
      return `Hidden in the workbook: ${warning.sheets.join(', ')}.`;
    case 'hidden-rows':
      return `${counted(warning.rows, 'row')} of ${warning.more ? 'the beginning' : 'this sheet'} ${warning.rows === 1 ? 'is' : 'are'} hidden or filtered out in the workbook.`;
    case 'hidden-columns':
      return `Hidden in the workbook: ${warning.columns.length === 1 ? 'column' : 'columns'} ${warning.columns.join(', ')}.`;
    case 'merged-cells':
      return `Cells are merged below the header, in ${warning.columns.length === 1 ? 'column' : 'columns'} ${warning.columns.join(', ')}: ${counted(warning.rows, 'row')} ${warning.rows === 1 ? 'has' : 'have'} no value of ${warning.rows === 1 ? 'its' : 'their'} own there.`;
    case 'cells-damaged':
      return `${counted(warning.cells, 'cell has', 'cells have')} damaged content or control characters (line ${warning.lines.join(', ')}${warning.cells > warning.lines.length ? ', …' : ''}).`;
    case 'formulas-uncalculated':
      return `Formulas without a stored result in ${warning.columns.length === 1 ? 'column' : 'columns'} ${warning.columns.join(', ')}. Open the workbook in Excel and save it.`;
    case 'rows-too-long':
      return `More fields than the header has in row ${warning.rows.join(', ')}.`;
    case 'rows-too-short':
      return `Fewer fields than the header has in row ${warning.rows.join(', ')}.`;
  }
}
