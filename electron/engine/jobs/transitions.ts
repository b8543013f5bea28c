import { Fault } from '#contract/faults.ts';
import type { JobState, RowState } from '#contract/job.ts';

export type JobEvent = 'prepared' | 'queue' | 'unqueue' | 'start' | 'pause' | 'finish' | 'cancel' | 'retry' | 'hand-over' | 'correct' | 'settle';

const jobMoves: Readonly<Record<JobEvent, Readonly<Partial<Record<JobState, JobState>>>>> = {
  prepared: { preparing: 'ready' },
  // A job found "running" was left so by a process that died; whoever holds its lock may go on.
  start: { ready: 'running', paused: 'running', running: 'running' },
  // Written down as a pause, so that a job whose turn never comes says why it stands still.
  queue: { ready: 'paused', paused: 'paused' },
  unqueue: { paused: 'ready' },
  pause: { running: 'paused' },
  finish: { running: 'finished' },
  cancel: { ready: 'cancelled', paused: 'cancelled', running: 'cancelled' },
  retry: { finished: 'ready', paused: 'paused', ready: 'ready' },
  correct: { finished: 'ready', paused: 'paused', ready: 'ready' },
  // It has run, and undoing a correction has left nothing to send.
  settle: { finished: 'finished', paused: 'paused', ready: 'finished' },
  // Nothing leads out of it: the other file goes on.
  'hand-over': { ready: 'handed-over', paused: 'handed-over', finished: 'handed-over' },
};

/** The state a job has after an event; Fault job-state where the event makes no sense, and nothing changes. */
export function nextJobState(state: JobState, event: JobEvent): JobState {
  const next = jobMoves[event][state];
  if (next === undefined) throw new Fault('job-state', { state, event });
  return next;
}

/**
 * send: its chunk leaves, or what it was answered is being recorded. queue: a broker has confirmed that it has its chunk. accept, refuse: the platform's answer. lose: the answer never came, or does not
 * tell. doubt: the file cannot prove that it was not sent. return: certainly not applied. retry: the operator asks for a new round. unfit: it cannot be sent
 * at all. supersede: another row with the same match key is sent instead. reinstate: none is any more. change: an earlier job has sent something else since. correct, invalidate, clear:
 * its cells were corrected so that it can be sent, cannot, or says nothing. send-again: the operator corrects what was
 * accepted. The other three undo a correction: the row is again what it was before.
 */
export type RowEvent = 'send' | 'queue' | 'accept' | 'refuse' | 'lose' | 'doubt' | 'return' | 'retry' | 'unfit' | 'supersede' | 'reinstate' | 'change' | Correction;
type Correction = 'correct' | 'invalidate' | 'clear' | 'send-again' | 'fail-again' | 'accept-again' | 'leave-unchanged';

/** What can be corrected: nothing of it is on its way, and nothing of it was accepted. */
const correctable: readonly RowState[] = ['empty', 'invalid', 'duplicate', 'ready', 'failed', 'unchanged'];
const fromCorrectable = (state: RowState): Partial<Record<RowState, RowState>> => Object.fromEntries(correctable.map((from) => [from, state]));

const rowMoves: Readonly<Record<RowEvent, Readonly<Partial<Record<RowState, RowState>>>>> = {
  send: { ready: 'sending', unknown: 'sending', queued: 'sending' },
  queue: { sending: 'queued' },
  accept: { sending: 'accepted' },
  refuse: { sending: 'failed' },
  lose: { sending: 'unknown' },
  doubt: { ready: 'unknown' },
  return: { sending: 'ready' },
  retry: { failed: 'ready', unknown: 'ready', queued: 'ready' },
  unfit: { ready: 'failed' },
  supersede: { ready: 'duplicate', unchanged: 'duplicate' },
  reinstate: { duplicate: 'ready' },
  change: { unchanged: 'ready' },
  correct: fromCorrectable('ready'),
  invalidate: fromCorrectable('invalid'),
  clear: fromCorrectable('empty'),
  'send-again': { accepted: 'ready' },
  'fail-again': fromCorrectable('failed'),
  'accept-again': fromCorrectable('accepted'),
  'leave-unchanged': fromCorrectable('unchanged'),
};

/** The state a row has after an event. An illegal move is a bug of ours: it throws and its transaction is undone. */
export function nextRowState(state: RowState, event: RowEvent): RowState {
  const next = rowMoves[event][state];
  if (next === undefined) throw new Error(`a row that is ${state} cannot ${event}`);
  return next;
}
