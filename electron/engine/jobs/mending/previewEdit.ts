import type { Cell } from '#contract/cells.ts';
import type { BatchResult, RefusalReason } from '#contract/corrections.ts';
import type { RowState } from '#contract/job.ts';
import type { ToldAhead } from '#contract/reopenedWords.ts';
import type { RowError } from '#contract/rowErrors.ts';
import { alwaysMendedCell } from '../../mapping/index.ts';
import { cellText } from '../../store/corrections.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { DatesAhead } from '../corrections/datesAgain.ts';
import { MergeHeads } from '../corrections/mergeHeads.ts';
import { Standing } from '../corrections/standing.ts';
import { typedCell } from '../corrections/typedCell.ts';
import { beginMending, createLook, stateAt } from './mending.ts';

export interface EditWish {
  readonly position: number;
  /** 0-based, as the columns of the job. */
  readonly column: number;
  /** As it is typed. */
  readonly value: string;
  readonly sendAgain: boolean;
}

/** What typing a value into a cell would do; nothing of it is done. */
export interface EditPreview extends ToldAhead {
  /** The sheet's number. */
  readonly row: number;
  /** What the row is now. */
  readonly state: RowState;
  readonly before: Cell;
  readonly after: Cell;
  /** What a mend that the recipe always does makes of it before it is checked and sent; left out where it stays as it is. */
  readonly mended?: Cell;
  /** What would come of it; same: the cell is so already; duplicate: it could be sent, but another row of its match key is. */
  readonly becomes: 'ready' | 'duplicate' | 'invalid' | 'empty' | 'refused' | 'same';
  /** The row that is sent instead of a duplicate, by the sheet's number. */
  readonly instead?: number;
  /** As of BatchResult. */
  readonly underMerge?: BatchResult['underMerge'];
  readonly refusal: RefusalReason | null;
  /** Why it would be invalid, or what it would be sent without. */
  readonly errors: readonly RowError[];
  /** As of MendSample. */
  readonly statusless?: true;
}

/** Looks at one cell through the value that it is to get. Faults job-state, recipe-columns, job-corrupt. */
export function previewEdit(file: JobFile, { position, column, value, sendAgain }: EditWish): EditPreview {
  const mending = beginMending(file);
  const [row] = file.blocks.rowsAt([position], { few: true });
  if (row === undefined) throw new Error('a position without a row');
  mending.dates.take({ position, column, after: typedCell(value) });
  const made = createLook(mending, { column, mends: [{ kind: 'set', value }], onlyFixing: false }, sendAgain)(row);
  const state = stateAt(mending, position);
  if (made === null) {
    const cell = row.cells[column] ?? null;
    return { row: row.row, state, before: cell, after: cell, becomes: 'same', refusal: null, errors: [] };
  }
  const { before, errors, refusal, mapped, isStatusless } = made;
  const after = typedCell(value);
  const mended = alwaysMendedCell(mending.job.recipe, mending.job.columns, column, after);
  const told = { row: row.row, state, before, after, refusal, errors, ...(cellText(mended) === cellText(after) ? {} : { mended }) };
  if (refusal !== null) return { ...told, becomes: 'refused' };
  const dates = new DatesAhead(mending);
  dates.add(row, column, after);
  const heads = new MergeHeads(file, mending.job);
  heads.add({ position, column, before });
  const underMerge = heads.told();
  const overwritten = mending.settled.overwritten({ position, state, mapped });
  const beside = { ...dates.told(), ...(overwritten.length === 0 ? {} : { overwrites: { count: overwritten.length, first: overwritten } }), ...(isStatusless ? { statusless: true as const } : {}), ...(underMerge === null ? {} : { underMerge }) };
  const standing = new Standing(mending);
  standing.plan(position, state, mapped);
  const instead = standing.instead(position);
  if (instead > 0) return { ...told, ...beside, becomes: 'duplicate', instead: file.blocks.rowNumber(instead) };
  return { ...told, ...beside, becomes: mapped.kind === 'item' ? 'ready' : mapped.kind };
}
