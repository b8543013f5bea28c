import { z } from 'zod';
import { Fault } from '#contract/faults.ts';
import { pauseReasons } from '#contract/job.ts';
import { readRecipe, type Recipe } from '#contract/recipe.ts';

/** Parts of a job's record that more than one module reads: the record itself, its place, and a repair. */

export const pauseSchema = z.object({
  reason: z.enum(pauseReasons),
  httpStatus: z.number().nullable(),
  code: z.number().nullable(),
  text: z.string().nullable(),
  at: z.string(),
  rows: z.object({ answered: z.number(), refused: z.number(), alike: z.number() }).exactOptional(),
});
export const sourceSchema = z.object({
  name: z.string(),
  bytes: z.number(),
  modified: z.string(),
  sha256: z.string(),
  sheet: z.string(),
  headerRow: z.number(),
});

/** The recipe as a job file has it. Fault job-unreadable where it is none. */
export function storedRecipe(json: string): Recipe {
  const reading = readRecipe(JSON.parse(json));
  if (!reading.ok) throw new Fault('job-unreadable', { reason: `recipe: ${(reading.problems[0] ?? '').slice(0, 200)}` });
  return reading.recipe;
}
