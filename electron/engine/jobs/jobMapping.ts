import { compileRecipe, defaultSettings } from '../mapping/index.ts';
import type { Compilation } from '../mapping/types.ts';
import type { JobFile } from '../store/jobFile.ts';
import type { JobRecord } from '../store/jobTable.ts';
import { firstRows } from './jobRows.ts';
import { skipsHidden } from './prepare/rowGatherer.ts';

const made = new WeakMap<JobFile, { readonly of: string; readonly compilation: Compilation }>();

/**
 * The recipe of a job fitted to its columns as preparing did it: the same cells give the same item, or the same errors.
 * Kept with the open file: it reads the first rows again, which takes as long as all else of correcting one cell.
 */
export function jobMapping(file: JobFile, job: JobRecord): Compilation {
  const of = JSON.stringify([job.recipe, job.columns, job.date1904, job.rowsRead]);
  const known = made.get(file);
  if (known?.of === of) return known.compilation;
  const compilation = compileJob(file, job);
  made.set(file, { of, compilation });
  return compilation;
}

/** The same, made anew. */
export function compileJob(file: JobFile, job: Pick<JobRecord, 'recipe' | 'columns' | 'date1904' | 'rowsRead'>): Compilation {
  const withoutHidden = skipsHidden(job.recipe.source ?? {});
  const columns = withoutHidden ? job.columns.filter(({ hidden }) => hidden !== true) : job.columns;
  return compileRecipe(job.recipe, columns, { ...defaultSettings, date1904: job.date1904 }, firstRows(file, job.rowsRead));
}
