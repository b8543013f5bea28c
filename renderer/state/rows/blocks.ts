import type { Cell, Column } from '#contract/cells.ts';
import { shownText } from '#contract/cells.ts';
import type { JobRow } from '#contract/job.ts';
import { longestInput } from '#contract/wire.ts';
import { m } from '#messages';
import { count } from '../../text/formats.ts';
import { writeBlock, writeTable, type ShownCell } from './clipboard.ts';
import type { TypedCells } from './corrections.svelte.ts';
import { positionAt, type Shown } from './pages.svelte.ts';
import { cellsIn, type Block } from './selection.ts';

/** Blocks of cells that are copied, pasted and emptied. Pure. */

/** Cells of one batch, and of what is copied. */
export const mostCells = 100_000;

/** Indexes of the rows of a block. */
export const rowsOf = ({ top, bottom }: Block): readonly number[] => Array.from({ length: bottom - top + 1 }, (_, index) => top + index);

/** A block for the clipboard, in the two forms that programs take. */
export interface Copied {
  readonly text: string;
  readonly html: string;
}

/** What a block shows. */
export function copied(rows: readonly JobRow[], { left, right }: Block, columns: readonly Column[]): Copied {
  const chosen = columns.slice(left, right + 1);
  const block = rows.map(({ cells }) => chosen.map(({ index }) => shownCell(cells[index] ?? null)));
  return { text: writeBlock(block.map((line) => line.map(({ text }) => text))), html: writeTable(block) };
}

/** A number that is shown with a sign or zeros in front would arrive without them. */
const looksText = /^(?:[=+@']|0\d|-(?![\d\s.,:%]*$))/;

function shownCell(cell: Cell): ShownCell {
  const text = shownText(cell);
  return { text, isText: cell?.t === 's' || looksText.test(text) };
}

export interface Pasted {
  readonly cells: TypedCells;
  /** Where they lie. */
  readonly block: Block;
  /** Cells that found no place, behind the last row or column shown. */
  readonly beyond: number;
}

/**
 * Where the cells of a pasted block go: from the first cell chosen on, over and over where the choice is a multiple of it,
 * as in Excel. Null where they are too many.
 */
export function pasted(rows: readonly (readonly string[])[], chosen: Block, shown: Shown, columns: readonly Column[]): Pasted | null {
  const height = rows.length;
  const width = rows.reduce((most, cells) => Math.max(most, cells.length), 0);
  if (height === 0 || width === 0) return { cells: [], block: chosen, beyond: 0 };
  const [chosenHeight, chosenWidth] = [chosen.bottom - chosen.top + 1, chosen.right - chosen.left + 1];
  const isMultiple = chosenHeight % height === 0 && chosenWidth % width === 0;
  const block = { ...chosen, bottom: chosen.top + (isMultiple ? chosenHeight : height) - 1, right: chosen.left + (isMultiple ? chosenWidth : width) - 1 };
  if (cellsIn(block) > mostCells) return null;
  const cells: TypedCells = [];
  let beyond = 0;
  for (const index of rowsOf(block)) {
    const line = rows[(index - block.top) % height] ?? [];
    for (let column = block.left; column <= block.right; column += 1) {
      const value = line[(column - block.left) % width];
      if (value === undefined) continue;
      if (index >= shown.count || column >= columns.length) beyond += 1;
      else cells.push({ position: positionAt(shown, index), column: columns[column]?.index ?? column, value });
    }
  }
  return { cells, block: { ...block, bottom: Math.min(block.bottom, shown.count - 1), right: Math.min(block.right, columns.length - 1) }, beyond };
}

/** The cells of a block with nothing in them. Null where they are too many. */
export function emptied(block: Block, shown: Shown, columns: readonly Column[]): TypedCells | null {
  return pasted([['']], block, shown, columns)?.cells ?? null;
}

/** Characters that a cell of Excel holds (Microsoft, "Excel specifications and limits"). */
const longestCell = 32_767;
/** What a cell takes in a command beside its text. */
const aroundText = 60;

/** Why cells are too much text to be corrected at once; null where they are not. */
export function tooLongWords(cells: TypedCells): string | null {
  let all = 0;
  for (const { value } of cells) {
    if (value.length > longestCell) return m.rows_text_too_long({ length: count(value.length), most: count(longestCell) });
    // A line end, a tab or a quotation mark takes two.
    all += value.length * 1.2 + aroundText;
  }
  return all > longestInput ? m.rows_too_much_text() : null;
}
