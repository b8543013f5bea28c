import { basename } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { rowStates } from '#contract/job.ts';
import { fileAt } from '../../store/fileIdentity.ts';
import { isLocked } from '../../store/lock.ts';
import { salvage, type Salvage } from '../../store/salvage/salvage.ts';
import { broughtUp, structureOf, type Structure } from '../../store/salvage/structure.ts';
import { checkWal } from '../../store/walCheck.ts';
import { wholeImage } from '../../store/wholeImage.ts';
import { lost, type Facts } from './decide.ts';

/** A job file as it is found, whatever is damaged in it. */
export interface DamagedJob {
  readonly path: string;
  readonly saved: Salvage;
  /** See Facts. */
  readonly inDoubt: boolean;
  readonly neverRun: boolean;
  readonly chunksWhole: boolean;
  /** Whether SQLite finds the structure of the whole file in order; then each table's records as SQLite counts them. */
  readonly structure: Structure['structure'];
}

/** Reads a job file and its log, without touching either. Faults job-missing, job-busy, file-forbidden, file-failed, no-memory. */
export function readDamaged(path: string): DamagedJob {
  if (fileAt(path) === null) throw new Fault('job-missing', { file: basename(path) });
  const wal = checkWal(path);
  if (isLocked(path)) throw new Fault('job-busy', { file: basename(path) });
  const image = broughtUp(wholeImage(path));
  const saved = salvage(image);
  const { live, chunks, attempts } = saved;
  const inDoubt = live === null || wal === 'damaged' || (wal === 'missing' && live.state === 'running');
  const wasTried = attempts.length > 0 || chunks.some(({ state, first_sent_at: sentAt }) => state !== 'planned' || sentAt !== null);
  const { structure, chunkRows } = structureOf(image);
  return {
    path,
    saved,
    inDoubt,
    neverRun: !inDoubt && live !== null && live.run === 0 && live.run_started_at === null && !wasTried,
    chunksWhole: chunkRows === chunks.length,
    structure,
  };
}

/** The facts on `rows` rows; `prepared` as preparing gave it, where the source was read again. */
export function factsOf({ saved, inDoubt, neverRun, chunksWhole }: DamagedJob, rows: number, prepared: Uint8Array | null): Facts {
  return {
    rows,
    stored: storedStates(saved, rows),
    prepared: prepared ?? preparedStates(saved, rows),
    chunks: saved.chunks,
    attempts: saved.attempts,
    round: saved.live?.round ?? 0,
    neverRun,
    inDoubt,
    chunksWhole,
  };
}

function storedStates({ states }: Salvage, rows: number): Uint8Array {
  const stored = new Uint8Array(rows).fill(lost);
  for (const block of states.values()) if (block.first + block.states.length - 1 <= rows) stored.set(block.states, block.first - 1);
  return stored;
}

/** Without the source: what errors and duplicates prove of rows. That one was ready, nothing proves. */
function preparedStates({ errors, duplicates }: Salvage, rows: number): Uint8Array {
  const prepared = new Uint8Array(rows).fill(lost);
  // Of a row that is sent without a value, too, there are errors.
  for (const [position, list] of errors) if (list.some(({ left_out: leftOut }) => leftOut === 0)) prepared[position - 1] = rowStates.indexOf('invalid');
  for (const position of duplicates.keys()) prepared[position - 1] = rowStates.indexOf('duplicate');
  return prepared;
}
