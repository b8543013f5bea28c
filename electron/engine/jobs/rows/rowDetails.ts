import type { RowDetails, RowEvent } from '#contract/rowDetails.ts';
import type { RowState } from '#contract/job.ts';
import { Fault } from '#contract/faults.ts';
import { outcomeOfStored } from '../repair/answers.ts';
import type { Run } from '../../store/runs.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { jobColumns } from '../jobRows.ts';
import { cellUses } from './cellUses.ts';

/** A row that was sent without end is told by its last events. */
const mostEvents = 200;

/** Everything about the row at a position; null where there is none. Faults job-state, job-corrupt, job-unreadable. */
export function rowDetails(file: JobFile, position: number): RowDetails | null {
  const columns = jobColumns(file);
  const job = file.job.read();
  if (job === null) throw new Fault('job-state', { state: 'preparing', event: 'read' });
  if (position > job.rowsRead) return null;
  const [row] = file.blocks.rowsAt([position], { few: true });
  const [read] = file.blocks.rowsAt([position], { few: true, original: true });
  const [text] = file.items.texts([position]);
  if (row === undefined || read === undefined) return null;
  const item = text === undefined || text.json === '' ? null : text.json;
  const state = file.states.at(position);
  return {
    position,
    row: row.row,
    state,
    original: read.cells,
    cells: row.cells,
    item,
    uses: cellUses(job.recipe, columns, item),
    history: historyOf(file, position, state, job.createdAt),
  };
}

function historyOf(file: JobFile, position: number, state: RowState, createdAt: string): readonly RowEvent[] {
  const corrected = correctionsOf(file, position);
  const sent = requestsOf(file, position);
  const checked: RowEvent = { kind: 'checked', at: createdAt, state: stateAtFirst(file, position, state, sent.length > 0) };
  // By time alone: a correction says when it was made, not between which requests.
  const events = [...corrected, ...sent].sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
  return [checked, ...events.slice(-mostEvents)];
}

/** What checking made of it, before anything was corrected or sent. */
function stateAtFirst(file: JobFile, position: number, state: RowState, wasSent: boolean): RowState {
  for (const { id } of file.corrections.batches()) {
    const [was] = file.corrections.rowsBetween(id, position, position);
    // A correction of a row that had been answered says what became of it, not how it began.
    if (was !== undefined) return was.state === 'accepted' || was.state === 'failed' ? 'ready' : was.state;
  }
  return wasSent ? 'ready' : state;
}

function correctionsOf(file: JobFile, position: number): readonly RowEvent[] {
  const cells = file.corrections.cellsOf(position);
  if (cells.length === 0) return [];
  return file.corrections.batches().flatMap(({ id, at, origin, act, state }): readonly RowEvent[] => {
    const own = cells.filter(({ batch }) => batch === id);
    return own.length === 0 ? [] : [{ kind: 'corrected', at, batch: id, origin, act, state, cells: own.map(({ column, before, after }) => ({ column, before, after })) }];
  });
}

/** Requests that held the row, each with what came back. */
function requestsOf(file: JobFile, position: number): readonly RowEvent[] {
  const holding = file.chunks.sentAfter(0).filter(({ members }) => members.some(({ from, to }) => position >= from && position <= to));
  return holding.flatMap((chunk) => {
    const place = indexWithin(chunk.members, position);
    return file.attempts.ofChunk(chunk.id).flatMap((attempt): readonly RowEvent[] => {
      const { id, started_at: at, ended_at: endedAt, request_id: requestId, outcome, http_status: httpStatus, text, replayed } = attempt;
      const sent: RowEvent = { kind: 'sent', at, attempt: id, round: chunk.round, profiles: chunk.profiles, requestId };
      const row = outcomeOfStored(attempt, chunk.profiles)?.[place] ?? null;
      return [sent, { kind: 'answered', at: endedAt ?? at, attempt: id, outcome, httpStatus, text, replayed: replayed === 1, row }];
    });
  });
}

/** How many rows of the runs come before a position. */
function indexWithin(members: readonly Run[], wanted: number): number {
  let index = 0;
  for (const { from, to } of members) {
    if (wanted <= to) return index + wanted - from;
    index += to - from + 1;
  }
  return index;
}
