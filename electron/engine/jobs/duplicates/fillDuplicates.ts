import type { BatchResult, CorrectionOrigin, RefusalReason } from '#contract/corrections.ts';
import type { FilledCell, FillPreview, PickPreview } from '#contract/duplicates.ts';
import { Fault } from '#contract/faults.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { applyBatch } from '../corrections/applyBatch.ts';
import { DateProof } from '../corrections/dateProof.ts';
import { createRefusals, lookAtKeys, openRows, refuse, type Correcting, type CorrectingOptions } from '../corrections/correcting.ts';
import { hashOfKey } from '../corrections/keyHashes.ts';
import { lostRows } from '../corrections/lostMarks.ts';
import { insteadOf, pickRefusal } from '../corrections/pickRow.ts';
import { keyOf, rowsOfKey } from '../corrections/rowsOfKey.ts';
import { turns, type TurnOptions } from '../turns.ts';
import { groupTable } from './groupTable.ts';
import { keyOfRow, mappedJob } from './listDuplicates.ts';
import { planFill } from './planFill.ts';

export interface FillChoice {
  /** Position of any row of one group; all groups when left out. */
  readonly position?: number | undefined;
  /** Fill also rows that were accepted, and send them once more. */
  readonly sendAgain?: boolean | undefined;
}

export type FillOptions = FillChoice & CorrectingOptions & { readonly origin: CorrectionOrigin };

/**
 * Fills empty cells of rows that are sent from their duplicates, as one batch. Rows that cannot be corrected now are left as
 * they are and told. Faults as correcting, no-duplicates for a row without any.
 */
export async function fillDuplicates(file: JobFile, { position, origin, sendAgain, ...options }: FillOptions): Promise<BatchResult> {
  const { job, mapper } = mappedJob(file);
  const only = position === undefined ? undefined : sentOf(file, position);
  const turn = turns<null>({ signal: options.signal });
  const cells = (): ReturnType<typeof planFill> => planFill({ file, job, mapper, dates: new DateProof(file, job, mapper), only, turn: () => turn(null) });
  return applyBatch(file, { ...options, origin, sendAgain, cells: cells(), ahead: cells, act: { kind: 'fill', row: only === undefined ? null : file.blocks.rowNumber(only) } });
}

/** Position of the row that is sent of a row's group. Fault no-duplicates. */
function sentOf(file: JobFile, position: number): number {
  const { sentFor, sizes } = groupTable(file);
  const sent = (sizes[position] ?? 0) > 0 ? position : (sentFor[position] ?? 0);
  if (sent === 0) throw new Fault('no-duplicates', { row: file.blocks.rowNumber(position) });
  return sent;
}

export type FillPreviewOptions = FillChoice & TurnOptions<null> & { readonly limit: number };

/** What filling would do; changes nothing. Faults as mappedJob, no-duplicates, cancelled. */
export async function previewFill(file: JobFile, { position, sendAgain = false, limit, ...options }: FillPreviewOptions): Promise<FillPreview> {
  const { job, mapper } = mappedJob(file);
  const only = position === undefined ? undefined : sentOf(file, position);
  const [turn, { open, settled, dates }] = [turns<null>(options), lookAtKeys(file, job, mapper)];
  const first: FilledCell[] = [];
  const left = createRefusals();
  const whyLeft = refusals({ file, lost: lostRows(file, job), open, settled, sendAgain });
  let [cells, rows, differing, last] = [0, 0, 0, 0];
  let isLeft = false;
  for await (const cell of planFill({ file, job, mapper, dates, only, turn: () => turn(null) })) {
    const isNew = cell.position !== last;
    last = cell.position;
    if (isNew) {
      const reason = whyLeft(cell.position);
      isLeft = reason !== null;
      if (reason === null) rows += 1;
      else refuse(left, cell.row, reason);
    }
    if (isLeft) continue;
    cells += 1;
    if (cell.differs) differing += 1;
    if (first.length < limit) first.push(cell);
  }
  return { cells, rows, differing, first, ...left };
}

interface Filling extends Pick<Correcting, 'file' | 'open' | 'settled'> {
  readonly lost: ReadonlySet<number>;
  readonly sendAgain: boolean;
}

/** Why a row cannot be filled, as refusalOf tells it of one that keeps its key and is no worse than before; null where it can. */
function refusals({ file, open, settled, lost, sendAgain }: Filling): (position: number) => RefusalReason | null {
  return (position) => {
    const state = file.states.at(position);
    if (state === 'hidden' || state === 'unknown' || state === 'queued' || state === 'sending') return state;
    if (open[position] === 1) return 'open-request';
    if (lost.has(position)) return 'correction-lost';
    if (state === 'accepted' && !sendAgain) return 'accepted';
    return settled.refusalOfKept(position, state, sendAgain);
  };
}

/** What picking a row would do; the row is not picked. Faults as mappedJob. */
export function previewPick(file: JobFile, position: number, sendAgain = false): PickPreview {
  const { job, mapper } = mappedJob(file);
  const row = file.blocks.rowNumber(position);
  // Without the hashes of earlier versions the rows of its key are those that the record of duplicates knows.
  const others = file.keys.missing().length > 0 ? knownOthers(file, position) : rowsOfKey({ file, mapper }, position).filter((member) => member.position !== position);
  const refusal = pickRefusal({ file, open: openRows(file, job.rowsRead) }, { position, others, sendAgain });
  const key = refusal === 'no-duplicate' ? null : keyOf({ file, mapper }, position);
  const instead = key === null ? 0 : insteadOf({ file, policy: job.recipe.duplicates ?? 'last' }, position, others, hashOfKey(key));
  return { row, instead: instead === 0 ? null : instead, refusal };
}

function knownOthers(file: JobFile, position: number): readonly { readonly position: number; readonly row: number }[] {
  const { sentFor } = groupTable(file);
  const sent = sentFor[position] ?? 0;
  return sent === 0 ? [] : [{ position: sent, row: file.blocks.rowNumber(sent) }];
}

/** Position of the row that is sent for a match key, written as rows are compared by it or as it is sent; 0 where it has no duplicates. Faults as mappedJob. */
export function groupOfKey(file: JobFile, key: string): number {
  const { mapper } = mappedJob(file);
  const { sizes, rows } = groupTable(file);
  const sent = function* (): Generator<number> {
    for (let position = 1; position <= rows; position += 1) if ((sizes[position] ?? 0) > 0) yield position;
  };
  let folded = 0;
  for (const row of file.blocks.rowsAt(sent(), { few: true })) {
    const found = keyOfRow(mapper, row);
    if (found === key) return row.position;
    if (folded === 0 && found.toLowerCase() === key.trim().toLowerCase()) folded = row.position;
  }
  return folded;
}
