import { Fault } from '#contract/faults.ts';
import { rowStates, type JobState, type Pause, type RepairNote } from '#contract/job.ts';
import { readRecipe } from '#contract/recipe.ts';
import { ownAnswer } from '#contract/ownAnswers.ts';
import { makeInvalid, type RowError } from '#contract/rowErrors.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { loadError } from '../../store/problems.ts';
import type { FixedRow, LiveRow } from '../../store/jobRecord.ts';
import { positionsOf } from '../../store/runs.ts';
import type { Salvage } from '../../store/salvage/salvage.ts';
import { chunkBody, framesOf } from '../run/chunkBody.ts';
import { profileLost } from '../run/planRound.ts';
import { factsOf, type DamagedJob } from './damagedJob.ts';
import { changedAfter } from './changedAfter.ts';
import { sentOtherwise } from './sentOtherwise.ts';
import { sentSince } from './sentSince.ts';
import { decideRepaired } from '../corrections/decideRepaired.ts';
import { judgeCorrections, type JudgedCorrections } from './judgedCorrections.ts';
import { holdBack, writeMarks } from './lostCorrections.ts';
import { restoreCorrectedRows, restoreCorrections, type RestoredCorrections } from './savedCorrections.ts';
import { decide, givenUp, type Decision, type JudgedChunk } from './decide.ts';

export interface CompleteOptions {
  /** As preparing gave them, where the source was read again; null where it was not. */
  readonly prepared: Uint8Array | null;
  readonly fixed: FixedRow;
  /** ISO 8601. */
  readonly at: string;
  /** Name of the damaged file. */
  readonly from: string;
}

const numberOf = (state: (typeof rowStates)[number]): number => rowStates.indexOf(state);
const ready = numberOf('ready');
const failed = numberOf('failed');
const unknown = numberOf('unknown');

/**
 * Fills a job file that has all its blocks with what is proved of a damaged one: states, chunks, answers, refusals, and
 * where the job stands. Inside the caller's transaction.
 */
export function completeRepair(file: JobFile, job: DamagedJob, { prepared, fixed, at, from }: CompleteOptions): RepairNote {
  const live = liveOf(job.saved);
  const judged = judgeCorrections(job, at);
  const restored = restoreCorrections(file, job, judged, prepared);
  const known = { rows: fixed.rows_read, prepared: restored.prepared, corrections: judged, outdated: restored.outdated };
  const changed = changedAfter(job.saved, judged, known.rows, restored.lost.keys(), new Set(restored.outdated.keys()));
  const since = sentSince(file, job, changed);
  const misfits = new Map([...sentOtherwise(file, job, changed), ...since.lost]);
  const lost = new Map([...misfits, ...restored.lost]);
  const decision = decide(factsOf(job, { ...known, lostCorrections: lost.keys() }));
  holdBack(file, lost, decision.states);
  const hasItem = itemsThere(file, fixed.rows_read);
  let lostRows = 0;
  const withoutProfile: number[] = [];
  decision.states.forEach((state, index) => {
    if (hasItem[index] === 1 || (state !== ready && state !== unknown)) return;
    lostRows += 1;
    if (state !== ready) return;
    decision.states[index] = failed;
    withoutProfile.push(index + 1);
  });
  file.states.change([{ from: 1, to: fixed.rows_read }], (_, position) => rowStates[decision.states[position - 1] ?? unknown] ?? 'unknown');
  const chunks = decision.chunks.map((chunk) => (mayBeSent(chunk, hasItem) ? chunk : givenUp(chunk)));
  writeChunks(file, chunks, live.run_started_at ?? fixed.created_at);
  giveUpOthersBodies(file, chunks, fixed, live);
  const attempts = writeAttempts(file, job.saved, chunks);
  restoreCorrectedRows(file, job.saved, attempts);
  forgetLostChunks(file);
  writeWhy(file, job.saved, decision, { withoutProfile: new Set(withoutProfile), attempts });
  writeMarks(file, lost, decision.states);
  for (const { seal: _, ...kept } of job.saved.keptProfiles.values()) file.kept.put(kept);
  if (prepared !== null || restored.outdated.size > 0 || job.otherTimes.includes('duplicates')) decideKeys(file, job.saved, judged);
  settleJob(file, { live, inDoubt: job.inDoubt, neverRun: job.neverRun, at });
  const note: RepairNote = {
    at, from, lost: lostRows,
    unknown: decision.states.filter((state) => state === unknown).length,
    ...(prepared === null ? cellsNote(file, job.saved) : {}),
    ...(job.keptWhole ? {} : { profiles: job.saved.keptProfiles.size }),
    ...(since.requests === 0 ? {} : { requests: since.requests }),
    ...correctionsNote(judged, { ...restored, lost, isOpen: restored.isOpen || misfits.size > 0 }),
  };
  file.job.noteRepair(note);
  return note;
}

/** Without the source: rows with empty places for their cells, which are lost. */
function cellsNote({ blocks, items }: JobFile, saved: Salvage): Partial<RepairNote> {
  let [cells, numbers] = [0, 0];
  for (const { first, ends: { length } } of items.sizes()) {
    if (saved.blocks.get(first)?.count === length) continue;
    cells += length;
    for (let position = first; position < first + length; position += 1) if (blocks.rowNumber(position) === 0) numbers += 1;
  }
  return cells === 0 ? {} : { cells, numbers };
}

function correctionsNote({ isWhole, anywhere, kept, lost, picks }: JudgedCorrections, { lost: rows, isOpen, picksKept }: RestoredCorrections): Partial<RepairNote> {
  if (isWhole) return rows.size === 0 ? {} : { corrections: rows.size, correctionsKept: kept, ...(isOpen ? {} : { correctionsLost: 0 }) };
  const missing = lost + picks.length - picksKept;
  return { corrections: rows.size, correctionsKept: kept + picksKept, ...((anywhere || isOpen) && missing === 0 ? {} : { correctionsLost: missing }) };
}

/** Where the job stood; where that is lost, as far as its chunks tell: it may have run, whatever else. */
export function liveOf({ live, chunks, attempts }: Salvage): LiveRow {
  if (live !== null) return live;
  const round = chunks.reduce((most, chunk) => Math.max(most, chunk.round), 1);
  const run = [...chunks, ...attempts].reduce((most, record) => Math.max(most, record.run), 1);
  return {
    state: 'running', pause: null, round, run, server: null, chunk_profiles: null, chunk_bytes: null, bytes_learned: null, owner: null, format: 'json',
    run_settings: null, place: null, run_started_at: null, handed_over: null,
  };
}

function itemsThere(file: JobFile, rows: number): Uint8Array {
  const there = new Uint8Array(rows);
  for (const { first, ends } of file.items.sizes()) {
    ends.forEach((end, index) => {
      if (end > (index === 0 ? 0 : (ends[index - 1] ?? 0))) there[first - 1 + index] = 1;
    });
  }
  return there;
}

function mayBeSent({ fate, members }: JudgedChunk, hasItem: Uint8Array): boolean {
  return fate === 'settled' || [...positionsOf(members)].every((position) => hasItem[position - 1] === 1);
}

function writeChunks(file: JobFile, chunks: readonly JudgedChunk[], sentAt: string): void {
  const there = new Set(chunks.map(({ record }) => record.id));
  for (const { record, fate } of chunks) {
    const parent = record.parent !== null && there.has(record.parent) ? record.parent : null;
    const open = { state: 'unknown', applied_maybe: 1, first_sent_at: record.first_sent_at ?? sentAt } as const;
    file.chunks.restore({ ...record, parent, ...(fate === 'open' ? open : {}) });
  }
}

/** A repeat must be the same body under the same id: where it is not, its rows are the operator's to decide on. */
function giveUpOthersBodies(file: JobFile, chunks: readonly JudgedChunk[], fixed: FixedRow, { format }: LiveRow): void {
  const recipe = readRecipe(JSON.parse(fixed.recipe));
  if (!recipe.ok) throw new Fault('job-unreadable', { reason: 'recipe' });
  const frames = framesOf(recipe.recipe.request, { token: '', tokenInBody: false }, format === 'xml' ? 'xml' : 'json');
  for (const { record, fate } of chunks) {
    const chunk = fate === 'settled' ? null : file.chunks.get(record.id);
    if (chunk === null) continue;
    try {
      chunkBody(file, chunk, frames);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      file.chunks.setState(chunk.id, 'given-up');
    }
  }
}

/** Those of chunks that are there, numbered anew without a gap; gives their new numbers. */
function writeAttempts(file: JobFile, saved: Salvage, chunks: readonly JudgedChunk[]): ReadonlyMap<number, number> {
  const there = new Set(chunks.map(({ record }) => record.id));
  const numbers = new Map<number, number>();
  for (const attempt of saved.attempts) {
    if (!there.has(attempt.chunk)) continue;
    numbers.set(attempt.id, numbers.size + 1);
    file.attempts.restore({ ...attempt, id: numbers.size });
  }
  return numbers;
}

/** The numbers of chunks that are lost are given anew: no batch is to be taken for one that came after those. */
function forgetLostChunks({ chunks, corrections }: JobFile): void {
  const last = chunks.lastId();
  for (const { id, state, chunk } of corrections.batches()) if (chunk > last) corrections.setBatchState(id, state, last);
}

interface Why {
  readonly withoutProfile: ReadonlySet<number>;
  readonly attempts: ReadonlyMap<number, number>;
}

/** Why rows are invalid, duplicates or failed: as it was kept, as a stored answer says it, or that it was lost. */
function writeWhy(file: JobFile, saved: Salvage, { states, results }: Decision, { withoutProfile, attempts }: Why): void {
  const [invalid, duplicate] = [numberOf('invalid'), numberOf('duplicate')];
  const isCorrected = saved.batches.length > 0 || saved.corrections.length > 0 || saved.correctedRows.length > 0;
  states.forEach((state, index) => {
    const position = index + 1;
    // Read again from the source it may be invalid, or a duplicate, by cells that were corrected since.
    if (isCorrected && state !== invalid && makeInvalid(file.problems.errorsAt(position))) file.problems.removeErrors(position);
    if ((state === invalid || saved.errors.has(position)) && file.problems.errorsAt(position).length === 0) writeErrors(file, saved, position, state === invalid);
    writeDuplicate(file, saved, position, state === duplicate);
    if (state !== failed) return;
    const kept = saved.failures.get(position);
    const result = results.get(position);
    const row = file.blocks.rowNumber(position);
    if (withoutProfile.has(position)) file.failures.put({ position, row, attempt: null, code: null, text: ownAnswer(profileLost), profileId: null });
    else if (kept !== undefined) file.failures.put({ position, row, attempt: attempts.get(kept.attempt ?? 0) ?? null, code: kept.code, text: kept.text, profileId: kept.profile_id });
    else if (result !== undefined && result.code !== 0) file.failures.put({ position, row, attempt: attempts.get(result.attempt) ?? null, code: result.code, text: result.text, profileId: result.profileId });
    else file.failures.put({ position, row, attempt: null, code: null, text: ownAnswer({ why: 'answer-lost' }), profileId: null });
  });
}

function writeDuplicate(file: JobFile, saved: Salvage, position: number, isDuplicate: boolean): void {
  const kept = saved.duplicates.get(position)?.of_row;
  if (!isDuplicate) file.problems.removeDuplicate(position);
  else if (kept !== undefined || file.problems.duplicateOf(position) === null) file.problems.addDuplicate(position, kept ?? 0);
}

function writeErrors(file: JobFile, saved: Salvage, position: number, isInvalid: boolean): void {
  const errors = (saved.errors.get(position) ?? []).map(loadError).filter(({ leftOut }) => isInvalid || leftOut === true);
  const lost: RowError = { row: file.blocks.rowNumber(position), column: null, header: null, field: '', value: '', reason: 'reason-lost' };
  file.problems.addErrors(position, isInvalid && !makeInvalid(errors) ? [...errors, lost] : errors);
}

/** Which row of a match key is sent follows from the corrections too. Where some are lost, states that are there say it. */
function decideKeys(file: JobFile, { states }: Salvage, { isWhole, positions }: JudgedCorrections): void {
  const job = file.job.read();
  const known = [...states.values()].reduce((sum, block) => sum + block.states.length, 0);
  // Of duplicates nothing may be left that says of which row.
  const all = new Set([...positions, ...file.states.positions(new Set(['duplicate'] as const))]);
  if (job !== null && (isWhole || known < job.rowsRead)) decideRepaired(file, job, [...all].sort((a, b) => a - b));
}

interface Standing {
  readonly live: LiveRow;
  readonly inDoubt: boolean;
  readonly neverRun: boolean;
  readonly at: string;
}

function settleJob(file: JobFile, { live, inDoubt, neverRun, at }: Standing): void {
  const isOver = file.states.count().ready === 0 && file.chunks.open().length === 0;
  const state = stateOf(live, isOver, neverRun);
  const before = file.job.read()?.pause ?? null;
  const pause: Pause = { reason: inDoubt ? 'journal-lost' : 'interrupted', httpStatus: null, code: null, text: null, at };
  file.job.setState(state, state === 'paused' ? (before ?? pause) : null);
}

function stateOf({ state }: LiveRow, isOver: boolean, neverRun: boolean): JobState {
  if (state === 'cancelled' || state === 'handed-over') return state;
  if (state === 'finished' && isOver) return state;
  return neverRun || state === 'ready' ? 'ready' : 'paused';
}
