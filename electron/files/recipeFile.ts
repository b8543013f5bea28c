import { m } from '#messages';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { invalidRecipe } from '#contract/invalidRecipe.ts';
import { SpokenFault } from '#contract/spokenFault.ts';
import { readRecipe, type Recipe } from '#contract/recipe.ts';

type JsonFile = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: () => string; readonly cause: unknown };

/** A file of JSON, or why there is none. */
export function readJson(path: string): JsonFile {
  try {
    return { ok: true, value: JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, '')) };
  } catch (cause) {
    return { ok: false, reason: cause instanceof SyntaxError ? () => syntaxProblem(cause) : m.files_missing, cause };
  }
}

/** Where the text stops being JSON, as far as the runtime says; its own words quote the file. */
function syntaxProblem({ message }: SyntaxError): string {
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? [];
  if (line !== undefined && column !== undefined) return m.files_not_json_from({ line, column });
  return /^Unexpected end/.test(message) ? m.files_not_json_short() : m.files_not_json();
}

/** Reads a recipe file. Faults: recipe-unreadable, recipe-invalid. */
export function loadRecipe(path: string): Recipe {
  const name = basename(path);
  const file = readJson(path);
  if (!file.ok) throw new SpokenFault('recipe-unreadable', () => ({ name, reason: file.reason() }), { cause: file.cause });
  const reading = readRecipe(file.value);
  if (!reading.ok) throw invalidRecipe(file.value, name);
  return reading.recipe;
}
