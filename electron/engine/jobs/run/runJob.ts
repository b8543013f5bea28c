import { basename } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { mostFailureGroups, usualRefusedPercent, type JobStatus, type Pause } from '#contract/job.ts';
import { mustBeConfirmed, profilesOfRun } from '#contract/runSize.ts';
import { usualTimeoutMs } from '../../api/client.ts';
import { lockJob } from '../../store/lock.ts';
import { keepLimits } from '../../store/placeMarks.ts';
import { mustBeWritable, type JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';
import { framesOf } from './chunkBody.ts';
import { runOverQueue } from './broker/runOverQueue.ts';
import { orderRun } from './keyOrder.ts';
import { isoTime, steadyNow } from '../clock.ts';
import { jobStatus } from '../jobStatus.ts';
import { compareAgain } from './compareAgain.ts';
import { isCopy, limitsOfCopy } from './copyLimits.ts';
import { createPace, type Pace } from './pace.ts';
import { markEnd, mustBeHere, remember, settleHere, wasMadeHere } from '../place.ts';
import { runOverHttp } from './overHttp.ts';
import { planRound } from './planRound.ts';
import { platformTime } from './platformTime.ts';
import { recoverInFlight, recoverInterrupted } from '../recover.ts';
import { windowNow } from './repeating.ts';
import { createNotifier, type RunContext, type RunOptions } from './runContext.ts';
import { noAnswers, together, type Answers } from './refusals.ts';
import { newRunState, pauseAtEnd, type RunState } from './runState.ts';
import { shownWords } from './shownWords.ts';
import { tuningStatus } from './tuning/tuning.ts';
import { wayOf } from './ways.ts';
import { nextJobState } from '../transitions.ts';

/**
 * Sends what a job still has to send, from wherever it stands, and resolves with its state at the end:
 * finished or paused. Faults: job-busy, job-linked, job-elsewhere, job-handed-over, job-state, job-other-server, number-unconfirmed, unchanged-unproved, cancelled, before anything
 * is sent or changed; job-corrupt, job-counts, disk-full: after each the job stands paused and can be resumed.
 */
export async function runJob(options: RunOptions): Promise<JobStatus> {
  const { file } = options;
  mustBeWritable(file);
  const lock = lockJob(file.path);
  try {
    const context = await beginRun(options);
    try {
      options.onBegun?.();
      if (options.queue === undefined) await runOverHttp(context, options);
      else await runOverQueue(context, options.queue);
      endRun(context);
    } catch (error) {
      pauseAfter(context);
      throw error;
    } finally {
      context.over.abort();
      if (stillOwns(context)) markEnd(file, context.jobId);
    }
    const status = jobStatus(file, null);
    tell(options, status);
    return status;
  } finally {
    lock.release();
  }
}

async function beginRun(options: RunOptions): Promise<RunContext> {
  const { file, clock, newId, timeoutMs = usualTimeoutMs, pauseWhenRefused = usualRefusedPercent } = options;
  file.check({ isPlanned: options.trial === undefined });
  const before = file.job.read();
  if (before === null) throw new Fault('job-state', { state: 'preparing', event: 'start' });
  const adopted = isCopy(before, mustBeHere(file, before, options.adopt === true));
  if (!wasMadeHere(file, before)) file.items.mustBeObjects();
  const running = nextJobState(reopens(file, before, options) ? nextJobState(before.state, 'retry') : before.state, 'start');
  const way = wayOf(options, before);
  const asked = await mustBeAgreed(options);
  const answers = answersBefore(file, before);
  recoverInterrupted(file);
  await compareAgain(file, { sendUnchanged: options.sendUnchanged, signal: options.stop, onProgress: options.onComparing });
  await mustBeAgreed(options, asked);
  const job = file.job.read() ?? before;
  const { limits, format: wanted } = adopted ? limitsOfCopy(file, job, { trial: options.trial, format: way.format }) : { limits: options.limits, format: way.format };
  const format = planRound(file, job, { limits, trial: options.trial, format: wanted });
  const order = await orderRun(file, job, options.stop);
  const owner = newId();
  const place = file.transaction(() => {
    file.job.beginRun(owner, way.server, isoTime(clock));
    file.job.keepSettings({ streams: options.streams, chunkProfiles: limits.profiles, chunkBytes: limits.bytes, format: wanted ?? 'json', pauseWhenRefused });
    file.job.setState(running, null);
    return settleHere(file, 'run', isoTime(clock), adopted);
  });
  remember(job.jobId, place);
  keepLimits(job.jobId, limits);
  // A copy of the file taken in mid-run, even without its -wal, then knows that it runs, and its plan.
  file.checkpoint({ wait: true });
  const state = newRunState(way.streams, answers);
  const pace = createPace(steadyNow(clock));
  const time = platformTime(clock);
  const over = new AbortController();
  return {
    ...options,
    timeoutMs,
    pauseWhenRefused,
    state,
    jobId: job.jobId,
    owner,
    pace,
    run: job.run + 1,
    time,
    order,
    frames: framesOf(job.recipe.request, way.secret, format),
    halt: new AbortController(),
    changed: createNotifier(),
    over,
    report: reporter(options, state, pace, over.signal),
  };
}

/** How many profiles are sent; Fault number-unconfirmed. `asked`: so many were agreed to before some more were found that were left out as unchanged. */
async function mustBeAgreed({ file, trial, confirmation }: RunOptions, asked = -1): Promise<number> {
  if (confirmation === undefined || confirmation.above === null) return 0;
  const { above, confirmed } = confirmation;
  const profiles = profilesOfRun(jobStatus(file, null), trial);
  // Of nothing, and of the very number that was given, no limit is asked for.
  if (profiles === asked || profiles === 0 || profiles === confirmed) return profiles;
  mustBeConfirmed(profiles, { above: typeof above === 'function' ? await above() : above, confirmed });
  return profiles;
}

/** Whether a finished job has rows left out as unchanged that are to be sent after all, as a new round. */
function reopens(file: JobFile, { state }: JobRecord, { sendUnchanged = false }: RunOptions): boolean {
  return sendUnchanged && state === 'finished' && file.states.count().unchanged > 0;
}

/**
 * What earlier runs had answered counts on, or a job that is interrupted again and again would be refused to its end in
 * small pieces: but only while nothing at all was accepted. After a pause for that very reason, counting begins anew.
 */
function answersBefore(file: JobFile, { pause }: JobRecord): readonly Answers[] {
  if (pause === null || pause.reason === 'rows-refused' || file.states.count().accepted > 0) return [];
  const kinds = file.failures.groups(mostFailureGroups).groups.flatMap(({ code, text, rows }) => (code === null ? [] : [{ code, text: shownWords(text, []), rows }]));
  const refused = kinds.reduce((sum, { rows }) => sum + rows, 0);
  return refused === 0 ? [] : [together(noAnswers, { answered: refused, refused, kinds })];
}

const reportEveryMs = 200;

/**
 * At most five reports a second, and none lost: a change that comes too soon is told as soon as it may be.
 * The last word is spoken by runJob itself.
 */
function reporter(options: RunOptions, state: RunState, pace: Pace, over: AbortSignal): () => void {
  const { file, clock, onProgress } = options;
  let last = -Infinity;
  let waiting = false;
  const report = (): void => {
    if (over.aborted) return;
    last = steadyNow(clock);
    tell(options, jobStatus(file, { streams: state.streams, tuning: tuningStatus(state.tuning), pace, broker: state.broker, now: last, wallAhead: clock.now() - last }));
  };
  return () => {
    if (onProgress === undefined || waiting) return;
    const wait = last + reportEveryMs - steadyNow(clock);
    if (wait <= 0) {
      report();
      return;
    }
    waiting = true;
    void clock.sleep(wait, over).then(() => {
      waiting = false;
      report();
    });
  };
}

/** Whoever listens must not end the run by an error of its own. */
function tell({ onProgress }: RunOptions, status: JobStatus): void {
  try {
    onProgress?.(status);
  } catch {
    // The job file has it all; a report is only shown.
  }
}

/** Decides, with every chunk recorded, whether the job is finished or why it stands still. */
function endRun(context: RunContext): void {
  const { file, state, time } = context;
  const open = file.chunks.open().length;
  // Counting goes over all rows: only where it decides.
  const isNothingLeft = (): boolean => open === 0 && file.states.count().ready === 0;
  // Nobody is spared anything by a pause after the last row.
  if (state.pause !== null && !(state.pause.reason === 'rows-refused' && isNothingLeft())) pauseJob(context, state.pause);
  else if (open === 0 && context.trial !== undefined && file.states.count().ready > 0) pauseJob(context, { reason: 'trial', httpStatus: null, code: null, text: null });
  else if (open === 0) finishJob(file);
  else if (context.stop.aborted || context.abort.aborted) pauseJob(context, { reason: context.stoppedBy?.() ?? 'asked', httpStatus: null, code: null, text: null });
  else pauseJob(context, pauseAtEnd(state, file.chunks.stale(context.run, windowNow(time))));
}

function pauseJob({ file, clock }: Pick<RunContext, 'file' | 'clock'>, pause: Omit<Pause, 'at'>): void {
  file.transaction(() => {
    const job = file.job.read();
    if (job !== null) file.job.setState(nextJobState(job.state, 'pause'), { ...pause, at: isoTime(clock) });
  });
}

function stillOwns({ file, owner }: RunContext): boolean {
  try {
    return file.job.owner() === owner;
  } catch {
    return false;
  }
}

/**
 * What an error left in flight is unknown, as after a crash. Best effort: where even this cannot be written (a
 * full disk), the lock's absence tells that the run was interrupted.
 */
function pauseAfter(context: RunContext): void {
  try {
    if (!stillOwns(context)) return;
    recoverInFlight(context.file);
    pauseJob(context, { reason: 'error', httpStatus: null, code: null, text: null });
  } catch {
    // The first error is the one to tell.
  }
}

/** A job is called finished only when every row read is accounted for; otherwise Fault job-counts. */
function finishJob(file: JobFile): void {
  file.transaction(() => {
    const job = file.job.read();
    const { counts, countsAddUp } = jobStatus(file, null);
    if (job === null || !countsAddUp || counts.notSent > 0 || counts.sending > 0 || (counts.queued ?? 0) > 0) {
      const { read, notSent, sending } = counts;
      throw new Fault('job-counts', { name: basename(file.path), read, notSent, sending });
    }
    file.job.setState(nextJobState(job.state, 'finish'), null);
  });
}
