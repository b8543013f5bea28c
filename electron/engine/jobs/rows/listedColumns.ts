import type { Cell, Column } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import type { JobFile } from '../../store/jobFile.ts';
import type { JobRecord } from '../../store/jobTable.ts';
import { cellUses } from './cellUses.ts';

/**
 * The columns whose cells a person is shown: those of the workbook. What an earlier export of this program has written behind them
 * is told of the rows in its own places, unless the recipe sends it. Pure.
 */
export function listedColumns({ columns, recipe }: Pick<JobRecord, 'columns' | 'recipe'>): readonly Column[] {
  if (columns.every(({ own }) => own !== true)) return columns;
  const used = new Set(cellUses(recipe, columns, null).map(({ column }) => column));
  return columns.filter(({ index, own }) => own !== true || used.has(index));
}

/** Empties the cells of a row that listedColumns leaves out; those behind the last header stay. Pure. */
export function listedCells({ columns, recipe }: Pick<JobRecord, 'columns' | 'recipe'>): (cells: readonly Cell[]) => readonly Cell[] {
  const listed = new Set(listedColumns({ columns, recipe }));
  const left = new Set(columns.flatMap((column) => (listed.has(column) ? [] : [column.index])));
  if (left.size === 0) return (cells) => cells;
  return (cells) => {
    const kept = cells.map((cell, index) => (left.has(index) ? null : cell));
    return kept.slice(0, kept.findLastIndex((cell) => cell !== null) + 1);
  };
}

/** The columns that are shown of a job. Fault job-state while it is being prepared. */
export function shownColumns(file: JobFile): readonly Column[] {
  const job = file.job.read();
  if (job === null || job.state === 'preparing') throw new Fault('job-state', { state: 'preparing', event: 'read' });
  return listedColumns(job);
}
