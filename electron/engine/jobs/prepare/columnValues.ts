import type { Column, SheetRow } from '#contract/cells.ts';
import { SpokenFault } from '#contract/spokenFault.ts';
import type { ColumnValues, ReadingWish } from '#contract/source.ts';
import { columnFinder, distinctCounter } from '../../mapping/index.ts';
import { openTable, openTableSource, type Table } from './openTable.ts';

/** What is held at most while counting; the rest is not counted one by one. About a hundred megabytes at worst. */
const bounds = { values: 100_000, characters: 10_000_000 };

export interface ColumnValuesOptions extends ReadingWish {
  /** As a recipe names it: its header, or `@` and its letter. */
  readonly column: string;
  /** What parts the values of one cell; a cell is one value when left out. */
  readonly separator?: string | undefined;
  /** How many values to give at most. */
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The different values of a column with how often each occurs, over the whole sheet, read in batches and held within
 * bounds. Rows are counted as a job counts them. Faults: as openTable, cancelled, bad-input for a column that is not there.
 */
export async function columnValues(path: string, { column, separator, limit, ...options }: ColumnValuesOptions): Promise<ColumnValues> {
  const source = await openTableSource(path, options);
  try {
    const table = await openTable(source, options);
    const found = columnFinder(table.columns)(column);
    if (!found.ok) throw new SpokenFault('bad-input', () => ({ file: source.name, sheet: table.sheet, problem: found.problem() }));
    return await countIn(table, found.column, separator ?? null, limit);
  } finally {
    await source.close();
  }
}

async function countIn(table: Table, { index }: Column, separator: string | null, limit: number): Promise<ColumnValues> {
  const counter = distinctCounter(separator, bounds);
  let [filled, errors, last] = [0, 0, table.headerRow];
  const look = ({ row, cells }: SheetRow): void => {
    const cell = cells[index] ?? null;
    if (counter.add(cell) > 0) filled += 1;
    else if (cell?.t === 'e' || (cell?.t === 'x' && cell.why !== 'absent')) errors += 1;
    last = row;
  };
  for await (const batch of table.rows) for (const row of batch) look(row);
  const { values, more } = counter.result();
  const rows = last - table.headerRow;
  return { values: values.slice(0, limit), distinct: more ? null : values.length, more: more || values.length > limit, rows, empty: rows - filled - errors, errors };
}
