import { Fault } from '#contract/faults.ts';
import type { BrokerFigures, JobCounts, JobStatus, LiveFigures, Pause, StreamStatus, Tuning } from '#contract/job.ts';
import type { JobFile } from '../store/jobFile.ts';
import { isLocked } from '../store/lock.ts';
import { countStates, type StateCounts } from '../store/states.ts';
import type { Pace } from './run/pace.ts';
import { countingNotes } from './corrections/countingNotes.ts';

export interface Live {
  readonly streams: readonly StreamStatus[];
  readonly tuning: Tuning;
  readonly pace: Pace;
  /** Null in a run over HTTP. */
  readonly broker: BrokerFigures | null;
  /** Steady milliseconds, as those of streams and pace. */
  readonly now: number;
  /** What the wall clock is ahead of them: whoever shows a moment to come compares it with that. */
  readonly wallAhead: number;
}

/**
 * The job as it stands, built from its file alone; `live` adds the figures of the run that asks. A job that
 * says "running" while no process holds it was interrupted, and is shown as such. Fault job-unreadable.
 */
export function jobStatus(file: JobFile, live: Live | null): JobStatus {
  const running = live === null && file.job.state() === 'running';
  const abandoned = running && !isLocked(file.path);
  return file.snapshot(() => statusAt(file, live, abandoned));
}

/** `abandoned`: it was running a moment ago, and no process held it; what it is now is read anew. */
function statusAt(file: JobFile, live: Live | null, abandoned: boolean): JobStatus {
  const job = file.job.read();
  if (job === null) throw new Fault('job-state', { state: 'preparing', event: 'status' });
  const interrupted = abandoned && job.state === 'running';
  const inFlight = countsOf(job.rowsRead, file.states.count(), file.problems.leftOutCounts());
  // What a dead process left in flight is unknown already; the next run only writes it down.
  const counts = interrupted ? interruptedCounts(file, inFlight) : inFlight;
  const { attempts, replayed, replayedUnasked, calledErrors, late, lastStartedAt } = file.attempts.totals();
  const { request } = job.recipe;
  const kept = file.kept.count();
  const pause: Pause = { reason: file.inDoubt ? 'journal-lost' : 'interrupted', httpStatus: null, code: null, text: null, at: lastStartedAt ?? job.createdAt };
  return {
    state: interrupted ? 'paused' : job.state,
    pause: interrupted ? pause : job.pause,
    counts,
    countsAddUp: addUp(counts),
    round: job.round,
    chunks: chunksOf(file, interrupted),
    attempts,
    replayed,
    replayedUnasked,
    calledErrors,
    ...(late === 0 ? {} : { late }),
    source: job.source,
    notes: countingNotes(file, job),
    runSettings: job.runSettings,
    doubts: job.doubts,
    limitsOfCopy: job.place?.adopted === true && job.chunkProfiles !== null && job.chunkBytes !== null ? { profiles: job.chunkProfiles, bytes: job.chunkBytes } : null,
    ...(kept === 0 ? {} : { keptProfiles: kept }),
    ...(job.repaired === null ? {} : { repaired: job.repaired }),
    request: { dbId: request.db_id, matching: request.matching, skipTriggers: request.skip_triggers ?? false },
    server: job.server,
    handedOver: job.handedOver === null ? null : { to: job.handedOver.to, at: job.handedOver.at, step: job.handedOver.step },
    createdAt: job.createdAt,
    live: live === null ? null : liveFigures(live, counts.notSent + counts.sending + counts.unknown + (counts.queued ?? 0)),
  };
}

/** While no stream has a first try under way nothing moves, whatever was settled before; between two chunks one does. */
function liveFigures({ streams, tuning, pace, broker, now, wallAhead }: Live, left: number): LiveFigures {
  const active = streams.filter(({ activity }) => activity === 'sending' || activity === 'waiting');
  const moves = active.length === 0 || active.some(({ activity, attempt }) => activity === 'sending' && attempt <= 1);
  return {
    streams: streams.map((stream) => (stream.waitUntil === null ? stream : { ...stream, waitMs: Math.max(0, stream.waitUntil - now), waitUntil: stream.waitUntil + wallAhead })),
    tuning,
    rowsPerSecond: moves ? pace.rowsPerSecond(now) : null,
    paceUntil: pace.until() + wallAhead,
    secondsLeft: moves ? pace.secondsLeft(left, now) : null,
    ...(broker === null ? {} : { broker }),
  };
}

function chunksOf(file: JobFile, interrupted: boolean): JobStatus['chunks'] {
  const chunks = file.chunks.counts();
  if (!interrupted) return chunks;
  const inDoubt = file.inDoubt ? chunks.planned : 0;
  return { ...chunks, unsettled: chunks.unsettled + chunks.sending + inDoubt, planned: chunks.planned - inDoubt, sending: 0 };
}

/** As recoverInterrupted will write it down. */
function interruptedCounts(file: JobFile, counts: JobCounts): JobCounts {
  const inDoubt = file.inDoubt ? file.chunks.inState('planned').reduce((sum, { profiles }) => sum + profiles, 0) : 0;
  const left = counts.notSent - inDoubt;
  return { ...counts, unknown: counts.unknown + counts.sending + inDoubt, sending: 0, notSent: left, ready: left, readyWithWarnings: Math.min(counts.readyWithWarnings, left) };
}

/** What became of the rows of a job whose states are these, that of position 1 first. Fault job-corrupt. */
export function jobCounts(file: JobFile, states: Uint8Array): JobCounts {
  return countsOf(states.length, countStates([{ states }]), file.problems.leftOutCounts());
}

function countsOf(read: number, states: StateCounts, leftOut: { readonly ready: number; readonly all: number; readonly lost: number }): JobCounts {
  const { empty, invalid, duplicate, unchanged, hidden, accepted, failed, unknown, queued, sending, ready } = states;
  return { read, empty, invalid, duplicate, unchanged, hidden, accepted, failed, unknown, ...(queued === 0 ? {} : { queued }), notSent: ready, sending, ready, readyWithWarnings: leftOut.ready, withWarnings: leftOut.all, ...(leftOut.lost === 0 ? {} : { sentLost: leftOut.lost }) };
}

/** read = empty + invalid + duplicate + unchanged + hidden + accepted + failed + unknown + queued + notSent + sending. */
export function addUp(counts: JobCounts): boolean {
  const { read, empty, invalid, duplicate, unchanged, hidden, accepted, failed, unknown, queued = 0, notSent, sending } = counts;
  return read === empty + invalid + duplicate + unchanged + hidden + accepted + failed + unknown + queued + notSent + sending;
}
