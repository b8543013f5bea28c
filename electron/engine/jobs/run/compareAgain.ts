import { basename } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { rowStates } from '#contract/job.ts';
import { rowsInNote, type SourceNoteKind } from '#contract/sourceNote.ts';
import { unfitFault } from '../../mapping/index.ts';
import type { RowMapper } from '../../mapping/types.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { ComparedJob, JobRecord } from '../../store/jobTable.ts';
import { runsOf } from '../../store/runs.ts';
import { jobMapping } from '../jobMapping.ts';
import { mustBeLast } from '../place.ts';
import { readKnownItems, type KnownItems } from '../prepare/knownItems.ts';
import { openJob } from '../recover.ts';
import { roundFor } from '../retryRound.ts';
import { nextJobState, nextRowState } from '../transitions.ts';
import { turns, type TurnOptions } from '../turns.ts';

const unchanged = rowStates.indexOf('unchanged');

/** Rows of earlier jobs and of this one that were looked at; both counts grow while the earlier ones are opened. */
export interface CompareProgress {
  readonly rows: number;
  readonly total: number;
}

export interface CompareAgainOptions extends TurnOptions<CompareProgress> {
  /** The operator has all rows sent that are left out as unchanged, whatever earlier jobs tell. */
  readonly sendUnchanged?: boolean | undefined;
}

/**
 * Before anything of a job is sent: rows that are left out as unchanged are compared once more where an earlier job has sent something since they
 * were. Those that the platform does not hold just so any more are ready, and noted. Fault unchanged-unproved where an earlier job cannot be asked,
 * before this first waits; cancelled. After a fault nothing is changed.
 */
export async function compareAgain(file: JobFile, { sendUnchanged = false, ...options }: CompareAgainOptions): Promise<void> {
  const job = file.job.read();
  if (job === null || file.states.count().unchanged === 0) return;
  if (sendUnchanged) return sendAfterAll(file, job, [...file.states.positions(new Set(['unchanged'] as const))], 'unchanged-sent');
  if (job.compared.length === 0 || file.chunks.lastSentId() > 0) return;
  const isSame = job.compared.map((earlier) => isAsItWas(file, earlier));
  if (isSame.every(Boolean)) return;
  sendAfterAll(file, job, await changedSince(file, job, options), 'changed-since');
}

/** Positions of rows left out as unchanged that the platform does not hold just so any more. */
async function changedSince(file: JobFile, job: JobRecord, { onProgress, ...options }: TurnOptions<CompareProgress>): Promise<readonly number[]> {
  const made = jobMapping(file, job);
  if (!made.ok) throw unfitFault(made, { file: basename(file.path) });
  let read = 0;
  const known = await readKnownItems(job.compared.map(({ path }) => path), job.recipe.request, {
    ...options,
    onProgress({ rows, total }) {
      read = total;
      onProgress?.({ rows, total: total + job.rowsRead });
    },
  });
  const turn = turns({ ...options, onProgress });
  const changed: number[] = [];
  for (let first = 1; first <= job.rowsRead; ) {
    const { length } = file.states.blockAt(first).states;
    changed.push(...changedOf(file, made.mapper, known, unchangedOf(file, first)));
    first += length;
    await turn({ rows: read + first - 1, total: read + job.rowsRead });
  }
  return changed;
}

function unchangedOf(file: JobFile, position: number): readonly number[] {
  const { first, states } = file.states.blockAt(position);
  return [...states].flatMap((state, index) => (state === unchanged ? [first + index] : []));
}

function changedOf(file: JobFile, mapper: RowMapper, known: KnownItems, positions: readonly number[]): readonly number[] {
  const items = file.items.texts(positions);
  const changed: number[] = [];
  for (const row of file.blocks.rowsAt(positions)) {
    const item = items.next();
    const mapped = mapper.map(row);
    if (item.done === true || mapped.kind !== 'item' || !known.isUnchanged(mapped.key, Buffer.from(item.value.json))) changed.push(row.position);
  }
  return changed;
}

/** Makes rows ready that were left out as unchanged, and notes it; of a finished job as a new round. */
function sendAfterAll(file: JobFile, job: JobRecord, positions: readonly number[], kind: SourceNoteKind): void {
  if (positions.length === 0) return;
  const rows = positions.slice(0, rowsInNote).map((position) => file.blocks.rowNumber(position));
  file.transaction(() => {
    file.states.change(runsOf(positions), (state) => nextRowState(state, 'change'));
    if (job.state === 'finished') {
      file.job.setRound(roundFor(file, job));
      file.job.setState(nextJobState(job.state, 'retry'), null);
    }
    const notes = job.notes.filter((note) => note.kind !== kind);
    const before = job.notes.find((note) => note.kind === kind);
    file.job.setNotes([...notes, { kind, count: positions.length + (before?.count ?? 0), rows: [...(before?.rows ?? []), ...rows].slice(0, rowsInNote), columns: [] }]);
  });
}

/** Whether an earlier job has sent nothing since it was compared with. Fault unchanged-unproved. */
function isAsItWas(file: JobFile, { job: id, path, attempts }: ComparedJob): boolean {
  const unproved = (kind: string, cause?: unknown): Fault => new Fault('unchanged-unproved', { name: basename(file.path), earlier: path, kind }, { cause });
  let earlier: JobFile;
  try {
    earlier = openJob(path);
  } catch (error) {
    throw unproved(error instanceof Fault && error.code === 'job-missing' ? 'missing' : 'unreadable', error);
  }
  try {
    const found = earlier.job.read();
    if (found?.jobId !== id) throw unproved('other');
    mustBeLast(earlier, found);
    return earlier.attempts.totals().attempts === attempts;
  } catch (error) {
    if (!(error instanceof Fault) || error.code === 'unchanged-unproved') throw error;
    throw unproved(error.code === 'job-elsewhere' || error.code === 'job-handed-over' ? 'elsewhere' : 'unreadable', error);
  } finally {
    earlier.close();
  }
}
