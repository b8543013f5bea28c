import type { CommandInput } from '#contract/commands.ts';
import type { BatchResult, CorrectionBatch } from '#contract/corrections.ts';
import type { EngineEvent } from '#contract/events.ts';
import type { Client } from '../../api/bridge.ts';
import type { Notices } from '../notices.svelte.ts';
import type { TakeOver } from '../takeOver.svelte.ts';

export type TypedCells = CommandInput<'correctCells'>['cells'];
type Progress = Extract<EngineEvent, { kind: 'correcting' }>;

interface Parts {
  readonly client: Client;
  readonly notices: Notices;
  readonly takeOver: TakeOver;
  readonly jobId: string;
  /** Rows may be others now. */
  readonly onchange: (result: BatchResult, kind: 'made' | 'undone' | 'redone') => void;
}

const again = (isAsked: boolean): { readonly sendAgain?: true } => (isAsked ? { sendAgain: true } : {});

/** Corrections of a job as batches: making one, taking it back, bringing it back, and the list of them. */
export class Corrections {
  readonly #parts: Parts;
  #batches = $state.raw<readonly CorrectionBatch[]>([]);
  #progress = $state.raw<Progress | null>(null);
  #waiting = $state(0);
  #queue: Promise<unknown> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** In their order. */
  get batches(): readonly CorrectionBatch[] {
    return this.#batches;
  }

  /** Whether one is on its way. */
  get busy(): boolean {
    return this.#waiting > 0;
  }

  /** How far it is; null while there is nothing to tell. */
  get progress(): Progress | null {
    return this.#progress;
  }

  /** What undoing would take back. */
  get last(): CorrectionBatch | undefined {
    return this.#batches.findLast(({ state }) => state === 'applied');
  }

  /** What redoing would bring back. */
  get next(): CorrectionBatch | undefined {
    return this.#batches.find(({ state }) => state === 'undone');
  }

  async load(): Promise<void> {
    const { notices, client, jobId } = this.#parts;
    const batches = await notices.attempt(() => client.call('listCorrections', { jobId }));
    if (batches !== undefined) this.#batches = batches;
  }

  hear(event: Progress): void {
    if (this.busy) this.#progress = event;
  }

  /** Corrects the cells as one batch, behind those on their way; undefined where that was refused as a whole, which is told. */
  correct(cells: TypedCells, sendAgain: boolean): Promise<BatchResult | undefined> {
    const { client, jobId } = this.#parts;
    return this.#behind(() => this.#turn('made', (adopt) => client.call('correctCells', { jobId, cells, sendAgain, ...adopt })));
  }

  /** A batch that is made in another way, as from a workbook. */
  make(step: (adopt: { readonly adopt?: true }) => Promise<BatchResult>): Promise<BatchResult | undefined> {
    return this.#behind(() => this.#turn('made', step));
  }

  /** `sendAgain`: also where a row is sent then after another one of its match key that was accepted. */
  undo(sendAgain = false): Promise<BatchResult | undefined> {
    const { client, jobId } = this.#parts;
    return this.#behind(async () => (this.last === undefined ? undefined : this.#turn('undone', (adopt) => client.call('undoCorrections', { jobId, redo: false, ...again(sendAgain), ...adopt }))));
  }

  redo(sendAgain = false): Promise<BatchResult | undefined> {
    const { client, jobId } = this.#parts;
    return this.#behind(async () => (this.next === undefined ? undefined : this.#turn('redone', (adopt) => client.call('undoCorrections', { jobId, redo: true, ...again(sendAgain), ...adopt }))));
  }

  async cancel(): Promise<void> {
    const { client, jobId, notices } = this.#parts;
    await notices.attempt(() => client.call('cancelCorrections', { jobId }));
  }

  /** One after the other: whoever types faster than a batch is made must not lose what was typed. */
  async #behind<Value>(work: () => Promise<Value>): Promise<Value> {
    const before = this.#queue;
    this.#waiting += 1;
    const own = before.then(work);
    this.#queue = own.catch(() => undefined);
    try {
      return await own;
    } finally {
      this.#waiting -= 1;
    }
  }

  async #turn(kind: 'made' | 'undone' | 'redone', step: (adopt: { readonly adopt?: true }) => Promise<BatchResult>, adopt: { readonly adopt?: true } = {}): Promise<BatchResult | undefined> {
    const { notices, takeOver, onchange } = this.#parts;
    const result = await notices.attempt(() => takeOver.guard(() => step(adopt), () => this.#behind(() => this.#turn(kind, step, { adopt: true }))));
    this.#progress = null;
    if (result === undefined || result === null) return undefined;
    await this.load();
    onchange(result, kind);
    return result;
  }
}
