import type { BatchResult, CorrectionOrigin } from '#contract/corrections.ts';
import type { MendRequest } from '#contract/mends.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { applyBatch, type CellChange } from '../corrections/applyBatch.ts';
import type { CorrectingOptions } from '../corrections/correcting.ts';
import { beginMending, columnOf, createLook, mendOf, pieces, positionsOf, rowsOfPiece } from './mending.ts';

export interface ApplyMendOptions extends CorrectingOptions {
  readonly origin: CorrectionOrigin;
  /** Also rows that the platform has accepted: they are sent once more. */
  readonly sendAgain?: boolean | undefined;
}

/** Mends the rows of a selection as one batch of corrections, those alone that can be corrected now. Faults as previewMend and applyBatch. */
export async function applyMend(file: JobFile, request: MendRequest, options: ApplyMendOptions): Promise<BatchResult> {
  const mending = beginMending(file);
  const { letter } = columnOf(mending, request.column);
  const act = { kind: 'mend', column: letter, mends: request.mends } as const;
  return applyBatch(file, { ...options, act, cells: changesOf(file, request), ahead: () => (mending.dates.concerns(request.column) ? changesOf(file, request) : []) });
}

/** The cells that a mend changes. Begun inside the batch's transaction, when rows are what they will stay. */
function* changesOf(file: JobFile, request: MendRequest): Generator<CellChange> {
  const { column, onlyFixing, onlyValid = false, selection } = request;
  const mending = beginMending(file);
  const positions = positionsOf(mending, selection, columnOf(mending, column));
  const look = onlyFixing || onlyValid ? createLook(mending, request) : null;
  const mend = mendOf(mending, request);
  for (const piece of pieces(positions)) {
    for (const row of rowsOfPiece(file, piece)) {
      const after = look === null ? mend(row.cells[column] ?? null) : look(row)?.after;
      if (after !== undefined) yield { position: row.position, column, after };
    }
  }
}
