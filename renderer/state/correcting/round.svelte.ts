import type { SourceRef } from '#contract/commands.ts';
import type { BatchResult } from '#contract/corrections.ts';
import type { EngineEvent } from '#contract/events.ts';
import type { WorkbookChoices, WorkbookReport } from '#contract/workbook.ts';
import type { Client } from '../../api/bridge.ts';
import { workbookTakenSentence } from '../../text/workbookWords.ts';
import type { Notices } from '../notices.svelte.ts';
import type { Corrections } from '../rows/corrections.svelte.ts';

type Progress = Extract<EngineEvent, { kind: 'correcting' }>;

interface Parts {
  readonly client: Client;
  readonly notices: Notices;
  readonly corrections: Corrections;
  readonly jobId: string;
}

const none: WorkbookChoices = { sendAgain: false, asItIs: false, overwrite: false };

/** A workbook that was exported for correcting and comes back: what it would change, and taking it in. */
export class Round {
  readonly #parts: Parts;
  #file = $state.raw<SourceRef | null>(null);
  #report = $state.raw<WorkbookReport | null>(null);
  #choices = $state.raw<WorkbookChoices>(none);
  #busy = $state<'look' | 'take' | null>(null);
  #progress = $state.raw<Progress | null>(null);

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The workbook that is looked at; null while there is none. */
  get file(): SourceRef | null {
    return this.#file;
  }

  get report(): WorkbookReport | null {
    return this.#report;
  }

  /** What was allowed that is not done unasked. */
  get choices(): WorkbookChoices {
    return this.#choices;
  }

  get busy(): 'look' | 'take' | null {
    return this.#busy;
  }

  get progress(): Progress | null {
    return this.#progress;
  }

  /** Rows that would be corrected. */
  get rows(): number {
    return this.#report === null ? 0 : this.#report.changedRows - this.#report.becomes.refused;
  }

  /** Chooses the workbook by dialog. */
  async chooseFile(): Promise<void> {
    const { client, notices } = this.#parts;
    const file = await notices.attempt(() => client.call('chooseSource', {}));
    if (file !== undefined && file !== null) await this.look(file);
  }

  async look(file: SourceRef): Promise<void> {
    this.#choices = none;
    await this.#look(file);
  }

  /** Looks at it again with other choices; nothing is changed yet. */
  async choose(change: Partial<WorkbookChoices>): Promise<void> {
    if (this.#file === null || this.#busy !== null) return;
    this.#choices = { ...this.#choices, ...change };
    await this.#look(this.#file);
  }

  /** Corrects what was changed in it, as one batch. */
  async take(): Promise<void> {
    const file = this.#file;
    if (file === null || this.#busy !== null) return;
    const { client, notices, corrections, jobId } = this.#parts;
    const { sourceId } = file;
    this.#busy = 'take';
    let report: WorkbookReport | null = null;
    const result: BatchResult | undefined = await corrections.make(async ({ adopt }) => {
      const taken = await client.call('correctFromWorkbook', { jobId, sourceId, ...this.#choices, ...(adopt === undefined ? {} : { adopt }) });
      report = taken.report;
      this.dismiss();
      return taken.result;
    }, { asks: false });
    this.#busy = null;
    this.#progress = null;
    if (result !== undefined && report !== null) notices.tell(workbookTakenSentence(report, result));
  }

  /** Stops what is under way; nothing is changed then. */
  async cancel(): Promise<void> {
    const { client, notices, jobId } = this.#parts;
    await notices.attempt(() => client.call('cancelCorrections', { jobId }));
  }

  dismiss(): void {
    this.#file = null;
    this.#report = null;
  }

  hear(event: Progress): void {
    if (this.#busy !== null) this.#progress = event;
  }

  async #look(file: SourceRef): Promise<void> {
    const { client, notices, jobId } = this.#parts;
    this.#file = file;
    this.#busy = 'look';
    const report = await notices.attempt(() => client.call('previewWorkbook', { jobId, sourceId: file.sourceId, ...this.#choices }));
    this.#busy = null;
    this.#progress = null;
    if (report === undefined) this.dismiss();
    else this.#report = report;
  }
}
