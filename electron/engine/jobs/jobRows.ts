import { basename } from 'node:path';
import type { Column } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import type { JobRow, RowState } from '#contract/job.ts';
import { makeInvalid } from '#contract/rowErrors.ts';
import type { JobFile } from '../store/jobFile.ts';
import type { StoredRow } from '../store/blocks.ts';

function lost({ path }: JobFile, part: 'failure' | 'row-error' | 'duplicate', row: number): Fault {
  return new Fault('job-corrupt', { file: basename(path), part, rows: String(row) });
}

/** A stored row with its state and whatever was said about it. Fault job-corrupt. */
export function describeRow(file: JobFile, { position, row, cells, corrected }: StoredRow): JobRow {
  const state = file.states.at(position);
  const failure = state === 'failed' ? file.failures.at(position) : null;
  const isWarned = file.problems.isWarned(position);
  const errors = state === 'invalid' || isWarned ? file.problems.errorsAt(position) : [];
  const duplicateOf = state === 'duplicate' ? file.problems.duplicateOf(position) : null;
  // What its state promises was lost: to show the row without it would be a silent gap.
  if (state === 'failed' && failure === null) throw lost(file, 'failure', row);
  if (state === 'invalid' && !makeInvalid(errors)) throw lost(file, 'row-error', row);
  if (isWarned && !errors.some(({ leftOut }) => leftOut === true)) throw lost(file, 'row-error', row);
  if (state === 'duplicate' && duplicateOf === null) throw lost(file, 'duplicate', row);
  return {
    position,
    row,
    state,
    cells,
    errors,
    duplicateOf,
    code: failure?.code ?? null,
    text: failure?.text ?? null,
    profileId: failure?.profileId ?? null,
    ...(corrected === undefined ? {} : { corrected }),
  };
}

export interface PreviewedItems {
  readonly items: readonly string[];
  /** No row waits: they are those of rows that were accepted or have failed. */
  readonly ofSent: boolean;
}

/** The items of the first rows to be sent, as the JSON that stands in a request; those still to be sent first. */
export function previewItems(file: JobFile, limit: number): PreviewedItems {
  const waiting: ReadonlySet<RowState> = new Set(['ready', 'unknown', 'queued', 'sending']);
  const sent: ReadonlySet<RowState> = new Set(['accepted', 'failed']);
  const items: string[] = [];
  for (const states of [waiting, sent]) {
    for (const position of file.states.positions(states)) {
      if (items.length >= limit) return { items, ofSent: items.length > 0 && states === sent };
      items.push(Buffer.concat(file.items.pieces([{ from: position, to: position }]).map(({ bytes }) => bytes)).toString('utf8'));
    }
    if (items.length > 0) return { items, ofSent: states === sent };
  }
  return { items, ofSent: false };
}

/** The columns of the table a job was made from. Fault job-state while it is being prepared. */
export function jobColumns(file: JobFile): readonly Column[] {
  const job = file.job.read();
  if (job === null || job.state === 'preparing') throw new Fault('job-state', { state: 'preparing', event: 'read' });
  return job.columns;
}

/** Rows looked at while the job was prepared; columns decided by them how their texts are read. */
const sampleRows = 100;

/** The first rows with cells of a job that has read so many rows, as they were read: by them columns were decided. */
export function firstRows(file: JobFile, rows: number): readonly StoredRow[] {
  const positions = Array.from({ length: Math.min(rows, sampleRows * 10) }, (_, index) => index + 1);
  return [...file.blocks.rowsAt(positions, { original: true })].filter(({ cells }) => cells.length > 0).slice(0, sampleRows);
}
