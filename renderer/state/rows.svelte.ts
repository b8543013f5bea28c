import { shownText } from '#contract/cells.ts';
import type { BatchResult } from '#contract/corrections.ts';
import type { JobRow } from '#contract/job.ts';
import { mostRowsAtOnce, type RowFilter } from '#contract/rowFilter.ts';
import { m } from '#messages';
import { batchWords, readOnlyWords, rowRefusalWords } from '../text/rowWords.ts';
import { copied, emptied, mostCells, pasted, rowsOf, tooLongWords, type Copied } from './rows/blocks.ts';
import { readBlock } from './rows/clipboard.ts';
import { Corrections, type TypedCells } from './rows/corrections.svelte.ts';
import { Find } from './rows/find.svelte.ts';
import { Details } from './rows/details.svelte.ts';
import { positionAt } from './rows/pages.svelte.ts';
import { blockOf, cellsIn, type Place } from './rows/selection.ts';
import { ShownRows, type ShownParts } from './rows/shown.svelte.ts';
import type { TakeOver } from './takeOver.svelte.ts';

export interface RowsParts extends ShownParts {
  readonly takeOver: TakeOver;
  /** Problems and items may be others now. */
  readonly onchange: (result: BatchResult, kind: 'made' | 'undone' | 'redone') => void;
}

/** What is typed into a cell, while it is. */
export interface Editing extends Place {
  readonly text: string;
}

/** All rows of a job as the grid shows them, and what is typed, pasted and taken back in it. */
export class RowsState extends ShownRows {
  readonly corrections: Corrections;
  readonly details: Details;
  readonly find: Find;
  readonly #parts: RowsParts;
  #editing = $state.raw<Editing | null>(null);
  /** Said anew whenever it is read, in the language of the moment. */
  #told = $state.raw<() => string>(() => '');

  constructor(parts: RowsParts) {
    const { client, notices, takeOver, jobId } = parts;
    super(parts);
    this.#parts = parts;
    this.details = new Details((position) => notices.attempt(() => client.call('rowDetails', { jobId, position })));
    this.find = new Find(client, notices, jobId);
    this.corrections = new Corrections({
      client, notices, takeOver, jobId,
      onchange: (result, kind) => {
        this.pages.refresh();
        this.find.forget();
        this.#told = () => batchWords(result, kind);
        parts.onchange(result, kind);
      },
    });
  }

  get editing(): Editing | null {
    return this.#editing;
  }

  /** What was done last, for whoever does not see the grid. */
  get told(): string {
    return this.#told();
  }

  /** Why nothing can be corrected now; null where it can. */
  get readOnly(): string | null {
    const state = this.#parts.status()?.state;
    return state === undefined ? null : readOnlyWords(state);
  }

  override async show(filter: RowFilter): Promise<void> {
    this.leave();
    await super.show(filter);
  }

  async load(): Promise<void> {
    await Promise.all([this.loadColumns(), this.corrections.load()]);
  }

  /** Rows may be others now; those of the filter stay the ones that they were, so that none goes away under the cursor. */
  refresh(): void {
    this.pages.refresh();
    void this.corrections.load();
  }

  /** Why the cell at the cursor cannot be corrected; null where it can. */
  refusalAt({ row }: Place): string | null {
    const found = this.rowAt(row);
    return this.readOnly ?? (found === undefined ? null : rowRefusalWords(found));
  }

  /** Opens the cell at the cursor with a text to begin with, that of the cell when left out. */
  edit(text?: string): void {
    const { cursor } = this.selection;
    const row = this.rowAt(cursor.row);
    if (row === undefined || this.columns[cursor.column] === undefined) return;
    if (this.refusalAt(cursor) !== null) return this.tell(() => this.refusalAt(cursor) ?? '');
    this.#editing = { ...cursor, text: text ?? shownText(row.cells[this.indexAt(cursor.column)] ?? null) };
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
    // Of a row that lost a correction it says that the cell is right.
    const isLost = row?.errors.some(({ reason }) => reason === 'correction-lost') === true;
    const column = this.indexAt(editing.column);
    if (row === undefined || (!isLost && shownText(row.cells[column] ?? null) === editing.text)) return;
    await this.correct([{ position: row.position, column, value: editing.text }]);
  }

  /** Corrects cells as one batch. Rows that were accepted are asked about first. */
  async correct(cells: TypedCells): Promise<void> {
    if (cells.length === 0) return;
    const problem = tooLongWords(cells);
    if (problem !== null) return this.tell(() => problem);
    await this.corrections.correct(cells);
  }

  /** Takes the newest corrections back, or brings back those undone last. Where rows would be sent after others of their match keys, it is asked first. */
  async turn(redo: boolean): Promise<void> {
    await (redo ? this.corrections.redo() : this.corrections.undo());
  }

  /** What the cells chosen show, for the clipboard; null where not all of their rows are here. */
  copy(): Copied | null {
    const block = blockOf(this.selection);
    if (cellsIn(block) > mostCells) return null;
    const rows = rowsOf(block).map((index) => this.rowAt(index));
    const here = rows.filter((row) => row !== undefined);
    return here.length === rows.length ? copied(here, block, this.columns) : null;
  }

  /** The same with all rows asked for; null where they are too many, which is told. */
  async copyAll(): Promise<Copied | null> {
    const { client, notices, jobId } = this.#parts;
    const block = blockOf(this.selection);
    if (cellsIn(block) > mostCells) return this.#tooMany();
    const { shown } = this;
    const positions = rowsOf(block).map((index) => positionAt(shown, index));
    const rows: JobRow[] = [];
    for (let from = 0; from < positions.length; from += mostRowsAtOnce) {
      const part = await notices.attempt(() => client.call('rowsAt', { jobId, positions: positions.slice(from, from + mostRowsAtOnce) }));
      if (part === undefined) return null;
      rows.push(...part);
    }
    return copied(rows, block, this.columns);
  }

  /** Takes a block of cells, as Excel puts it on the clipboard, from the first cell chosen on, as one batch. */
  async paste(text: string): Promise<void> {
    if (this.readOnly !== null) return this.tell(() => this.readOnly ?? '');
    const block = pasted(readBlock(text), blockOf(this.selection), this.shown, this.columns);
    if (block === null) return void this.#tooMany();
    if (block.cells.length === 0) return;
    const { top: row, left: column, bottom, right } = block.block;
    this.select({ anchor: { row: bottom, column: right }, cursor: { row, column } });
    await this.correct(block.cells);
    if (block.beyond === 0) return;
    const made = this.#told;
    this.tell(() => `${made()} ${m.rows_no_place({ count: block.beyond })}`.trim());
  }

  /** Empties the cells chosen, as one batch. */
  async clear(): Promise<void> {
    if (this.readOnly !== null) return this.tell(() => this.readOnly ?? '');
    const cells = emptied(blockOf(this.selection), this.shown, this.columns);
    if (cells === null) this.#tooMany();
    else await this.correct(cells);
  }

  #tooMany(): null {
    this.tell(() => m.rows_choose_at_most({ count: mostCells }));
    return null;
  }

  /** Puts the cursor on the next cell with the text that is looked for, or the one before; false where there is none among the rows shown. */
  async findNext(back: boolean): Promise<boolean> {
    const { cursor } = this.selection;
    const found = await this.find.next({ position: positionAt(this.shown, cursor.row), column: this.indexAt(cursor.column) }, this.shown, back);
    if (found !== undefined) this.goToPosition(found.position, this.placeOf(found.column));
    return found !== undefined;
  }

  tell(words: () => string): void {
    this.#told = words;
  }
}
