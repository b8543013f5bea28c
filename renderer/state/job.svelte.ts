import type { JobSummary, KeptMend } from '#contract/commands.ts';
import type { EngineEvent } from '#contract/events.ts';
import { faultOf } from '#contract/faults.ts';
import type { JobStatus, ProblemGroup } from '#contract/job.ts';
import type { HandedOver } from '#contract/place.ts';
import { m } from '#messages';
import { handedOverSentence, simulatedSentence } from '../text/words.ts';
import type { Client } from '../api/bridge.ts';
import { ComparisonState } from './comparison.svelte.ts';
import { DuplicatesState } from './duplicates.svelte.ts';
import { Mending } from './mending/mending.svelte.ts';
import { Round } from './correcting/round.svelte.ts';
import type { ConnectionsState } from './connections.svelte.ts';
import { Exporting } from './exporting.svelte.ts';
import { FailuresState } from './failures.svelte.ts';
import { Findings, type Finding } from './findings.svelte.ts';
import { NextRun } from './nextRun.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import { TakeOver } from './takeOver.svelte.ts';
import { Undoing } from './undoing.svelte.ts';
import { RunFiguresState } from './runFigures.svelte.ts';
import { RowsState } from './rows.svelte.ts';
import { requestSize } from './startSettings.ts';

export type JobAction = 'start' | 'pause' | 'stop' | 'cancel' | 'retry' | 'simulate' | 'hand-over' | 'delete';

/** One job: its status, what can be done with it, and what came of its rows. */
export class JobState {
  readonly jobId: string;
  readonly rows: RowsState;
  readonly round: Round;
  readonly duplicates: DuplicatesState;
  readonly mending: Mending;
  readonly failures: FailuresState;
  readonly exporting: Exporting;
  readonly takeOver = new TakeOver();
  readonly connections: ConnectionsState;
  readonly nextRun: NextRun;
  readonly comparison: ComparisonState;
  readonly undoing: Undoing;
  readonly runFigures: RunFiguresState;
  readonly #findings: Findings;
  readonly #client: Client;
  readonly #notices: Notices;
  #name = $state('');
  #status = $state.raw<JobStatus | null>(null);
  #busy = $state<JobAction | null>(null);
  #pausing = $state(false);
  #damaged = $state(false);

  /** `onkept`: a recipe has a mend more that was made here. */
  constructor(client: Client, notices: Notices, connections: ConnectionsState, jobId: string, onkept: (kept: KeptMend) => void = () => undefined) {
    this.#client = client;
    this.#notices = notices;
    this.connections = connections;
    this.jobId = jobId;
    this.nextRun = new NextRun(client, connections, jobId, () => this.#status);
    this.comparison = new ComparisonState({ client, notices, jobId, nextRun: this.nextRun });
    this.undoing = new Undoing(client, notices, jobId);
    this.#findings = new Findings(client, notices, jobId);
    const { takeOver } = this;
    this.rows = new RowsState({ client, notices, takeOver, jobId, status: () => this.#status, onchange: (result, kind) => { this.#stale(); void this.mending.changed(result, kind); } });
    this.duplicates = new DuplicatesState({ client, notices, corrections: this.rows.corrections, jobId });
    this.round = new Round({ client, notices, corrections: this.rows.corrections, jobId });
    this.mending = new Mending({ client, notices, corrections: this.rows.corrections, jobId, jobName: () => this.#name, onkept });
    this.failures = new FailuresState(client, notices, jobId);
    this.exporting = new Exporting(client, notices, jobId);
    this.runFigures = new RunFiguresState(client, jobId);
  }

  get name(): string {
    return this.#name;
  }

  /** Whether its file was found damaged, or not to be read at all. */
  get damaged(): boolean {
    return this.#damaged;
  }

  get status(): JobStatus | null {
    return this.#status;
  }

  get problems(): Finding<ProblemGroup> {
    return this.#findings.problems;
  }

  get items(): Finding<string> {
    return this.#findings.items;
  }

  /** What corrections have made stale is asked for again. */
  freshen(): void {
    this.#findings.freshen();
  }

  get busy(): JobAction | null {
    return this.#busy;
  }

  /** Whether a pause was asked for and requests are still under way. */
  get pausing(): boolean {
    return this.#pausing && this.#status?.state === 'running';
  }

  /** Everything the screen shows, from the commands alone, and as the list has it. */
  async load({ name, connectionId }: Pick<JobSummary, 'name' | 'connectionId'> = { name: '' }): Promise<void> {
    this.#name = name;
    await Promise.all([this.refresh(), this.connections.load()]);
    this.nextRun.propose(connectionId ?? null);
    await Promise.all([this.#findings.load(), this.failures.load(), this.rows.load()]);
  }

  async refresh(): Promise<void> {
    const status = await this.#attempt(() => this.#client.call('jobStatus', { jobId: this.jobId }));
    if (status !== undefined) this.apply(status);
  }

  /** A status that came as an event: where the job rests, somebody may have corrected its rows. */
  hear(status: JobStatus): void {
    this.apply(status);
    if (status.state === 'running') return this.rows.follow(status);
    this.rows.refresh();
    this.#stale();
  }

  /** Rows were corrected. */
  #stale(): void {
    this.#findings.markStale();
    this.mending.mistyped.markStale();
  }

  /** Takes a status that came as an event or as an answer. */
  apply(status: JobStatus): void {
    const before = this.#status;
    this.#status = status;
    if (status.state !== 'running') this.#pausing = false;
    if (before === null) return;
    const stopped = before.state === 'running' && status.state !== 'running';
    if (stopped || before.counts.failed !== status.counts.failed || before.round !== status.round) void this.failures.load();
    if (stopped || before.round !== status.round) this.rows.refresh();
  }

  hearCorrecting(event: Extract<EngineEvent, { kind: 'correcting' }>): void {
    this.rows.corrections.hear(event);
    this.round.hear(event);
  }

  /** Starts or resumes; false when the settings do not allow it or it failed. */
  async start(agreed: { readonly adopt?: true; readonly sendUnchanged?: true } = {}): Promise<boolean> {
    const { confirmed, settings: { connectionId, streams, pauseWhenRefused, trial } } = this.nextRun;
    if (connectionId === null || this.nextRun.settingsProblem !== null || !this.nextRun.canStart) return false;
    this.#notices.clear();
    // Both would read all rows at once; what nobody mends any more need not be found.
    this.mending.mistyped.stop();
    const choice = { jobId: this.jobId, connectionId, streams, pauseWhenRefused, ...requestSize(this.nextRun.settings), ...(trial === null ? {} : { trial }), ...(confirmed === null ? {} : { confirmed }), ...agreed };
    const call = (): Promise<boolean> => this.#client.call('startJob', choice).then(() => true);
    const done = await this.#act('start', () => this.nextRun.begin(() => this.takeOver.guard(call, () => this.start({ ...agreed, adopt: true })), () => this.start({ ...agreed, sendUnchanged: true })));
    // A trial is for once: the next start means the rest.
    if (done === true) this.nextRun.set({ trial: null });
    return done === true;
  }

  /** Takes no new chunk and waits for those under way. */
  async pause(): Promise<void> {
    this.#pausing = true;
    const done = await this.#act('pause', () => this.#client.call('pauseJob', { jobId: this.jobId, now: false }));
    if (done === undefined) this.#pausing = false;
  }

  /** Aborts the requests under way as well. */
  async stopNow(): Promise<void> {
    await this.#act('stop', () => this.#client.call('pauseJob', { jobId: this.jobId, now: true }));
  }

  async cancel(): Promise<void> {
    await this.#act('cancel', () => this.#client.call('cancelJob', { jobId: this.jobId }));
  }

  retrySelected(): Promise<boolean> {
    return this.#retry({ codes: [...this.failures.selectedCodes] });
  }

  retryAll(): Promise<boolean> {
    return this.#retry({});
  }

  /** Sends rows again whose outcome cannot be asked for, or that a broker has, or may have; they may be applied a second time. */
  retryUnknown(which: { readonly unknown: true } | { readonly withBroker: true }): Promise<boolean> {
    return this.#retry({ codes: [], ...which });
  }

  /** Writes what a run with the settings would send to a folder of the operator's choice; sends nothing. */
  async simulate(): Promise<void> {
    const { connectionId } = this.nextRun.settings;
    const input = { jobId: this.jobId, ...requestSize(this.nextRun.settings), ...(connectionId === null ? {} : { connectionId }) };
    const written = await this.#act('simulate', () => this.#client.call('simulateJob', input));
    if (written !== undefined && written !== null) this.#notices.tell(simulatedSentence(written));
  }

  /** Gives the job to another file, to be run from there; this one sends nothing any more. */
  async handOver(adopt = false): Promise<void> {
    const call = (): Promise<HandedOver | null> => this.#client.call('handOverJob', { jobId: this.jobId, ...(adopt ? { adopt } : {}) });
    const given = await this.#act('hand-over', () => this.takeOver.guard(call, () => this.handOver(true)));
    if (given !== undefined && given !== null) this.#notices.tell(handedOverSentence(given));
  }

  /** Deletes the job with its data; true when it is gone. */
  async remove(): Promise<boolean> {
    this.#busy = 'delete';
    const done = await this.#notices.attempt(() => this.#client.call('deleteJob', { jobId: this.jobId }));
    this.#busy = null;
    return done !== undefined;
  }

  async #retry(which: { readonly codes?: number[]; readonly unknown?: boolean; readonly withBroker?: boolean; readonly adopt?: true }): Promise<boolean> {
    const call = (): Promise<{ readonly rows: number }> => this.#client.call('retryJob', { jobId: this.jobId, ...which });
    const done = await this.#act('retry', () => this.takeOver.guard(call, () => this.#retry({ ...which, adopt: true })));
    if (done === undefined || done === null) return false;
    this.failures.clearSelection();
    this.#notices.tell(done.rows === 0 ? m.job_retry_nothing() : m.job_retry_marked({ count: done.rows }));
    this.rows.refresh();
    await this.failures.load();
    return true;
  }

  /** One action at a time; the status is asked for afterwards, as an event may have been missed. */
  async #act<Value>(action: JobAction, step: () => Promise<Value>): Promise<Value | undefined> {
    this.#busy = action;
    const value = await this.#attempt(step);
    this.#busy = null;
    await this.refresh();
    return value;
  }

  #attempt<Value>(step: () => Promise<Value>): Promise<Value | undefined> {
    return this.#notices.attempt(async () => {
      try {
        return await step();
      } catch (error) {
        const { code } = faultOf(error);
        if (code === 'job-corrupt' || code === 'job-journal' || code === 'job-unreadable') this.#damaged = true;
        throw error;
      }
    });
  }
}
