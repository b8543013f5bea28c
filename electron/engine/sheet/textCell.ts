import type { Cell } from '#contract/cells.ts';

/** All control characters of ASCII but tab and line ends, which cells of several lines hold. */
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/**
 * The cell of a text: damaged where a character came out as U+FFFD (its bytes were no text in the source's encoding), a
 * control cell where it holds characters that nobody sees and no text has.
 */
export function textCell(v: string): Cell {
  if (v.includes('\ufffd')) return { t: 'x', why: 'damaged', v };
  return control.test(v) ? { t: 'x', why: 'control', v } : { t: 's', v };
}
