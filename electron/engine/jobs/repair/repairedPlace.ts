import { randomUUID } from 'node:crypto';
import type { JobPlace } from '#contract/place.ts';
import { fileAt } from '../../store/fileIdentity.ts';
import { keptLimits, keptPlace } from '../../store/placeMarks.ts';
import { readHandover, readPlace } from '../../store/placeRecord.ts';
import { elsewhereOf, isAt, placeOf } from '../place.ts';
import type { DamagedJob } from './damagedJob.ts';

/**
 * The place of the job that a repair makes, which would lie at `here`. Made of a file that a run would take as it is, it is
 * at home there. Made of one that a run would refuse as a copy or an older state, or of which that cannot be told as its
 * record is lost, it stays at the place of the other one, and is refused in the same way until it is taken over.
 */
export function repairedPlace(job: DamagedJob, jobId: string, here: JobPlace): JobPlace {
  const place = placeFound(job);
  const repair = { id: randomUUID(), of: place?.mark ?? null };
  const other = otherOf(job, jobId, place);
  return { ...(other ?? here), repair };
}

/** The place that this file may be a copy of; null where nothing says that it is one. */
function otherOf(job: DamagedJob, jobId: string, place: JobPlace | null): JobPlace | null {
  const identity = fileAt(job.path)?.identity ?? null;
  const last = keptPlace(jobId);
  if (identity === null) return last ?? place;
  const unnamed = (): JobPlace => placeOf(job.path, identity, 'run', '', null);
  if (isGiven(job)) return place ?? last ?? unnamed();
  if (place !== null || job.saved.live !== null) {
    const kind = elsewhereOf(jobId, place, identity);
    return kind === null ? null : ((kind === 'machine' ? place : last) ?? place ?? unnamed());
  }
  const isUntouched = last?.event === 'prepared' && last.repair === undefined && isAt(last, identity);
  return isUntouched ? null : (last ?? (keptLimits(jobId) === null ? null : unnamed()));
}

/** A place that cannot be read is none. */
function placeFound({ saved }: DamagedJob): JobPlace | null {
  try {
    return readPlace(saved.live?.place ?? null);
  } catch {
    return null;
  }
}

/** Handed over, the job goes on elsewhere: what is made of this file is not what was last run. */
function isGiven({ saved }: DamagedJob): boolean {
  try {
    const handover = readHandover(saved.live?.handed_over ?? null);
    return handover !== null && handover.step !== 'begun';
  } catch {
    return true;
  }
}
