import { m } from '#messages';
import { SvelteMap } from 'svelte/reactivity';
import type { Connection, DatabaseInfo, JobSummary } from '#contract/commands.ts';
import { faultOf, type FaultData } from '#contract/faults.ts';
import { explain, type Explanation } from '../text/sentences.ts';
import type { Client } from '../api/bridge.ts';
import { emptyForm, formOf, formProblem, inputOf, proposedAddress, type ConnectionForm } from './connectionForm.ts';
import { connectionOf } from './connectionOf.ts';
import { NetworkDoctorState } from './networkDoctor.svelte.ts';
import type { Notices } from './notices.svelte.ts';

export type { ConnectionForm };

export type TestResult =
  | { readonly kind: 'testing' }
  | { readonly kind: 'databases'; readonly databases: readonly DatabaseInfo[] }
  /** With the reason; null where it was told elsewhere. */
  | { readonly kind: 'failed'; readonly why: Explanation | null };

/** As it is kept: words are of a language, and that can be changed. */
type KeptResult = Exclude<TestResult, { readonly kind: 'failed' }> | { readonly kind: 'failed'; readonly why: FaultData | null };

export class ConnectionsState {
  readonly doctor: NetworkDoctorState;
  readonly #client: Client;
  readonly #notices: Notices;
  #list = $state.raw<readonly Connection[]>([]);
  /** The practice server's name is ours, and so in the language that is spoken. */
  readonly #named = $derived(this.#list.map((connection) => (connection.practice ? { ...connection, name: m.connections_practice_server() } : connection)));
  #form = $state.raw<ConnectionForm | null>(null);
  readonly #tests = new SvelteMap<string, KeptResult>();
  #busy = $state(false);
  #formFault = $state.raw<FaultData | null>(null);
  #untested = $state(false);

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
    this.doctor = new NetworkDoctorState(client);
  }

  get list(): readonly Connection[] {
    return this.#named;
  }

  get form(): ConnectionForm | null {
    return this.#form;
  }

  get busy(): boolean {
    return this.#busy;
  }

  find(connectionId: string): Connection | undefined {
    return this.#named.find((connection) => connection.connectionId === connectionId);
  }

  /** The connection that a job goes over, as far as that is known. */
  of(job: Pick<JobSummary, 'connectionId' | 'status'>): Connection | undefined {
    return connectionOf(this.#named, job.connectionId ?? null, job.status?.server ?? null);
  }

  test(connectionId: string): TestResult | undefined {
    const kept = this.#tests.get(connectionId);
    return kept?.kind === 'failed' ? { kind: kept.kind, why: kept.why === null ? null : explain(kept.why) } : kept;
  }

  async load(): Promise<void> {
    const list = await this.#notices.attempt(() => this.#client.call('listConnections', {}));
    if (list !== undefined) this.#list = list;
  }

  /** Why the last saving failed; told inside of the form, as it covers everything else. */
  get formFault(): Explanation | null {
    return this.#formFault === null ? null : explain(this.#formFault);
  }

  /** Whether it was the test that failed, so that the connection can be kept all the same. */
  get canSaveUntested(): boolean {
    return this.#formFault !== null && this.#untested;
  }

  edit(connection: Connection | null): void {
    this.#formFault = null;
    this.#form = connection === null ? emptyForm : formOf(connection);
  }

  type(change: Partial<ConnectionForm>): void {
    this.#formFault = null;
    if (this.#form !== null) this.#form = { ...this.#form, ...change };
  }

  closeForm(): void {
    this.#form = null;
  }

  /** Why the form cannot be saved yet, or null. */
  get formProblem(): string | null {
    const form = this.#form;
    return form === null ? null : formProblem(form, form.connectionId === null ? undefined : this.find(form.connectionId));
  }

  /** What the address typed probably means, where it cannot be taken as it stands; null otherwise. */
  get proposedAddress(): string | null {
    return this.#form === null ? null : proposedAddress(this.#form);
  }

  /** Tests the connection as it is typed, and keeps it when it answers; else the form stays, with the reason. */
  async save(): Promise<void> {
    await this.#saving(async (form) => {
      this.#untested = true;
      const databases = await this.#client.call('tryConnection', inputOf(form));
      this.#untested = false;
      const saved = await this.#client.call('saveConnection', inputOf(form));
      this.#kept(saved);
      this.#tests.set(saved.connectionId, { kind: 'databases', databases });
      this.#notices.settle(saved.connectionId);
      // Once more as a connection that is kept: what it answers can then be looked up while the platform is away.
      void this.check(saved.connectionId);
    });
  }

  /** Keeps the connection as it is typed though its test failed, as while the platform is down. */
  async saveUntested(): Promise<void> {
    const why = this.#formFault;
    this.#untested = false;
    await this.#saving(async (form) => {
      const saved = await this.#client.call('saveConnection', inputOf(form));
      this.#kept(saved);
      this.#tests.set(saved.connectionId, { kind: 'failed', why });
    });
  }

  #kept(saved: Connection): void {
    this.#form = null;
    this.#put(saved);
  }

  async #saving(step: (form: ConnectionForm) => Promise<void>): Promise<void> {
    const form = this.#form;
    if (form === null || this.formProblem !== null) return;
    this.#busy = true;
    this.#formFault = null;
    try {
      await step(form);
    } catch (error) {
      this.#formFault = faultOf(error).data;
    } finally {
      this.#busy = false;
    }
  }

  /** Gives a connection the token it lacks, once it has proved good; why it did not, or null. */
  async giveToken(connectionId: string, token: string): Promise<Explanation | null> {
    const connection = this.find(connectionId);
    if (connection === undefined) return null;
    this.#busy = true;
    try {
      const input = inputOf({ ...formOf(connection), token });
      const databases = await this.#client.call('tryConnection', input);
      this.#put(await this.#client.call('saveConnection', input));
      this.#tests.set(connectionId, { kind: 'databases', databases });
      this.#notices.settle(connectionId);
      return null;
    } catch (error) {
      return explain(faultOf(error).data);
    } finally {
      this.#busy = false;
    }
  }

  async remove(connectionId: string): Promise<void> {
    const done = await this.#notices.attempt(() => this.#client.call('deleteConnection', { connectionId }));
    if (done !== undefined) this.#list = this.#list.filter((connection) => connection.connectionId !== connectionId);
  }

  /** Asks the platform for its databases; what came of it stays to be read by `test`, and a failure is told as well unless it `isShown`. */
  async check(connectionId: string, isShown = false): Promise<readonly DatabaseInfo[] | undefined> {
    this.#tests.set(connectionId, { kind: 'testing' });
    try {
      const databases = await this.#client.call('testConnection', { connectionId });
      this.#tests.set(connectionId, { kind: 'databases', databases });
      this.#notices.settle(connectionId);
      return databases;
    } catch (error) {
      this.#tests.set(connectionId, { kind: 'failed', why: faultOf(error).data });
      // Told where the connection stands already; a token that is missing can be given there.
      if (!isShown && this.find(connectionId)?.hasToken !== false) this.#notices.fail(error, { id: connectionId, name: this.find(connectionId)?.name ?? m.connections_the_connection() });
      return undefined;
    }
  }

  /** The practice server's connection, its server started if need be. */
  async practice(): Promise<Connection | undefined> {
    this.#busy = true;
    const connection = await this.#notices.attempt(() => this.#client.call('startPractice', {}));
    this.#busy = false;
    if (connection !== undefined) this.#put(connection);
    return connection;
  }

  #put(saved: Connection): void {
    const others = this.#list.filter((connection) => connection.connectionId !== saved.connectionId);
    this.#list = [...others, saved].sort((a, b) => a.name.localeCompare(b.name));
  }
}
