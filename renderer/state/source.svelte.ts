import { changedWish, pinnedReading } from '#contract/listReading.ts';
import type { GuessName } from '#contract/guessWords.ts';
import type { SourceRef } from '#contract/commands.ts';
import type { InspectedColumn, ReadingWish, SourceInspection } from '#contract/source.ts';
import type { WorkbookOf } from '#contract/workbook.ts';
import type { Client } from '../api/bridge.ts';
import type { Notices } from './notices.svelte.ts';
import { askedWish, keptAlternatives, openGuesses, type Alternatives } from './readingWish.ts';

/** Has a workbook that was exported for correcting taken into its job. */
export type TakeWorkbook = (file: SourceRef, of: WorkbookOf) => Promise<void>;

/** The file chosen, how it is to be read as far as the operator has said so, and what was seen. */
export class SourceState {
  readonly #client: Client;
  readonly #notices: Notices;
  #file = $state.raw<SourceRef | null>(null);
  #inspection = $state.raw<SourceInspection | null>(null);
  /** What the operator or a saved recipe has chosen; all the rest is guessed. */
  #wish = $state.raw<ReadingWish>({});
  #alternatives = $state.raw<Readonly<Partial<Record<GuessName, Alternatives>>>>({});
  #busy = $state(false);
  readonly #onworkbook: TakeWorkbook | undefined;
  #asked = 0;

  /** `onworkbook`: takes a workbook that was exported for correcting, which is no import. */
  constructor(client: Client, notices: Notices, onworkbook?: TakeWorkbook) {
    this.#onworkbook = onworkbook;
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

  get wish(): ReadingWish {
    return this.#wish;
  }

  /** What else a guess could be; also once something was chosen. */
  alternatives(name: GuessName): Alternatives {
    return this.#alternatives[name] ?? [];
  }

  /** Guesses that a person has to look at before the file is read by them. */
  get undecided(): readonly GuessName[] {
    return this.#inspection === null ? [] : openGuesses(this.#inspection, this.#wish);
  }

  /** Whether there is something to import; where hidden rows are left out, visible ones may come later than the first. */
  get hasRows(): boolean {
    const { sample = [] } = this.#inspection ?? {};
    return this.columns.length > 0 && (sample.length > 0 || this.#wish.hidden === 'skip');
  }

  /** How the file was read for what is shown; null where nothing is. */
  get reading(): ReadingWish | null {
    return this.#inspection === null ? null : pinnedReading(this.#inspection, askedWish(this.#wish));
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Opens the host's dialog; true when a file was chosen and could be read. */
  async choose(): Promise<boolean> {
    const file = await this.#notices.attempt(() => this.#client.call('chooseSource', {}));
    return file === undefined || file === null ? false : this.take(file);
  }

  /** Takes a file that is known by its id, read as a recipe says; true when it could be read. */
  async open(file: SourceRef, wish: ReadingWish): Promise<boolean> {
    return this.#inspect(file, wish);
  }

  /** Looks at the file in another way, or with no change once more; undefined in the change: to be found again. A new sheet has its own header row. True when that could be read. */
  async look(change: ReadingWish): Promise<boolean> {
    const file = this.#file;
    if (file === null) return false;
    const anew = change.sheet !== undefined && change.sheet !== this.#inspection?.sheet;
    return this.#inspect(file, changedWish(this.#wish, { ...(anew ? { headerRow: undefined } : {}), ...change }));
  }

  /** Takes a file of the operator's choice; true when it could be read. */
  async take(file: SourceRef): Promise<boolean> {
    this.#notices.clear();
    // What cannot be read is told by the reading for an import.
    const workbook = await this.#client.call('recogniseWorkbook', { sourceId: file.sourceId }).catch(() => null);
    if (workbook !== null && this.#onworkbook !== undefined) {
      await this.#onworkbook(file, workbook);
      return false;
    }
    return this.#inspect(file, {});
  }

  async #inspect(file: SourceRef, wish: ReadingWish): Promise<boolean> {
    this.#asked += 1;
    const asked = this.#asked;
    this.#busy = true;
    const inspection = await this.#notices.attempt(() => this.#client.call('inspectSource', { sourceId: file.sourceId, ...askedWish(wish) }));
    // A slow answer about a sheet that is no longer the one asked for must not come back over the newer one.
    if (asked !== this.#asked) return false;
    this.#busy = false;
    if (inspection === undefined) return false;
    const isSame = this.#file === file && this.#inspection?.sheet === inspection.sheet;
    this.#alternatives = keptAlternatives(inspection, isSame ? this.#alternatives : {});
    this.#file = file;
    this.#wish = wish;
    this.#inspection = inspection;
    return true;
  }
}
