import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Cell } from '#contract/cells.ts';
import { JsonString } from '#contract/jsonText.ts';
import { storeRow } from '../../../store/cellCodec.ts';

/**
 * What tells a row of a workbook made for correcting: a text in a cell of its own, since cells alone survive every program
 * that saves a workbook, and go with their row wherever it is sorted.
 */
export interface RowId {
  /** The job's, see jobMark. */
  readonly job: string;
  /** The same in all rows of one export. */
  readonly stamp: string;
  /** 1-based, among the rows read. */
  readonly position: number;
  /** Of the row's cells as they were exported, see rowSum. */
  readonly sum: string;
}

/** Twelve letters for a job's id: whatever form ids have, nothing but a digest of it leaves the program. */
export function jobMark(jobId: string): string {
  return createHash('sha256').update(jobId).digest('hex').slice(0, 12);
}

/** Tells a row's cells, corrected ones included, from what they were before or are later. */
export function rowSum(cells: readonly Cell[]): string {
  const out = new JsonString();
  storeRow(cells.slice(0, cells.findLastIndex((cell) => cell !== null) + 1), out);
  return hex(crc32(out.value));
}

function hex(number: number): string {
  return number.toString(16).padStart(8, '0');
}

/** As it stands in the cell. Its end tells ids that a program has counted up, as Excel does where a cell is dragged down. */
export function writeRowId({ job, stamp, position, sum }: RowId): string {
  const text = `${job}:${stamp}:${position}:${sum}`;
  return `id:${text}:${hex(crc32(text)).slice(0, 4)}`;
}

const written = /^id:([0-9a-f]{12}):([0-9a-f]{6}):([1-9]\d{0,9}):([0-9a-f]{8}):[0-9a-f]{4}$/;

/** Reads an id; null for a text that is none of ours. */
export function readRowId(text: string): RowId | null {
  // A program or a formula may have changed the case of its letters, which says nothing.
  const found = text.trim().toLowerCase();
  const [, job, stamp, digits, sum] = written.exec(found) ?? [];
  if (job === undefined || stamp === undefined || digits === undefined || sum === undefined) return null;
  const id = { job, stamp, position: Number(digits), sum };
  return writeRowId(id) === found ? id : null;
}
