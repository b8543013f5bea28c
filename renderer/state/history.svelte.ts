import type { JobSummary } from '#contract/commands.ts';
import type { JobState as State, JobStatus } from '#contract/job.ts';
import type { Client } from '../api/bridge.ts';
import type { Notices } from './notices.svelte.ts';

const open: readonly State[] = ['ready', 'running', 'paused'];

/** All jobs this computer knows of, newest first. */
export class HistoryState {
  readonly #client: Client;
  readonly #notices: Notices;
  #jobs = $state.raw<readonly JobSummary[]>([]);
  #loaded = $state(false);

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  get jobs(): readonly JobSummary[] {
    return this.#jobs;
  }

  get loaded(): boolean {
    return this.#loaded;
  }

  /** Jobs that can go on. */
  get unfinished(): readonly JobSummary[] {
    return this.#jobs.filter(({ status }) => status !== null && open.includes(status.state));
  }

  get done(): readonly JobSummary[] {
    return this.#jobs.filter(({ status }) => status === null || !open.includes(status.state));
  }

  get running(): readonly JobSummary[] {
    return this.#jobs.filter(({ status }) => status?.state === 'running');
  }

  find(jobId: string): JobSummary | undefined {
    return this.#jobs.find((job) => job.jobId === jobId);
  }

  async load(): Promise<void> {
    const jobs = await this.#notices.attempt(() => this.#client.call('listJobs', {}));
    if (jobs === undefined) return;
    this.#jobs = [...jobs].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    this.#loaded = true;
  }

  /** Opens a job file from elsewhere; the job, or undefined when the dialog was dismissed or it failed. */
  async openFile(): Promise<JobSummary | undefined> {
    const job = await this.#notices.attempt(() => this.#client.call('openJob', {}));
    if (job === undefined || job === null) return undefined;
    await this.load();
    return job;
  }

  async remove(jobId: string): Promise<void> {
    const done = await this.#notices.attempt(() => this.#client.call('deleteJob', { jobId }));
    if (done !== undefined) this.#jobs = this.#jobs.filter((job) => job.jobId !== jobId);
  }

  apply(jobId: string, status: JobStatus): void {
    this.#jobs = this.#jobs.map((job) => (job.jobId === jobId ? { ...job, status } : job));
  }
}
