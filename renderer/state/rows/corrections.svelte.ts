import type { CommandInput } from '#contract/commands.ts';
import type { BatchResult, CorrectionBatch } from '#contract/corrections.ts';
import type { EngineEvent } from '#contract/events.ts';
import type { Client } from '../../api/bridge.ts';
import type { Notices } from '../notices.svelte.ts';
import { asksSendAgain } from '../../text/rowWords.ts';
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

/** What the operator has said beside: that this very file is to go on, and that rows are to be sent again. */
interface Word {
  readonly adopt?: true;
  readonly sendAgain?: true;
}

/** One batch to be made, undone or redone, at once or after a question. */
interface Turn {
  readonly kind: 'made' | 'undone' | 'redone';
  readonly step: (word: Word) => Promise<BatchResult>;
  /** False where the operator was asked before whether rows are to be sent again. */
  readonly asks?: boolean;
  /** Called when it was done, whichever question came before. */
  readonly after?: (result: BatchResult) => Promise<void>;
}

/** Corrections of a job as batches: making one, taking it back, bringing it back, and the list of them. */
export class Corrections {
  readonly #parts: Parts;
  #batches = $state.raw<readonly CorrectionBatch[]>([]);
  #progress = $state.raw<Progress | null>(null);
  #asked = $state.raw<{ readonly result: BatchResult; readonly yes: () => Promise<unknown> } | null>(null);
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

  /** Rows were left alone as the platform has accepted them, or others of their match keys: whether they are to be sent all the same; null where nothing is asked. */
  get asked(): BatchResult | null {
    return this.#asked?.result ?? null;
  }

  async sendAgain(): Promise<void> {
    const asked = this.#asked;
    this.#asked = null;
    await asked?.yes();
  }

  dismiss(): void {
    this.#asked = null;
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
  correct(cells: TypedCells): Promise<BatchResult | undefined> {
    const { client, jobId } = this.#parts;
    return this.make((word) => client.call('correctCells', { jobId, cells, sendAgain: false, ...word }));
  }

  /** Sends a row that was accepted once more, as it is: by the operator's word, which is asked for. */
  async sendOnceMore(position: number): Promise<void> {
    const { client, jobId } = this.#parts;
    await this.make((word) => client.call('pickDuplicate', { jobId, position, sendAgain: false, ...word }));
  }

  /** A batch that is made in another way, as from a workbook. */
  make(step: Turn['step'], more: Pick<Turn, 'asks' | 'after'> = {}): Promise<BatchResult | undefined> {
    return this.#behind(() => this.#turn({ kind: 'made', step, ...more }));
  }

  undo(more: Pick<Turn, 'after'> = {}): Promise<BatchResult | undefined> {
    const { client, jobId } = this.#parts;
    return this.#behind(async () => (this.last === undefined ? undefined : this.#turn({ kind: 'undone', step: (word) => client.call('undoCorrections', { jobId, redo: false, ...word }), ...more })));
  }

  redo(): Promise<BatchResult | undefined> {
    const { client, jobId } = this.#parts;
    return this.#behind(async () => (this.next === undefined ? undefined : this.#turn({ kind: 'redone', step: (word) => client.call('undoCorrections', { jobId, redo: true, ...word }) })));
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

  async #turn(turn: Turn, word: Word = {}): Promise<BatchResult | undefined> {
    const { kind, step, asks = true, after } = turn;
    const { notices, takeOver, onchange } = this.#parts;
    const withWord = (more: Word): Promise<BatchResult | undefined> => this.#behind(() => this.#turn(turn, { ...word, ...more }));
    const result = await notices.attempt(() => takeOver.guard(() => step(word), () => withWord({ adopt: true })));
    this.#progress = null;
    if (result === undefined || result === null) return undefined;
    this.#asked = asks && word.sendAgain !== true && asksSendAgain(result) ? { result, yes: () => withWord({ sendAgain: true }) } : null;
    await this.load();
    onchange(result, kind);
    await after?.(result);
    return result;
  }
}
