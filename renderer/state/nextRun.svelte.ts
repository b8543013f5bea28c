import type { Connection } from '#contract/commands.ts';
import type { EngineEvent } from '#contract/events.ts';
import type { JobStatus } from '#contract/job.ts';
import type { SourceVerdict } from '#contract/source.ts';
import { canSettle, profilesOfRun } from '#contract/runSize.ts';
import type { Client } from '../api/bridge.ts';
import { goesTo } from './connectionOf.ts';
import type { ConnectionsState } from './connections.svelte.ts';
import { Consent } from './takeOver.svelte.ts';
import { likelyConnection, settingsAsBefore, numberProblem, settingsProblem, typedNumber, startQuestion, usualSettings, type StartSettings } from './startSettings.ts';

type Comparing = Pick<Extract<EngineEvent, { kind: 'comparing' }>, 'rows' | 'total'>;

/** What the next run of a job would send, where and how, and what speaks against it; JobState starts it. */
export class NextRun {
  /** Rows left out as unchanged by the word of an earlier job that cannot be asked any more. */
  readonly unproved = new Consent('unchanged-unproved');
  readonly #client: Client;
  readonly #connections: ConnectionsState;
  readonly #jobId: string;
  readonly #status: () => JobStatus | null;
  #settings = $state.raw(usualSettings);
  #verdict = $state<SourceVerdict | null>(null);
  #comparing = $state.raw<Comparing | null>(null);
  /** The number of profiles as it is typed. */
  typed = $state('');

  constructor(client: Client, connections: ConnectionsState, jobId: string, status: () => JobStatus | null) {
    this.#client = client;
    this.#connections = connections;
    this.#jobId = jobId;
    this.#status = status;
  }

  /** How far the comparison before a first sending is; null where nothing is compared. */
  get comparing(): Comparing | null {
    return this.#comparing;
  }

  hear(event: Comparing): void {
    this.#comparing = event;
  }

  /** Begins a run; where rows left out as unchanged cannot be proved to be so, asks, and has `again` ready for a yes. */
  async begin<Value>(step: () => Promise<Value>, again: () => Promise<unknown>): Promise<Value | null> {
    try {
      return await this.unproved.guard(step, again);
    } finally {
      this.#comparing = null;
    }
  }

  /** Ends that comparison; nothing is sent then. */
  async cancelComparing(): Promise<void> {
    // It may be over by now.
    await this.#client.call('pauseJob', { jobId: this.#jobId, now: false }).catch(() => null);
  }

  get settings(): StartSettings {
    return this.#settings;
  }

  get connection(): Connection | undefined {
    const { connectionId } = this.#settings;
    return connectionId === null ? undefined : this.#connections.find(connectionId);
  }

  get canStart(): boolean {
    const status = this.#status();
    if (status === null || (status.state !== 'ready' && status.state !== 'paused')) return false;
    return this.toSend > 0;
  }

  /** Rows the next run would send or settle. */
  get toSend(): number {
    const status = this.#status();
    return status === null ? 0 : profilesOfRun(status);
  }

  /** Whether unknown rows can still be settled by asking again with the same ids. */
  get canSettle(): boolean {
    const status = this.#status();
    return status !== null && canSettle(status);
  }

  /** Why a run cannot be started with the settings as they are, or null. */
  get settingsProblem(): string | null {
    return settingsProblem(this.#settings, this.connection) ?? (this.asksNumber ? numberProblem(this.typed, this.sentNow) : null);
  }

  /** Whether so many profiles go over the chosen connection that their number is to be typed. */
  get asksNumber(): boolean {
    const above = this.connection?.mark.askAbove ?? null;
    return above !== null && this.sentNow > above;
  }

  /** The number that was typed, where it is asked for. */
  get confirmed(): number | null {
    return this.asksNumber ? typedNumber(this.typed) : null;
  }

  /** Whether the chosen connection leads to another server or queue than the one the job was begun on. */
  get otherServer(): boolean {
    const server = this.#status()?.server ?? null;
    return server !== null && this.connection !== undefined && !goesTo(this.connection, server);
  }

  /** What the operator goes on with although the database's fields speak against it; told again before the start. */
  get doubts(): readonly string[] {
    return this.#status()?.doubts ?? [];
  }

  /** The sentence to agree to before anything is sent. */
  get startQuestion(): string {
    const test = this.#connections.test(this.connection?.connectionId ?? '');
    return startQuestion(this.sentNow, this.#status()?.request?.dbId, this.connection, test?.kind === 'databases' ? test.databases : []);
  }

  /** How many of the rows to be sent the next start sends. */
  get sentNow(): number {
    return Math.min(this.toSend, this.#settings.trial ?? Infinity);
  }

  /** The settings of the run before, and the connection that it probably goes to; `connectionId`: the one that the job is known by. */
  propose(connectionId: string | null): void {
    const { runSettings = null, server = null } = this.#status() ?? {};
    if (runSettings !== null) this.set(settingsAsBefore(runSettings));
    const likely = this.#settings.connectionId === null ? likelyConnection(this.#connections.list, connectionId, server) : undefined;
    if (likely !== undefined) this.set({ connectionId: likely.connectionId });
  }

  set(change: Partial<StartSettings>): void {
    this.#settings = { ...this.#settings, ...change };
  }

  async usePractice(): Promise<void> {
    const connection = await this.#connections.practice();
    if (connection !== undefined) this.set({ connectionId: connection.connectionId });
  }

  /** What became of the workbook since it was checked; null while that is looked at. */
  get sourceVerdict(): SourceVerdict | null {
    return this.#verdict;
  }

  /** Looks whether the workbook is still the one that was checked; what has begun to be sent is not asked any more. */
  async lookAtSource(): Promise<void> {
    this.#verdict = null;
    const begun = (this.#status()?.attempts ?? 0) > 0;
    // That it cannot be told is no reason to keep anybody from starting with what was checked.
    const check = begun ? null : await this.#client.call('checkSource', { jobId: this.#jobId }).catch(() => null);
    this.#verdict = check?.verdict ?? 'unknown';
  }
}
