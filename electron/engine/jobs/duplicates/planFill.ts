import { countingCell, hidesValue, type Cell } from '#contract/cells.ts';
import type { FilledCell } from '#contract/duplicates.ts';
import { visibleText } from '#contract/sameText.ts';
import type { RowMapper } from '../../mapping/types.ts';
import type { StoredRow } from '../../store/blocks.ts';
import { cellText } from '../../store/corrections.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';
import type { DateProof } from '../corrections/dateProof.ts';
import { groupTable, type GroupTable } from './groupTable.ts';
import { keyOfRow } from './listDuplicates.ts';

export interface FillPlan {
  readonly file: JobFile;
  readonly job: JobRecord;
  readonly mapper: RowMapper;
  /** By which dates are judged that can be read both ways, as in every batch of corrections. */
  readonly dates: Pick<DateProof, 'map'>;
  /** Position of the row that is sent of one group; all groups when left out. */
  readonly only?: number | undefined;
  /** Called between blocks of rows. */
  readonly turn: () => Promise<void>;
}

/** Groups looked at in one go over the rows: what is held at a time is bounded by them. */
const groupsAtOnce = 10_000;
const rowsATurn = 500;

/**
 * The empty cells of rows that are sent, in the order of these rows, with the values that their duplicates have there: of several
 * the one of the row that would be sent next by first or last. Nothing is filled that would change the row's match key or
 * keep it from being sent. Faults job-corrupt, and what `turn` throws.
 */
export async function* planFill({ only, ...plan }: FillPlan): AsyncGenerator<FilledCell> {
  const table = groupTable(plan.file);
  const sent = function* (): Generator<number> {
    for (let position = only ?? 1; position <= (only ?? table.rows); position += 1) if ((table.sizes[position] ?? 0) > 0) yield position;
  };
  const rest = sent();
  for (let window = take(rest, groupsAtOnce); window.length > 0; window = take(rest, groupsAtOnce)) yield* fillWindow(plan, table, window);
}

function take(positions: Generator<number>, count: number): readonly number[] {
  const taken: number[] = [];
  while (taken.length < count) {
    const next = positions.next();
    if (next.done === true) break;
    taken.push(next.value);
  }
  return taken;
}

interface Wanting {
  readonly stored: StoredRow;
  readonly found: Map<number, FilledCell>;
  /** Columns that are empty. */
  readonly empty: readonly number[];
}

async function* fillWindow({ file, job, mapper, dates, turn }: Omit<FillPlan, 'only'>, table: GroupTable, window: readonly number[]): AsyncGenerator<FilledCell> {
  const columns = job.columns.filter(({ own }) => own !== true).map(({ index }) => index);
  const wanting = new Map<number, Wanting>();
  for (const stored of file.blocks.rowsAt(window, { few: true })) {
    const empty = columns.filter((column) => isFillable(stored.cells[column] ?? null));
    if (empty.length > 0) wanting.set(stored.position, { stored, empty, found: new Map() });
    if (stored.position % rowsATurn === 0) await turn();
  }
  const isFirst = job.recipe.duplicates === 'first';
  for (const row of file.blocks.rowsAt(duplicatesOf(table, wanting), { few: true })) {
    const group = wanting.get(table.sentFor[row.position] ?? 0);
    if (group !== undefined) takeValues(group, row, isFirst);
    if (row.position % rowsATurn === 0) await turn();
  }
  for (const group of wanting.values()) if (group.found.size > 0) yield* harmless(mapper, dates, group);
}

function* duplicatesOf({ rows, sentFor }: GroupTable, wanting: ReadonlyMap<number, Wanting>): Generator<number> {
  if (wanting.size === 0) return;
  for (let position = 1; position <= rows; position += 1) if ((sentFor[position] ?? 0) > 0 && wanting.has(sentFor[position] ?? 0)) yield position;
}

function takeValues({ stored, empty, found }: Wanting, { row, cells }: StoredRow, isFirst: boolean): void {
  for (const column of empty) {
    const after = countingCell(cells[column] ?? null);
    if (!isValue(after)) continue;
    const known = found.get(column);
    const differs = known !== undefined && (known.differs || cellText(known.after) !== cellText(after));
    if (known !== undefined && isFirst) found.set(column, { ...known, differs });
    else found.set(column, { position: stored.position, row: stored.row, column, after, from: row, differs });
  }
}

/** All of them where the row stays what it is, else those with which it does, one after the other. */
function harmless(mapper: RowMapper, dates: FillPlan['dates'], { stored, found }: Wanting): readonly FilledCell[] {
  const { row, position } = stored;
  const key = keyOfRow(mapper, stored);
  const isKept = (filled: readonly FilledCell[]): boolean => {
    const changed = new Set(filled.map(({ column }) => column));
    return keyOfRow({ map: (source) => dates.map(source, position, changed) }, { row, cells: withCells(stored.cells, filled) }) === key;
  };
  const all = [...found.values()].sort((a, b) => a.column - b.column);
  if (isKept(all)) return all;
  const kept: FilledCell[] = [];
  for (const cell of all) if (isKept([...kept, cell])) kept.push(cell);
  return kept;
}

function withCells(cells: readonly Cell[], filled: readonly FilledCell[]): readonly Cell[] {
  const made = [...cells];
  for (const { column, after } of filled) {
    while (made.length <= column) made.push(null);
    made[column] = after;
  }
  return made;
}

/** Nobody sees anything in it, and it holds nothing: not even what its format hides, or a merge covers. */
function isFillable(cell: Cell): boolean {
  if (cell === null) return true;
  if (cell.t === 'x') return cell.why === 'absent';
  return cell.t === 's' && !hidesValue(cell) && visibleText(cell.v) === '';
}

/** A value that can stand for itself in another row. */
function isValue(cell: Cell): boolean {
  if (cell === null || cell.t === 'x' || cell.t === 'm' || cell.t === 'e' || hidesValue(cell)) return false;
  return cell.t !== 's' || visibleText(cell.v) !== '';
}
