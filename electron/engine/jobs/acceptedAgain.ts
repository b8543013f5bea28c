import type { RowState } from '#contract/job.ts';
import type { JobFile } from '../store/jobFile.ts';
import type { JobRecord } from '../store/jobTable.ts';
import { lookAtKeys } from './corrections/correcting.ts';
import { Standing } from './corrections/standing.ts';
import { jobMapping } from './jobMapping.ts';

export interface AcceptedAgain {
  /** To be sent once more, rising. */
  readonly positions: readonly number[];
  /** How many stay as they are: another row of their key is the one sent, or may have been applied, or their own request is open. */
  readonly left: number;
}

const sendable: ReadonlySet<RowState> = new Set(['accepted', 'unchanged'] as const);

/** Of rows of the sheet those that were accepted, or left out as unchanged, and can be sent as they are. Fault job-corrupt. */
export function acceptedAgain(file: JobFile, job: JobRecord, rows: readonly number[]): AcceptedAgain {
  const accepted = [...file.blocks.positionsOfRows(new Set(rows))].filter((position) => sendable.has(file.states.at(position))).sort((a, b) => a - b);
  const made = accepted.length === 0 ? null : jobMapping(file, job);
  if (made === null || !made.ok) return { positions: [], left: accepted.length };
  const look = lookAtKeys(file, job, made.mapper);
  const standing = new Standing(look);
  const fit: number[] = [];
  for (const row of file.blocks.rowsAt(accepted, { few: true })) {
    const { position } = row;
    const state = file.states.at(position);
    const mapped = made.mapper.map(row);
    if (mapped.kind !== 'item' || look.open[position] === 1) continue;
    if (look.settled.refusal({ position, state, mapped, sendAgain: true }) !== null) continue;
    standing.plan(position, state, mapped);
    fit.push(position);
  }
  const positions = fit.filter((position) => standing.instead(position) === 0);
  return { positions, left: accepted.length - positions.length };
}
