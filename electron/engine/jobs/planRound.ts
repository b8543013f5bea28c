import type { JobRecord } from '../store/jobTable.ts';
import type { JobFile } from '../store/jobFile.ts';
import { countOf, type Run } from '../store/runs.ts';
import { stateNumber } from '../store/states.ts';
import { frameBytes } from '../api/frame.ts';
import { planChunks, type ChunkLimits, type PlanItem } from './plan.ts';
import { nextRowState } from './transitions.ts';

export interface RoundPlan {
  readonly limits: ChunkLimits;
  /** Plan only the first so many rows that wait; the rest stays for a later run. */
  readonly trial?: number | undefined;
  readonly newId: () => string;
}

/**
 * Plans chunks for every ready row that stands in none yet. Chunks that were sent before keep their rows
 * and their Request-ID; unsent ones are planned anew when the limits changed, or for a trial. One transaction.
 */
export function planRound(file: JobFile, job: JobRecord, { limits, trial, newId }: RoundPlan): void {
  file.transaction(() => {
    const sameLimits = job.chunkProfiles === limits.profiles && job.chunkBytes === limits.bytes;
    if (!sameLimits || trial !== undefined) {
      file.chunks.dropUnsent();
      file.job.setLimits(limits.profiles, limits.bytes);
      file.job.forgetBytes();
    }
    const taken = membersOf(file.chunks.open(), job.rowsRead);
    const plan = planChunks(first(readyItems(file, taken), trial), limits, frameBytes(job.recipe.request));
    for (const chunk of plan.chunks) {
      file.chunks.insert({ ...chunk, round: job.round, parent: null, requestId: newId() });
    }
    for (const item of plan.oversize) setAside(file, item, limits);
  });
}

function membersOf(chunks: readonly { readonly members: readonly Run[] }[], rows: number): Uint8Array {
  const taken = new Uint8Array(rows + 1);
  for (const { members } of chunks) for (const { from, to } of members) taken.fill(1, from, to + 1);
  return taken;
}

function* readyItems(file: JobFile, taken: Uint8Array): Generator<PlanItem> {
  const ready = stateNumber('ready');
  for (const { first, states, ends } of file.items.sizes()) {
    for (let index = 0; index < states.length; index += 1) {
      if (states[index] !== ready || taken[first + index] === 1) continue;
      const start = index === 0 ? 0 : (ends[index - 1] ?? 0);
      yield { position: first + index, bytes: (ends[index] ?? 0) - start - 1 };
    }
  }
}

function* first(items: Iterable<PlanItem>, count: number | undefined): Generator<PlanItem> {
  let left = count ?? Infinity;
  for (const item of items) {
    if (left <= 0) return;
    left -= 1;
    yield item;
  }
}

/** A row too large for the operator's own limit waits as failed: raising the limit and retrying sends it. */
function setAside(file: JobFile, item: PlanItem, limits: ChunkLimits): void {
  const { position } = item;
  file.states.change([{ from: position, to: position }], (state) => nextRowState(state, 'unfit'));
  const text = `not sent: this profile alone takes ${item.bytes} bytes, more than a chunk of ${limits.bytes} bytes holds`;
  file.failures.put({ position, row: file.blocks.rowNumber(position), attempt: null, code: null, text, profileId: null });
}

/** Bytes of a chunk's items with the commas between them. */
export function itemBytes(file: JobFile, members: readonly Run[]): number {
  return countOf(members) === 0 ? 0 : file.items.pieces(members).reduce((sum, piece) => sum + piece.length, 0);
}
