import type { Cell, Column, RowFlaw } from '#contract/cells.ts';
import type { RowState } from '#contract/job.ts';
import { shownText } from '#contract/cells.ts';
import type { MappedRow } from '../../mapping/types.ts';
import type { CorrectedRow } from '../../store/corrections.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { BlockKeys } from '../../store/keys.ts';
import { runsOf } from '../../store/runs.ts';
import { KeyHash } from '../prepare/keyHash.ts';
import { nextRowState, type RowEvent } from '../transitions.ts';
import type { Correcting } from './correcting.ts';
import { unchangedAgain } from './unchangedAgain.ts';

/** A row whose cells are others now. */
export interface ChangedRow {
  readonly position: number;
  readonly state: RowState;
  /** What its cells give now. */
  readonly mapped: MappedRow;
  /** What it was before the batch that is undone; null where one is applied. */
  readonly back: CorrectedRow | null;
}

/** Gives rows of one block, rising, their new items, keys, states and reasons; inside the caller's transaction. */
export function settleRows(c: Correcting, rows: readonly ChangedRow[]): void {
  const [head] = rows;
  if (head === undefined) return;
  const { file } = c;
  const keys = file.keys.of(file.states.blockAt(head.position).first);
  const events = new Map<number, RowEvent>();
  const hasErrors = file.problems.hasErrors(head.position, rows.at(-1)?.position ?? head.position);
  const again = unchangedAgain(c, rows);
  const hasSent = file.chunks.lastSentId() > 0;
  for (const row of rows) {
    const given = eventOf(row);
    // Undoing gives an unchanged row back as such only while that can still be looked at.
    const event = again.has(row.position) ? 'leave-unchanged' : given === 'leave-unchanged' && hasSent ? 'correct' : given;
    events.set(row.position, event);
    if (event === 'send-again' || (event === 'correct' && row.state === 'failed')) c.tally.isNewRound = true;
    takeKey(c, keys, row);
    writeReasons(file, row, event, hasErrors);
    c.touched[row.position] = 1;
  }
  file.items.replace(new Map(rows.map(({ position, mapped }) => [position, mapped.kind === 'item' ? mapped.json : null])));
  file.keys.put(keys);
  file.states.change(runsOf(rows.map(({ position }) => position)), (state, position) => nextRowState(state, events.get(position) ?? 'correct'));
}

/** States that undoing gives back as they were; any other follows from the cells. */
const givenBack: Readonly<Partial<Record<RowState, RowEvent>>> = { failed: 'fail-again', accepted: 'accept-again', unchanged: 'leave-unchanged' };

/** What happens to a row. Pure. */
export function eventOf({ state, mapped, back }: ChangedRow): RowEvent {
  if (mapped.kind === 'invalid') return 'invalidate';
  if (mapped.kind === 'empty') return 'clear';
  const before = back === null ? undefined : givenBack[back.state];
  return before ?? (state === 'accepted' ? 'send-again' : 'correct');
}

function takeKey(c: Correcting, { first, keys }: BlockKeys, { position, state, mapped, back }: ChangedRow): void {
  const at = (position - first) * 2;
  const [low, high] = [keys[at] ?? 0, keys[at + 1] ?? 0];
  const hash = hashOf(mapped);
  keys[at] = hash.low;
  keys[at + 1] = hash.high;
  c.keys.set(position, hash.low, hash.high);
  const isSame = low === hash.low && high === hash.high;
  // One that was to be sent and still is changes nothing for the others of its key.
  if (isSame && state === 'ready' && back === null) return;
  c.affected.add(low, high);
  if (!isSame) c.affected.add(hash.low, hash.high);
}

const keyHash = new KeyHash();
const noKey = { low: 0, high: 0 };

function hashOf(mapped: MappedRow): { readonly low: number; readonly high: number } {
  if (mapped.kind !== 'item') return noKey;
  keyHash.measure(mapped.key);
  return keyHash;
}

/** `hasErrors`: whether any of the rows has, one at least. */
function writeReasons(file: JobFile, { position, state, mapped, back }: ChangedRow, event: RowEvent, hasErrors: boolean): void {
  // Of a row that is sent, too: values may be left out of it.
  if (hasErrors) file.problems.removeErrors(position);
  if (state === 'duplicate') file.problems.removeDuplicate(position);
  if (state === 'failed') file.failures.remove(position);
  if (mapped.kind === 'invalid') file.problems.addErrors(position, mapped.errors);
  if (mapped.kind === 'item' && mapped.leftOut !== undefined) file.problems.addErrors(position, mapped.leftOut);
  const failure = event === 'fail-again' ? back?.was.failure : undefined;
  if (failure !== undefined) file.failures.put({ position, ...failure });
}

/** Why a row cannot be believed as a whole; its errors tell, as nothing else is kept of it. */
export function flawOf(file: JobFile, position: number, state: RowState): RowFlaw | undefined {
  if (state !== 'invalid') return undefined;
  const reasons = file.problems.errorsAt(position).map(({ reason }) => reason);
  return reasons.includes('row-too-long') ? 'long' : reasons.includes('row-cut-off') ? 'cut' : undefined;
}

export interface FlawedRow {
  readonly flaw: RowFlaw | undefined;
  readonly before: readonly Cell[];
  readonly after: readonly Cell[];
  readonly changed: ReadonlySet<number>;
  readonly columns: readonly Column[];
}

/**
 * The flaw that is left after cells were corrected: too long is a row while there are values behind the last header, cut
 * off until somebody has said what its last cell is. Pure.
 */
export function flawAfter({ flaw, before, after, changed, columns }: FlawedRow): RowFlaw | undefined {
  if (flaw === 'long') {
    const width = columns.findLastIndex(({ header }) => header !== '') + 1;
    return after.slice(width).some((cell) => shownText(cell) !== '') ? 'long' : undefined;
  }
  if (flaw === 'cut') return changed.has(before.findLastIndex((cell) => cell !== null && !(cell.t === 'x' && cell.why === 'absent'))) ? undefined : 'cut';
  return undefined;
}
