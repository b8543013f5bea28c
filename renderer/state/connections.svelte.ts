import { SvelteMap } from 'svelte/reactivity';
import type { CommandInput, Connection, DatabaseInfo } from '#contract/commands.ts';
import type { WireFormat } from '#contract/job.ts';
import { readBaseUrl } from '#contract/url.ts';
import { faultOf } from '#contract/faults.ts';
import { explain, type Explanation } from '../text/sentences.ts';
import type { Client } from '../api/bridge.ts';
import type { Notices } from './notices.svelte.ts';

/** What is typed in the form. The token is held only until it is saved; the stored one never comes back. */
export interface ConnectionForm {
  readonly connectionId: string | null;
  readonly name: string;
  readonly baseUrl: string;
  readonly tokenInBody: boolean;
  readonly format: WireFormat;
  readonly token: string;
}

export type TestResult =
  | { readonly kind: 'testing' }
  | { readonly kind: 'databases'; readonly databases: readonly DatabaseInfo[] }
  | { readonly kind: 'failed' };

const emptyForm: ConnectionForm = { connectionId: null, name: '', baseUrl: 'https://', tokenInBody: true, format: 'json', token: '' };

export class ConnectionsState {
  readonly #client: Client;
  readonly #notices: Notices;
  #list = $state.raw<readonly Connection[]>([]);
  #form = $state.raw<ConnectionForm | null>(null);
  readonly #tests = new SvelteMap<string, TestResult>();
  #busy = $state(false);
  #formFault = $state.raw<Explanation | null>(null);

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  get list(): readonly Connection[] {
    return this.#list;
  }

  get form(): ConnectionForm | null {
    return this.#form;
  }

  get busy(): boolean {
    return this.#busy;
  }

  find(connectionId: string): Connection | undefined {
    return this.#list.find((connection) => connection.connectionId === connectionId);
  }

  test(connectionId: string): TestResult | undefined {
    return this.#tests.get(connectionId);
  }

  async load(): Promise<void> {
    const list = await this.#notices.attempt(() => this.#client.call('listConnections', {}));
    if (list !== undefined) this.#list = list;
  }

  /** Why the last saving failed; told inside of the form, as it covers everything else. */
  get formFault(): Explanation | null {
    return this.#formFault;
  }

  edit(connection: Connection | null): void {
    this.#formFault = null;
    this.#form =
      connection === null
        ? emptyForm
        : { connectionId: connection.connectionId, name: connection.name, baseUrl: connection.baseUrl, tokenInBody: connection.tokenInBody, format: connection.format, token: '' };
  }

  type(change: Partial<ConnectionForm>): void {
    if (this.#form !== null) this.#form = { ...this.#form, ...change };
  }

  closeForm(): void {
    this.#form = null;
  }

  /** Why the form cannot be saved yet, or null. */
  get formProblem(): string | null {
    const form = this.#form;
    if (form === null) return null;
    if (form.name.trim() === '') return 'Give the connection a name.';
    const address = readBaseUrl(form.baseUrl);
    if (!address.ok) {
      return address.fault.code === 'url-insecure'
        ? 'Only this computer itself may be spoken to without https.'
        : 'The address is not complete: it begins with https:// and names the host.';
    }
    const stored = form.connectionId !== null && this.find(form.connectionId)?.hasToken === true;
    return form.token.trim() === '' && !stored ? 'Enter the API token.' : null;
  }

  /** Saves the form and tests the connection at once; the form closes when it was saved. */
  async save(): Promise<void> {
    const form = this.#form;
    if (form === null || this.formProblem !== null) return;
    this.#busy = true;
    this.#formFault = null;
    try {
      const saved = await this.#client.call('saveConnection', inputOf(form));
      this.#form = null;
      this.#put(saved);
      void this.check(saved.connectionId);
    } catch (error) {
      this.#formFault = explain(faultOf(error).data);
    } finally {
      this.#busy = false;
    }
  }

  async remove(connectionId: string): Promise<void> {
    const done = await this.#notices.attempt(() => this.#client.call('deleteConnection', { connectionId }));
    if (done !== undefined) this.#list = this.#list.filter((connection) => connection.connectionId !== connectionId);
  }

  /** Asks the platform for its databases; what came of it stays to be read by `test`. */
  async check(connectionId: string): Promise<readonly DatabaseInfo[] | undefined> {
    this.#tests.set(connectionId, { kind: 'testing' });
    const databases = await this.#notices.attempt(() => this.#client.call('testConnection', { connectionId }));
    this.#tests.set(connectionId, databases === undefined ? { kind: 'failed' } : { kind: 'databases', databases });
    return databases;
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

function inputOf(form: ConnectionForm): CommandInput<'saveConnection'> {
  const token = form.token.trim();
  return {
    ...(form.connectionId === null ? {} : { connectionId: form.connectionId }),
    name: form.name.trim(),
    baseUrl: form.baseUrl.trim(),
    tokenInBody: form.tokenInBody,
    format: form.format,
    ...(token === '' ? {} : { token }),
  };
}
