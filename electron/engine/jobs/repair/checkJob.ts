import { basename } from 'node:path';
import type { DamagedTable, JobCheck, SavedRows } from '#contract/repair.ts';
import { rowStates, type RowState } from '#contract/job.ts';
import { runsOf, encodeRuns, type Run } from '../../store/runs.ts';
import type { Salvage } from '../../store/salvage/salvage.ts';
import { sourceSchema } from '../../store/storedJson.ts';
import { uint32 } from '../../store/uint32.ts';
import { isForeign } from '../../store/walCheck.ts';
import { readDamaged, factsOf, type DamagedJob } from './damagedJob.ts';
import { decide, lost } from './decide.ts';
import { judgeCorrections } from './judgedCorrections.ts';

/**
 * What of a job file is whole, and what a repair would save. The file is only read. Faults job-missing, job-busy,
 * file-forbidden, file-failed, no-memory; never job-corrupt.
 */
export function checkJob(path: string): JobCheck {
  return checkOf(readDamaged(path));
}

/** The same of a job that was read. */
export function checkOf(job: DamagedJob): JobCheck {
  const { path, saved, structure, inDoubt, journal, otherTimes } = job;
  const rows = saved.fixed?.rows_read ?? null;
  const tables = tablesOf(job, rows);
  const isWhole = structure !== null && rows !== null && saved.live !== null && tables.every(({ lost: missing, rows: hit, positions }) => missing === 0 && hit.length === 0 && positions.length === 0) && judgeCorrections(job, '').isWhole;
  return {
    job: basename(path),
    whole: isWhole && !isForeign(journal) && otherTimes.length === 0,
    inDoubt,
    journal: isForeign(journal) ? journal : 'own',
    oneTime: otherTimes.length === 0,
    structure: structure !== null,
    record: saved.fixed !== null,
    standing: saved.live !== null,
    rows,
    source: nameOf(saved.fixed?.source ?? null),
    tables,
    repair: savedRows(job, rows),
  };
}

function nameOf(source: string | null): string | null {
  return source === null ? null : (sourceSchema.safeParse(JSON.parse(source)).data?.name ?? null);
}

const kept = {
  block: 'blocks', block_item: 'items', item_patch: 'patches', block_state: 'states', row_error: 'errors', duplicate: 'duplicates', chunk: 'chunks', attempt: 'attempts', failure: 'failures',
  block_key: 'keys', correction_batch: 'batches', correction: 'corrections', corrected_row: 'correctedRows', kept_profile: 'keptProfiles',
} as const satisfies Record<string, keyof Salvage>;

function tablesOf({ saved, structure, otherTimes }: DamagedJob, rows: number | null): readonly DamagedTable[] {
  const found = { saved, areStatesOwn: !otherTimes.includes('states') };
  return (['block', 'block_item', 'item_patch', 'block_state', 'row_error', 'duplicate', 'chunk', 'attempt', 'failure', 'block_key', 'correction_batch', 'correction', 'corrected_row', 'kept_profile'] as const).map((table) => {
    const proved = provedOf(saved, table);
    const counted = structure?.get(table) ?? null;
    return { table, proved, lost: counted === null ? null : Math.max(0, counted - proved), ...(rows === null ? { rows: [], positions: [] } : missingRows(found, table, rows)) };
  });
}

function provedOf(saved: Salvage, table: keyof typeof kept): number {
  if (table === 'row_error') return [...saved.errors.values()].reduce((sum, list) => sum + list.length, 0);
  const records = saved[kept[table]];
  return 'size' in records ? records.size : records.length;
}

interface Found {
  readonly saved: Salvage;
  /** Whether the states are of the time of the job's record, as far as that tells. */
  readonly areStatesOwn: boolean;
}

/** Runs of rows, in the sheet's numbers where they are known, else by their place among the rows read. */
function missingRows({ saved, areStatesOwn }: Found, table: keyof typeof kept, rows: number): Pick<DamagedTable, 'rows' | 'positions'> {
  const covered = isReason(table) ? (areStatesOwn ? fittingBy(saved, table, rows) : null) : coveredBy(saved, table, rows);
  if (covered === null) return { rows: [], positions: [] };
  const missing: number[] = [];
  for (let position = 1; position <= rows; position += 1) if (covered[position] !== 1) missing.push(position);
  const numbers = rowNumbers(saved, rows);
  const isNumbered = (run: Run): boolean => (numbers[run.from] ?? 0) > 0 && (numbers[run.to] ?? 0) > 0;
  const runs = runsOf(missing);
  return {
    rows: runs.filter(isNumbered).map(({ from, to }) => span(numbers[from] ?? 0, numbers[to] ?? 0)),
    positions: runs.filter((run) => !isNumbered(run)).map(({ from, to }) => span(from, to)),
  };
}

const span = (from: number, to: number): string => (from === to ? String(from) : `${from}-${to}`);

function coveredBy({ blocks, items, states }: Salvage, table: keyof typeof kept, rows: number): Uint8Array | null {
  const covered = new Uint8Array(rows + 1);
  const add = (first: number, count: number): void => void covered.fill(1, first, first + count);
  if (table === 'block') for (const { first, count } of blocks.values()) add(first, count);
  else if (table === 'block_item') for (const { first, ends } of items.values()) add(first, ends.length / 4);
  else if (table === 'block_state') for (const { first, states: bytes } of states.values()) add(first, bytes.length);
  else return null;
  return covered;
}

/** Tables of which reading demands that they fit the states: records for every such row, and for no other. */
const reasons = { failure: 'failed', row_error: 'invalid' } as const satisfies Partial<Record<keyof typeof kept, RowState>>;
const isReason = (table: keyof typeof kept): table is keyof typeof reasons => table in reasons;

/**
 * Rows whose state and reasons fit each other: pages of an earlier time that come back together hang together, and each of
 * their records fits its seal. Nothing is said of a row whose state is lost.
 */
function fittingBy({ states, failures, errors }: Salvage, table: keyof typeof reasons, rows: number): Uint8Array {
  const fitting = new Uint8Array(rows + 1).fill(1);
  const wanted = rowStates.indexOf(reasons[table]);
  const isTold = table === 'failure' ? (position: number) => failures.has(position) : (position: number) => (errors.get(position) ?? []).some(({ left_out: leftOut }) => leftOut === 0);
  for (const { first, states: bytes } of states.values()) {
    bytes.forEach((state, index) => {
      if (isTold(first + index) !== (state === wanted)) fitting[first + index] = 0;
    });
  }
  // Those of a row are numbered without a gap.
  if (table === 'row_error') for (const [position, list] of errors) if (!list.every(({ seq }, index) => seq === index)) fitting[position] = 0;
  return fitting;
}

function rowNumbers({ blocks }: Salvage, rows: number): Uint32Array {
  const numbers = new Uint32Array(rows + 1);
  for (const { first, count, source_rows: bytes } of blocks.values()) if (first + count - 1 <= rows) numbers.set(uint32(bytes), first);
  return numbers;
}

/** What becomes of the rows in a repair without the source; with it, those that are lost are read again. */
function savedRows(job: DamagedJob, known: number | null): SavedRows {
  const { saved } = job;
  const ends = [...saved.states.values()].map(({ first, states }) => first + states.length - 1);
  const rows = known ?? Math.max(0, ...ends, ...saved.chunks.flatMap(({ members }) => members.split(/[-,]/).map(Number)));
  const bounded = Number.isSafeInteger(rows) && rows <= 100_000_000 ? rows : 0;
  const { states } = decide(factsOf(job, { rows: bounded, prepared: null, corrections: judgeCorrections(job, '') }));
  const counts = Object.fromEntries(rowStates.map((state) => [state, 0]));
  for (const state of states) if (state !== lost) counts[rowStates[state] ?? 'unknown'] = (counts[rowStates[state] ?? 'unknown'] ?? 0) + 1;
  const numbers = rowNumbers(saved, bounded);
  const listed = (state: number): string => encodeRuns(runsOf(numbersOf(states, state, numbers)));
  const items = coveredBy(saved, 'block_item', bounded);
  const cells = coveredBy(saved, 'block', bounded);
  const uncovered = (covered: Uint8Array | null): number => (covered === null ? 0 : covered.subarray(1).reduce((sum, one) => sum + (one === 1 ? 0 : 1), 0));
  return {
    possible: saved.fixed !== null,
    counts,
    cellsLost: uncovered(cells),
    profilesLost: uncovered(items),
    accepted: listed(rowStates.indexOf('accepted')),
    failed: listed(rowStates.indexOf('failed')),
  };
}

/** Sheet rows, rising; those whose number is lost are left out. */
function* numbersOf(states: Uint8Array, wanted: number, numbers: Uint32Array): Generator<number> {
  for (let index = 0; index < states.length; index += 1) {
    const row = numbers[index + 1] ?? 0;
    if (states[index] === wanted && row > 0) yield row;
  }
}
