import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { UndoWritten } from '#contract/comparison.ts';
import type { ExportProgress } from '#contract/exports.ts';
import { Fault } from '#contract/faults.ts';
import type { JobFile } from '../../store/jobFile.ts';
import { writeRecipeFile } from '../memory/recipeFiles.ts';
import { turns, type TurnOptions } from '../turns.ts';
import { undoPlan, undoRows, wasSent, type UndoPlan } from './undoPlan.ts';

/** Where the two files go, and who writes the first. Aborted: nothing is left of them; Fault cancelled. */
export interface UndoPlace extends TurnOptions<ExportProgress> {
  readonly workbook: string;
  readonly recipe: string;
  readonly writeTable: (table: Pick<UndoPlan, 'headers' | 'rows'>, path: string, turn: (rows: number) => Promise<void>) => Promise<void>;
}

/**
 * Writes the workbook that takes a job back for the rows whose profiles were kept, over one that is there, and its recipe, over nothing.
 * Faults nothing-to-undo, output-exists (the recipe), disk-full, output-unwritable, path-too-long, job-corrupt, cancelled.
 */
export async function writeUndo(file: JobFile, { workbook, recipe: recipeFile, writeTable, ...options }: UndoPlace): Promise<UndoWritten & { readonly plan: UndoPlan }> {
  const { recipe, rows, sent } = file.snapshot(() => ({ recipe: file.job.read()?.recipe, rows: undoRows(file), sent: sentRows(file) }));
  if (recipe === undefined || rows.length === 0) throw new Fault('nothing-to-undo', { event: 'profiles' });
  if (existsSync(recipeFile)) throw new Fault('output-exists', { file: basename(recipeFile) });
  const turn = turns<ExportProgress>(options);
  const plan = await undoPlan(recipe, rows, turn);
  await writeTable(plan, workbook, (written) => turn({ step: 'write', rows: written, total: plan.rows.length }));
  writeRecipeFile(recipeFile, plan.recipe);
  return { workbook: basename(workbook), recipe: basename(recipeFile), rows: plan.rows.length, sent, left: plan.left, plan };
}

function sentRows(file: JobFile): number {
  const counts = file.states.count();
  return wasSent.reduce((sum, state) => sum + counts[state], 0);
}
