import type { EngineEvent } from '#contract/events.ts';
import { exportShare, type ExportChoice } from '#contract/exports.ts';
import type { Client } from '../api/bridge.ts';
import { exportedSentence, localeOf, usualDelimiter, type ExportDelimiter } from '../text/exports.ts';
import type { Notices } from './notices.svelte.ts';

type Progress = Extract<EngineEvent, { kind: 'exporting' }>;

/** What is exported: which rows, and whether they are to be corrected. */
export interface ExportWish {
  readonly rows: ExportChoice;
  readonly forCorrecting: boolean;
}

/** Rows of a job on their way into a file: one export at a time. */
export class Exporting {
  readonly #client: Client;
  readonly #notices: Notices;
  readonly #jobId: string;
  #wish = $state.raw<ExportWish | null>(null);
  #progress = $state.raw<Progress | null>(null);
  #cancelling = $state(false);

  constructor(client: Client, notices: Notices, jobId: string) {
    this.#client = client;
    this.#notices = notices;
    this.#jobId = jobId;
  }

  /** What is being exported, or asked a place for; null where nothing is. */
  get wish(): ExportWish | null {
    return this.#wish;
  }

  /** Rows written, once they are being written; null while the place is chosen. */
  get progress(): Progress | null {
    return this.#progress;
  }

  /** From 0 to 1; null while it is not known. */
  get share(): number | null {
    return this.#progress === null ? null : exportShare(this.#progress);
  }

  get cancelling(): boolean {
    return this.#cancelling;
  }

  isOf(rows: ExportChoice, forCorrecting = false): boolean {
    return this.#wish?.rows === rows && this.#wish.forCorrecting === forCorrecting;
  }

  hear(event: Progress): void {
    if (this.#wish !== null) this.#progress = event;
  }

  rows(rows: ExportChoice, delimiter: ExportDelimiter = usualDelimiter()): Promise<void> {
    return this.#export({ rows, forCorrecting: false }, { rows, delimiter, locale: localeOf(delimiter) });
  }

  /** A workbook to correct the rows in, which comes back by `round` of the job. */
  forCorrecting(rows: ExportChoice): Promise<void> {
    return this.#export({ rows, forCorrecting: true }, { rows, forCorrecting: true });
  }

  /** Nothing is left of the file. */
  async cancel(): Promise<void> {
    this.#cancelling = true;
    await this.#notices.attempt(() => this.#client.call('cancelExport', { jobId: this.#jobId }));
  }

  async #export(wish: ExportWish, input: { readonly rows: ExportChoice; readonly delimiter?: ExportDelimiter; readonly locale?: 'en' | 'ru'; readonly forCorrecting?: true }): Promise<void> {
    if (this.#wish !== null) return;
    this.#wish = wish;
    const written = await this.#notices.attempt(() => this.#client.call('exportRows', { jobId: this.#jobId, ...input }));
    this.#wish = null;
    this.#progress = null;
    this.#cancelling = false;
    if (written !== undefined && written !== null) this.#notices.tell(exportedSentence(written));
  }
}
