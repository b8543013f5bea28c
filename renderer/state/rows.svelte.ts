import type { Column } from '#contract/cells.ts';
import { shownText } from '#contract/cells.ts';
import type { BatchResult } from '#contract/corrections.ts';
import type { JobRow, JobStatus } from '#contract/job.ts';
import { isFiltering, type RowFilter } from '#contract/rowFilter.ts';
import type { Client } from '../api/bridge.ts';
import { asksSendAgain, batchWords, readOnlyWords, rowRefusalWords } from '../text/rowWords.ts';
import type { Notices } from './notices.svelte.ts';
import { Corrections, type TypedCells } from './rows/corrections.svelte.ts';
import { indexOf, positionAt, RowPages, type Shown } from './rows/pages.svelte.ts';
import { at, within, type Bounds, type Place, type Selection } from './rows/selection.ts';
import type { TakeOver } from './takeOver.svelte.ts';

export interface RowsParts {
  readonly client: Client;
  readonly notices: Notices;
  readonly takeOver: TakeOver;
  readonly jobId: string;
  readonly status: () => JobStatus | null;
  /** Problems and items may be others now. */
  readonly onchange: () => void;
}

/** What is typed into a cell, while it is. */
export interface Editing extends Place {
  readonly text: string;
}

/** All rows of a job as the grid shows them: which, where the cursor is, what is typed. */
export class RowsState {
  readonly pages: RowPages;
  readonly corrections: Corrections;
  readonly #parts: RowsParts;
  #filter = $state.raw<RowFilter>({});
  #positions = $state.raw<Uint32Array | null>(null);
  #filtering = $state(false);
  #columns = $state.raw<readonly Column[]>([]);
  #selection = $state.raw<Selection>(at(0, 0));
  #editing = $state.raw<Editing | null>(null);
  #told = $state('');
  #again = $state.raw<{ readonly cells: TypedCells; readonly result: BatchResult } | null>(null);
  #asked = 0;

  constructor(parts: RowsParts) {
    const { client, notices, takeOver, jobId } = parts;
    this.#parts = parts;
    this.pages = new RowPages((positions) => notices.attempt(() => client.call('rowsAt', { jobId, positions: [...positions] })));
    this.corrections = new Corrections({
      client, notices, takeOver, jobId,
      onchange: (result, kind) => {
        this.pages.refresh();
        this.#told = batchWords(result, kind);
        parts.onchange();
      },
    });
  }

  get filter(): RowFilter {
    return this.#filter;
  }

  /** Whether the rows of the filter are still being looked for. */
  get filtering(): boolean {
    return this.#filtering;
  }

  get columns(): readonly Column[] {
    return this.#columns;
  }

  get shown(): Shown {
    const positions = this.#positions;
    return { positions, count: positions === null ? (this.#parts.status()?.counts.read ?? 0) : positions.length };
  }

  get selection(): Selection {
    return this.#selection;
  }

  get editing(): Editing | null {
    return this.#editing;
  }

  /** What was done last, for whoever does not see the grid. */
  get told(): string {
    return this.#told;
  }

  /** Rows that the platform has accepted were to be corrected: whether they are to be sent once more. */
  get again(): BatchResult | null {
    return this.#again?.result ?? null;
  }

  /** Why nothing can be corrected now; null where it can. */
  get readOnly(): string | null {
    const state = this.#parts.status()?.state;
    return state === undefined ? null : readOnlyWords(state);
  }

  bounds(page = 20): Bounds {
    return { rows: this.shown.count, columns: this.#columns.length, page };
  }

  /** The row at an index among those shown; undefined while it is not here. */
  rowAt(index: number): JobRow | undefined {
    return this.pages.get(positionAt(this.shown, index));
  }

  async load(): Promise<void> {
    const { notices, client, jobId } = this.#parts;
    const columns = await notices.attempt(() => client.call('jobColumns', { jobId }));
    if (columns !== undefined) this.#columns = columns;
    await this.corrections.load();
  }

  /** Rows may be others now; those of the filter stay the ones that they were, so that none goes away under the cursor. */
  refresh(): void {
    this.pages.refresh();
    void this.corrections.load();
  }

  /** Shows the rows of a filter, as they are now, from the first. */
  async show(filter: RowFilter): Promise<void> {
    const { notices, client, jobId } = this.#parts;
    this.#asked += 1;
    const asked = this.#asked;
    this.#filter = filter;
    this.#editing = null;
    this.#filtering = isFiltering(filter);
    const positions = this.#filtering ? await notices.attempt(() => client.call('filterRows', { jobId, filter })) : null;
    // An answer to an earlier question must not replace that to a later one.
    if (asked !== this.#asked) return;
    this.#filtering = false;
    if (positions === undefined) return;
    this.#positions = positions;
    this.#selection = at(0, within(this.#selection, this.bounds()).cursor.column);
    this.pages.refresh();
  }

  select(selection: Selection): void {
    this.#selection = within(selection, this.bounds());
  }

  /** Puts the cursor on a row of the sheet, or the next one shown. Without rows nothing happens. */
  async goToRow(row: number): Promise<void> {
    const { notices, client, jobId } = this.#parts;
    const position = await notices.attempt(() => client.call('rowPosition', { jobId, row }));
    if (position !== undefined && position !== null) this.goToPosition(position);
  }

  goToPosition(position: number, column = this.#selection.cursor.column): void {
    this.select(at(indexOf(this.shown, position), column));
  }

  /** Why the cell at the cursor cannot be corrected; null where it can. */
  refusalAt({ row }: Place): string | null {
    const found = this.rowAt(row);
    return this.readOnly ?? (found === undefined ? null : rowRefusalWords(found));
  }

  /** Opens the cell at the cursor with a text to begin with, that of the cell when left out. */
  edit(text?: string): void {
    const { cursor } = this.#selection;
    const row = this.rowAt(cursor.row);
    if (row === undefined || this.#columns[cursor.column] === undefined) return;
    const refusal = this.refusalAt(cursor);
    if (refusal !== null) {
      this.#told = refusal;
      return;
    }
    this.#editing = { ...cursor, text: text ?? shownText(row.cells[cursor.column] ?? null) };
  }

  type(text: string): void {
    if (this.#editing !== null) this.#editing = { ...this.#editing, text };
  }

  leave(): void {
    this.#editing = null;
  }

  /** Takes what was typed into its cell. A text that the cell shows already changes nothing. */
  async commit(): Promise<void> {
    const editing = this.#editing;
    this.#editing = null;
    if (editing === null) return;
    const row = this.rowAt(editing.row);
    if (row === undefined || shownText(row.cells[editing.column] ?? null) === editing.text) return;
    await this.correct([{ position: row.position, column: editing.column, value: editing.text }]);
  }

  /** Corrects cells as one batch. Rows that were accepted are asked about first. */
  async correct(cells: TypedCells, sendAgain = false): Promise<void> {
    if (cells.length === 0) return;
    const result = await this.corrections.correct(cells, sendAgain);
    this.#again = result !== undefined && !sendAgain && asksSendAgain(result) ? { cells, result } : null;
  }

  async sendAgain(): Promise<void> {
    const again = this.#again;
    this.#again = null;
    if (again !== null) await this.correct(again.cells, true);
  }

  dismissAgain(): void {
    this.#again = null;
  }

  tell(text: string): void {
    this.#told = text;
  }
}
