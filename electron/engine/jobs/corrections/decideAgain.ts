import { rowStates, type RowState } from '#contract/job.ts';
import type { PickedRow } from '../../store/corrections.ts';
import { runsOf } from '../../store/runs.ts';
import { nextRowState, type RowEvent } from '../transitions.ts';
import type { Correcting } from './correcting.ts';
import { hashOfKey } from './keyHashes.ts';

/** What is needed of a batch on its way. */
export type Deciding = Pick<Correcting, 'file' | 'mapper' | 'policy' | 'keys' | 'states' | 'open' | 'touched' | 'affected'>;
export type Policy = 'first' | 'last' | 'all';

interface Candidates {
  /** Rising. */
  readonly alone: readonly number[];
  readonly together: readonly number[];
}

export interface Member {
  readonly position: number;
  /** The sheet's number. */
  readonly row: number;
}

/**
 * Decides first, last or all again for every match key that has lost or won a row. Of the rows that have an item, the
 * one picked by the operator wins, else the first or last by its place, whether or not it was sent; those not sent stand back for it, and those sent stay what
 * they are. Inside the caller's transaction; between two steps others may have their turn.
 */
export function* decideAgain(c: Deciding): Generator<void> {
  if (c.affected.size === 0 || c.policy === 'all') return;
  const { alone, together } = candidatesOf(c);
  const stateAt = (position: number): RowState => rowStates[c.states[position - 1] ?? 0] ?? 'empty';
  const moves = new Map<number, RowEvent>();
  for (const position of alone) if (stateAt(position) === 'duplicate') reinstate(c, moves, position);
  const groups = yield* groupsOf(c, together);
  const picks = c.file.corrections.picks();
  for (const [key, members] of groups) decide(c, { members, winner: winnerOf(c.policy, picks, hashOfKey(key), members) }, { stateAt, moves });
  const positions = [...moves.keys()].sort((a, b) => a - b);
  for (const position of positions) c.touched[position] = 1;
  c.file.states.change(runsOf(positions), (state, position) => {
    const event = moves.get(position);
    return event === undefined ? state : nextRowState(state, event);
  });
}

/** Rows whose keys have one of the affected hashes. */
function candidatesOf({ keys: all, affected }: Deciding): Candidates {
  const found: { readonly position: number; readonly number: number }[] = [];
  const counts = new Uint32Array(affected.size);
  const { marks } = affected;
  for (const { first, keys } of all.blocks()) {
    for (let at = nextMarked(keys, marks, 0); at < keys.length; at = nextMarked(keys, marks, at + 2)) {
      const number = affected.find(keys[at] ?? 0, keys[at + 1] ?? 0);
      if (number < 0) continue;
      found.push({ position: first + at / 2, number });
      counts[number] = (counts[number] ?? 0) + 1;
    }
  }
  const withCount = (fits: (count: number) => boolean): readonly number[] => found.filter(({ number }) => fits(counts[number] ?? 0)).map(({ position }) => position);
  return { alone: withCount((count) => count === 1), together: withCount((count) => count > 1) };
}

/** Nearly all rows of a job have other keys: these are passed over without being looked for in the set. */
function nextMarked(keys: Int32Array, marks: Uint8Array, from: number): number {
  const mask = marks.length - 1;
  let at = from;
  while (at < keys.length && marks[(keys[at] ?? 0) & mask] === 0) at += 2;
  return at;
}

/** Rows of each match key, rising. Keys of the same hash may differ: the cells tell. */
export function* groupsOf({ file, mapper }: Pick<Deciding, 'file' | 'mapper'>, positions: readonly number[]): Generator<void, ReadonlyMap<string, readonly Member[]>> {
  const groups = new Map<string, Member[]>();
  for (const { position, row, cells } of file.blocks.rowsAt(positions, { few: true })) {
    const mapped = mapper.map({ row, cells });
    if (mapped.kind !== 'item') continue;
    const group = groups.get(mapped.key);
    if (group === undefined) groups.set(mapped.key, [{ position, row }]);
    else group.push({ position, row });
    yield;
  }
  return groups;
}

/** The row picked last for this very key, by the halves of its hash; a row whose key was corrected since is not picked for its new one. */
export function winnerOf<One extends Pick<Member, 'position'>>(policy: Policy, picks: ReadonlyMap<number, PickedRow>, [low, high]: readonly [number, number], members: readonly One[]): One | undefined {
  let [winner, batch] = [policy === 'first' ? members[0] : members.at(-1), 0];
  if (picks.size === 0) return winner;
  for (const member of members) {
    const pick = picks.get(member.position);
    if (pick === undefined || pick.batch < batch || pick.low !== low || pick.high !== high) continue;
    [winner, batch] = [member, pick.batch];
  }
  return winner;
}

interface Group {
  readonly members: readonly Member[];
  readonly winner: Member | undefined;
}

interface Moving {
  readonly stateAt: (position: number) => RowState;
  readonly moves: Map<number, RowEvent>;
}

function decide(c: Deciding, { members, winner }: Group, { stateAt, moves }: Moving): void {
  if (winner === undefined) return;
  for (const { position } of members) {
    const state = stateAt(position);
    if (position === winner.position) {
      if (state === 'duplicate') reinstate(c, moves, position);
    } else if (state === 'duplicate') {
      if (c.file.problems.duplicateOf(position) !== winner.row) c.file.problems.addDuplicate(position, winner.row);
    } else if ((state === 'ready' || state === 'unchanged') && c.open[position] !== 1) {
      moves.set(position, 'supersede');
      c.file.problems.addDuplicate(position, winner.row);
    }
  }
}

function reinstate({ file }: Deciding, moves: Map<number, RowEvent>, position: number): void {
  file.problems.removeDuplicate(position);
  moves.set(position, 'reinstate');
}
