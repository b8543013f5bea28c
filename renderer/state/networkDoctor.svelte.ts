import { m } from '#messages';
import type { Connection } from '#contract/commands.ts';
import { faultOf, type FaultData } from '#contract/faults.ts';
import { doctorLine, doctorMark, doctorWords, type DoctorStep, type StepWords } from '#contract/network/doctor.ts';
import type { Client } from '../api/bridge.ts';
import { explain, type Explanation } from '../text/sentences.ts';

/** One step as it is shown. */
export interface ShownStep extends StepWords {
  readonly state: DoctorStep['state'];
  readonly mark: string;
}

/** The look at the way to a connection's platform that is open. */
export class NetworkDoctorState {
  readonly #client: Client;
  #connection = $state.raw<Connection | null>(null);
  #steps = $state.raw<readonly DoctorStep[] | null>(null);
  #fault = $state.raw<FaultData | null>(null);

  constructor(client: Client) {
    this.#client = client;
  }

  get connection(): Connection | null {
    return this.#connection;
  }

  /** Null while it is being looked. */
  get steps(): readonly ShownStep[] | null {
    return this.#steps?.map((step) => ({ ...doctorWords(step), state: step.state, mark: doctorMark(step) })) ?? null;
  }

  get isBarred(): boolean {
    return this.#steps?.some(({ state }) => state === 'bad') === true;
  }

  get fault(): Explanation | null {
    return this.#fault === null ? null : explain(this.#fault);
  }

  /** For whoever is to help: what is shown, as text. Steps hold neither tokens nor logins. */
  get report(): string {
    const { name = '', baseUrl = '' } = this.#connection ?? {};
    return [m.doctor_title({ name: `${name} (${baseUrl})` }), ...(this.#steps ?? []).map(doctorLine)].join('\n');
  }

  async look(connection: Connection): Promise<void> {
    this.#connection = connection;
    this.#steps = null;
    this.#fault = null;
    try {
      const steps = await this.#client.call('checkNetwork', { connectionId: connection.connectionId });
      // Closed meanwhile, or another one is being looked at.
      if (this.#connection === connection) this.#steps = steps;
    } catch (error) {
      if (this.#connection === connection) this.#fault = faultOf(error).data;
    }
  }

  close(): void {
    this.#connection = null;
  }
}
