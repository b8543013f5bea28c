import type { RowState } from '#contract/job.ts';
import type { MappedRow } from '../../mapping/types.ts';
import type { PickedRow } from '../../store/corrections.ts';
import type { Correcting } from './correcting.ts';
import { winnerOf } from './decideAgain.ts';
import { hashOfKey } from './keyHashes.ts';
import { KeyPositions } from './keyPositions.ts';

/** As a row would be corrected. */
const [planned, acceptedBefore, readyAsBefore] = [1, 2, 3];

/**
 * Which rows of a batch would stand back for another row of their match key once all of it was done, so that a preview says of them what the
 * batch then does: the same winner is taken as in decideAgain. Nothing is written.
 */
export class Standing {
  readonly #look: Pick<Correcting, 'file' | 'policy' | 'keys'>;
  #keys: Int32Array | null = null;
  #plans: Uint8Array | null = null;
  #hasMoved = false;
  #rows: KeyPositions | null = null;
  #picks: ReadonlyMap<number, PickedRow> | null = null;

  constructor(look: Pick<Correcting, 'file' | 'policy' | 'keys'>) {
    this.#look = look;
  }

  /** A row would be corrected so. To be told of all before anything is asked. */
  plan(position: number, state: RowState, mapped: MappedRow): void {
    if (this.#look.policy === 'all') return;
    // Copied, as a preview leaves the keys as they are.
    this.#keys ??= this.#look.keys.all.slice();
    this.#plans ??= new Uint8Array(this.#keys.length / 2 + 1);
    const at = position * 2 - 2;
    const [low, high] = mapped.kind === 'item' ? hashOfKey(mapped.key) : [0, 0];
    const isSame = this.#keys[at] === low && this.#keys[at + 1] === high;
    if (!isSame) this.#hasMoved = true;
    this.#keys[at] = low;
    this.#keys[at + 1] = high;
    this.#plans[position] = mapped.kind !== 'item' ? 0 : isSame && state === 'ready' ? readyAsBefore : state === 'accepted' ? acceptedBefore : planned;
  }

  /** Position of the row that would be sent instead of one that was planned; 0 where it is sent itself. */
  instead(position: number): number {
    const plan = this.#plans?.[position] ?? 0;
    const keys = this.#keys;
    if (plan === 0 || keys === null || (plan === readyAsBefore && !this.#hasMoved)) return 0;
    const [low, high] = [keys[position * 2 - 2] ?? 0, keys[position * 2 - 1] ?? 0];
    this.#rows ??= new KeyPositions(() => keys, () => true);
    const members = [...this.#rows.of(low, high)].sort((a, b) => a - b).map((one) => ({ position: one }));
    if (members.length < 2) return 0;
    this.#picks ??= this.#look.file.corrections.picks();
    const winner = winnerOf(this.#look.policy, this.#picks, [low, high], members)?.position ?? position;
    return winner === position ? 0 : winner;
  }

  /** How many rows planned would stand back, and how many of them the platform has accepted. */
  count(): { readonly rows: number; readonly accepted: number } {
    let [rows, accepted] = [0, 0];
    this.#plans?.forEach((plan, position) => {
      if (plan === 0 || this.instead(position) === 0) return;
      rows += 1;
      if (plan === acceptedBefore) accepted += 1;
    });
    return { rows, accepted };
  }
}
