import { correctionActSchema, type CorrectionAct } from '#contract/corrections.ts';
import { rowWasSchema, type BatchRecord, type CorrectedRowRecord, type CorrectionRecord } from '../../store/corrections.ts';
import { versionPinned } from '../../store/seal.ts';
import type { DamagedJob } from './damagedJob.ts';

/** What is left of the corrections of a damaged job, and where some of them may be lost. */
export interface JudgedCorrections {
  /** All of them are there, or there were none. */
  readonly isWhole: boolean;
  /** Rows that were ever corrected, as far as anything tells, rising. */
  readonly positions: readonly number[];
  /** Without a gap; what is not whole says so in its act, and counts what is there of it. */
  readonly batches: readonly BatchRecord[];
  /** Batches that may count or not: their own records were lost, or are of another time. */
  readonly undecided: readonly number[];
  /** Rows whose cells may be without a correction that counts. */
  readonly suspects: ReadonlySet<number>;
  /** Any corrected row may be: nothing tells which. */
  readonly anywhere: boolean;
  /** Batches that picked a row to be sent, of which only their act is left. */
  readonly picks: readonly BatchRecord[];
  /** Corrected cells and picks that are there, and that are known to be lost. */
  readonly kept: number;
  readonly lost: number;
}

interface Parts {
  readonly cells: ReadonlyMap<number, readonly CorrectionRecord[]>;
  readonly rows: ReadonlyMap<number, readonly CorrectedRowRecord[]>;
}

/** Judges what was saved, by itself and by the counts of the file's structure. Pure. */
export function judgeCorrections({ saved, otherTimes, counted, areBatchesEarlier }: Pick<DamagedJob, 'saved' | 'otherTimes' | 'counted' | 'areBatchesEarlier'>, at: string): JudgedCorrections {
  const parts: Parts = { cells: byBatch(saved.corrections), rows: byBatch(saved.correctedRows) };
  const known = new Map(saved.batches.map((batch) => [batch.id, batch]));
  const last = Math.max(0, ...known.keys(), ...parts.cells.keys(), ...parts.rows.keys());
  const isCounted = counted.get('correction') === saved.corrections.length && counted.get('corrected_row') === saved.correctedRows.length;
  const chunk = saved.chunks.at(-1)?.id ?? 0;
  const judged = Array.from({ length: last }, (_, index) => {
    const batch = known.get(index + 1);
    return batch === undefined ? judgeLost(index + 1, parts, { isCounted, at, chunk }) : judgeKnown(batch, parts);
  });
  // Nothing of the newest batch may be left at all, or what became of one since is not known.
  const isReplaced = areBatchesEarlier && hasReplaced(saved);
  const isOtherTime = (otherTimes.includes('batches') || isReplaced) && judged.every(({ isKnown }) => isKnown);
  // What became of those that are there is not known either.
  const isOpen = isOtherTime || areBatchesEarlier || otherTimes.includes('batches');
  const isWhole = !isOtherTime && !(isOpen && judged.length > 0) && judged.every(({ missing }) => missing === 0);
  const positions = new Set([...saved.corrections, ...saved.correctedRows].map(({ position }) => position));
  return {
    isWhole,
    positions: [...positions].sort((a, b) => a - b),
    batches: isWhole ? saved.batches : barred(judged),
    undecided: judged.flatMap(({ batch, isKnown }) => (isOpen || !isKnown ? [batch.id] : [])),
    suspects: new Set(judged.flatMap(({ suspects }) => suspects)),
    anywhere: isOtherTime || judged.some(({ anywhere }) => anywhere),
    picks: judged.flatMap(({ batch, isPickLost }) => (isPickLost && batch.state === 'applied' ? [batch] : [])),
    kept: saved.corrections.length + saved.correctedRows.filter(isPick).length,
    lost: judged.reduce((sum, { lost }) => sum + lost, 0),
  };
}

/** Items are replaced by corrections alone: those that are there, or those that the states tell of. */
function hasReplaced({ items, states }: DamagedJob['saved']): boolean {
  return [...items.values()].some(({ version }) => version > 1) || [...states.values()].some(({ ends_seal: pin }) => versionPinned(pin) > 1);
}

function byBatch<Record extends { readonly batch: number }>(records: readonly Record[]): ReadonlyMap<number, readonly Record[]> {
  const found = new Map<number, Record[]>();
  for (const record of records) {
    const list = found.get(record.batch);
    if (list === undefined) found.set(record.batch, [record]);
    else list.push(record);
  }
  return found;
}

interface JudgedBatch {
  readonly batch: BatchRecord;
  readonly act: CorrectionAct;
  readonly isKnown: boolean;
  readonly suspects: readonly number[];
  readonly anywhere: boolean;
  readonly isPickLost: boolean;
  /** Records missing, 1 for its own; and cells or picks among them. */
  readonly missing: number;
  readonly lost: number;
}

function judgeKnown(batch: BatchRecord, parts: Parts): JudgedBatch {
  const [cells, rows] = [parts.cells.get(batch.id) ?? [], parts.rows.get(batch.id) ?? []];
  const act = actOf(batch.act);
  const [lostCells, lostRows] = [Math.max(0, batch.cell_count - cells.length), Math.max(0, batch.row_count - rows.length)];
  const missing = act === null ? 1 : lostCells + lostRows;
  const isPickLost = act?.kind === 'pick' && lostRows > 0;
  const made = { ...batch, row_count: rows.length, cell_count: cells.length };
  const counted = { batch: made, act: act ?? { kind: 'lost', lost: 0 }, isKnown: act !== null, isPickLost, missing, lost: lostCells } as const;
  // What does not count is missed by nobody.
  if (batch.state !== 'applied' || lostCells === 0) return { ...counted, suspects: [], anywhere: false };
  const corrected = new Set(cells.map(({ position }) => position));
  const seen = new Set([...corrected, ...rows.map(({ position }) => position)]);
  const without = [...seen].filter((position) => !corrected.has(position));
  const areKnown = seen.size >= batch.row_count;
  return { ...counted, suspects: areKnown && without.length === lostCells ? without : [...seen], anywhere: !areKnown };
}

interface Around {
  readonly isCounted: boolean;
  /** ISO 8601, and the last chunk there is. */
  readonly at: string;
  readonly chunk: number;
}

/** A batch whose own record is lost, of what is left of it. */
function judgeLost(id: number, parts: Parts, { isCounted, at, chunk }: Around): JudgedBatch {
  const [cells, rows] = [parts.cells.get(id) ?? [], parts.rows.get(id) ?? []];
  const corrected = new Set(cells.map(({ position }) => position));
  const seen = new Set([...corrected, ...rows.map(({ position }) => position)]);
  const isThere = isCounted && seen.size > 0 && rows.length === seen.size && rows.every((row) => isPick(row) || corrected.has(row.position));
  const without = [...seen].filter((position) => !corrected.has(position) && !rows.some((row) => row.position === position && isPick(row)));
  const batch: BatchRecord = {
    id, at, origin: 'command-line', act: '', row_count: rows.length, cell_count: cells.length, state: seen.size === 0 ? 'dropped' : 'applied', chunk, version: 1, seal: 0,
  };
  return { batch, act: { kind: 'lost', lost: 0 }, isKnown: false, suspects: isThere ? [] : [...seen], anywhere: !isThere, isPickLost: false, missing: 1, lost: without.length };
}

const isPick = ({ was }: CorrectedRowRecord): boolean => rowWasSchema.safeParse(parsed(was)).data?.picked !== undefined;

const actOf = (text: string): CorrectionAct | null => correctionActSchema.safeParse(parsed(text)).data ?? null;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Batches that count from the first that is not whole on cannot be undone: what they lie over is not known. What was undone is dropped, as it
 * could only be brought back over all of what was there before.
 */
function barred(judged: readonly JudgedBatch[]): readonly BatchRecord[] {
  const first = judged.findIndex(({ missing }) => missing > 0);
  return judged.map(({ batch, act, missing }, index) => {
    const isBarred = first < 0 || index >= first;
    const lost = act.lost ?? 0;
    return { ...batch, state: batch.state === 'undone' ? 'dropped' : batch.state, act: JSON.stringify(isBarred ? { ...act, lost: lost + missing } : act) };
  });
}
