import { rowsInNote } from '#contract/sourceNote.ts';
import { rowStates, type RowState } from '#contract/job.ts';
import type { Chunk, ChunkState } from '../../store/chunks.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';
import { positionsOf, type Run } from '../../store/runs.ts';
import { keptHashes } from '../corrections/jobKeys.ts';
import { KeySet } from '../corrections/keySet.ts';
import { keysOf } from '../corrections/makeKeys.ts';
import { jobMapping } from '../jobMapping.ts';
import { turns } from '../turns.ts';

const open: ReadonlySet<ChunkState> = new Set(['planned', 'sending', 'unknown', 'queued'] as const);

/** Match keys by number, from 1; 0 stands for a row without one. That of position 1 first. */
export type KeyNumbers = Uint32Array;

/**
 * Where all rows of a match key are sent, the platform must get them in the order of the sheet, or an earlier row overwrites a later one: requests
 * under way at once, or repeated, arrive in any order. A chunk waits here until those with earlier rows of its keys are settled.
 */
export class KeyOrder {
  /** By position, the row of its key that goes before it; 0 where none does. */
  readonly #before: Uint32Array;
  /** 1 while a row's outcome is open. */
  readonly #open: Uint8Array;

  /** `chunks`: those that are open, each behind those that it may have to follow. */
  constructor(chunks: Iterable<{ readonly members: readonly Run[] }>, keys: KeyNumbers) {
    this.#before = new Uint32Array(keys.length + 1);
    this.#open = new Uint8Array(keys.length + 1);
    const last = new Uint32Array(keys.length + 1);
    for (const { members } of chunks) {
      for (const position of positionsOf(members)) {
        const key = keys[position - 1] ?? 0;
        if (key !== 0) this.#before[position] = last[key] ?? 0;
        last[key] = position;
        this.#open[position] = 1;
      }
    }
  }

  /** Whether no row waits for one in another chunk. */
  mayLeave(members: readonly Run[]): boolean {
    for (const position of positionsOf(members)) {
      const before = this.#before[position] ?? 0;
      if (before !== 0 && this.#open[before] === 1 && !holds(members, before)) return false;
    }
    return true;
  }

  /** The outcome of a chunk is known: others need not wait for it. */
  settle(members: readonly Run[]): void {
    for (const { from, to } of members) this.#open.fill(0, from, to + 1);
  }
}

function holds(members: readonly Run[], position: number): boolean {
  let [low, high] = [0, members.length - 1];
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const run = members[middle];
    if (run === undefined || position < run.from) high = middle - 1;
    else if (position > run.to) low = middle + 1;
    else return true;
  }
  return false;
}

/**
 * The order in which a run has to send, where there is one; null where any chunk may be sent beside any other, or nothing is sent any more, as
 * `stop` is aborted. Rows that are not sent in the order of the sheet are noted. Asked after planning.
 */
export async function orderRun(file: JobFile, job: JobRecord, stop: AbortSignal): Promise<KeyOrder | null> {
  const keys = await numberKeys(file, job, stop);
  if (keys === null) return null;
  const chunks = file.chunks.all();
  file.transaction(() => noteLate(file, keys, chunks));
  return new KeyOrder(inTurn(chunks).filter(({ state }) => open.has(state)), keys);
}

/** Positions of rows that wait, or were sent, behind rows further down of their match key; the job notes them. Inside the caller's transaction. */
export function noteLate(file: JobFile, keys: KeyNumbers, chunks: readonly Chunk[] = file.chunks.all()): readonly number[] {
  const states = file.states.bytes();
  const late = sentLate(chunks, keys, (position) => rowStates[states[position - 1] ?? 0] ?? 'empty');
  const job = file.job.read();
  if (late.length === 0 || job === null) return late;
  const rows = late.slice(0, rowsInNote).map((position) => file.blocks.rowNumber(position));
  file.job.setNotes([...job.notes.filter(({ kind }) => kind !== 'sent-late'), { kind: 'sent-late', count: late.length, rows, columns: [] }]);
  return late;
}

/**
 * Numbers the match keys of a job of which all rows of a key are sent; null where no two rows have one key, or where only one of them is
 * sent, or `stop` was aborted. Maps the rows of a job of an earlier version, which has no hashes of them: some seconds for a million.
 */
async function numberKeys(file: JobFile, job: JobRecord, stop: AbortSignal): Promise<KeyNumbers | null> {
  if (job.recipe.duplicates !== 'all') return null;
  const missing = file.keys.missing();
  const hashes = keptHashes(file, job.rowsRead);
  if (missing.length === 0) return keyNumbers(hashes);
  const made = jobMapping(file, job);
  // Nobody knows which rows belong together, so each waits for those before it.
  if (!made.ok) return new Uint32Array(job.rowsRead).fill(1);
  const turn = turns({});
  for (const { first, count } of missing) {
    hashes.set(keysOf(file, made.mapper, first, count), (first - 1) * 2);
    await turn(null);
    if (stop.aborted) return null;
  }
  return keyNumbers(hashes);
}

/** The same at once, of the hashes that the job has kept; null also where it has not kept all. */
export function keptKeyNumbers(file: JobFile, { recipe, rowsRead }: JobRecord): KeyNumbers | null {
  return recipe.duplicates === 'all' && file.keys.missing().length === 0 ? keyNumbers(keptHashes(file, rowsRead)) : null;
}

/** Numbers hashes in the order in which they come; null where none comes twice. */
function keyNumbers(hashes: Int32Array): KeyNumbers | null {
  const numbers = new Uint32Array(hashes.length / 2);
  const keys = new KeySet();
  let rows = 0;
  for (let at = 0; at < numbers.length; at += 1) {
    const [low, high] = [hashes[at * 2] ?? 0, hashes[at * 2 + 1] ?? 0];
    if (low === 0 && high === 0) continue;
    keys.add(low, high);
    numbers[at] = keys.find(low, high) + 1;
    rows += 1;
  }
  return rows === keys.size ? null : numbers;
}

/** Applied, or perhaps. */
const sent: ReadonlySet<RowState> = new Set(['accepted', 'unknown', 'queued', 'sending'] as const);

/** A chunk as it was planned at first, before any halving. */
interface Planned {
  readonly id: number;
  readonly parent: number | null;
  readonly state: ChunkState;
  readonly members: readonly Run[];
}

/** By id, the chunk of a plan that each is, or is a piece of. */
function plansOf(chunks: Iterable<Planned>): ReadonlyMap<number, number> {
  const plans = new Map<number, number>();
  for (const { id, parent } of chunks) plans.set(id, parent === null ? id : (plans.get(parent) ?? parent));
  return plans;
}

/** Halves stand where the whole stood, whichever was made first. `chunks` are all of the job, rising by id. Pure. */
export function inTurn<Each extends Planned>(chunks: readonly Each[]): readonly Each[] {
  const plans = plansOf(chunks);
  const planOf = ({ id }: Each): number => plans.get(id) ?? id;
  return chunks.toSorted((one, other) => planOf(one) - planOf(other) || (one.members[0]?.from ?? 0) - (other.members[0]?.from ?? 0));
}

/**
 * Positions of rows that wait, or were sent, behind rows further down of the same key, rising; `chunks` are all of the job, rising by id. Each plan
 * follows the sheet, so that only a later one brings a row behind. Pure.
 */
export function sentLate(chunks: readonly Planned[], keys: KeyNumbers, stateOf: (position: number) => RowState): readonly number[] {
  const plans = plansOf(chunks);
  const planOf = new Float64Array(keys.length + 1);
  const waits = new Uint8Array(keys.length + 1);
  for (const { id, state, members } of chunks) {
    for (const { from, to } of members) {
      planOf.fill(plans.get(id) ?? id, from, to + 1);
      if (open.has(state)) waits.fill(1, from, to + 1);
    }
  }
  const first = new Float64Array(keys.length + 1);
  const late: number[] = [];
  for (let position = keys.length; position > 0; position -= 1) {
    const state = stateOf(position);
    const key = keys[position - 1] ?? 0;
    // What stands in no chunk yet comes after all that does.
    const plan = state === 'ready' && waits[position] === 0 ? Infinity : (planOf[position] ?? 0);
    if (key === 0 || plan === 0) continue;
    const below = first[key] ?? 0;
    if (below !== 0 && below < plan && (state === 'ready' || sent.has(state))) late.push(position);
    if (sent.has(state) && (below === 0 || plan < below)) first[key] = plan;
  }
  return late.reverse();
}
