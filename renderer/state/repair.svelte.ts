import type { JobSummary } from '#contract/commands.ts';
import type { JobCheck } from '#contract/repair.ts';
import { checkWords, repairWords } from '#contract/repairWords.ts';
import type { Client } from '../api/bridge.ts';
import type { HistoryState } from './history.svelte.ts';
import type { Notices } from './notices.svelte.ts';

/** Looking at a job that cannot be read, and saving what is left of it. */
export class RepairState {
  readonly #client: Client;
  readonly #notices: Notices;
  readonly #history: HistoryState;
  #job = $state.raw<JobSummary | null>(null);
  #check = $state.raw<JobCheck | null>(null);
  #busy = $state(false);

  constructor(client: Client, notices: Notices, history: HistoryState) {
    this.#client = client;
    this.#notices = notices;
    this.#history = history;
  }

  /** The job that was looked at; null while none is asked about. */
  get job(): JobSummary | null {
    return this.#check === null ? null : this.#job;
  }

  get words(): readonly string[] {
    return this.#check === null ? [] : checkWords(this.#check, 'window');
  }

  /** Name of the workbook that it was made from, where that is known. */
  get source(): string | null {
    return this.#check?.source ?? null;
  }

  /** Whether a new job can be made of it. */
  get possible(): boolean {
    return this.#check !== null && !this.#check.whole && this.#check.repair.possible;
  }

  get busy(): boolean {
    return this.#busy;
  }

  async look(job: JobSummary): Promise<void> {
    this.#job = job;
    this.#check = (await this.#notices.attempt(() => this.#client.call('checkJob', { jobId: job.jobId }))) ?? null;
  }

  /** Saves what is left to a file of the operator's choice, opens the new job, and tells what came of it. */
  async repair(withSource: boolean, open: (jobId: string) => Promise<void>): Promise<void> {
    const job = this.#job;
    if (job === null || this.#busy) return;
    this.#busy = true;
    const made = await this.#notices.attempt(() => this.#client.call('repairJob', { jobId: job.jobId, withSource }));
    this.#busy = false;
    if (made === undefined || made === null) return;
    this.dismiss();
    await this.#history.load();
    await open(made.job.jobId);
    this.#notices.tell(repairWords(made.note, 'window').join(' '));
  }

  dismiss(): void {
    this.#check = null;
    this.#job = null;
  }
}
