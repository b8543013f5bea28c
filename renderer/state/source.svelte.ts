import type { SourceRef } from '#contract/commands.ts';
import type { InspectedColumn, SourceInspection } from '#contract/source.ts';
import type { Client } from '../api/bridge.ts';
import type { Notices } from './notices.svelte.ts';

/** The file chosen, and the sheet and header row looked at. */
export class SourceState {
  readonly #client: Client;
  readonly #notices: Notices;
  #file = $state.raw<SourceRef | null>(null);
  #inspection = $state.raw<SourceInspection | null>(null);
  #busy = $state(false);
  #asked = 0;

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  get file(): SourceRef | null {
    return this.#file;
  }

  get inspection(): SourceInspection | null {
    return this.#inspection;
  }

  get columns(): readonly InspectedColumn[] {
    return this.#inspection?.columns ?? [];
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Opens the host's dialog; true when a file was chosen and could be read. */
  async choose(): Promise<boolean> {
    const file = await this.#notices.attempt(() => this.#client.call('chooseSource', {}));
    return file === undefined || file === null ? false : this.#take(file);
  }

  /** Takes a file dropped on the page; true when it could be read. */
  async drop(dropped: unknown): Promise<boolean> {
    const file = await this.#notices.attempt(() => this.#client.offerFile(dropped));
    return file === undefined ? false : this.#take(file);
  }

  /** Takes a file that is known by its id; true when it could be read. */
  async open(file: SourceRef, sheet: string | null): Promise<boolean> {
    return this.#inspect(file, sheet, null);
  }

  /** Looks at the same sheet once more, as it is now. True when that could be read. */
  async again(): Promise<boolean> {
    const { sheet = null, headerRow = null } = this.#inspection ?? {};
    return this.#file !== null && this.#inspect(this.#file, sheet, headerRow);
  }

  /** Looks at another sheet (its header row is found anew) or another header row. True when that could be read. */
  async look(sheet: string | null, headerRow: number | null): Promise<boolean> {
    const file = this.#file;
    return file === null ? false : this.#inspect(file, sheet, headerRow);
  }

  async #take(file: SourceRef): Promise<boolean> {
    this.#notices.clear();
    return this.#inspect(file, null, null);
  }

  async #inspect(file: SourceRef, sheet: string | null, headerRow: number | null): Promise<boolean> {
    this.#asked += 1;
    const asked = this.#asked;
    this.#busy = true;
    const inspection = await this.#notices.attempt(() =>
      this.#client.call('inspectSource', {
        sourceId: file.sourceId,
        ...(sheet === null ? {} : { sheet }),
        ...(headerRow === null ? {} : { headerRow }),
      }),
    );
    // A slow answer about a sheet that is no longer the one asked for must not come back over the newer one.
    if (asked !== this.#asked) return false;
    this.#busy = false;
    if (inspection === undefined) return false;
    this.#file = file;
    this.#inspection = inspection;
    return true;
  }
}
