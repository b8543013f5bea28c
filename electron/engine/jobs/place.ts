import { randomUUID } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Fault, type FaultDetail } from '#contract/faults.ts';
import type { Elsewhere, HandedOver, JobPlace, PlaceEvent } from '#contract/place.ts';
import { fileAt, sameFile, type FileIdentity } from '../store/fileIdentity.ts';
import type { JobFile } from '../store/jobFile.ts';
import type { JobRecord } from '../store/jobTable.ts';
import { thisMachine } from '../store/machine.ts';
import { keepMark, keepPlace, keptMark, keptPlace } from '../store/placeMarks.ts';

/**
 * Before anything of a job is sent or marked to be sent: that its file is the one that was prepared or last run, and not
 * a copy of it. `adopt`: the operator has said that this one is to go on. Tells whether it goes on as a copy, by this word or
 * an earlier one. Faults job-elsewhere, job-handed-over, job-missing.
 */
export function mustBeHere(file: JobFile, job: JobRecord, adopt: boolean): boolean {
  if (job.handedOver !== null) throw handedOverFault(file.path, job.handedOver);
  if (!adopt) mustBeTheSame(file, job);
  return job.place?.adopted === true || elsewhere(file, job) !== null;
}

export function handedOverFault(path: string, handedOver: HandedOver): Fault {
  return new Fault('job-handed-over', handedOverDetail(path, handedOver));
}

const handedOverDetail = (path: string, { to, at, step }: HandedOver): FaultDetail => ({ name: basename(path), to, at, step });

/** As mustBeHere, whether it was handed over or not. Faults job-elsewhere, job-missing. */
export function mustBeTheSame(file: JobFile, job: JobRecord): void {
  const fault = elsewhereFault(file, job);
  if (fault !== null) throw fault;
}

/** The fault that a run refuses a copy, an older state or a damaged file by; null for any other file. Fault job-missing. */
export function elsewhereFault(file: JobFile, job: JobRecord): Fault | null {
  const kind = elsewhere(file, job);
  return kind === null ? null : new Fault('job-elsewhere', elsewhereDetail(file, job, kind, kind === 'repaired' ? keptPlace(job.jobId) : job.place));
}

/**
 * Before what a job has sent is believed to be all that was sent of it: as mustBeHere, and no other file of it was run
 * here later either, as one that was taken over. Nobody's word makes an older state a newer one. Faults job-elsewhere, job-handed-over, job-missing.
 */
export function mustBeLast(file: JobFile, job: JobRecord): void {
  const asked = { asked: 'unchanged' } as const;
  if (job.handedOver !== null) throw new Fault('job-handed-over', { ...handedOverDetail(file.path, job.handedOver), ...asked });
  const kept = keptPlace(job.jobId);
  // One that was handed over and not run yet is the newest, wherever it lies.
  const isAnother = (job.place?.file ?? null) !== null && kept !== null && !isAt(kept, identityAt(file.path));
  const kind = elsewhere(file, job) ?? (isAnother ? 'file' : null);
  if (kind === null) return;
  throw new Fault('job-elsewhere', { ...elsewhereDetail(file, job, kind, kind === 'machine' ? job.place : (kept ?? job.place)), ...asked });
}

function elsewhereDetail(file: JobFile, job: JobRecord, kind: Elsewhere, place: JobPlace | null): FaultDetail {
  const known = place === null ? {} : { host: place.host, path: place.path, at: place.at, event: eventOf(place), ended: hasEnded(job) };
  return { name: basename(file.path), kind, fromDamaged: job.repaired !== null, ...known };
}

function eventOf({ event, repair }: JobPlace): PlaceEvent | 'repaired' {
  return event === 'prepared' && repair !== undefined ? 'repaired' : event;
}

/** Whether this computer prepared or ran this very file last: what it holds was made here. Fault job-missing. */
export function wasMadeHere(file: JobFile, { jobId, place }: JobRecord): boolean {
  const kept = keptMark(jobId, identityAt(file.path));
  return kept !== null && (kept === place?.mark || kept === place?.markBefore);
}

function elsewhere(file: JobFile, { jobId, place, handedOver }: JobRecord): Elsewhere | null {
  const found = elsewhereOf(jobId, place, identityAt(file.path));
  // Without a place it is known by the mark of its handing over; see rememberGiven.
  return found === 'older' && place === null && handedOver !== null && keptMark(jobId, identityAt(file.path)) === handedOver.mark ? null : found;
}

/** In what a job differs from the one that this place is of; null where it does not, or nothing is known of one. Of any file, as it is found. */
export function elsewhereOf(jobId: string, place: JobPlace | null, identity: FileIdentity): Elsewhere | null {
  const repair = keptPlace(jobId)?.repair;
  if (place !== null) {
    // It was handed over, and belongs to the first who runs it; repaired before that, to who runs what was made of it.
    if (place.file === null) return repair?.of === place.mark ? 'repaired' : null;
    if (place.machine !== thisMachine().id) return 'machine';
    if (!sameFile(place.file, identity)) return 'file';
  }
  if (repair !== undefined && repair.id !== place?.repair?.id) return 'repaired';
  const kept = keptMark(jobId, identity);
  // The job's mark is written first: a computer that stopped just then has kept the one before.
  return kept === null || kept === place?.mark || kept === place?.markBefore ? null : 'older';
}

/** What a file left "running" went through is not in it. */
function hasEnded({ state, pause }: JobRecord): boolean {
  return state !== 'running' && pause?.reason !== 'interrupted' && pause?.reason !== 'journal-lost';
}

function identityAt(path: string): FileIdentity {
  const found = fileAt(path);
  if (found === null) throw new Fault('job-missing', { file: basename(path) });
  return found.identity;
}

/** The place of a file that lies, or is going to lie, at a path. `at` in ISO 8601. */
export function placeOf(path: string, file: FileIdentity | null, event: PlaceEvent, at: string, before: JobPlace | null): JobPlace {
  const { id, host } = thisMachine();
  const kept = { ...(before?.adopted === true ? { adopted: true } : {}), ...(before?.repair === undefined ? {} : { repair: before.repair }) };
  return { machine: id, host, path: realPath(path), file, at, event, mark: randomUUID(), markBefore: before?.mark ?? null, ...kept };
}

/** Links of the folder resolved; the file itself need not be there yet. */
function realPath(path: string): string {
  const whole = resolve(path);
  return fileAt(whole) === null ? join(realpathSync(dirname(whole)), basename(whole)) : realpathSync(whole);
}

/** Makes the place where the file lies now the job's own; inside the caller's transaction, then `remember`. `adopted`: see mustBeHere. */
export function settleHere(file: JobFile, event: PlaceEvent, at: string, adopted: boolean): JobPlace {
  const here = placeOf(file.path, identityAt(file.path), event, at, file.job.place());
  // Taken over though another file was made of it: from now on that one is not the one that was last run.
  const repaired = here.repair === undefined ? keptPlace(file.job.read()?.jobId ?? '')?.repair : undefined;
  const place = { ...here, ...(repaired === undefined ? {} : { repair: { ...repaired, id: randomUUID() } }), ...(adopted ? { adopted } : {}) };
  file.job.setPlace(place);
  return place;
}

/** Whether a place is where this file lies. */
export function isAt({ file }: JobPlace, identity: FileIdentity | null): boolean {
  return file !== null && identity !== null && sameFile(file, identity);
}

/** As `remember`, of a file made here; one that a repair left at the place of another is known as made here, and not as the last. */
export function rememberMade(jobId: string, place: JobPlace, identity: FileIdentity | null): void {
  if (isAt(place, identity)) remember(jobId, place);
  else if (identity !== null) keepMark(jobId, identity, place.mark);
}

/** Keeps, of a job of a version that knew no places, that it was given away from here: what is put back over it is an older state. */
export function rememberGiven(file: JobFile, { jobId, place }: JobRecord, mark: string): void {
  if (place === null) keepMark(jobId, identityAt(file.path), mark);
}

/** Keeps the place and its mark on this computer; after it was committed. */
export function remember(jobId: string, place: JobPlace): void {
  if (place.file === null) return;
  keepMark(jobId, place.file, place.mark);
  // A file of before the repair is not the one that goes on, unless it was taken over; see settleHere.
  if (place.repair !== undefined || keptPlace(jobId)?.repair === undefined) keepPlace(jobId, place);
}

/**
 * Gives the job another mark where it lies, so that any copy of what it was, put back over it, is an older state; inside the
 * caller's transaction, then `remember`. Null where the job has no place.
 */
export function remark(file: JobFile): JobPlace | null {
  const before = file.job.place();
  if (before === null) return null;
  const after = { ...before, mark: randomUUID(), markBefore: before.mark };
  file.job.setPlace(after);
  return after;
}

/**
 * At the end of a run: a copy made while it went on, put back later, is an older state too. Best effort, as the run has
 * ended whatever becomes of this.
 */
export function markEnd(file: JobFile, jobId: string): void {
  try {
    const place = file.transaction(() => remark(file));
    if (place !== null) remember(jobId, place);
  } catch {
    // Then the mark of its start holds.
  }
}
