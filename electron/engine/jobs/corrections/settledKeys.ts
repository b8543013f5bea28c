import type { RefusalReason } from '#contract/corrections.ts';
import { rowStates, type RowState } from '#contract/job.ts';
import type { MappedRow } from '../../mapping/types.ts';
import type { PickedRow } from '../../store/corrections.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { winnerOf, type Policy } from './decideAgain.ts';
import type { JobKeys } from './jobKeys.ts';
import { hashOfKey } from './keyHashes.ts';
import { KeyPositions } from './keyPositions.ts';

export interface SettledKeysOptions {
  readonly file: JobFile;
  readonly keys: JobKeys;
  readonly policy: Policy;
  /** Of all rows, that of position 1 first; as they stand before anything is corrected. */
  readonly states: Uint8Array;
  /** See openRows. */
  readonly open: Uint8Array;
}

/** A row as it would be corrected. */
export interface JoiningRow {
  readonly position: number;
  /** As it stands. */
  readonly state: RowState;
  readonly mapped: MappedRow;
  readonly sendAgain: boolean;
}

const unsettled: ReadonlySet<RowState> = new Set(['unknown', 'sending'] as const);

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
  #picks: ReadonlyMap<number, PickedRow> | null = null;

  constructor(options: SettledKeysOptions) {
    this.#options = options;
    this.#settled = new KeyPositions(() => options.keys.all, (position) => this.#isSettled(position));
  }

  /** Why a row cannot be corrected so; null where it can, as where another one of its key is sent anyway. Fault job-corrupt. */
  refusal({ position, state, mapped, sendAgain }: JoiningRow): RefusalReason | null {
    if (mapped.kind !== 'item' || !this.#hasAny()) return null;
    return this.#refusal(position, state, hashOfKey(mapped.key), sendAgain);
  }

  /** The same of a row that keeps its match key. */
  refusalOfKept(position: number, state: RowState, sendAgain: boolean): RefusalReason | null {
    if (!this.#hasAny()) return null;
    const keys = this.#options.keys.all;
    return this.#refusal(position, state, [keys[position * 2 - 2] ?? 0, keys[position * 2 - 1] ?? 0], sendAgain);
  }

  #refusal(position: number, state: RowState, [low, high]: readonly [number, number], sendAgain: boolean): RefusalReason | null {
    const { keys: { all: keys }, policy, states, open, file } = this.#options;
    const isSame = keys[position * 2 - 2] === low && keys[position * 2 - 1] === high;
    // It is sent already, or another one is instead of it, and that stays so.
    if (isSame && (state === 'ready' || state === 'duplicate')) return null;
    // A hash of 64 bits is taken at its word here: at worst the operator is asked once too often.
    const others = this.#settled.of(low, high).filter((other) => other !== position);
    if (others.length === 0) return null;
    this.#picks ??= file.corrections.picks();
    const members = [...others, position].sort((a, b) => a - b).map((one) => ({ position: one }));
    if (winnerOf(policy, this.#picks, [low, high], members)?.position !== position) return null;
    return afterOthers(others.map((other) => ({ state: rowStates[states[other - 1] ?? 0] ?? 'empty', isOpen: open[other] === 1 })), sendAgain);
  }

  /** Where all rows of a key are sent, each follows the one before by the operator's choice. */
  #hasAny(): boolean {
    const { policy, states, open } = this.#options;
    this.#any ??= policy !== 'all' && (settledNumbers.some((is, number) => is && states.includes(number)) || Buffer.from(open.buffer).includes(1));
    return this.#any;
  }

  #isSettled(position: number): boolean {
    return settledNumbers[this.#options.states[position - 1] ?? 0] === true || this.#options.open[position] === 1;
  }
}

const settledNumbers = rowStates.map((state) => state === 'accepted' || unsettled.has(state));
