import { shownText } from '#contract/cells.ts';
import type { FoundCell, FoundText } from '#contract/found.ts';
import { textFinder } from '#contract/sameText.ts';
import type { JobFile } from '../store/jobFile.ts';
import { positionsOf } from '../store/runs.ts';
import { shownColumns } from './rows/listedColumns.ts';
import { turns, type TurnOptions } from './turns.ts';

export interface FindProgress {
  /** Rows looked through. */
  readonly rows: number;
  readonly total: number;
  /** Cells found in them. */
  readonly found: number;
}

export interface FindOptions extends TurnOptions<FindProgress> {
  readonly text: string;
  /** 0-based; all columns when left out. */
  readonly column?: number | undefined;
  /** Position of the first row whose cells are told; all are counted. */
  readonly from?: number | undefined;
  /** How many cells to tell at most. */
  readonly limit: number;
}

/** Characters told of a cell. */
const shownAtMost = 200;

/**
 * The cells that show a text, as they count now, with the corrections: read block by block, while others have their turn.
 * A text of which nobody sees anything stands nowhere. Faults cancelled, job-state, job-corrupt.
 */
export async function findText(file: JobFile, { text, column, from = 1, limit, ...options }: FindOptions): Promise<FoundText> {
  const finder = textFinder(text);
  if (finder === null) return { total: 0, rows: 0, cells: [] };
  const columns = column === undefined ? shownColumns(file).map(({ index }) => index) : [column];
  const total = file.job.read()?.rowsRead ?? 0;
  const turn = turns(options);
  const cells: FoundCell[] = [];
  let [rows, found] = [0, 0];
  for (let first = 1; first <= total; ) {
    const { states } = file.states.blockAt(first);
    for (const { position, row, cells: stored } of file.blocks.rowsAt(positionsOf([{ from: first, to: first + states.length - 1 }]), { wants: finder.mayShow })) {
      let isFound = false;
      for (const at of columns) {
        const shown = shownText(stored[at] ?? null);
        if (!finder.shows(shown)) continue;
        isFound = true;
        found += 1;
        if (position >= from && cells.length < limit) cells.push({ position, row, column: at, text: shown.slice(0, shownAtMost) });
      }
      if (isFound) rows += 1;
    }
    first += states.length;
    await turn({ rows: first - 1, total, found });
  }
  return { total: found, rows, cells };
}
