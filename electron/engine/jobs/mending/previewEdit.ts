import type { Cell } from '#contract/cells.ts';
import type { RefusalReason } from '#contract/corrections.ts';
import type { RowState } from '#contract/job.ts';
import type { RowError } from '#contract/rowErrors.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { typedCell } from '../corrections/typedCell.ts';
import { beginMending, createLook, mustTakeCorrections, stateAt } from './mending.ts';

export interface EditWish {
  readonly position: number;
  /** 0-based, as the columns of the job. */
  readonly column: number;
  /** As it is typed. */
  readonly value: string;
  readonly sendAgain: boolean;
}

/** What typing a value into a cell would do; nothing of it is done. */
export interface EditPreview {
  /** The sheet's number. */
  readonly row: number;
  /** What the row is now. */
  readonly state: RowState;
  readonly before: Cell;
  readonly after: Cell;
  /** What would come of it; same: the cell is so already. A row fit to be sent may turn out a duplicate. */
  readonly becomes: 'ready' | 'invalid' | 'empty' | 'refused' | 'same';
  readonly refusal: RefusalReason | null;
  /** Why it would be invalid, or what it would be sent without. */
  readonly errors: readonly RowError[];
}

/** Looks at one cell through the value that it is to get. Faults job-state, job-handed-over, recipe-columns, job-corrupt. */
export function previewEdit(file: JobFile, { position, column, value, sendAgain }: EditWish): EditPreview {
  mustTakeCorrections(file);
  const mending = beginMending(file);
  const [row] = file.blocks.rowsAt([position], { few: true });
  if (row === undefined) throw new Error('a position without a row');
  const made = createLook(mending, { column, mends: [{ kind: 'set', value }], onlyFixing: false }, sendAgain)(row);
  const state = stateAt(mending, position);
  if (made === null) {
    const cell = row.cells[column] ?? null;
    return { row: row.row, state, before: cell, after: cell, becomes: 'same', refusal: null, errors: [] };
  }
  const { before, errors, refusal, kind } = made;
  return { row: row.row, state, before, after: typedCell(value), becomes: refusal !== null ? 'refused' : kind === 'item' ? 'ready' : kind, refusal, errors };
}
