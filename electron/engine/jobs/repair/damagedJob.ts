import { basename } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { rowStates, type RowState } from '#contract/job.ts';
import { fileAt } from '../../store/fileIdentity.ts';
import { isLocked } from '../../store/lock.ts';
import { decodeRuns, positionsOf } from '../../store/runs.ts';
import { salvage, type Salvage } from '../../store/salvage/salvage.ts';
import { broughtUp, structureOf, type Structure } from '../../store/salvage/structure.ts';
import { findWal, isForeign, type WalOrigin } from '../../store/walCheck.ts';
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
  /** Whether the -wal beside it is its own; one that is not is left out. */
  readonly journal: WalOrigin;
  /** Whether SQLite finds the structure of the whole file in order; then each table's records as SQLite counts them. */
  readonly structure: Structure['structure'];
}

/** Reads a job file and its log, without touching either. Faults job-missing, job-busy, file-forbidden, file-failed, no-memory. */
export function readDamaged(path: string): DamagedJob {
  if (fileAt(path) === null) throw new Fault('job-missing', { file: basename(path) });
  const { state: wal, origin } = findWal(path);
  if (isLocked(path)) throw new Fault('job-busy', { file: basename(path) });
  const image = broughtUp(wholeImage(path, { log: !isForeign(origin) }));
  const saved = salvage(image);
  const { live, chunks, attempts } = saved;
  const isLost = isForeign(origin) || wal === 'damaged';
  const inDoubt = live === null || isLost || ((wal === 'missing' || origin === 'unknown') && live.state === 'running');
  const wasTried = attempts.length > 0 || chunks.some(({ state, first_sent_at: sentAt }) => state !== 'planned' || sentAt !== null);
  const { structure, chunkRows } = structureOf(image);
  return {
    path,
    saved,
    inDoubt,
    neverRun: !inDoubt && live !== null && live.run === 0 && live.run_started_at === null && !wasTried,
    // The file alone is of a time before, or after: what ran meanwhile is not in it.
    chunksWhole: origin !== 'other-time' && chunkRows === chunks.length,
    journal: origin,
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

function storedStates({ states, chunks, live }: Salvage, rows: number): Uint8Array {
  const stored = new Uint8Array(rows).fill(lost);
  for (const block of states.values()) if (block.first + block.states.length - 1 <= rows) stored.set(block.states, block.first - 1);
  const answered = chunks.filter(({ state, round }) => state === 'answered' && round === live?.round);
  const late = new Set(answered.flatMap(({ members }) => [...positionsOf(decodeRuns(members))].filter((position) => isWaiting.has(stored[position - 1] ?? lost))));
  for (const { first, states: { length } } of late.size === 0 ? [] : states.values()) {
    const positions = Array.from({ length }, (_, index) => first + index);
    if (!positions.some((position) => late.has(position))) continue;
    for (const position of positions) if (wasSendable.has(stored[position - 1] ?? lost)) stored[position - 1] = lost;
  }
  return stored;
}

const numbersOf = (names: readonly RowState[]): ReadonlySet<number> => new Set(names.map((name) => rowStates.indexOf(name)));
/** A row of an answered request is none of these: its block is a copy of an earlier time, such as a page that was given up, and the latest is lost. */
const isWaiting = numbersOf(['ready', 'sending']);
/** What such a copy says of them may be over. */
const wasSendable = numbersOf(['ready', 'sending', 'failed', 'unknown']);

/** Without the source: what errors and duplicates prove of rows. That one was ready, nothing proves. */
function preparedStates({ errors, duplicates }: Salvage, rows: number): Uint8Array {
  const prepared = new Uint8Array(rows).fill(lost);
  for (const position of errors.keys()) prepared[position - 1] = rowStates.indexOf('invalid');
  for (const position of duplicates.keys()) prepared[position - 1] = rowStates.indexOf('duplicate');
  return prepared;
}
