import { basename } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { rowStates, type RowState } from '#contract/job.ts';
import type { ChunkRecord } from '../../store/chunks.ts';
import type { ErrorRecord } from '../../store/problems.ts';
import { fileAt } from '../../store/fileIdentity.ts';
import { jobKind } from '../../store/jobKind.ts';
import { isLocked } from '../../store/lock.ts';
import { mustBeFile } from '../../store/ownFile.ts';
import { decodeRuns, positionsOf } from '../../store/runs.ts';
import { salvage, type Salvage } from '../../store/salvage/salvage.ts';
import { broughtUp, structureOf, type Structure } from '../../store/salvage/structure.ts';
import { findWal, isForeign, type WalOrigin } from '../../store/walCheck.ts';
import { ownerOf } from '../../store/ownFile.ts';
import { readWritten } from '../../store/placeRecord.ts';
import { wholeImage } from '../../store/wholeImage.ts';
import { partsOfOtherTimes, sumOfSeals, type Written, type WrittenPart } from '../../store/written.ts';
import { changedAfter } from './changedAfter.ts';
import { lost, type Facts } from './decide.ts';
import { overtaken, type SavedParts } from './laterParts.ts';
import type { RestoredCorrections } from './savedCorrections.ts';
import type { JudgedCorrections } from './judgedCorrections.ts';

/** A job file as it is found, whatever is damaged in it. */
export interface DamagedJob {
  readonly path: string;
  readonly saved: Salvage;
  /** See Facts. */
  readonly inDoubt: boolean;
  readonly neverRun: boolean;
  readonly chunksWhole: boolean;
  readonly statesWhole: boolean;
  /** See Facts. */
  readonly planOvertaken: boolean;
  /** Whether the states are of an earlier time than another part, though the record of the job may be of that time too. */
  readonly statesOvertaken: boolean;
  /** Whether the states are the earlier part of the two, so that items which fit them may be, too; and the batches of corrections. */
  readonly areStatesEarlier: boolean;
  readonly areBatchesEarlier: boolean;
  /** Whether the -wal beside it is its own; one that is not is left out. */
  readonly journal: WalOrigin;
  /** Whether no profile that was kept as it was before is lost, as far as that is told. */
  readonly keptWhole: boolean;
  /** Parts that are of another time than the record of the job, though nothing of them is lost. */
  readonly otherTimes: readonly WrittenPart[];
  /** Whether SQLite finds the structure of the whole file in order; then each table's records as SQLite counts them. */
  readonly structure: Structure['structure'];
  /** See Structure. */
  readonly counted: Structure['counted'];
}

/** Reads a job file and its log, without touching either. Faults job-unreadable (nothing in it is of a job), job-missing, job-busy, file-forbidden, file-failed, no-memory. */
export function readDamaged(path: string): DamagedJob {
  if (fileAt(path) === null) throw new Fault('job-missing', { file: basename(path) });
  mustBeFile(path);
  const { state: wal, origin } = findWal(path);
  if (isLocked(path)) throw new Fault('job-busy', { file: basename(path) });
  const image = broughtUp(wholeImage(path, { log: !isForeign(origin) }));
  const saved = salvage(image);
  if (isNothing(saved) && ownerOf(path, jobKind.applicationId) === 'other') throw new Fault('job-unreadable', { file: basename(path) });
  const { live, chunks, attempts } = saved;
  const { structure, counted } = structureOf(image);
  const chunkRows = counted.get('chunk') ?? null;
  const parts = partsOf(saved, chunkRows, structure);
  const otherTimes = otherTimesOf(parts);
  const behind = overtaken(parts);
  // Whichever of the two is the earlier one: what was sent meanwhile is not in it.
  const isLost = isForeign(origin) || wal === 'damaged' || otherTimes.includes('chunks') || behind.record || behind.plan;
  const inDoubt = live === null || isLost || ((wal === 'missing' || origin === 'unknown') && live.state === 'running');
  const wasTried = attempts.length > 0 || chunks.some(hasLeft);
  return {
    path,
    saved,
    inDoubt,
    neverRun: !inDoubt && live !== null && live.run === 0 && live.run_started_at === null && !wasTried,
    // The file alone is of a time before, or after: what ran meanwhile is not in it.
    chunksWhole: origin !== 'other-time' && chunkRows === chunks.length && !otherTimes.includes('chunks') && !behind.record && !behind.plan,
    statesWhole: !behind.record && live !== null && toldOf(live.place) !== null && coveredRows(saved) === saved.fixed?.rows_read && !otherTimes.includes('states'),
    planOvertaken: behind.plan,
    statesOvertaken: otherTimes.includes('states') || behind.record,
    areStatesEarlier: behind.states,
    areBatchesEarlier: behind.batches,
    keptWhole: parts.told?.kept === undefined ? parts.isThere.kept || saved.keptProfiles.size === 0 : parts.told.kept === parts.found.kept,
    otherTimes,
    journal: origin,
    structure,
    counted,
  };
}

/** For a repair: less what is told of rows without saying as of when, and may be over. It is made again of cells, keys and answers. */
export function withoutOutdated({ saved, otherTimes }: Pick<DamagedJob, 'saved' | 'otherTimes'>): Salvage {
  const { errors, duplicates, failures, corrections, correctedRows } = saved;
  const corrected = new Set([...corrections, ...correctedRows].map(({ position }) => position));
  // A mark holds its row back: one that was taken away since does no harm.
  const stands = ([position, list]: readonly [number, readonly ErrorRecord[]]): boolean => !corrected.has(position) || list.some(({ reason }) => reason === 'correction-lost');
  return {
    ...saved,
    errors: otherTimes.includes('errors') ? new Map([...errors].filter(stands)) : errors,
    duplicates: otherTimes.includes('duplicates') ? new Map() : duplicates,
    failures: otherTimes.includes('failures') ? new Map() : failures,
  };
}

const coveredRows = ({ states }: Salvage): number => [...states.values()].reduce((sum, block) => sum + block.states.length, 0);

/** Not a record of any table. */
function isNothing({ fixed, live, blocks, items, states, errors, chunks, attempts, failures }: Salvage): boolean {
  const sizes = [blocks, items, states, errors, failures].map(({ size }) => size);
  return fixed === null && live === null && chunks.length === 0 && attempts.length === 0 && sizes.every((size) => size === 0);
}

function partsOf(saved: Salvage, chunkRows: number | null, structure: Structure['structure']): SavedParts {
  const { live, fixed, states, chunks, attempts, batches, keys, failures, duplicates, keptProfiles } = saved;
  const errors = [...saved.errors.values()].flat();
  return {
    saved,
    told: live === null ? null : toldOf(live.place),
    found: {
      states: versionsOf(states.values()), chunks: versionsOf(chunks), attempts: versionsOf(attempts), batches: versionsOf(batches), keys: versionsOf(keys),
      errors: sumOfSeals(errors), duplicates: sumOfSeals(duplicates.values()), failures: sumOfSeals(failures.values()),
      kept: sumOfSeals(keptProfiles.values()),
    },
    isThere: {
      states: coveredRows(saved) === fixed?.rows_read, chunks: chunkRows === chunks.length, attempts: attempts.every(({ id }, index) => id === index + 1), batches: true,
      keys: structure?.get('block_key') === keys.length,
      errors: structure?.get('row_error') === errors.length, duplicates: structure?.get('duplicate') === duplicates.size, failures: structure?.get('failure') === failures.size,
      kept: structure?.get('kept_profile') === keptProfiles.size,
    },
  };
}

/** Only where no record is missing: what is lost is told otherwise, and the sums lack it. */
function otherTimesOf({ saved, told, found, isThere }: SavedParts): readonly WrittenPart[] {
  if (saved.live === null || saved.fixed === null) return [];
  return partsOfOtherTimes(told, found).filter((part) => isThere[part]);
}

/** A place that cannot be read tells nothing. */
function toldOf(place: string | null): Written | null {
  try {
    return readWritten(place);
  } catch {
    return null;
  }
}

function versionsOf(records: Iterable<{ readonly version: number }>): number {
  let sum = 0;
  for (const { version } of records) sum += version;
  return sum;
}

export interface KnownOfRows {
  readonly rows: number;
  /** As preparing gave them, where the source was read again. */
  readonly prepared: Uint8Array | null;
  readonly corrections: JudgedCorrections;
  /** Positions of rows of which a correction was found to be lost. */
  readonly lostCorrections?: Iterable<number>;
  /** By position: rows whose items were of an earlier time than their corrections, with what their cells give. */
  readonly outdated?: RestoredCorrections['outdated'];
}

/** The facts that a repair decides by. */
export function factsOf({ saved, inDoubt, neverRun, chunksWhole, statesWhole, planOvertaken, statesOvertaken }: DamagedJob, known: KnownOfRows): Facts {
  const { rows, prepared, corrections, lostCorrections = [], outdated = new Map<number, never>() } = known;
  const changed = changedAfter(saved, corrections, rows, lostCorrections, new Set(outdated.keys()));
  const before = prepared ?? preparedStates(saved, rows);
  for (const [position, kind] of outdated) if (kind !== 'item' || before[position - 1] === invalid) before[position - 1] = kind === 'item' ? lost : rowStates.indexOf(kind);
  return {
    rows,
    stored: storedStates(saved, rows, statesOvertaken ? changed : null),
    statesWhole,
    prepared: before,
    changedAfter: changed,
    outdated,
    chunks: saved.chunks,
    attempts: saved.attempts,
    // Of a record that is the earlier part itself, the round is too.
    round: saved.chunks.reduce((round, chunk) => Math.max(round, chunk.round), saved.live?.round ?? 0),
    planOvertaken,
    neverRun,
    inDoubt,
    chunksWhole,
  };
}

/** `changed`: of states of another time, which rows were ever corrected; else null. */
function storedStates({ states, chunks, live, duplicates }: Salvage, rows: number, changed: Uint32Array | null): Uint8Array {
  const stored = new Uint8Array(rows).fill(lost);
  for (const block of states.values()) if (block.first + block.states.length - 1 <= rows) stored.set(block.states, block.first - 1);
  // What such states say of rows that were ever to be sent may be over; their requests know more.
  if (changed !== null) for (const chunk of chunks) forget(stored, positionsOf(decodeRuns(chunk.members)), hasLeft(chunk) ? wasSent : wasSendable);
  // A correction may have come since, of the row or of another one with its match key.
  changed?.forEach((after, index) => {
    if (after > 0 || (stored[index] === duplicate) !== duplicates.has(index + 1)) stored[index] = lost;
  });
  const answered = chunks.filter(({ state, round }) => state === 'answered' && round === live?.round);
  const late = new Set(answered.flatMap(({ members }) => [...positionsOf(decodeRuns(members))].filter((position) => isWaiting.has(stored[position - 1] ?? lost))));
  for (const { first, states: { length } } of late.size === 0 ? [] : states.values()) {
    const positions = Array.from({ length }, (_, index) => first + index);
    if (positions.some((position) => late.has(position))) forget(stored, positions, wasSendable);
  }
  return stored;
}

const hasLeft = ({ state, first_sent_at: sentAt }: ChunkRecord): boolean => state !== 'planned' || sentAt !== null;

function forget(stored: Uint8Array, positions: Iterable<number>, which: ReadonlySet<number>): void {
  for (const position of positions) if (which.has(stored[position - 1] ?? lost)) stored[position - 1] = lost;
}

const [duplicate, invalid] = [rowStates.indexOf('duplicate'), rowStates.indexOf('invalid')];
const numbersOf = (names: readonly RowState[]): ReadonlySet<number> => new Set(names.map((name) => rowStates.indexOf(name)));
/** A row of an answered request is none of these: its block is a copy of an earlier time, such as a page that was given up, and the latest is lost. */
const isWaiting = numbersOf(['ready', 'sending', 'queued']);
/** What such a copy says of them may be over. */
const wasSendable = numbersOf(['ready', 'sending', 'queued', 'failed', 'unknown']);
/** And of rows that were sent: they may have been corrected before, as one that was invalid. */
const wasSent = numbersOf(['ready', 'sending', 'queued', 'failed', 'unknown', 'invalid', 'empty', 'duplicate', 'unchanged']);

/** Without the source: what errors and duplicates prove of rows. That one was ready, nothing proves. */
function preparedStates({ errors, duplicates }: Salvage, rows: number): Uint8Array {
  const prepared = new Uint8Array(rows).fill(lost);
  // Of a row that is sent without a value, too, there are errors.
  for (const [position, list] of errors) if (list.some(({ left_out: leftOut }) => leftOut === 0)) prepared[position - 1] = rowStates.indexOf('invalid');
  for (const position of duplicates.keys()) prepared[position - 1] = rowStates.indexOf('duplicate');
  return prepared;
}
