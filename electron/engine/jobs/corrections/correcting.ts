import { basename } from 'node:path';
import type { BatchResult, CorrectionBatch, RefusalReason, RefusedRow } from '#contract/corrections.ts';
import { Fault } from '#contract/faults.ts';
import { rowStates, type JobCounts, type JobState, type Pause } from '#contract/job.ts';
import { unfitFault } from '../../mapping/index.ts';
import type { RowMapper } from '../../mapping/types.ts';
import { mustBeWritable, type JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';
import { lockJob } from '../../store/lock.ts';
import { isoTime, type Clock } from '../clock.ts';
import { jobMapping } from '../jobMapping.ts';
import { addUp, jobCounts } from '../jobStatus.ts';
import { mustBeHere, remember, settleHere } from '../place.ts';
import { recoverInterrupted } from '../recover.ts';
import { nextJobState } from '../transitions.ts';
import { turns, type TurnOptions } from '../turns.ts';
import { DateProof } from './dateProof.ts';
import { toldDates } from './datesAgain.ts';
import { decideAgain, type Policy } from './decideAgain.ts';
import { JobKeys } from './jobKeys.ts';
import { KeySet } from './keySet.ts';
import { makeKeys } from './makeKeys.ts';
import { SettledKeys } from './settledKeys.ts';
import { Told } from './workbook/some.ts';

/** keys: what tells rows with the same match key is made, once in a job of an earlier version. rows: they are corrected. */
export interface CorrectingProgress {
  readonly step: 'keys' | 'rows';
  readonly rows: number;
  /** Null where it is not known. */
  readonly total: number | null;
}

export interface CorrectingOptions extends TurnOptions<CorrectingProgress> {
  readonly clock: Pick<Clock, 'now'>;
  /** The operator has said that this file is to go on, although it is a copy. */
  readonly adopt?: boolean | undefined;
  /** What would come of it is told, and nothing is stored. */
  readonly isPreview?: boolean | undefined;
}

/** All of it is rolled back. */
class Previewed extends Error {
  readonly result: BatchResult;

  constructor(result: BatchResult) {
    super('previewed');
    this.result = result;
  }
}

/** Rows refused that are told one by one. */
const refusedAtMost = 100;

/** One batch on its way, inside its transaction. */
export interface Correcting {
  readonly file: JobFile;
  readonly job: JobRecord;
  readonly mapper: RowMapper;
  readonly dates: DateProof;
  readonly policy: Policy;
  readonly keys: JobKeys;
  readonly settled: SettledKeys;
  /** ISO 8601. */
  readonly at: string;
  /** The states of all rows, that of position 1 first, as they were before rows were changed. */
  readonly states: Uint8Array;
  /** See openRows. */
  readonly open: Uint8Array;
  /** 1 at the positions of rows whose state or item was changed. */
  readonly touched: Uint8Array;
  /** Match keys that have lost or won a row. */
  readonly affected: KeySet;
  readonly tally: Tally;
  /** Lets others have their turn from time to time. Fault cancelled. */
  turn(progress: CorrectingProgress): Promise<void>;
}

/** Rows that are left as they are, while they are counted. */
export interface Refusals {
  readonly refused: RefusedRow[];
  refusedRows: number;
  readonly refusedBy: Partial<Record<RefusalReason, number>>;
}

export interface Tally extends Refusals {
  rows: number;
  cells: number;
  /** Accepted rows that get another match key, by the sheet's numbers. */
  readonly leftBehind: Told<number>;
  /** Accepted rows whose profiles are overwritten, by the sheet's numbers. */
  readonly overwrites: Told<number>;
  /** See reopenDates, by the sheet's numbers: those whose dates are refused now, and those whose dates are not any more. */
  readonly reopened: Told<number>;
  readonly readAgain: Told<number>;
  /** See MergeHeads; null where there are none. */
  underMerge: Told<number>['some'] | null;
  /** Rows reopened and read again, beside the rows and cells that were corrected. */
  readonly again: { rows: number; cells: number };
  /** A row that was answered is to be sent once more. */
  isNewRound: boolean;
}

export const createRefusals = (): Refusals => ({ refused: [], refusedRows: 0, refusedBy: {} });

export function refuse(tally: Refusals, row: number, reason: RefusalReason): void {
  tally.refusedRows += 1;
  tally.refusedBy[reason] = (tally.refusedBy[reason] ?? 0) + 1;
  if (tally.refused.length < refusedAtMost) tally.refused.push({ row, reason });
}

/**
 * Corrects rows of a job that does not run: `work` changes rows and gives the batch that it made, undid or redid, or null
 * where nothing was changed. Then first, last or all is decided again, the job's state follows, and all is committed at
 * once. Faults job-busy, job-linked, job-elsewhere, job-handed-over, job-state, job-corrupt, recipe-columns, cancelled,
 * job-counts: nothing is changed then.
 */
export async function correcting(file: JobFile, options: CorrectingOptions, work: (correcting: Correcting) => Promise<CorrectionBatch | null>): Promise<BatchResult> {
  mustBeWritable(file);
  const lock = lockJob(file.path);
  try {
    const job = file.job.read();
    if (job === null) throw new Fault('job-state', { state: 'preparing', event: 'correct' });
    const adopted = mustBeHere(file, job, options.adopt === true);
    nextJobState(restingState(job), 'correct');
    const made = jobMapping(file, job);
    if (!made.ok) throw unfitFault(made, { file: basename(file.path) });
    const turn = turns(options);
    for (const done of makeKeys(file, made.mapper)) await turn({ step: 'keys', ...done });
    let place: ReturnType<typeof settleHere> | null = null;
    const result = await file.longTransaction(async () => {
      recoverInterrupted(file);
      const done = await corrected(begin(file, job, made.mapper, isoTime(options.clock), turn), work);
      if (options.isPreview === true) throw new Previewed(done);
      if (options.adopt === true) place = settleHere(file, 'taken-over', isoTime(options.clock), adopted);
      return done;
    });
    if (place !== null) remember(job.jobId, place);
    return result;
  } catch (error) {
    file.problems.forget();
    if (error instanceof Previewed) return error.result;
    throw error;
  } finally {
    lock.release();
  }
}

/** A job found "running" was left so by a process that died. */
function restingState({ state }: JobRecord): JobState {
  return state === 'running' ? 'paused' : state;
}

/** 1 at the positions of rows in requests that were sent and are still open: they are sent again as they were. */
export function openRows(file: JobFile, rowsRead: number): Uint8Array {
  const open = new Uint8Array(rowsRead + 1);
  for (const { state, members } of file.chunks.sentAfter(0)) {
    if (state === 'planned' || state === 'unknown' || state === 'queued' || state === 'sending') for (const { from, to } of members) open.fill(1, from, to + 1);
  }
  return open;
}

/** Whether a row is left as it is, whatever it is to get: what its cells would be says nothing about what they will be. */
export function isLeft({ states, open }: Pick<Correcting, 'states' | 'open'>, position: number, sendAgain: boolean): boolean {
  const state = rowStates[states[position - 1] ?? 0];
  return open[position] === 1 || state === 'hidden' || state === 'unknown' || state === 'queued' || state === 'sending' || (state === 'accepted' && !sendAgain);
}

/** All that tells whether a row can be corrected, of a job as it stands. Fault job-corrupt. */
export function lookAtKeys(file: JobFile, job: JobRecord, mapper: RowMapper): Pick<Correcting, 'file' | 'job' | 'mapper' | 'policy' | 'keys' | 'settled' | 'states' | 'open' | 'dates'> {
  const policy = job.recipe.duplicates ?? 'last';
  const [keys, states, open] = [new JobKeys(file, mapper, job.rowsRead), file.states.bytes(), openRows(file, job.rowsRead)];
  return { file, job, mapper, dates: new DateProof(file, job, mapper), policy, keys, states, open, settled: new SettledKeys({ file, mapper, keys, policy, states, open }) };
}

function begin(file: JobFile, job: JobRecord, mapper: RowMapper, at: string, turn: Correcting['turn']): Correcting {
  return {
    ...lookAtKeys(file, job, mapper),
    at, turn,
    touched: new Uint8Array(job.rowsRead + 1),
    affected: new KeySet(),
    tally: { rows: 0, cells: 0, ...createRefusals(), leftBehind: new Told(), overwrites: new Told(), reopened: new Told(), readAgain: new Told(), underMerge: null, again: { rows: 0, cells: 0 }, isNewRound: false },
  };
}

async function corrected(c: Correcting, work: (correcting: Correcting) => Promise<CorrectionBatch | null>): Promise<BatchResult> {
  const { file, job, tally } = c;
  const before = jobCounts(file, c.states);
  const batch = await work(c);
  readTouched(c);
  for (const _ of decideAgain(c)) await c.turn({ step: 'rows', rows: tally.rows, total: null });
  if (batch !== null) file.chunks.dropUnsentHolding(c.touched);
  readTouched(c);
  const after = jobCounts(file, c.states);
  if (!addUp(after) || after.read !== job.rowsRead) throw new Fault('job-counts', { name: basename(file.path) });
  if (batch !== null) settle(c, after);
  const { rows, cells, refused, refusedRows, refusedBy, leftBehind, overwrites, reopened, readAgain } = tally;
  return { batch, rows, cells, refused, refusedRows, refusedBy, ...(leftBehind.count === 0 ? {} : { leftBehind: leftBehind.some }), ...(overwrites.count === 0 ? {} : { overwrites: overwrites.some }), ...toldDates(reopened, readAgain), ...(tally.underMerge === null ? {} : { underMerge: tally.underMerge }), before, after };
}

/** Reads the states of the blocks anew in which rows were changed: of those alone they can be others. */
function readTouched({ file, touched: { buffer }, states }: Correcting): void {
  // A Buffer is searched many times faster than an array.
  const touched = Buffer.from(buffer);
  for (let position = touched.indexOf(1); position >= 0; ) {
    const block = file.states.blockAt(position);
    states.set(block.states, block.first - 1);
    position = touched.indexOf(1, block.first + block.states.length);
  }
}

/** Where the job stands after it. */
function settle({ file, job, at, tally }: Correcting, { ready }: JobCounts): void {
  const lastRound = file.chunks.lastSentRound();
  // A round of which nothing has left takes these rows, too.
  if (tally.isNewRound && lastRound >= job.round) file.job.setRound(job.round + 1);
  // Undone before it began.
  if (ready === 0 && lastRound > 0 && lastRound < job.round) file.job.setRound(lastRound);
  const isOver = ready === 0 && job.run > 0 && file.chunks.open().length === 0;
  const resting = restingState(job);
  const state = nextJobState(resting, ready > 0 ? 'correct' : isOver && resting === 'ready' ? 'settle' : resting === 'finished' ? 'settle' : 'correct');
  const asked: Pause = { reason: 'asked', httpStatus: null, code: null, text: null, at };
  file.job.setState(state, state === 'paused' ? (job.pause ?? asked) : null);
}
