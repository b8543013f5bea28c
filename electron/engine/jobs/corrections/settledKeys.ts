import type { RefusalReason } from '#contract/corrections.ts';
import { rowStates, type RowState } from '#contract/job.ts';
import type { MappedRow, RowMapper } from '../../mapping/types.ts';
import type { PickedRow } from '../../store/corrections.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { winnerOf, type Policy } from './decideAgain.ts';
import type { JobKeys } from './jobKeys.ts';
import { hashOfKey } from './keyHashes.ts';
import { KeySet } from './keySet.ts';
import { keyOf } from './rowsOfKey.ts';
import { KeyPositions } from './keyPositions.ts';

export interface SettledKeysOptions {
  readonly file: JobFile;
  readonly keys: JobKeys;
  readonly policy: Policy;
  /** Of all rows, that of position 1 first; as they stand before anything is corrected. */
  readonly states: Uint8Array;
  /** See openRows. */
  readonly open: Uint8Array;
  readonly mapper: RowMapper;
}

/** A row as it would be corrected. */
export interface JoiningRow {
  readonly position: number;
  /** As it stands. */
  readonly state: RowState;
  readonly mapped: MappedRow;
  readonly sendAgain: boolean;
  /** Its cells are read already as they would be. */
  readonly isTurned?: boolean;
}

const unsettled: ReadonlySet<RowState> = new Set(['unknown', 'queued', 'sending'] as const);

/** Why a row cannot be sent after others of its match key; null where it can. `open`: see openRows. */
export function afterOthers(others: Iterable<{ readonly state: RowState; readonly isOpen: boolean }>, sendAgain: boolean): 'key-unsettled' | 'key-accepted' | null {
  let isAccepted = false;
  for (const { state, isOpen } of others) {
    if (isOpen || unsettled.has(state)) return 'key-unsettled';
    if (state === 'accepted') isAccepted = true;
  }
  return isAccepted && !sendAgain ? 'key-accepted' : null;
}

/**
 * Which match keys have rows that the platform has accepted, or may have: a row that gets such a key and would be sent overwrites
 * their profile, which takes the operator's word. As long as rows are only ever sent again by that word, such rows keep their keys during a
 * batch, so that each row can be asked about before anything of it is written.
 */
export class SettledKeys {
  readonly #options: SettledKeysOptions;
  readonly #settled: KeyPositions;
  #any: boolean | null = null;
  #anyAccepted: boolean | null = null;
  #picks: ReadonlyMap<number, PickedRow> | null = null;
  #unsettled: KeySet | null = null;

  constructor(options: SettledKeysOptions) {
    this.#options = options;
    this.#settled = new KeyPositions(() => options.keys.all, (position) => this.#isSettled(position));
  }

  /** Why a row cannot be corrected so; null where it can, as where another one of its key is sent anyway. Fault job-corrupt. */
  refusal({ position, state, mapped, sendAgain, isTurned = false }: JoiningRow): RefusalReason | null {
    if (mapped.kind !== 'item' || !this.#hasAny()) return null;
    if (this.#options.policy === 'all') return this.#isBehindUnsettled(position, mapped.key, state === 'ready' && !isTurned) ? 'key-unsettled' : null;
    return this.#refusal(position, state, hashOfKey(mapped.key), sendAgain);
  }

  /** The same of a row that keeps its match key. */
  refusalOfKept(position: number, state: RowState, sendAgain: boolean): RefusalReason | null {
    if (this.#options.policy === 'all' || !this.#hasAny()) return null;
    const keys = this.#options.keys.all;
    return this.#refusal(position, state, [keys[position * 2 - 2] ?? 0, keys[position * 2 - 1] ?? 0], sendAgain);
  }

  /** Accepted rows whose profile a row overwrites when it is sent so, by the sheet's numbers; where all rows of a key are sent, those further down. */
  overwritten(joining: Pick<JoiningRow, 'position' | 'state' | 'mapped'>): readonly number[] {
    return this.#overwrittenPositions(joining).map((position) => this.#options.file.blocks.rowNumber(position));
  }

  #overwrittenPositions({ position, state, mapped }: Pick<JoiningRow, 'position' | 'state' | 'mapped'>): readonly number[] {
    if (mapped.kind !== 'item') return [];
    const isAccepted = (other: number): boolean => this.#options.states[other - 1] === accepted;
    if (this.#options.policy !== 'all') return this.#hasAny() ? this.#before(position, state, hashOfKey(mapped.key)).filter(isAccepted) : [];
    this.#anyAccepted ??= this.#options.states.includes(accepted);
    if (!this.#anyAccepted) return [];
    const [low, high] = hashOfKey(mapped.key);
    const { keys: { all: keys } } = this.#options;
    // It waits already.
    if (state === 'ready' && keys[position * 2 - 2] === low && keys[position * 2 - 1] === high) return [];
    return this.#settled.of(low, high).filter((other) => other > position && isAccepted(other));
  }

  #refusal(position: number, state: RowState, hash: readonly [number, number], sendAgain: boolean): RefusalReason | null {
    const { states, open } = this.#options;
    return afterOthers(this.#before(position, state, hash).map((other) => ({ state: rowStates[states[other - 1] ?? 0] ?? 'empty', isOpen: open[other] === 1 })), sendAgain);
  }

  /** The settled rows that it would be sent after. */
  #before(position: number, state: RowState, [low, high]: readonly [number, number]): readonly number[] {
    const { keys: { all: keys }, policy, file } = this.#options;
    const isSame = keys[position * 2 - 2] === low && keys[position * 2 - 1] === high;
    // It is sent already, or another one is instead of it, and that stays so.
    if (isSame && (state === 'ready' || state === 'duplicate')) return [];
    // A hash of 64 bits is taken at its word here: at worst the operator is asked once too often.
    const others = this.#settled.of(low, high).filter((other) => other !== position);
    if (others.length === 0) return [];
    this.#picks ??= file.corrections.picks();
    const members = [...others, position].sort((a, b) => a - b).map((one) => ({ position: one }));
    return policy === 'all' || winnerOf(policy, this.#picks, [low, high], members)?.position !== position ? [] : others;
  }

  /**
   * Where all rows of a key are sent, each follows the accepted ones by the operator's choice, but nobody can say what follows one whose outcome is
   * open. `waits`: it is to be sent as it is, so that it may keep its key.
   */
  #isBehindUnsettled(position: number, key: string, waits: boolean): boolean {
    this.#unsettled ??= this.#keysUnsettled();
    if (this.#unsettled.find(...hashOfKey(key)) < 0) return false;
    return !waits || keyOf(this.#options, position) !== key;
  }

  /** Hashes of keys are not kept where all rows of a key are sent, so those few are made. */
  #keysUnsettled(): KeySet {
    const { file, mapper, states, open } = this.#options;
    const positions: number[] = [];
    for (let position = 1; position <= states.length; position += 1) if (unsettledNumbers[states[position - 1] ?? 0] === true || open[position] === 1) positions.push(position);
    const keys = new KeySet();
    for (const row of file.blocks.rowsAt(positions)) {
      const mapped = mapper.map(row);
      if (mapped.kind === 'item') keys.add(...hashOfKey(mapped.key));
    }
    return keys;
  }

  #hasAny(): boolean {
    const { policy, states, open } = this.#options;
    const concerned = policy === 'all' ? unsettledNumbers : settledNumbers;
    this.#any ??= concerned.some((is, number) => is && states.includes(number)) || Buffer.from(open.buffer).includes(1);
    return this.#any;
  }

  #isSettled(position: number): boolean {
    return settledNumbers[this.#options.states[position - 1] ?? 0] === true || this.#options.open[position] === 1;
  }
}

const accepted = rowStates.indexOf('accepted');
const unsettledNumbers = rowStates.map((state) => unsettled.has(state));
const settledNumbers = rowStates.map((state) => state === 'accepted' || unsettled.has(state));
