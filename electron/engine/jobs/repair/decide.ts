import { rowStates, type RowState } from '#contract/job.ts';
import type { AttemptRecord } from '../../store/attempts.ts';
import type { ChunkRecord } from '../../store/chunks.ts';
import { decodeRuns, positionsOf, type Run } from '../../store/runs.ts';
import { resultsOf, type RowResult } from './answers.ts';
import { noTelling } from './changedAfter.ts';

/** Stands in an array of states for a row of which nothing is known. */
export const lost = 255;

/** All that speaks of what became of the rows; positions count from 1, arrays from position 1 at index 0. */
export interface Facts {
  readonly rows: number;
  /** The states as they were stored, or `lost`. */
  readonly stored: Uint8Array;
  /** Proved: none of them is lost, and none is of an earlier time. */
  readonly statesWhole: boolean;
  /** The states that preparing gave, where they are known, or `lost`. */
  readonly prepared: Uint8Array;
  /** Of each row the number of the first chunk that can have sent its item as it is now; see changedAfter.ts. */
  readonly changedAfter: Uint32Array;
  /** Positions of rows whose item is another one than the open requests were planned for. */
  readonly outdated: ReadonlyMap<number, unknown>;
  /** In the order of their ids. */
  readonly chunks: readonly ChunkRecord[];
  readonly attempts: readonly AttemptRecord[];
  readonly round: number;
  /** Proved: no run was ever begun. */
  readonly neverRun: boolean;
  /** What counts as not sent may have been sent: the job ran, and its journal is lost, damaged or cut. */
  readonly inDoubt: boolean;
  /** Proved: no chunk is missing. */
  readonly chunksWhole: boolean;
  /** Proved: the chunks are of an earlier time. Those planned may have been cut in another way since, and a later round may have sent what was refused. */
  readonly planOvertaken: boolean;
}

/** settled: final, as it is. open: it may have been applied. returned: sent, and not applied. unsent: it never left. */
type Fate = 'settled' | 'open' | 'returned' | 'unsent';

export interface JudgedChunk {
  readonly record: ChunkRecord;
  readonly members: readonly Run[];
  readonly fate: Fate;
}

export interface Decision {
  /** One for each row; none is `lost` any more. */
  readonly states: Uint8Array;
  readonly chunks: readonly JudgedChunk[];
  /** What the platform said of a row, by its position, where a stored answer says it. */
  readonly results: ReadonlyMap<number, NonNullable<RowResult>>;
}

const numberOf = (state: RowState): number => rowStates.indexOf(state);
const [ready, sending, accepted, failed, unknown, queued] = [numberOf('ready'), numberOf('sending'), numberOf('accepted'), numberOf('failed'), numberOf('unknown'), numberOf('queued')];
/** A row like this is never sent, whatever becomes of the job. */
const neverSent = new Set((['empty', 'invalid', 'duplicate', 'hidden'] as const).map(numberOf));

/**
 * What each row of a damaged job is, and what becomes of its chunks. "Not sent" is never guessed: a row is ready only
 * where that is proved, by its own state or by all chunks there ever were; what nothing proves is unknown. Pure.
 */
export function decide(facts: Facts): Decision {
  const { rows, stored } = facts;
  const chunks = judged(facts);
  const evidence = evidenceOf(facts, chunks);
  const mayBeUnchanged = stored.includes(numberOf('unchanged'));
  const states = new Uint8Array(rows);
  for (let index = 0; index < rows; index += 1) {
    const last = evidence.last[index] ?? 0;
    states[index] = stateOf(facts, {
      index,
      last: last === 0 ? null : (chunks[last - 1] ?? null),
      result: evidence.results.get(index + 1) ?? null,
      mayBeUnchanged,
    });
  }
  return { states, chunks: agreed(chunks, states, facts.outdated), results: evidence.results };
}

function judged({ chunks, attempts, inDoubt, planOvertaken, rows }: Facts): readonly JudgedChunk[] {
  const tried = new Set(attempts.map(({ chunk }) => chunk));
  const answered = new Set(attempts.flatMap(({ chunk, outcome }) => (outcome === 'answered' ? [chunk] : [])));
  return chunks.flatMap((record) => {
    const members = decodeRuns(record.members);
    // Sealed, and yet none of this job: nothing that this program wrote.
    if (!members.every(({ from, to }) => from >= 1 && to >= from && to <= rows)) return [];
    const chunk = { record, members, fate: fateOf(record, tried.has(record.id), inDoubt) };
    return [planOvertaken ? overtakenChunk(chunk, answered.has(record.id)) : chunk];
  });
}

/** Nothing of it is repeated: what it is now, nobody knows. An answer speaks of the rows of a chunk that had left by then, as its number is never given to another. */
function overtakenChunk(chunk: JudgedChunk, isAnswered: boolean): JudgedChunk {
  const { record, fate } = chunk;
  if (fate === 'settled') return chunk;
  return isAnswered && record.run > 0 ? { ...chunk, fate: 'settled', record: { ...record, state: 'answered' } } : givenUp(chunk);
}

function fateOf({ state, first_sent_at: sentAt }: ChunkRecord, wasTried: boolean, inDoubt: boolean): Fate {
  if (state === 'sending' || state === 'unknown' || state === 'queued') return 'open';
  if (state !== 'planned') return 'settled';
  if (inDoubt) return 'open';
  return sentAt !== null || wasTried ? 'returned' : 'unsent';
}

interface Evidence {
  /** Of each row, the number (from 1) of the last chunk that holds it; 0 where none does. */
  readonly last: Uint32Array;
  readonly results: ReadonlyMap<number, NonNullable<RowResult>>;
}

function evidenceOf({ rows, attempts }: Facts, chunks: readonly JudgedChunk[]): Evidence {
  const last = new Uint32Array(rows);
  const results = new Map<number, NonNullable<RowResult>>();
  const byChunk = new Map<number, AttemptRecord[]>();
  for (const attempt of attempts) {
    const known = byChunk.get(attempt.chunk);
    if (known === undefined) byChunk.set(attempt.chunk, [attempt]);
    else known.push(attempt);
  }
  chunks.forEach(({ record, members }, at) => {
    const said = record.state === 'answered' ? resultsOf(record, byChunk.get(record.id) ?? []) : null;
    let index = 0;
    for (const position of positionsOf(members)) {
      last[position - 1] = at + 1;
      const result = said?.[index] ?? null;
      index += 1;
      if (result === null) results.delete(position);
      else results.set(position, result);
    }
  });
  return { last, results };
}

interface RowFacts {
  readonly index: number;
  readonly last: JudgedChunk | null;
  readonly result: RowResult;
  readonly mayBeUnchanged: boolean;
}

function stateOf(facts: Facts, row: RowFacts): number {
  const stored = facts.stored[row.index] ?? lost;
  switch (stored) {
    case lost:
      return stateOfLost(facts, row);
    case ready:
      return stateOfReady(facts, row);
    case accepted:
    case failed:
      // It may be what the row was before it was corrected: then the state that came with the correction is lost.
      return facts.statesWhole || facts.changedAfter[row.index] === 0 ? stored : stateOfLost(facts, row);
    case sending:
    case unknown:
    case queued:
      return row.last?.record.state === 'answered' && row.last.record.round === facts.round ? byAnswer(facts, row) : unknown;
    default:
      return stored < rowStates.length ? stored : unknown;
  }
}

/** Its own state says that it was not sent. An older copy of it could say so too: then a chunk of this round says more. */
function stateOfReady(facts: Facts, row: RowFacts): number {
  const { last } = row;
  if (last?.fate === 'open') return unknown;
  if (last !== null && last.record.round === facts.round) {
    if (last.record.state !== 'answered') return ready;
    // Corrected since, it waits to be sent again.
    if (speaksOf(facts, row) || facts.changedAfter[row.index] === noTelling) return byAnswer(facts, row);
  }
  return facts.inDoubt && !facts.chunksWhole ? unknown : ready;
}

function stateOfLost(facts: Facts, row: RowFacts): number {
  const { last, index } = row;
  const prepared = facts.prepared[index] ?? lost;
  if (neverSent.has(prepared)) return prepared;
  if (last === null) {
    const isProved = facts.neverRun || (facts.chunksWhole && !facts.inDoubt);
    // A row left out as unchanged looks like any other when it is read again.
    return prepared === ready && isProved && !row.mayBeUnchanged ? ready : unknown;
  }
  if (last.record.state === 'answered') return byAnswer(facts, row);
  return last.fate === 'unsent' || last.fate === 'returned' ? ready : unknown;
}

/** Whether the row's last chunk sent the very item that it has now: what the platform said of an earlier one says nothing of it. */
function speaksOf({ changedAfter }: Facts, { index, last }: Pick<RowFacts, 'index' | 'last'>): boolean {
  return last !== null && last.record.id >= (changedAfter[index] ?? noTelling);
}

/** Accepted is so for good, but for what was corrected since; a refused row may have been sent again since, in a chunk that is lost. */
function byAnswer(facts: Facts, row: RowFacts): number {
  const { round, chunksWhole, planOvertaken } = facts;
  const { last, result } = row;
  if (result === null || !speaksOf(facts, row)) return unknown;
  if (result.code === 0) return accepted;
  if (planOvertaken) return unknown;
  return chunksWhole || last?.record.round === round ? failed : unknown;
}

/**
 * Chunks that can still be sent share no row and fit the states of their rows; any other is given up, so that its rows
 * stand for themselves, or, if it never left, left out. A plan that is kept has the same ids as in the damaged file: the
 * platform knows a request again that both should send.
 */
function agreed(chunks: readonly JudgedChunk[], states: Uint8Array, outdated: ReadonlyMap<number, unknown>): readonly JudgedChunk[] {
  const taken = new Uint8Array(states.length);
  const kept = new Set<JudgedChunk>();
  for (const fate of ['open', 'returned', 'unsent'] as const) {
    const wanted = fate === 'open' ? unknown : ready;
    for (const chunk of chunks) {
      if (chunk.fate !== fate) continue;
      const positions = [...positionsOf(chunk.members)];
      if (!positions.every((position) => states[position - 1] === wanted && taken[position - 1] === 0 && !outdated.has(position))) continue;
      for (const position of positions) taken[position - 1] = 1;
      kept.add(chunk);
    }
  }
  return chunks.flatMap((chunk) => {
    if (chunk.fate === 'settled' || kept.has(chunk)) return [chunk];
    return chunk.fate === 'unsent' ? [] : [givenUp(chunk)];
  });
}

/** A chunk whose rows the operator decides on, or that are planned anew. */
export function givenUp(chunk: JudgedChunk): JudgedChunk {
  return { ...chunk, fate: 'settled', record: { ...chunk.record, state: 'given-up' } };
}
