import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { UndoWritten } from '#contract/comparison.ts';
import { Fault } from '#contract/faults.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { writeRecipeFile } from '../memory/recipeFiles.ts';
import { undoPlan, undoRows, wasSent, type UndoPlan } from './undoPlan.ts';

/** Where the two files go, and who writes the first. */
export interface UndoPlace {
  readonly workbook: string;
  readonly recipe: string;
  readonly writeTable: (table: Pick<UndoPlan, 'headers' | 'rows'>, path: string) => Promise<void>;
}

/**
 * Writes the workbook that takes a job back for the rows whose profiles were kept, over one that is there, and its recipe, over nothing.
 * Faults nothing-to-undo, output-exists (the recipe), disk-full, output-unwritable, path-too-long, job-corrupt.
 */
export async function writeUndo(file: JobFile, { workbook, recipe: recipeFile, writeTable }: UndoPlace): Promise<UndoWritten & { readonly plan: UndoPlan }> {
  const { recipe, rows, sent } = file.snapshot(() => ({ recipe: file.job.read()?.recipe, rows: undoRows(file), sent: sentRows(file) }));
  if (recipe === undefined || rows.length === 0) throw new Fault('nothing-to-undo', { event: 'profiles' });
  if (existsSync(recipeFile)) throw new Fault('output-exists', { file: basename(recipeFile) });
  const plan = undoPlan(recipe, rows);
  await writeTable(plan, workbook);
  writeRecipeFile(recipeFile, plan.recipe);
  return { workbook: basename(workbook), recipe: basename(recipeFile), rows: plan.rows.length, sent, left: plan.left, plan };
}

function sentRows(file: JobFile): number {
  const counts = file.states.count();
  return wasSent.reduce((sum, state) => sum + counts[state], 0);
}
