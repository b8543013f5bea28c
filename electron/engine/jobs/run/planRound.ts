import type { JobRecord } from '../../store/jobTable.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { countOf, type Run } from '../../store/runs.ts';
import { stateNumber } from '../../store/states.ts';
import type { WireFormat } from '#contract/job.ts';
import { ownAnswer, type OwnAnswer } from '#contract/ownAnswers.ts';
import { frameBytes, wireItems } from '../../api/frame.ts';
import { xmlItemBytes } from '../../api/xmlBody.ts';
import { planChunks, type ChunkLimits, type PlanItem } from './plan.ts';
import { nextRowState } from '../transitions.ts';

export interface RoundPlan {
  readonly limits: ChunkLimits;
  /** Plan only the first so many rows that wait; the rest stays for a later run. */
  readonly trial?: number | undefined;
  /** What requests are to be written in; JSON by default. */
  readonly format?: WireFormat | undefined;
}

/**
 * Plans chunks for every ready row that stands in none yet. Chunks that were sent before keep their rows
 * and their Request-ID; unsent ones are planned anew when the limits changed, and for a trial also those that are known not to be applied. One transaction.
 * Gives the form to send in, which is not the wanted one while a chunk's outcome is unknown: it must be repeated
 * byte for byte. Fault recipe-invalid, as bodyFrame.
 */
export function planRound(file: JobFile, job: JobRecord, { limits, trial, format: wanted = 'json' }: RoundPlan): WireFormat {
  return file.transaction(() => {
    const format = settleFormat(file, job, wanted);
    const sameLimits = job.chunkProfiles === limits.profiles && job.chunkBytes === limits.bytes;
    // A chunk that was refused whole before would take all of its rows along.
    if (trial !== undefined) planAnew(file);
    if (!sameLimits || trial !== undefined) {
      file.chunks.dropUnsent();
      file.job.setLimits(limits.profiles, limits.bytes);
      file.job.forgetBytes();
    }
    if (job.recipe.duplicates === 'all' && hasNewcomers(file)) planAnew(file);
    const taken = membersOf(file.chunks.open(), job.rowsRead);
    const unwritable: Unwritable[] = [];
    const items = format === 'json' ? readyItems(file, taken, unwritable) : readyXmlItems(file, taken, unwritable);
    const plan = planChunks(first(items, trial), limits, frameBytes(job.recipe.request, format));
    for (const chunk of plan.chunks) file.chunks.insert({ ...chunk, round: job.round, parent: null });
    for (const { position, bytes } of plan.oversize) {
      setAside(file, position, { why: 'too-large', bytes, limit: limits.bytes });
    }
    for (const { position, why } of unwritable) setAside(file, position, why);
    return format;
  });
}

function settleFormat(file: JobFile, job: JobRecord, wanted: WireFormat): WireFormat {
  if (job.format === wanted || file.chunks.inState('unknown').length > 0) return job.format;
  planAnew(file);
  file.job.setFormat(wanted);
  return wanted;
}

/** Leaves only what must be repeated as it was. */
function planAnew(file: JobFile): void {
  file.chunks.dropUnsent();
  // Sent before, but known not to be applied: their rows go into new chunks, with new ids.
  for (const { id } of file.chunks.inState('planned')) file.chunks.setState(id, 'given-up');
}

/** Whether rows wait that stand in no chunk: one may have to go before a row of its key that stands in one. */
function hasNewcomers(file: JobFile): boolean {
  const planned = file.chunks.inState('planned').reduce((sum, { profiles }) => sum + profiles, 0);
  return file.states.count().ready > planned;
}

/** Of a row in a repaired job whose profile could not be saved: an empty place in a request would break it. */
export const profileLost: OwnAnswer = { why: 'profile-lost' };

interface Unwritable {
  readonly position: number;
  readonly why: OwnAnswer;
}

function* readyXmlItems(file: JobFile, taken: Uint8Array, unwritable: Unwritable[]): Generator<PlanItem> {
  const ready = stateNumber('ready');
  for (const { first, states, ends, items } of file.items.packed()) {
    for (let index = 0; index < states.length; index += 1) {
      if (states[index] !== ready || taken[first + index] === 1) continue;
      const start = index === 0 ? 0 : (ends[index - 1] ?? 0);
      if (ends[index] === start) {
        unwritable.push({ position: first + index, why: profileLost });
        continue;
      }
      const size = xmlItemBytes(items.toString('utf8', start, (ends[index] ?? 0) - 1));
      if (size.ok) yield { position: first + index, bytes: size.bytes };
      else unwritable.push({ position: first + index, why: { why: 'no-xml', problem: size.problem } });
    }
  }
}

function membersOf(chunks: readonly { readonly members: readonly Run[] }[], rows: number): Uint8Array {
  const taken = new Uint8Array(rows + 1);
  for (const { members } of chunks) for (const { from, to } of members) taken.fill(1, from, to + 1);
  return taken;
}

function* readyItems(file: JobFile, taken: Uint8Array, unwritable: Unwritable[]): Generator<PlanItem> {
  const ready = stateNumber('ready');
  for (const { first, states, ends } of file.items.sizes()) {
    for (let index = 0; index < states.length; index += 1) {
      if (states[index] !== ready || taken[first + index] === 1) continue;
      const start = index === 0 ? 0 : (ends[index - 1] ?? 0);
      if (ends[index] === start) unwritable.push({ position: first + index, why: profileLost });
      else yield { position: first + index, bytes: (ends[index] ?? 0) - start - 1 };
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
function setAside(file: JobFile, position: number, why: OwnAnswer): void {
  file.states.change([{ from: position, to: position }], (state) => nextRowState(state, 'unfit'));
  file.failures.put({ position, row: file.blocks.rowNumber(position), attempt: null, code: null, text: ownAnswer(why), profileId: null });
}

/** Bytes of a chunk's items with the commas between them. */
export function itemBytes(file: JobFile, members: readonly Run[], format: WireFormat): number {
  return countOf(members) === 0 ? 0 : wireItems(file.items.pieces(members), format).reduce((sum, { bytes }) => sum + bytes.length, 0);
}
