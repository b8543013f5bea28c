import { subscriptionPlaces } from './recipe/subscriptionColumns.ts';
import type { SavedRecipe } from '#contract/commands.ts';
import type { ListColumn, ListProposal } from '#contract/memory.ts';
import type { Recipe } from '#contract/recipe.ts';
import type { InspectedColumn } from '#contract/source.ts';
import type { Client } from '../api/bridge.ts';
import type { DiscoveryState } from './discovery.svelte.ts';
import type { DraftState } from './draft.svelte.ts';
import { readNumber } from './recipe/draft.ts';
import { withKey } from './recipe/knownFields.ts';
import { fittedRecipe, readingOfList } from '#contract/listReading.ts';
import { columnChanges } from './recipe/fitted.ts';
import type { Recognised } from './recognised.svelte.ts';
import type { ColumnChange } from './recipe/suggested.ts';
import type { SourceState } from './source.svelte.ts';

/** What an import takes from lists and recipes of before. */

interface Importing {
  readonly source: SourceState;
  readonly discovery: DiscoveryState;
  readonly draft: DraftState;
  readonly recognised: Recognised;
}

/** Takes over the list that the file was recognised as: how it is read, its recipe and where it goes. Null where there is none, or the file cannot be read so. */
export async function takenOver({ source, discovery, draft, recognised }: Importing): Promise<ListProposal | null> {
  const { proposal, recipe } = recognised;
  if (proposal === null || recipe === null || source.inspection === null) return null;
  const wish = readingOfList(proposal, source.inspection);
  if (Object.keys(wish).length > 0 && !(await source.look(wish))) return null;
  recognised.take();
  draft.take(recipe, source.inspection, source.wish, columnChanges(proposal.match, (ref) => recognised.renamedTo(ref)));
  if (proposal.connectionId !== null) {
    await discovery.choose(proposal.connectionId);
    await discovery.loadFor(recipe);
  }
  return proposal;
}

/** Whether there is a connection, and a database that it sees. */
export function isPlaceKnown({ discovery: { connectionId, databases }, draft }: Pick<Importing, 'discovery' | 'draft'>): boolean {
  return connectionId !== null && (databases.length === 0 || databases.some(({ id }) => String(id) === draft.request.dbId));
}

/** A saved recipe for the columns of a file, renamed ones where they are now, and what the columns are against those that it was made for. */
export async function fittedTo(client: Client, sourceId: string, { name, recipe }: SavedRecipe): Promise<{ readonly recipe: Recipe; readonly changes?: ReadonlyMap<string, ColumnChange> }> {
  const match = await client.call('matchRecipe', { sourceId, name }).catch(() => null);
  if (match === null) return { recipe };
  const proposed = (ref: string): string => match.differences.renamed.find((column) => column.ref === ref)?.to ?? '';
  return { recipe: fittedRecipe(recipe, match, proposed), changes: columnChanges(match, proposed) };
}

/** Uses what is known of the database chosen, and what finished imports to it had the columns mapped to; what cannot be told teaches nothing. */
export async function learnFields(client: Client, { source, discovery, draft }: Omit<Importing, 'recognised'>): Promise<void> {
  const dbId = readNumber(draft.request.dbId);
  if (dbId !== null) await discovery.loadFields(dbId);
  const { connectionId } = discovery;
  const taught = dbId === null || connectionId === null || source.file === null ? [] : await client.call('taughtColumns', { sourceId: source.file.sourceId, connectionId, dbId }).catch(() => []);
  const { resources } = discovery;
  const fields = await discovery.loadSubscriptionFields(subscriptionPlaces(draft, draft.columns, resources));
  draft.learn(withKey(discovery.fields, draft.request), taught, { resources, fields });
}

/** Columns as a recipe keeps them, without any of their values. */
export function listColumns(columns: readonly InspectedColumn[]): readonly ListColumn[] {
  return columns.map(({ ref, header, letter, samples, guessedType }) => ({ ref, header, letter, type: samples.length === 0 ? null : guessedType }));
}
