import { m } from '#messages';
import { randomUUID } from 'node:crypto';
import { chmodSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Fault } from '#contract/faults.ts';
import type { HandedOver, StoredHandover } from '#contract/place.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { removeFile, replaceFileSync, syncFile } from '#files/replaceFile.ts';
import { writeFault } from '#files/systemErrors.ts';
import { fileAt } from '../store/fileIdentity.ts';
import { jobFileExists, openJobFile, type JobFile } from '../store/jobFile.ts';
import type { JobRecord } from '../store/jobTable.ts';
import { lockJob } from '../store/lock.ts';
import { isoTime, type Clock } from './clock.ts';
import { inStep } from './fullDisk.ts';
import { handedOverFault, mustBeTheSame, placeOf, remark, remember, rememberGiven } from './place.ts';
import { recoverInFlight } from './recover.ts';
import { nextJobState } from './transitions.ts';

export interface HandOverOptions {
  /** Path of the file to make, or a folder to make it in under the job's own name. */
  readonly to: string;
  readonly clock: Pick<Clock, 'now'>;
  /** The operator has said that this file is to go on, although it is a copy. */
  readonly adopt?: boolean | undefined;
}

/**
 * Gives a job to another place: the file at `to` goes on with it from whatever computer runs it first, this one sends
 * nothing any more. At each moment at most one of the two can send, whenever the program dies: this file is stopped
 * first, then copied as it is, stopped; the copy is woken only when this file can never be again. A handing over that
 * came to no end is ended, or begun anew, by the same call. Faults: output-exists, output-unwritable, disk-full,
 * job-busy, job-linked, job-elsewhere, job-handed-over, job-state; after each this file is as it was, or says what is left to do.
 */
export async function handOver(file: JobFile, options: HandOverOptions): Promise<HandedOver> {
  const source = fileAt(file.path);
  const target = fileAt(targetOf(options.to, file.path));
  if (source !== null && target !== null && isDeepStrictEqual(source.identity, target.identity)) throw usageFault(() => m.cli_usage_same_file({ file: basename(file.path) }));
  const lock = lockJob(file.path);
  try {
    const job = file.job.read();
    if (job === null) throw new Fault('job-state', { state: 'preparing', event: 'hand-over' });
    const to = targetOf(options.to, file.path);
    // Where a kill came between the two.
    if (job.handedOver !== null && job.place !== null) remember(job.jobId, job.place);
    if (job.handedOver !== null && job.handedOver.step !== 'begun') return finishGiven(file, job.handedOver, to);
    if (options.adopt !== true) mustBeTheSame(file, job);
    return await withLockOf(to, () => give(file, job, to, options.clock));
  } catch (error) {
    throw inStep(error, 'handover');
  } finally {
    lock.release();
  }
}

function targetOf(to: string, own: string): string {
  const path = resolve(to);
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? join(path, basename(own)) : path;
}

/** Nobody else makes a job of that name meanwhile. */
async function withLockOf<Value>(to: string, work: () => Promise<Value>): Promise<Value> {
  let lock: ReturnType<typeof lockJob>;
  try {
    lock = lockJob(to);
  } catch (error) {
    throw error instanceof Fault && error.code !== 'job-linked' && error.code !== 'job-unreadable' ? error : new Fault(jobFileExists(to) ? 'output-exists' : 'output-unwritable', { file: basename(to) }, { cause: error });
  }
  try {
    if (jobFileExists(to)) throw new Fault('output-exists', { file: basename(to) });
    return await work();
  } finally {
    lock.release();
  }
}

async function give(file: JobFile, job: JobRecord, to: string, clock: Pick<Clock, 'now'>): Promise<HandedOver> {
  const begun = begin(file, job, to, isoTime(clock));
  try {
    await copyStopped(file, to);
    note(file, { ...begun, step: 'given' });
    rememberGiven(file, job, begun.mark);
  } catch (error) {
    takeBack(file, begun);
    leave(to);
    throw error;
  }
  wake(file.path, to, { ...begun, step: 'given' });
  return note(file, { ...begun, step: 'done' });
}

/** From here on this file sends nothing, nor does a backup of it that is put back over it; what it was goes with the copy. */
function begin(file: JobFile, job: JobRecord, to: string, at: string): StoredHandover {
  const { begun, place } = file.transaction(() => {
    recoverInFlight(file);
    const { state, pause } = job.handedOver ?? (job.state === 'running' ? { ...job, state: 'paused' as const } : job);
    const next = nextJobState(state, 'hand-over');
    const record: StoredHandover = { to, at, step: 'begun', state, pause, mark: randomUUID() };
    file.job.setHandedOver(record);
    file.job.setState(next, null);
    return { begun: record, place: remark(file) };
  });
  if (place !== null) remember(job.jobId, place);
  file.checkpoint({ wait: true });
  return begun;
}

/** Not the name of a job being prepared: nobody who makes or sweeps those may take this one for a leftover. */
const onTheWay = (to: string): string => `${to}-handover`;

function discard(to: string): void {
  try {
    for (const suffix of ['', '-journal', '-wal', '-shm']) removeFile(onTheWay(to) + suffix);
  } catch (error) {
    throw writeFault(error, { file: basename(to) });
  }
}

/** What is left of it sends nothing. */
function leave(to: string): void {
  try {
    discard(to);
  } catch {
    // The first error is the one to tell.
  }
}

async function copyStopped(file: JobFile, to: string): Promise<void> {
  discard(to);
  await file.copyTo(onTheWay(to));
  if (process.platform !== 'win32') chmodSync(onTheWay(to), 0o600);
}

function note(file: JobFile, handover: StoredHandover): StoredHandover {
  file.transaction(() => file.job.setHandedOver(handover));
  file.checkpoint({ wait: true });
  return handover;
}

/** Where even this cannot be written, the job says that handing over was begun, and how to go on. */
function takeBack(file: JobFile, { state, pause }: StoredHandover): void {
  try {
    file.transaction(() => {
      file.job.setHandedOver(null);
      file.job.setState(state, pause);
    });
    file.checkpoint({ wait: true });
  } catch {
    // The first error is the one to tell.
  }
}

/** Lets the copy go on, from whoever runs it first, and gives it its name; all of it once more does no harm. */
function wake(from: string, to: string, { state, pause, mark, at }: StoredHandover): void {
  const copy = openJobFile(onTheWay(to), { create: false });
  try {
    if (copy.job.read()?.handedOver?.mark === mark) {
      copy.transaction(() => {
        copy.job.setPlace({ ...placeOf(from, null, 'handed-over', at, copy.job.place()), mark });
        copy.job.setHandedOver(null);
        copy.job.setState(state, pause);
      });
    }
    if (copy.job.place()?.mark !== mark) throw new Fault('output-exists', { file: basename(onTheWay(to)) });
  } finally {
    copy.close();
  }
  try {
    syncFile(onTheWay(to));
    replaceFileSync(onTheWay(to), to);
  } catch (error) {
    throw writeFault(error, { file: basename(to) });
  }
}

/** Ends what a dead process left nearly done. Fault job-handed-over where there is nothing left to do for this file. */
function finishGiven(file: JobFile, given: StoredHandover, to: string): HandedOver {
  if (to !== given.to) throw handedOverFault(file.path, given);
  if (given.step === 'done') return given;
  if (!jobFileExists(to)) {
    if (!jobFileExists(onTheWay(to))) throw handedOverFault(file.path, given);
    wake(file.path, to, given);
  }
  return note(file, { ...given, step: 'done' });
}
