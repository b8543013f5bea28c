import { rowStates } from '#contract/job.ts';
import type { MappedRow, RowMapper } from '../../mapping/types.ts';
import { correctionActSchema } from '#contract/corrections.ts';
import { overlaid, rowWasSchema, type BatchRecord } from '../../store/corrections.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';
import { loadError } from '../../store/problems.ts';
import type { Salvage, SavedItems } from '../../store/salvage/salvage.ts';
import { versionPinned } from '../../store/seal.ts';
import { uint32 } from '../../store/uint32.ts';
import { DateProof } from '../corrections/dateProof.ts';
import { hashOfKey } from '../corrections/keyHashes.ts';
import { jobMapping } from '../jobMapping.ts';
import type { DamagedJob } from './damagedJob.ts';
import { lost } from './decide.ts';
import type { JudgedCorrections } from './judgedCorrections.ts';
import { allLost, findLost, lostBefore, replaceOutdated, settleUndecided, type LostCorrection, type Proof } from './lostCorrections.ts';

export interface RestoredCorrections {
  /** States as preparing gave them, where the source was read again, without those of corrected rows, which are what their cells are now, else what requests and answers say. */
  readonly prepared: Uint8Array | null;
  /** By position: rows of which a correction was lost, or may have been. */
  readonly lost: ReadonlyMap<number, LostCorrection>;
  /** By position: rows whose item was of an earlier time than their corrections, with what their cells give. */
  readonly outdated: ReadonlyMap<number, MappedRow['kind']>;
  /** Nothing says of some corrections whether they count. */
  readonly isOpen: boolean;
  /** Picks that were made again of the acts of their batches. */
  readonly picksKept: number;
}

/**
 * Brings corrections back into a job file that has all its blocks, with the items and errors that follow from them. Rows whose cells do not give any more
 * what was to be sent are told, and so are those that may have lost a correction and whose items are lost: read again
 * they would be sent as they were before. `prepared`: the states that preparing gave, where the source was read again. Inside the caller's transaction.
 */
export function restoreCorrections(file: JobFile, damaged: DamagedJob, judged: JudgedCorrections, prepared: Uint8Array | null): RestoredCorrections {
  const { isWhole, positions, batches } = judged;
  const { saved } = damaged;
  const before = lostBefore(saved);
  const nothing = { outdated: new Map<number, never>(), isOpen: false, picksKept: 0 };
  if (positions.length === 0 && isWhole && before.size === 0) return { ...nothing, prepared, lost: before };
  // Those of the cells as read, where the source was read again.
  file.keys.clear();
  // Where it was not they are there, and get a version that says that they were corrected.
  for (const block of saved.items.values()) if (block.version > 1) file.items.replace(itemsIn(block));
  if (prepared === null) for (const block of untouchedItems(saved, judged)) file.items.replace(block);
  const after = prepared?.slice() ?? null;
  for (const position of positions) if (after !== null) after[position - 1] = lost;
  const job = file.job.read();
  const mapping = job === null ? null : jobMapping(file, job);
  for (const cell of saved.corrections) file.corrections.restoreCell(cell);
  const mapper = mapping?.ok === true ? mapping.mapper : null;
  const picked = new Set(mapper === null ? [] : judged.picks.flatMap((batch) => (restorePick(file, mapper, batch, batches) ? [batch.id] : [])));
  for (const batch of batches) file.corrections.restoreBatch(picked.has(batch.id) ? { ...batch, row_count: 1 } : batch);
  if (job === null || mapper === null) return { ...nothing, prepared: after, lost: new Map([...allLost(file, positions), ...before]) };
  const proof = proofOf(file, damaged, { job, mapper, prepared: after });
  const open = settleUndecided(proof, judged, saved);
  mapAgain(proof, positions);
  const lostOnes = isWhole ? before : new Map([...findLost(proof, judged, open), ...before]);
  return { prepared: after, lost: lostOnes, outdated: replaceOutdated(proof, positions, lostOnes), isOpen: open.size > 0, picksKept: picked.size };
}

/**
 * A row that was picked to be sent of those with its match key, by the act of its batch: its key is the one that its cells gave then. Nothing
 * that counted then counts no more, as batches are undone from the newest on. False where nothing tells the row.
 */
function restorePick(file: JobFile, mapper: RowMapper, { id, act }: BatchRecord, batches: readonly BatchRecord[]): boolean {
  const { data } = correctionActSchema.safeParse(JSON.parse(act));
  const [position] = data?.kind === 'pick' && data.row > 0 ? file.blocks.positionsOfRows(new Set([data.row])) : [];
  if (position === undefined) return false;
  const counted = file.corrections.cellsOf(position).filter(({ batch }) => batch < id && batches[batch - 1]?.state === 'applied').sort((a, b) => a.batch - b.batch);
  for (const row of file.blocks.rowsAt([position], { original: true })) {
    const mapped = mapper.map({ row: row.row, cells: overlaid(row.cells, new Map(counted.map(({ column, after }) => [column, after]))) });
    if (mapped.kind !== 'item') return false;
    const [low, high] = hashOfKey(mapped.key);
    file.corrections.putRows(id, [{ position, state: 'duplicate', was: { picked: [low, high] } }]);
  }
  return true;
}

/**
 * By position, block by block: items of rows that were never corrected, where those of the corrected ones are lost or of an earlier time. Only of blocks that hold
 * rows known to be corrected, and where nothing is known to be lost: whose items the others are not told as is.
 */
function untouchedItems({ live, outdatedItems }: Salvage, { anywhere, suspects, positions }: JudgedCorrections): readonly ReadonlyMap<number, string | null>[] {
  if (live === null || anywhere) return [];
  const corrected = new Set([...positions, ...suspects]);
  return [...outdatedItems.values()].flatMap((block) => {
    const items = [...itemsIn(block)];
    const untouched = items.filter(([position]) => !corrected.has(position));
    return untouched.length < items.length ? [new Map(untouched)] : [];
  });
}

/** The items of a block as they were saved, by position. */
function itemsIn({ first, ends, items }: SavedItems): ReadonlyMap<number, string | null> {
  const bytes = Buffer.from(items);
  let start = 0;
  return new Map(Array.from(uint32(ends), (end, index) => {
    const item = end > start ? bytes.toString('utf8', start, end - 1) : null;
    start = end;
    return [first + index, item];
  }));
}

interface Again {
  readonly job: JobRecord;
  readonly mapper: RowMapper;
  readonly prepared: Uint8Array | null;
}

function proofOf(file: JobFile, { saved, areStatesEarlier }: DamagedJob, { job, mapper, prepared }: Again): Proof {
  const dates = new DateProof(file, job, mapper);
  const [rows, states] = [job.rowsRead, new Uint8Array(job.rowsRead).fill(lost)];
  for (const block of saved.states.values()) if (block.first + block.states.length - 1 <= rows) states.set(block.states, block.first - 1);
  return {
    file, saved, job, prepared, states,
    isSaved: coverage(rows, saved.items.values(), ({ first, ends }) => [first, ends.length / 4]),
    isOfNow: areStatesEarlier ? coverage(rows, [...saved.items.values()].filter((block) => isLater(block, saved)), ({ first, ends }) => [first, ends.length / 4]) : () => true,
    hasCells: prepared !== null ? () => true : coverage(rows, saved.blocks.values(), ({ first, count }) => [first, count]),
    map({ position, row, cells }) {
      // Nothing else tells that it cannot be believed as a whole.
      const reasons = saved.errors.get(position)?.map(({ reason }) => reason) ?? [];
      const flaw = reasons.includes('row-too-long') ? 'long' : reasons.includes('row-cut-off') ? 'cut' : undefined;
      return dates.map({ row, cells, ...(flaw === undefined ? {} : { flaw }) }, position);
    },
  };
}

/** Whether items were replaced after the states of their block were written. */
function isLater({ first, version }: SavedItems, { states }: Salvage): boolean {
  const pin = states.get(first)?.ends_seal;
  return pin !== undefined && version > versionPinned(pin);
}

function mapAgain(proof: Proof, positions: readonly number[]): void {
  const { file, prepared, isSaved, hasCells } = proof;
  for (const row of file.blocks.rowsAt(positions, { few: true })) {
    const { position } = row;
    if (!hasCells(position)) continue;
    const mapped = proof.map(row);
    if (!isSaved(position)) file.items.replace(new Map([[position, mapped.kind === 'item' ? mapped.json : null]]));
    if (prepared !== null && mapped.kind !== 'item') prepared[position - 1] = rowStates.indexOf(mapped.kind);
    writeErrors(file, proof.saved, position, mapped);
  }
}

function coverage<Block>(rows: number, blocks: Iterable<Block>, spanOf: (block: Block) => readonly [first: number, count: number]): (position: number) => boolean {
  const covered = new Uint8Array(rows + 1);
  for (const block of blocks) {
    const [first, count] = spanOf(block);
    covered.fill(1, first, first + count);
  }
  return (position) => covered[position] === 1;
}

/** As they were saved; else as the cells give them. */
function writeErrors(file: JobFile, { errors }: Salvage, position: number, mapped: MappedRow): void {
  file.problems.removeErrors(position);
  const made = mapped.kind === 'invalid' ? mapped.errors : mapped.kind === 'item' ? (mapped.leftOut ?? []) : [];
  file.problems.addErrors(position, errors.get(position)?.map(loadError) ?? made);
}

/** What undoing gives back; `attempts`: the new numbers of the sendings that refusals came by. */
export function restoreCorrectedRows(file: JobFile, saved: Salvage, attempts: ReadonlyMap<number, number>): void {
  for (const row of saved.correctedRows) {
    const was = rowWasSchema.parse(JSON.parse(row.was));
    const failure = was.failure === undefined ? {} : { failure: { ...was.failure, attempt: attempts.get(was.failure.attempt ?? 0) ?? null } };
    file.corrections.restoreRow({ ...row, was: JSON.stringify({ ...was, ...failure }) });
  }
}
