import type { SourceRef } from '#contract/commands.ts';
import { Fault } from '#contract/faults.ts';
import type { MendRule } from '#contract/recipe.ts';
import type { WorkbookOf } from '#contract/workbook.ts';
import { m } from '#messages';
import type { Client } from '../api/bridge.ts';
import { ActionsState } from './actions.svelte.ts';
import { ConnectionsState } from './connections.svelte.ts';
import { HistoryState } from './history.svelte.ts';
import { SampleState } from './sample.svelte.ts';
import { RepairState } from './repair.svelte.ts';
import { ListsState } from './lists.svelte.ts';
import { reopenedSource } from './reopenedSource.ts';
import { TemplateState } from './template.svelte.ts';
import { hear } from './heard.ts';
import { JobState } from './job.svelte.ts';
import { ImportState } from './newImport.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { ProxyLoginState } from './proxyLogin.svelte.ts';
import { takeAllOffered, takeOffered } from './offered.ts';
import { RecentState } from './recent.svelte.ts';
import { SettingsState } from './settings.svelte.ts';

export type Screen = 'home' | 'import' | 'job' | 'lists' | 'connections' | 'settings';

/** Which screen is open and what it works on; hands the engine's events to those they concern. */
export class AppState {
  readonly notices = new Notices();
  readonly actions: ActionsState;
  readonly connections: ConnectionsState;
  readonly history: HistoryState;
  readonly repair: RepairState;
  readonly template: TemplateState;
  readonly lists: ListsState;
  readonly sample: SampleState;
  readonly recent: RecentState;
  readonly settings: SettingsState;
  readonly proxyLogin: ProxyLoginState;
  readonly #client: Client;
  #screen = $state<Screen>('home');
  #newImport = $state.raw<ImportState | null>(null);
  #job = $state.raw<JobState | null>(null);

  constructor(client: Client) {
    this.#client = client;
    this.actions = new ActionsState(client, this.notices);
    this.connections = new ConnectionsState(client, this.notices);
    this.history = new HistoryState(client, this.notices);
    this.repair = new RepairState(client, this.notices, this.history);
    this.template = new TemplateState(client, this.notices, this.connections);
    this.lists = new ListsState(client, this.notices);
    this.recent = new RecentState(client, this.notices);
    this.settings = new SettingsState(client, this.notices);
    this.proxyLogin = new ProxyLoginState(client, this.notices);
    this.sample = new SampleState(client, this.notices, this.connections);
  }

  get screen(): Screen {
    return this.#screen;
  }

  get newImport(): ImportState | null {
    return this.#newImport;
  }

  get job(): JobState | null {
    return this.#job;
  }

  /** Listens to the engine and loads what the first screen shows; the function returned ends the listening. */
  begin(): () => void {
    const stop = this.#client.subscribe((event) => { hear(this, event); });
    void this.recent.load();
    void this.takeOpened();
    void this.settings.load();
    // Connections are shown by other screens, and asking for them starts the engine, which the first picture must not share the processor with.
    void this.history.begin().then(() => this.connections.load());
    return stop;
  }

  async goHome(): Promise<void> {
    this.#show('home');
    await this.history.load();
  }

  async goConnections(): Promise<void> {
    this.#show('connections');
    await this.connections.load();
  }

  goSettings(): void {
    this.#show('settings');
    void this.settings.load();
  }

  async goLists(): Promise<void> {
    this.#show('lists');
    await this.lists.load();
  }

  /** Goes back to the import being made, or begins one. */
  goImport(): ImportState {
    this.#show('import');
    this.#newImport ??= this.#newState();
    return this.#newImport;
  }

  /** Begins an import with a file chosen by dialog; stays where it is when the dialog is dismissed. */
  async chooseFile(): Promise<void> {
    await this.#takeFile((next) => next.choose());
  }

  async practise(): Promise<void> {
    await this.#takeFile((next) => this.sample.take(next));
  }

  /** Takes a file of the disk: a job is opened, anything else imported. */
  readonly dropFile = async (file: unknown): Promise<void> => void (await takeOffered(this, () => this.#client.offerFile(file)));

  /** Takes the files that the system asked the program to open, one after another. */
  readonly takeOpened = (): Promise<void> => takeAllOffered(this, () => this.#client.call('takeOpened', {}));

  readonly importSource = (source: SourceRef): Promise<void> => this.#takeFile((next) => next.take(source));

  /** Takes a file again that was taken before. */
  async openRecent(recentId: string): Promise<void> {
    const source = await this.notices.attempt(() => this.#client.call('openRecent', { recentId }));
    if (source !== undefined) await this.importSource(source);
  }

  /** Reads and checks the file of the import, then opens its job. */
  async checkImport(): Promise<void> {
    const jobId = await this.#newImport?.check();
    if (jobId === undefined) return;
    await this.history.load();
    await this.openJob(jobId);
  }

  async openJob(jobId: string): Promise<void> {
    if (this.#job?.jobId === jobId && (this.#job.exporting.wish !== null || this.#job.undoing.busy)) return this.#show('job');
    this.#leaveJob();
    const job = new JobState(this.#client, this.notices, this.connections, jobId, ({ rule }) => { this.#kept(jobId, rule); });
    const made = this.#newImport?.made(jobId) === true ? this.#newImport : null;
    job.nextRun.set({ connectionId: made?.discovery.connectionId ?? null, ...made?.recognised.startSettings });
    this.#job = job;
    this.#show('job');
    await job.load(this.history.find(jobId));
  }

  /** As it is left, where it is the open one. */
  showJob(jobId: string): void {
    if (this.#job?.jobId === jobId) this.#show('job');
    else void this.openJob(jobId);
  }

  async openJobFile(): Promise<void> {
    const job = await this.history.openFile();
    if (job !== undefined) await this.openJob(job.jobId);
  }

  /** Takes over the list that the chosen file was recognised as; `checks`: and has the file checked where nothing is left to be decided. */
  async takeList(checks: boolean): Promise<void> {
    if ((await this.#newImport?.takeList()) === true && checks) await this.checkImport();
  }

  /** Whether nothing of the open job was sent yet, so that its mapping can still be changed. */
  get canChangeMapping(): boolean {
    return this.#job?.status?.state === 'ready' && this.#job.status.attempts === 0;
  }

  /** Back to the mapping; with a column's letter, to what can be chosen for that column. */
  async changeMapping(letter: string | null = null): Promise<void> {
    const job = this.#job;
    if (job === null) return;
    if (!this.#isMade(job) && !(await this.#reopen(job))) return;
    if (this.#newImport !== null) this.#newImport.attention = letter;
    this.#newImport?.goTo('mapping');
    this.#show('import');
  }

  /** Whether the import at hand made the job. */
  #isMade({ jobId }: JobState): boolean {
    return this.#newImport?.made(jobId) === true;
  }

  /** Makes an import of the job's file and recipe, as after a restart; where the file is gone, the operator is asked for it. False where there is none. */
  async #reopen({ jobId, nextRun }: JobState): Promise<boolean> {
    const { connectionId } = nextRun.settings;
    const reopened = await this.notices.attempt(() => reopenedSource(this.#client, jobId));
    if (reopened === undefined || reopened === null) return false;
    await this.#takeFile((next) => next.reopen(reopened.source, reopened.recipe, jobId, connectionId));
    return this.#newImport?.made(jobId) === true;
  }

  /** Has the open job's workbook read and mapped again, as it is now. */
  async checkAnew(): Promise<void> {
    const job = this.#job;
    if (job === null) return;
    if (this.#isMade(job) && this.canChangeMapping) {
      this.#show('import');
      await this.#newImport?.readAnew();
      return;
    }
    await this.#reopen(job);
  }

  async removeJob(): Promise<void> {
    if ((await this.#job?.remove()) === true) await this.goHome();
  }

  /** What goes on for its screen alone ends. */
  #leaveJob(): void {
    this.#job?.mending.mistyped.stop();
  }

  /** A saved recipe has a mend more; whoever goes back to the mapping that its job was made by finds it there. */
  #kept(jobId: string, rule: MendRule): void {
    if (this.#newImport?.made(jobId) === true) this.#newImport.draft.mends.add(rule);
    void this.#newImport?.recipes.load();
  }

  #newState(): ImportState {
    return new ImportState(this.#client, this.notices, this.connections, (file, of) => this.#takeWorkbook(file, of));
  }

  /** A workbook that was exported for correcting: it joins its job, which shows what was changed in it. */
  async #takeWorkbook(file: SourceRef, { jobId }: WorkbookOf): Promise<void> {
    if (jobId === null) return this.notices.fail(new Fault('workbook-no-job', { file: file.name }));
    await (this.#job?.jobId === jobId ? this.#show('job') : this.openJob(jobId));
    await this.#job?.round.look(file);
  }

  async #takeFile(take: (next: ImportState) => Promise<void>): Promise<void> {
    if (this.#newImport?.prepare.running === true) {
      this.#show('import');
      return this.notices.tell(m.app_still_reading({ name: this.#newImport.source.file?.name ?? '' }));
    }
    const next = this.#newState();
    await take(next);
    if (next.source.file === null) return;
    this.#newImport = next;
    this.#screen = 'import';
  }

  #show(screen: Screen): void {
    if (screen !== 'job') this.#leaveJob();
    this.notices.clear();
    this.#screen = screen;
  }
}
