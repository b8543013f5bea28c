import type { Connection } from '#contract/commands.ts';
import type { JobStatus, ProblemGroup } from '#contract/job.ts';
import type { SourceVerdict } from '#contract/source.ts';
import { sameServer, serverOf } from '#contract/url.ts';
import { exportedSentence, localeOf, usualDelimiter, type ExportDelimiter } from '../text/exports.ts';
import { counted } from '../text/formats.ts';
import { simulatedSentence } from '../text/words.ts';
import type { Client } from '../api/bridge.ts';
import type { ConnectionsState } from './connections.svelte.ts';
import { FailuresState } from './failures.svelte.ts';
import { Findings } from './findings.svelte.ts';
import type { Notices } from './notices.svelte.ts';
import { RowsState } from './rows.svelte.ts';
import { likelyConnection, requestSize, settingsAsBefore, settingsProblem, startQuestion, usualSettings, type StartSettings } from './startSettings.ts';

export type JobAction = 'start' | 'pause' | 'stop' | 'cancel' | 'retry' | 'export' | 'simulate' | 'delete';
export type ExportKind = 'failed' | 'invalid' | 'unknown' | 'all';

/** One job: its status, what can be done with it, and what came of its rows. */
export class JobState {
  readonly jobId: string;
  readonly rows: RowsState;
  readonly failures: FailuresState;
  readonly connections: ConnectionsState;
  readonly #findings: Findings;
  readonly #client: Client;
  readonly #notices: Notices;
  #name = $state('');
  #status = $state.raw<JobStatus | null>(null);
  #busy = $state<JobAction | null>(null);
  #pausing = $state(false);
  #settings = $state.raw(usualSettings);
  #verdict = $state<SourceVerdict | null>(null);

  constructor(client: Client, notices: Notices, connections: ConnectionsState, jobId: string) {
    this.#client = client;
    this.#notices = notices;
    this.connections = connections;
    this.jobId = jobId;
    this.#findings = new Findings(client, notices, jobId);
    this.rows = new RowsState(client, notices, jobId);
    this.failures = new FailuresState(client, notices, jobId);
  }

  get name(): string {
    return this.#name;
  }

  get status(): JobStatus | null {
    return this.#status;
  }

  get problems(): readonly ProblemGroup[] {
    return this.#findings.problems;
  }

  get items(): readonly string[] {
    return this.#findings.items;
  }

  get busy(): JobAction | null {
    return this.#busy;
  }

  /** Whether a pause was asked for and requests are still under way. */
  get pausing(): boolean {
    return this.#pausing && this.#status?.state === 'running';
  }

  get settings(): StartSettings {
    return this.#settings;
  }

  get connection(): Connection | undefined {
    const { connectionId } = this.#settings;
    return connectionId === null ? undefined : this.connections.find(connectionId);
  }

  get canStart(): boolean {
    const status = this.#status;
    if (status === null || (status.state !== 'ready' && status.state !== 'paused')) return false;
    return this.toSend > 0;
  }

  /** Rows the next run would send or settle. */
  get toSend(): number {
    const counts = this.#status?.counts;
    return counts === undefined ? 0 : counts.notSent + counts.sending + (this.canSettle ? counts.unknown : 0);
  }

  /** Whether unknown rows can still be settled by asking again with the same ids. */
  get canSettle(): boolean {
    const status = this.#status;
    return status !== null && status.chunks.unsettled > 0 && status.pause?.reason !== 'unsettled';
  }

  /** Why a run cannot be started with the settings as they are, or null. */
  get settingsProblem(): string | null {
    return settingsProblem(this.#settings, this.connection);
  }

  /** Whether the chosen connection leads to another host than the one the job was begun on. */
  get otherServer(): boolean {
    const server = this.#status?.server ?? null;
    return server !== null && this.connection !== undefined && !sameServer(serverOf(this.connection.baseUrl, this.connection.practice), server);
  }

  /** What the operator goes on with although the database's fields speak against it; told again before the start. */
  get doubts(): readonly string[] {
    return this.#status?.doubts ?? [];
  }

  /** The sentence to agree to before anything is sent. */
  get startQuestion(): string {
    const test = this.connections.test(this.connection?.connectionId ?? '');
    return startQuestion(this.sentNow, this.#status?.request?.dbId, this.connection, test?.kind === 'databases' ? test.databases : []);
  }

  /** How many of the rows to be sent the next start sends. */
  get sentNow(): number {
    return Math.min(this.toSend, this.#settings.trial ?? Infinity);
  }

  /** Everything the screen shows, from the commands alone. */
  async load(name: string): Promise<void> {
    this.#name = name;
    await Promise.all([this.refresh(), this.connections.load()]);
    const { runSettings = null } = this.#status ?? {};
    if (runSettings !== null) this.set(settingsAsBefore(runSettings));
    const likely = this.#settings.connectionId === null ? likelyConnection(this.connections.list, this.#status?.server ?? null) : undefined;
    if (likely !== undefined) this.set({ connectionId: likely.connectionId });
    await Promise.all([this.#findings.load(), this.failures.load(), this.rows.refresh()]);
  }

  async refresh(): Promise<void> {
    const status = await this.#notices.attempt(() => this.#client.call('jobStatus', { jobId: this.jobId }));
    if (status !== undefined) this.apply(status);
  }

  /** Takes a status that came as an event or as an answer. */
  apply(status: JobStatus): void {
    const before = this.#status;
    this.#status = status;
    if (status.state !== 'running') this.#pausing = false;
    if (before === null) return;
    const stopped = before.state === 'running' && status.state !== 'running';
    if (stopped || before.counts.failed !== status.counts.failed || before.round !== status.round) void this.failures.load();
    if (stopped || before.round !== status.round) void this.rows.refresh();
  }

  set(change: Partial<StartSettings>): void {
    this.#settings = { ...this.#settings, ...change };
  }

  async usePractice(): Promise<void> {
    const connection = await this.connections.practice();
    if (connection !== undefined) this.set({ connectionId: connection.connectionId });
  }

  /** What became of the workbook since it was checked; null while that is looked at. */
  get sourceVerdict(): SourceVerdict | null {
    return this.#verdict;
  }

  /** Looks whether the workbook is still the one that was checked; what has begun to be sent is not asked any more. */
  async lookAtSource(): Promise<void> {
    this.#verdict = null;
    const begun = (this.#status?.attempts ?? 0) > 0;
    // That it cannot be told is no reason to keep anybody from starting with what was checked.
    const check = begun ? null : await this.#client.call('checkSource', { jobId: this.jobId }).catch(() => null);
    this.#verdict = check?.verdict ?? 'unknown';
  }

  /** Starts or resumes; false when the settings do not allow it or it failed. */
  async start(): Promise<boolean> {
    const { connectionId, streams, pauseWhenRefused, trial } = this.#settings;
    if (connectionId === null || this.settingsProblem !== null || !this.canStart) return false;
    this.#notices.clear();
    const done = await this.#act('start', () =>
      this.#client.call('startJob', { jobId: this.jobId, connectionId, streams, pauseWhenRefused, ...requestSize(this.#settings), ...(trial === null ? {} : { trial }) }),
    );
    // A trial is for once: the next start means the rest.
    if (done !== undefined) this.set({ trial: null });
    return done !== undefined;
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

  /** Sends rows again whose outcome cannot be asked for; they may be applied a second time. */
  retryUnknown(): Promise<boolean> {
    return this.#retry({ codes: [], unknown: true });
  }

  async export(rows: ExportKind, delimiter: ExportDelimiter = usualDelimiter()): Promise<void> {
    const written = await this.#act('export', () => this.#client.call('exportRows', { jobId: this.jobId, rows, delimiter, locale: localeOf(delimiter) }));
    if (written !== undefined && written !== null) this.#notices.tell(exportedSentence(written));
  }
  /** Writes what a run with the settings would send to a folder of the operator's choice; sends nothing. */
  async simulate(): Promise<void> {
    const { connectionId } = this.#settings;
    const input = { jobId: this.jobId, ...requestSize(this.#settings), ...(connectionId === null ? {} : { connectionId }) };
    const written = await this.#act('simulate', () => this.#client.call('simulateJob', input));
    if (written !== undefined && written !== null) this.#notices.tell(simulatedSentence(written));
  }

  /** Deletes the job with its data; true when it is gone. */
  async remove(): Promise<boolean> {
    this.#busy = 'delete';
    const done = await this.#notices.attempt(() => this.#client.call('deleteJob', { jobId: this.jobId }));
    this.#busy = null;
    return done !== undefined;
  }

  async #retry(which: { readonly codes?: number[]; readonly unknown?: boolean }): Promise<boolean> {
    const done = await this.#act('retry', () => this.#client.call('retryJob', { jobId: this.jobId, ...which }));
    if (done === undefined) return false;
    this.failures.clearSelection();
    this.#notices.tell(`${counted(done.rows, 'row')} will be sent again when you start.`);
    await Promise.all([this.failures.load(), this.rows.refresh()]);
    return true;
  }

  /** One action at a time; the status is asked for afterwards, as an event may have been missed. */
  async #act<Value>(action: JobAction, step: () => Promise<Value>): Promise<Value | undefined> {
    this.#busy = action;
    const value = await this.#notices.attempt(step);
    this.#busy = null;
    await this.refresh();
    return value;
  }
}
