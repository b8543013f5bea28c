import type { Cell } from '#contract/cells.ts';
import { cellWords } from '../../text/readingWords.ts';

/** How a cell looks wherever one is shown, in the grid of the rows and in every table; base.css has the styles of the classes. */
export interface CellLook {
  readonly words: ReturnType<typeof cellWords>;
  /** For the element of the cell. */
  readonly classes: Readonly<Record<'sheet-cell' | 'right' | 'error', boolean>>;
}

/** Numbers and dates stand at the right and errors in red, as in Excel. Pure. */
export function cellLook(cell: Cell): CellLook {
  return { words: cellWords(cell), classes: { 'sheet-cell': true, right: cell?.t === 'n' || cell?.t === 'd', error: cell?.t === 'e' } };
}
