import { shownText, type Cell } from './cells.ts';
import { decimals } from './formats.ts';

/** What a cell shows, for a sentence: a number that the workbook gives no form is written by the rules of the language that is spoken, as Excel does it. Never for values that are compared or sent. */
export function saidText(cell: Cell): string {
  if (cell?.t === 'm' && cell.read === true) return saidText(cell.v);
  const shown = shownText(cell);
  return cell?.t === 'n' && cell.text === undefined ? decimals(shown) : shown;
}
