import type { UndoSaved } from '#contract/comparison.ts';
import { exportShare, type ExportProgress } from '#contract/exports.ts';
import type { Client } from '../api/bridge.ts';
import type { Notices } from './notices.svelte.ts';

/** The workbook that takes a job back for the rows whose profiles were kept. */
export class Undoing {
  readonly #client: Client;
  readonly #notices: Notices;
  readonly #jobId: string;
  #busy = $state(false);
  #progress = $state.raw<ExportProgress | null>(null);
  #cancelling = $state(false);
  #saved = $state.raw<UndoSaved | null>(null);

  constructor(client: Client, notices: Notices, jobId: string) {
    this.#client = client;
    this.#notices = notices;
    this.#jobId = jobId;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Rows that were looked through or written; null while the place is chosen. */
  get progress(): ExportProgress | null {
    return this.#progress;
  }

  /** From 0 to 1; null while it is not known. */
  get share(): number | null {
    return this.#progress === null ? null : exportShare(this.#progress);
  }

  get cancelling(): boolean {
    return this.#cancelling;
  }

  hear(progress: ExportProgress): void {
    if (this.#busy) this.#progress = progress;
  }

  /** Nothing is left of the file. */
  async cancel(): Promise<void> {
    this.#cancelling = true;
    await this.#notices.attempt(() => this.#client.call('cancelUndo', { jobId: this.#jobId }));
  }

  /** The one written last; null before the first. */
  get saved(): UndoSaved | null {
    return this.#saved;
  }

  /** Asks where to save it. */
  async save(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const saved = await this.#notices.attempt(() => this.#client.call('saveUndo', { jobId: this.#jobId }));
    this.#busy = false;
    this.#progress = null;
    this.#cancelling = false;
    if (saved !== undefined && saved !== null) this.#saved = saved;
  }
}
