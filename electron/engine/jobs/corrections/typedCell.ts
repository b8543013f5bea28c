import type { Cell } from '#contract/cells.ts';

/** What is typed into a cell: its text, read by the rules of its column as any text of the file is; nothing makes it an empty cell. Pure. */
export function typedCell(typed: string): Cell {
  return typed === '' ? null : { t: 's', v: typed };
}
