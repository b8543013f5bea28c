import type { QueuedJob } from '#contract/events.ts';
import type { Client } from '../api/bridge.ts';
import type { Notices } from './notices.svelte.ts';

/** Jobs that wait until the one before them on their connection has ended. */
export class QueueState {
  readonly #client: Client;
  readonly #notices: Notices;
  #jobs = $state.raw<readonly QueuedJob[]>([]);

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  get jobs(): readonly QueuedJob[] {
    return this.#jobs;
  }

  has(jobId: string): boolean {
    return this.#jobs.some((job) => job.jobId === jobId);
  }

  /** The place of a job among those of its connection, from 1; 0 where it does not wait. */
  placeOf(jobId: string): number {
    const connectionId = this.#jobs.find((job) => job.jobId === jobId)?.connectionId;
    return this.#jobs.filter((job) => job.connectionId === connectionId).findIndex((job) => job.jobId === jobId) + 1;
  }

  hear(jobs: readonly QueuedJob[]): void {
    this.#jobs = jobs;
  }

  /** A window that is opened again while jobs wait. */
  async load(): Promise<void> {
    this.#jobs = await this.#client.call('queuedJobs', {}).catch(() => this.#jobs);
  }

  /** Takes a job out; it then begins by its operator alone. */
  async remove(jobId: string): Promise<void> {
    await this.#notices.attempt(() => this.#client.call('pauseJob', { jobId, now: false }));
  }
}
