import type { SavedRecipe } from '#contract/commands.ts';
import type { ListColumn } from '#contract/memory.ts';
import type { Recipe } from '#contract/recipe.ts';
import { m } from '#messages';
import type { Client } from '../api/bridge.ts';
import type { Notices } from './notices.svelte.ts';

/** Recipes saved by name. */
export class RecipesState {
  readonly #client: Client;
  readonly #notices: Notices;
  #list = $state.raw<readonly SavedRecipe[]>([]);

  constructor(client: Client, notices: Notices) {
    this.#client = client;
    this.#notices = notices;
  }

  get list(): readonly SavedRecipe[] {
    return this.#list;
  }

  find(name: string): SavedRecipe | undefined {
    return this.#list.find((saved) => saved.name === name);
  }

  async load(): Promise<void> {
    const list = await this.#notices.attempt(() => this.#client.call('listRecipes', {}));
    if (list !== undefined) this.#list = list;
  }

  /** Saves under a name, with the columns of the file that it was made for; one of the same name is replaced. */
  async save(name: string, recipe: Recipe, columns: readonly ListColumn[]): Promise<void> {
    const done = await this.#notices.attempt(() => this.#client.call('saveRecipe', { name, recipe, columns: [...columns] }));
    if (done === undefined) return;
    this.#notices.tell(m.import_recipe_saved({ name }));
    await this.load();
  }

  async remove(name: string): Promise<void> {
    const done = await this.#notices.attempt(() => this.#client.call('deleteRecipe', { name }));
    if (done !== undefined) await this.load();
  }

  /** The new name must be free. */
  async rename(name: string, to: string): Promise<void> {
    const done = await this.#notices.attempt(() => this.#client.call('renameRecipe', { name, to }));
    if (done !== undefined) await this.load();
  }

  /** Asks where to save it as a file. */
  async exportAs(name: string): Promise<void> {
    const written = await this.#notices.attempt(() => this.#client.call('exportRecipe', { name }));
    if (written !== undefined && written !== null) this.#notices.tell(m.lists_recipe_exported({ name, file: written.name }));
  }

  /** Asks for a recipe file, which takes no other recipe's place. */
  async importFile(): Promise<void> {
    const read = await this.#notices.attempt(() => this.#client.call('importRecipe', {}));
    if (read === undefined || read === null) return;
    this.#notices.tell(m.lists_recipe_imported({ name: read.name }));
    await this.load();
  }
}
