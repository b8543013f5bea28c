import { basename } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { Fault } from '#contract/faults.ts';
import type { Exchange } from '../../api/client.ts';
import type { Answered, Outcome, RowAnswer } from '../../api/outcome.ts';
import type { Chunk, ChunkState } from '../../store/chunks.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { countOf, splitRuns } from '../../store/runs.ts';
import { itemBytes } from './planRound.ts';
import { nextRowState, type RowEvent } from '../transitions.ts';

export interface Recording {
  readonly file: JobFile;
  readonly owner: string;
  readonly chunk: Chunk;
  readonly attempt: number;
  readonly exchange: Exchange;
  /** ISO 8601. */
  readonly at: string;
}

/** What the outcome made of the chunk; the runner decides what to do next from it. */
export type Settlement = 'settled' | 'halved' | 'again';

/** The words kept with an attempt are for people; a proxy's page can be long. */
const longestText = 2_000;

/**
 * Writes an attempt's outcome: the attempt, its chunk and every row of it, in one transaction. Nothing of
 * the answer is held anywhere else, so a crash before the commit leaves the chunk as it was: sent, unknown.
 */
export function recordOutcome(recording: Recording): Settlement {
  const { file, owner, attempt, exchange, at } = recording;
  const { outcome } = exchange;
  return file.transaction(() => {
    mustOwn(file, owner);
    file.attempts.end(attempt, {
      endedAt: at,
      outcome: describe(outcome),
      httpStatus: outcome.httpStatus,
      code: outcome.code,
      text: outcome.text === null ? null : outcome.text.slice(0, longestText),
      replayed: outcome.replayed,
      answer: outcome.kind === 'answered' && exchange.answer !== null ? deflateRawSync(exchange.answer, { level: 1 }) : null,
    });
    switch (outcome.kind) {
      case 'answered':
        return recordAnswers(recording, outcome);
      case 'too-large':
      case 'refused':
        return recordRefusal(recording, outcome);
      case 'later':
      case 'stopped':
        return recordNoAnswer(recording, outcome);
    }
  });
}

/** Inside a transaction: another process that has begun a run of its own is the only one to write from then on. */
export function mustOwn(file: JobFile, owner: string): void {
  if (file.job.owner() !== owner) throw new Fault('job-busy', { file: basename(file.path) });
}

/**
 * What an outcome means for this chunk. One that may have been applied is not halved on a proxy's word (413, or
 * 400 as a page): its halves carry new ids and would be applied a second time. The platform itself, which
 * gives a code of its own, has looked the id up and found that nothing was applied.
 */
export function outcomeFor(chunk: Chunk, outcome: Outcome): Outcome {
  const open = chunk.appliedMaybe && outcome.code === null;
  if (!open || (outcome.kind !== 'too-large' && outcome.kind !== 'refused')) return outcome;
  return { ...outcome, kind: 'later', because: 'server-error', mayHaveApplied: true, throttled: false, retryAfterMs: null };
}

/** So often a request is sent in a run until an answer that leaves rows out is taken for what the platform has to say of them. */
const sentForRows = 3;

/**
 * An answer that says nothing of some rows may have been spoilt on its way: the same request brings the recorded one, of all rows. Sent
 * alone in another request they would be applied a second time. `number`: of this sending in its run.
 */
export function askedAgain(outcome: Outcome, number: number): Outcome {
  if (outcome.kind !== 'answered' || number >= sentForRows || !outcome.results.includes(null)) return outcome;
  const { results: _, ...words } = outcome;
  return { ...words, kind: 'later', because: 'answer-incomplete', mayHaveApplied: true, throttled: false, retryAfterMs: null };
}

/** "later: throttled": what the attempt's record says of its outcome. */
function describe(outcome: Outcome): string {
  if (outcome.kind === 'later') return `later: ${outcome.because}`;
  return outcome.kind === 'stopped' ? `stopped: ${outcome.reason}` : outcome.kind;
}

function eventOf(result: RowAnswer | null | undefined): RowEvent {
  if (result === null || result === undefined) return 'lose';
  return result.code === 0 ? 'accept' : 'refuse';
}

function recordAnswers({ file, chunk, attempt }: Recording, outcome: Answered): Settlement {
  for (const { from, to } of chunk.members) file.failures.removeRange(from, to);
  let index = 0;
  file.states.change(chunk.members, (state, position) => {
    const result = outcome.results[index];
    index += 1;
    const event = eventOf(result);
    if (event === 'refuse' && result !== null && result !== undefined) {
      const { code, text, profileId } = result;
      file.failures.put({ position, row: file.blocks.rowNumber(position), attempt, code, text, profileId });
    }
    return nextRowState(state, event);
  });
  file.chunks.setState(chunk.id, 'answered');
  return 'settled';
}

/** The chunk as a whole was not taken, so nothing of it was applied: halve it, or fail the row that stands alone. */
function recordRefusal(recording: Recording, outcome: Outcome): Settlement {
  const { file, chunk, attempt } = recording;
  if (chunk.profiles > 1) {
    file.states.change(chunk.members, (state) => nextRowState(state, 'return'));
    if (outcome.kind === 'too-large') file.job.learnBytes(chunk.bytes);
    halve(recording);
    return 'halved';
  }
  file.states.change(chunk.members, (state, position) => {
    const text = outcome.text ?? `HTTP ${outcome.httpStatus ?? 0}`;
    const row = file.blocks.rowNumber(position);
    file.failures.put({ position, row, attempt, code: outcome.code ?? outcome.httpStatus, text, profileId: null });
    return nextRowState(state, 'refuse');
  });
  file.chunks.setState(chunk.id, 'answered');
  return 'settled';
}

/** Puts two new chunks, with ids of their own, in the place of one; inside the caller's transaction. */
export function halve({ file, chunk }: Pick<Recording, 'file' | 'chunk'>): void {
  file.chunks.setState(chunk.id, 'split');
  const format = file.job.format();
  for (const members of splitRuns(chunk.members, Math.ceil(chunk.profiles / 2))) {
    const profiles = countOf(members);
    file.chunks.insert({ round: chunk.round, parent: chunk.id, members, profiles, bytes: itemBytes(file, members, format) });
  }
}

function recordNoAnswer({ file, chunk }: Recording, outcome: Outcome): Settlement {
  const notApplied = (outcome.kind === 'stopped' || outcome.kind === 'later') && outcome.mayHaveApplied !== true;
  // A replayed refusal is the platform's own record of the first sending: it was not applied then either,
  // and the same id would only ever bring that record back.
  const recordedRefusal = notApplied && outcome.replayed;
  if (recordedRefusal) file.chunks.renew(chunk.id);
  if (!notApplied) file.chunks.markAppliedMaybe(chunk.id);
  const open = !recordedRefusal && (!notApplied || chunk.appliedMaybe);
  const next: ChunkState = open ? 'unknown' : 'planned';
  file.states.change(chunk.members, (state) => nextRowState(state, open ? 'lose' : 'return'));
  file.chunks.setState(chunk.id, next);
  return 'again';
}
