import { basename } from 'node:path';
import { Fault } from '#contract/faults.ts';
import type { Pause } from '#contract/job.ts';
import type { Some } from '#contract/some.ts';
import { mustBeWritable, type JobFile } from '../store/jobFile.ts';
import type { JobRecord } from '../store/jobTable.ts';
import { lockJob } from '../store/lock.ts';
import { positionsOf, runsOf } from '../store/runs.ts';
import { acceptedAgain } from './acceptedAgain.ts';
import { Told } from './corrections/workbook/some.ts';
import { decideRetried } from './corrections/decideRetried.ts';
import { mustBeHere, remember, settleHere } from './place.ts';
import { keptKeyNumbers, noteLate } from './run/keyOrder.ts';
import { isQueueServer } from '#contract/queueServer.ts';
import { idempotencyWindow, type IdempotencyWindow } from './run/idempotency.ts';
import { nextJobState, nextRowState } from './transitions.ts';
import { recoverInterrupted } from './recover.ts';

/** Which rows go into the new round; all failed ones when nothing narrows it. */
export interface RetryChoice {
  /** Only failures with one of these codes. */
  readonly codes?: readonly number[] | undefined;
  /** Only these sheet rows. */
  readonly rows?: readonly number[] | undefined;
  /** All unknown rows instead, whose outcome can no longer be asked for: they may be applied a second time. */
  readonly unknown?: boolean | undefined;
  /** All unknown rows and those with a broker instead, although their answers may yet come: they may be applied a second time. */
  readonly withBroker?: boolean | undefined;
  /** Of the sheet rows also those that were accepted, or left out as unchanged: they are sent as they are. */
  readonly sendAgain?: boolean | undefined;
  /** The operator has said that this file is to go on, although it is a copy. */
  readonly adopt?: boolean | undefined;
}

/** What came of it. */
export interface Retried {
  /** Marked to be sent. */
  readonly rows: number;
  /** Not sent, as another row with their match key is, or was: they are duplicates now. */
  readonly standBack: number;
  /** Accepted rows that stay so, as another row of their match key is the one sent, or may have been applied. Left out where there are none. */
  readonly stayAccepted?: number;
  /** Of the marked: sent after accepted rows further down of their match key, whose values they overwrite, by the sheet's numbers; only where all rows of a key are sent. Left out where there are none. */
  readonly late?: Some<number>;
  readonly round: number;
}

/**
 * Marks rows for the next run as a new numbered round: only they are sent, in new chunks with new ids. Where all of them stand
 * back for others there is no round. `now` in ms since 1970. Faults: nothing-to-retry, unknown-can-be-settled,
 * job-state, job-busy, job-linked, job-elsewhere, job-handed-over.
 */
export function retryRound(file: JobFile, choice: RetryChoice, now: number): Retried {
  mustBeWritable(file);
  const lock = lockJob(file.path);
  try {
    const job = file.job.read();
    if (job === null) throw new Fault('job-state', { state: 'preparing', event: 'retry' });
    const adopted = mustBeHere(file, job, choice.adopt === true);
    recoverInterrupted(file);
    const { marked, place } = file.transaction(() => ({
      marked: mark(file, choice, now),
      place: choice.adopt === true ? settleHere(file, 'taken-over', new Date(now).toISOString(), adopted) : null,
    }));
    if (place !== null) remember(job.jobId, place);
    return marked;
  } finally {
    lock.release();
  }
}

function mark(file: JobFile, choice: RetryChoice, now: number): Retried {
  const job = file.job.read();
  if (job === null) throw new Fault('job-state', { state: 'preparing', event: 'retry' });
  const state = nextJobState(job.state === 'running' ? 'paused' : job.state, 'retry');
  // A run dates its start by the server: a clock that is behind that was set back, and would call what was forgotten remembered.
  const window = idempotencyWindow(now, Date.parse(job.runStartedAt ?? '') || now);
  const again = choice.sendAgain === true ? acceptedAgain(file, job, choice.rows ?? []) : { positions: [], left: 0 };
  const positions = [...chosenPositions(file, job, choice, window), ...again.positions].sort((a, b) => a - b);
  const stayAccepted = again.left === 0 ? {} : { stayAccepted: again.left };
  if (positions.length === 0 && again.left > 0) return { rows: 0, standBack: 0, ...stayAccepted, round: job.round };
  if (positions.length === 0) throw new Fault('nothing-to-retry', { name: basename(file.path), ...otherWay(file, job, choice) });
  file.states.change(runsOf(positions), (present) => nextRowState(present, present === 'accepted' ? 'send-again' : present === 'unchanged' ? 'change' : 'retry'));
  for (const position of positions) file.failures.remove(position);
  const rows = decideRetried(file, job, positions);
  const standBack = positions.length - rows;
  if (rows === 0) return { rows, standBack, ...stayAccepted, round: job.round };
  const round = roundFor(file, job);
  file.job.setRound(round);
  const asked: Pause = { reason: 'asked', httpStatus: null, code: null, text: null, at: new Date(now).toISOString() };
  file.job.setState(state, state === 'paused' ? (job.pause ?? asked) : null);
  return { rows, standBack, ...stayAccepted, ...lateOf(file, job, positions), round };
}

/** The choice that would have taken rows, where one would. */
function otherWay(file: JobFile, { server }: Pick<JobRecord, 'server'>, choice: RetryChoice): { readonly fits?: 'with-broker' | 'unknown' } {
  const { queued, unknown } = file.states.count();
  if (choice.withBroker === true || queued + unknown === 0) return {};
  if (server !== null && isQueueServer(server)) return { fits: 'with-broker' };
  return choice.unknown === true || unknown === 0 ? {} : { fits: 'unknown' };
}

function lateOf(file: JobFile, job: JobRecord, marked: readonly number[]): Pick<Retried, 'late'> {
  const keys = keptKeyNumbers(file, job);
  if (keys === null) return {};
  const [told, chosen] = [new Told<number>(), new Set(marked)];
  for (const position of noteLate(file, keys)) if (chosen.has(position)) told.add(file.blocks.rowNumber(position));
  return told.count === 0 ? {} : { late: told.some };
}

/** The round of rows that are to be sent from now on: one of which nothing has left takes them, too. */
export function roundFor(file: JobFile, { round }: JobRecord): number {
  return file.chunks.lastSentRound() < round ? round : round + 1;
}

function chosenPositions(file: JobFile, job: JobRecord, choice: RetryChoice, window: IdempotencyWindow): readonly number[] {
  if (choice.withBroker === true) return giveUpAwaited(file);
  if (choice.unknown !== true) return failedPositions(file, choice);
  return giveUpUnknown(file, job.server !== null && isQueueServer(job.server) ? noWindow : window);
}

/** No message is answered from a memory: what had an answer gets no other, and of the rest nobody knows whether it will. */
const noWindow: IdempotencyWindow = { from: '', fromBefore: '', to: '\uffff' };

/** Rows of which a broker has, or may have, the request: the operator has decided that no answer to it will come. */
function giveUpAwaited(file: JobFile): readonly number[] {
  for (const { id, state } of file.chunks.open()) if (state !== 'planned') file.chunks.setState(id, 'given-up');
  return [...file.states.positions(new Set(['unknown', 'queued'] as const))];
}

function failedPositions(file: JobFile, { codes, rows }: RetryChoice): readonly number[] {
  const wanted = rows === undefined ? null : new Set(file.blocks.positionsOfRows(new Set(rows)));
  return file.failures
    .positions()
    .filter(({ code }) => codes === undefined || (code !== null && codes.includes(code)))
    .map(({ position }) => position)
    .filter((position) => wanted === null || wanted.has(position));
}

/**
 * Unknown rows whose outcome can no longer be asked for: their chunk was answered without them, its answers stay
 * unreadable, or the platform has forgotten its id. All others a plain run settles without applying anything
 * twice, so they are refused here: Fault unknown-can-be-settled.
 */
function giveUpUnknown(file: JobFile, window: IdempotencyWindow): readonly number[] {
  const { fromBefore, to } = window;
  const open = file.chunks.inState('unknown');
  const lost = open.filter((chunk) => {
    const forgotten = chunk.firstSentAt !== null && (chunk.firstSentAt < fromBefore || chunk.firstSentAt > to);
    const outcome = file.attempts.lastOutcome(chunk.id);
    return forgotten || /answer-(incomplete|unreadable)$/.test(outcome ?? '') || (window === noWindow && outcome !== null);
  });
  const kept = new Set(open.filter((chunk) => !lost.includes(chunk)).flatMap(({ members }) => [...positionsOf(members)]));
  const positions = [...file.states.positions(new Set(['unknown'] as const))].filter((position) => !kept.has(position));
  if (positions.length === 0 && kept.size > 0) throw new Fault('unknown-can-be-settled', { name: basename(file.path), ...(window === noWindow ? { way: 'queue' } : {}) });
  for (const chunk of lost) file.chunks.setState(chunk.id, 'given-up');
  return positions;
}
