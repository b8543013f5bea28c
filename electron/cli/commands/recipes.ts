import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { m } from '#messages';
import type { SavedRecipe } from '#contract/commands.ts';
import { Fault } from '#contract/faults.ts';
import { dateTime } from '#contract/formats.ts';
import type { RememberedList } from '#contract/memory.ts';
import { usageFault } from '#contract/spokenFault.ts';
import { serverName } from '#contract/url.ts';
import { makeOwnFolder } from '#files/owner.ts';
import { loadRecipe } from '#files/recipeFile.ts';
import { windowDataFolder } from '#files/stateFolder.ts';
import { isoTime, systemClock } from '#engine/jobs/clock.ts';
import { mustBeFree, writeRecipeFile } from '#engine/jobs/memory/recipeFiles.ts';
import { openCatalogue, type Catalogue } from '#engine/store/catalogue.ts';
import { openMemory, type Memory } from '#engine/store/memory.ts';
import type { Command } from '../context.ts';
import { exitCodes } from '../exitCodes.ts';
import { memoryPath } from '../memoryPath.ts';
import { result, writeJson, type Output } from '../output.ts';

export interface RecipesOptions {
  /** list, show, export, import, rename or forget. */
  readonly action: string;
  readonly name: string | undefined;
  readonly to: string | undefined;
  /** Of remembered lists, not of saved recipes. */
  readonly lists: boolean;
}

/** A catalogue that is opened when somebody needs it: looking for recipes makes none. */
type Recipes = Pick<Catalogue, 'recipes' | 'saveRecipe' | 'renameRecipe' | 'deleteRecipe'> & { readonly close: () => unknown };

interface Given extends Pick<RecipesOptions, 'name' | 'to' | 'lists'> {
  readonly output: Output;
  readonly catalogue: Recipes;
  readonly memory: Memory;
}

type Action = (given: Given) => void;

const actions: Readonly<Record<string, Action>> = { list, show, export: exportOne, import: importOne, rename, forget };

/** `recipes [ACTION] [NAME] [TO]`: the recipes and lists that the window keeps. */
export function recipes({ action, ...options }: RecipesOptions): Command {
  return async ({ output }) => {
    const work = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (work === undefined) throw usageFault(() => m.cli_recipes_action({ actions: Object.keys(actions).join(', ') }));
    const catalogue = catalogueHere(action === 'import');
    const memory = openMemory(memoryPath());
    try {
      work({ ...options, output, catalogue, memory });
    } finally {
      memory.close();
      catalogue.close();
    }
    return exitCodes.ok;
  };
}

const nothing: Recipes = { recipes: () => [], saveRecipe: () => undefined, renameRecipe: () => undefined, deleteRecipe: () => undefined, close: () => undefined };

function catalogueHere(makes: boolean): Recipes {
  const path = join(windowDataFolder(), 'catalogue.sqlite');
  if (!makes && !existsSync(path)) return nothing;
  makeOwnFolder(dirname(path));
  return openCatalogue(path);
}

function list({ output, catalogue, memory }: Given): void {
  const [saved, remembered] = [catalogue.recipes(), memory.lists()];
  const value = {
    recipes: saved.map(({ name, savedAt, recipe: { request } }) => ({ name, savedAt, dbId: request.db_id })),
    lists: remembered.map(({ listId, name, file, sentAt, accepted, server, recipe: { request } }) => ({ listId, name, file, sentAt, accepted, server, dbId: request.db_id })),
  };
  result(output, value, () => [
    ...(saved.length === 0 ? [m.cli_recipes_none()] : [m.cli_recipes_saved(), ...saved.map(({ name, savedAt, recipe: { request } }) => `  ${m.cli_recipes_line({ name, at: dateTime(savedAt), database: request.db_id })}`)]),
    ...(remembered.length === 0 ? [] : [m.cli_recipes_lists(), ...remembered.map((one) => `  ${m.cli_like_list({ name: one.name, at: dateTime(one.sentAt), database: one.recipe.request.db_id, server: serverName(one.server) })}`)]),
  ]);
}

/** The recipe itself, as a file of it holds it. */
function show(given: Given): void {
  const { recipe } = found(given);
  if (given.output.json) writeJson(given.output, recipe);
  else given.output.out.write(`${JSON.stringify(recipe, null, 2)}\n`);
}

function exportOne(given: Given): void {
  const { name, recipe } = found(given);
  const path = needed(given.to);
  if (existsSync(path)) throw new Fault('output-exists', { name: basename(path) });
  writeRecipeFile(path, recipe);
  result(given.output, { name, file: path }, () => m.lists_recipe_exported({ name, file: basename(path) }));
}

function importOne({ output, catalogue, name: path, to }: Given): void {
  const file = needed(path);
  const recipe = loadRecipe(file);
  const name = to ?? basename(file).replace(/\.json$/i, '');
  mustBeName(name);
  mustBeFree(catalogue, name);
  catalogue.saveRecipe(name, recipe, isoTime(systemClock));
  result(output, { name }, () => m.lists_recipe_imported({ name }));
}

function rename(given: Given): void {
  if (given.lists) throw usageFault(m.cli_recipes_rename_lists);
  const [{ name }, to] = [recipeNamed(given), needed(given.to)];
  mustBeName(to);
  mustBeFree(given.catalogue, to);
  given.catalogue.renameRecipe(name, to);
  result(given.output, { name: to, was: name }, () => m.cli_recipes_renamed({ name, to }));
}

function forget(given: Given): void {
  const { output, catalogue, memory, lists } = given;
  const { name, id } = found(given);
  if (lists) memory.forget([id]);
  else catalogue.deleteRecipe(name);
  result(output, { name }, () => (lists ? m.cli_recipes_list_forgotten({ name }) : m.cli_recipes_forgotten({ name })));
}

function found(given: Given): { readonly name: string; readonly id: string; readonly recipe: SavedRecipe['recipe'] } {
  if (!given.lists) return { ...recipeNamed(given), id: '' };
  const { name, listId: id, recipe } = listNamed(given);
  return { name, id, recipe };
}

function recipeNamed({ catalogue, name: wanted }: Given): SavedRecipe {
  const name = needed(wanted);
  const saved = catalogue.recipes().find((one) => one.name === name);
  if (saved === undefined) throw usageFault(() => m.cli_recipes_unknown({ name }));
  return saved;
}

/** By its id, or by its name where only one has it. */
function listNamed({ memory, name: wanted }: Given): RememberedList {
  const name = needed(wanted);
  const all = memory.lists();
  const named = all.filter((one) => one.listId === name);
  const [first, ...others] = named.length > 0 ? named : all.filter((one) => one.name === name);
  if (first === undefined) throw usageFault(() => m.cli_recipes_list_unknown({ name }));
  if (others.length > 0) throw usageFault(() => m.cli_like_several({ lists: [first, ...others].map((one) => m.cli_like_one_of({ name: one.name, id: one.listId })).join(', ') }));
  return first;
}

function needed(text: string | undefined): string {
  if (text === undefined || text === '') throw usageFault(m.cli_recipes_usage);
  return text;
}

function mustBeName(name: string): void {
  if (name.trim() !== name || name.length > 200) throw usageFault(m.cli_recipes_name);
}
