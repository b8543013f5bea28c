import type { Cell } from '#contract/cells.ts';

/** What stands behind the original cells. */
export type Added = string | number | null;

/** A kind of table over an open stream. */
export interface RowWriter {
  write(cells: readonly Cell[], added: readonly Added[]): Promise<void>;
  finish(): Promise<void>;
}
