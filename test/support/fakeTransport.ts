import type { Reply, Transport } from '#contract/client.ts';
import { commands, type CommandInput, type CommandName, type CommandOutput, type CommandParsed, type OfferedFile, type SourceRef } from '#contract/commands.ts';
import type { SettingsState } from '#contract/answers.ts';
import type { EngineEvent } from '#contract/events.ts';
import { settingsInForce } from '#contract/settings/inForce.ts';
import { Fault, faultOf } from '#contract/faults.ts';

type Answer<Name extends CommandName> = (input: CommandParsed<Name>) => CommandOutput<Name> | Promise<CommandOutput<Name>>;
export type Answers = { readonly [Name in CommandName]?: Answer<Name> };

const usualState: SettingsState = { ...settingsInForce({ values: {}, problems: [] }, { values: {}, problems: [] }), setAside: null };

/** What the page always tells its host, and what every screen of a job asks for: a test that is about something else need not answer it. */
const noRows: Answers = { tellActions: () => null, takeOpened: () => null, jobColumns: () => [], rowsAt: () => [], filterRows: () => new Uint32Array(), rowPosition: () => null, rowDetails: () => null, listCorrections: () => [], listMistyped: () => [], recogniseWorkbook: () => null, recentFiles: () => [], getSettings: () => usualState, retentionNotice: () => null, getUpdate: () => ({ address: null, canInstall: false, step: { kind: 'resting' } }) };

export interface Call {
  readonly name: CommandName;
  readonly input: unknown;
}

/**
 * The one stand-in at the page's border: every command is judged by the contract's own schema, as main does it,
 * and answered by a function the test gives. A command without an answer is a fault that names it.
 */
export class FakeTransport implements Transport {
  readonly calls: Call[] = [];
  #answers: Answers;
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  #offered: OfferedFile | Fault = new Fault('source-missing');

  constructor(answers: Answers = {}) {
    this.#answers = { ...noRows, ...answers };
  }

  /** Answers from now on; commands not named keep theirs. */
  answer(answers: Answers): void {
    this.#answers = { ...this.#answers, ...answers };
  }

  /** What a dropped file turns into. */
  offers(file: SourceRef | OfferedFile | Fault): void {
    this.#offered = 'sourceId' in file ? { source: file } : file;
  }

  emit(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Inputs of one command, in the order given, defaults filled in. */
  inputs<Name extends CommandName>(name: Name): readonly CommandParsed<Name>[] {
    return this.calls.filter((call) => call.name === name).map((call) => call.input as CommandParsed<Name>);
  }

  async invoke<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Reply<CommandOutput<Name>>> {
    const reading = commands[name].input.safeParse(input);
    if (!reading.success) {
      return { ok: false, fault: { code: 'bad-input', detail: { command: name, problems: reading.error.issues.map(({ message }) => message) } } };
    }
    this.calls.push({ name, input: reading.data });
    const answer: Answer<Name> | undefined = this.#answers[name];
    if (answer === undefined) return { ok: false, fault: { code: 'internal', detail: { name: `no answer for ${name}` } } };
    try {
      return { ok: true, value: await answer(reading.data as CommandParsed<Name>) };
    } catch (error) {
      return { ok: false, fault: faultOf(error).data };
    }
  }

  async offerFile(): Promise<Reply<OfferedFile>> {
    const offered = this.#offered;
    return offered instanceof Fault ? { ok: false, fault: offered.data } : { ok: true, value: offered };
  }

  subscribe(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
