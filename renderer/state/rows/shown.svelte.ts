import type { Column } from '#contract/cells.ts';
import type { JobRow, JobStatus } from '#contract/job.ts';
import { isFiltering, type RowFilter } from '#contract/rowFilter.ts';
import type { Client } from '../../api/bridge.ts';
import type { Notices } from '../notices.svelte.ts';
import { indexOf, positionAt, RowPages, type Shown } from './pages.svelte.ts';
import { at, within, type Bounds, type Selection } from './selection.ts';

export interface ShownParts {
  readonly client: Client;
  readonly notices: Notices;
  readonly jobId: string;
  readonly status: () => JobStatus | null;
}

/** Which rows of a job are shown, and where the cursor is among them. */
export class ShownRows {
  readonly pages: RowPages;
  readonly #parts: ShownParts;
  #filter = $state.raw<RowFilter>({});
  #positions = $state.raw<Uint32Array | null>(null);
  #filtering = $state(false);
  #columns = $state.raw<readonly Column[]>([]);
  #selection = $state.raw<Selection>(at(0, 0));
  #asked = 0;
  /** Rows answered when they were read last. */
  #followed = 0;

  constructor(parts: ShownParts) {
    const { client, notices, jobId } = parts;
    this.#parts = parts;
    this.pages = new RowPages((positions) => notices.attempt(() => client.call('rowsAt', { jobId, positions: [...positions] })));
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

  bounds(page = 20): Bounds {
    return { rows: this.shown.count, columns: this.#columns.length, page };
  }

  /** The row at an index among those shown; undefined while it is not here. */
  rowAt(index: number): JobRow | undefined {
    return this.pages.get(positionAt(this.shown, index));
  }

  /** The index among the job's columns of a place in the grid, which leaves some of them out. */
  indexAt(place: number): number {
    return this.#columns[place]?.index ?? place;
  }

  /** The place in the grid of a column of the job; the first where it is not shown. */
  placeOf(index: number): number {
    return Math.max(0, this.#columns.findIndex((column) => column.index === index));
  }

  async loadColumns(): Promise<void> {
    const { notices, client, jobId } = this.#parts;
    const columns = await notices.attempt(() => client.call('jobColumns', { jobId }));
    if (columns !== undefined) this.#columns = columns;
  }

  /** Shows the rows of a filter, as they are now, from the first. */
  async show(filter: RowFilter): Promise<void> {
    const { notices, client, jobId } = this.#parts;
    this.#asked += 1;
    const asked = this.#asked;
    const before = this.#filter;
    this.#filter = filter;
    this.#filtering = isFiltering(filter);
    const positions = this.#filtering ? await notices.attempt(() => client.call('filterRows', { jobId, filter })) : null;
    // An answer to an earlier question must not replace that to a later one.
    if (asked !== this.#asked) return;
    this.#filtering = false;
    if (positions === undefined) {
      // The rows shown are still those of the filter before.
      this.#filter = before;
      return;
    }
    this.#positions = positions;
    // To the wrong cell, where all rows shown have one in this column.
    const wrong = this.#columns.findIndex(({ letter }) => letter === filter.problem?.column);
    this.#selection = at(0, wrong >= 0 ? wrong : within(this.#selection, this.bounds()).cursor.column);
    this.pages.refresh();
  }

  /** While a job runs its rows change: those seen are read again, but not with every answer. */
  follow({ counts }: JobStatus): void {
    const settled = counts.accepted + counts.failed;
    if (Math.abs(settled - this.#followed) < Math.max(500, counts.read / 100)) return;
    this.#followed = settled;
    this.pages.follow();
  }

  select(selection: Selection): void {
    this.#selection = within(selection, this.bounds());
  }

  /** Puts the cursor on a row of the sheet, or the next one shown. Without rows nothing happens. */
  async goToRow(row: number): Promise<void> {
    const { notices, client, jobId } = this.#parts;
    const [position] = await Promise.all([notices.attempt(() => client.call('rowPosition', { jobId, row })), this.#bringLikely(row)]);
    if (position === undefined || position === null) return;
    await this.pages.bring(this.shown, indexOf(this.shown, position));
    this.goToPosition(position);
  }

  /** Where rows follow one another as in most sheets, those around it come with the answer where it stands, and not after it. */
  async #bringLikely(row: number): Promise<void> {
    const { shown } = this;
    const known = this.rowAt(this.#selection.cursor.row);
    if (known !== undefined) await this.pages.bring(shown, indexOf(shown, Math.max(1, row - known.row + known.position)));
  }

  goToPosition(position: number, column = this.#selection.cursor.column): void {
    this.select(at(indexOf(this.shown, position), column));
  }
}
