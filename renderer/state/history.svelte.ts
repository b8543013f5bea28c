import { SvelteSet } from 'svelte/reactivity';
import type { JobSummary } from '#contract/commands.ts';
import type { JobStatus } from '#contract/job.ts';
import type { Client } from '../api/bridge.ts';
import { groupJobs, type JobGroups } from './jobGroups.ts';
import type { Notices } from './notices.svelte.ts';
import { QueueState } from './queue.svelte.ts';

/** All jobs this computer knows of, newest first. */
export class HistoryState {
  readonly queue: QueueState;
  readonly #client: Client;
  readonly #notices: Notices;
  #jobs = $state.raw<readonly JobSummary[]>([]);
  #loaded = $state(false);
  #isLooking = false;
  readonly #pausing = new SvelteSet<string>();

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
    this.queue = new QueueState(client, notices);
  }

  get jobs(): readonly JobSummary[] {
    return this.#jobs;
  }

  get loaded(): boolean {
    return this.#loaded;
  }

  /** What is looked for in the list. */
  search = $state('');
  readonly #groups = $derived(groupJobs(this.#jobs, this.search));

  /** The jobs that the search leaves, by where they stand. */
  get groups(): JobGroups {
    return this.#groups;
  }

  /** All that run, whatever is looked for. */
  get running(): readonly JobSummary[] {
    return this.#jobs.filter(({ status }) => status?.state === 'running');
  }

  find(jobId: string): JobSummary | undefined {
    return this.#jobs.find((job) => job.jobId === jobId);
  }

  /** What was seen last comes at once, and what is found now behind it: the engine has to start for that, and looks at each file. */
  async begin(): Promise<void> {
    const kept = await this.#client.call('listJobs', { kept: true }).catch(() => undefined);
    if (kept !== undefined && !this.#loaded) this.#take(kept);
    await this.load();
  }

  async load(): Promise<void> {
    const [jobs] = await Promise.all([this.#notices.attempt(() => this.#client.call('listJobs', {})), this.queue.load()]);
    if (jobs !== undefined) this.#take(jobs);
  }

  /** Looks once more, as jobs go on in other programs too; says nothing where that fails. */
  async look(): Promise<void> {
    if (this.#isLooking || !this.#loaded) return;
    this.#isLooking = true;
    const jobs = await this.#client.call('listJobs', { look: true }).catch(() => undefined);
    this.#isLooking = false;
    if (jobs !== undefined) this.#take(jobs);
  }

  /** Whether a pause of a job was asked for here and it still runs. */
  isPausing(jobId: string): boolean {
    return this.#pausing.has(jobId) && this.find(jobId)?.status?.state === 'running';
  }

  /** Has a running job take no new requests; what is under way is waited for. */
  async pause(jobId: string): Promise<void> {
    this.#pausing.add(jobId);
    const done = await this.#notices.attempt(() => this.#client.call('pauseJob', { jobId, now: false }));
    if (done === undefined) this.#pausing.delete(jobId);
  }

  async pin(job: JobSummary): Promise<void> {
    const pinned = job.pinned !== true;
    const done = await this.#notices.attempt(() => this.#client.call('pinJob', { jobId: job.jobId, pinned }));
    if (done !== undefined) this.#jobs = this.#jobs.map((one) => (one.jobId === job.jobId ? withPin(one, pinned) : one));
  }

  #take(jobs: readonly JobSummary[]): void {
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
    if (status.state !== 'running') this.#pausing.delete(jobId);
    this.#jobs = this.#jobs.map((job) => (job.jobId === jobId ? { ...job, status } : job));
  }
}

function withPin({ jobId, name, createdAt, status }: JobSummary, isPinned: boolean): JobSummary {
  return { jobId, name, createdAt, status, ...(isPinned ? { pinned: true } : {}) };
}
