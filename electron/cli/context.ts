import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Fault } from '#contract/faults.ts';
import { readRecipe, type Recipe } from '#contract/recipe.ts';
import { openJob } from '#engine/jobs/recover.ts';
import { sqliteFault } from '#engine/store/database.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import type { Output } from './output.ts';
import type { ExitCode } from './exitCodes.ts';

/** What every command gets from the world. */
export interface CommandContext {
  readonly output: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by the first interrupt. */
  readonly stop: AbortSignal;
  /** Aborted by the second. */
  readonly abort: AbortSignal;
}

export type Command = (context: CommandContext) => Promise<ExitCode>;

/** Reads a recipe file. Faults: recipe-unreadable, recipe-invalid. */
export function loadRecipe(path: string): Recipe {
  const name = basename(path);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Fault('recipe-unreadable', { name, reason: error instanceof SyntaxError ? 'not JSON' : 'no such file, or not readable' }, { cause: error });
  }
  const reading = readRecipe(value);
  if (!reading.ok) throw new Fault('recipe-invalid', { name, problems: reading.problems });
  return reading.recipe;
}

/** Opens a job, hands it over and closes it whatever happens. Faults as openJob. */
export async function withJob<Value>(path: string, work: (file: JobFile) => Value | Promise<Value>): Promise<Value> {
  const file = openJob(path);
  try {
    return await work(file);
  } catch (error) {
    throw sqliteFault(error, path);
  } finally {
    file.close();
  }
}
