import type { Cell } from '#contract/cells.ts';
import { limits, tooLarge } from '../limits.ts';
import { textCell } from '../textCell.ts';

/** A text that Excel is kept from taking for a number: `="00123"`. */
const formulaText = /^\s*="((?:[^"]|"")*)"\s*$/;

/**
 * The cell of a field that begins with `=` or `#`, or whose characters have to be looked at: `="00123"` is the text in
 * its quotes, what Excel writes in place of a value (an error word, a column too narrow: `####`) is an error.
 * Throws source-too-large beyond the bound on a cell.
 */
export function fieldCell(text: string): Cell {
  if (text.length > limits.cell) throw tooLarge('cell');
  const inner = text.startsWith('=') ? formulaText.exec(text)?.[1] : undefined;
  const value = inner === undefined ? text : inner.replaceAll('""', '"');
  return value === '' ? null : textCell(value);
}
