import { fittedRecipe, readingOfList } from '#contract/listReading.ts';
import type { ListDifferences, RememberedList } from '#contract/memory.ts';
import type { Recipe } from '#contract/recipe.ts';
import type { ReadingWish } from '#contract/source.ts';
import { inspectSource } from '../prepare/inspectSource.ts';
import { recogniseSource, type RecognisedSource } from './recogniseSource.ts';

/** Why a file is not prepared as a list was before: what is not certain is a person's to decide. */
export type LikeLastDoubt =
  /** No list is like it; `named`: the one that was asked for is not. */
  | { readonly kind: 'unknown'; readonly named: boolean }
  /** Several lists are much like it and go to other places, or are mapped otherwise. */
  | { readonly kind: 'several'; readonly lists: readonly RememberedList[] }
  /** Columns that are imported are missing, are probably renamed, or look like another type. */
  | { readonly kind: 'differs'; readonly gone: ListDifferences['gone']; readonly renamed: ListDifferences['renamed']; readonly retyped: ListDifferences['retyped'] };

export interface LikeLast {
  /** Null where none was recognised. */
  readonly list: RememberedList | null;
  readonly differences: ListDifferences | null;
  /** For this file's columns, with how it is read; null where something is in doubt. */
  readonly recipe: Recipe | null;
  readonly doubt: LikeLastDoubt | null;
}

export interface LikeLastWish {
  readonly reading: ReadingWish;
  /** Name or id of the list that the file is; null: whichever it is. */
  readonly list: string | null;
  /** Renamed columns are taken as they are proposed. */
  readonly takesRenamed: boolean;
}

/** Scores nearer to each other than this tell nothing. */
const step = 0.05;

/** What was chosen for the list that a file is, for this file; or why that is not certain. Faults as openTable. */
export async function likeLast(path: string, lists: readonly RememberedList[], { reading, list: named, takesRenamed }: LikeLastWish): Promise<LikeLast> {
  const meant = named === null ? lists : lists.filter(({ listId, name }) => listId === named || name === named);
  const inspection = await inspectSource(path, reading);
  const found = await recogniseSource({ path, wish: reading, inspection }, meant, () => new Map());
  const [likeliest] = found;
  if (likeliest === undefined) return { list: null, differences: null, recipe: null, doubt: { kind: 'unknown', named: named !== null } };
  const { list, match } = likeliest;
  const { differences } = match;
  const doubt = doubtOf(found, takesRenamed);
  if (doubt !== null) return { list, differences, recipe: null, doubt };
  const fitted = fittedRecipe(list.recipe, match, (ref) => differences.renamed.find((column) => column.ref === ref)?.to ?? '');
  // How the file before was read is not how this one is: its sheet may have another name.
  return { list, differences, recipe: { ...fitted, version: 2, source: { ...readingOfList(likeliest, inspection), ...reading } }, doubt: null };
}

function doubtOf(found: readonly RecognisedSource[], takesRenamed: boolean): LikeLastDoubt | null {
  const [first] = found;
  if (first === undefined) return null;
  const rivals = found.filter((other) => other === first || (first.match.score - other.match.score < step && isOther(first.list, other.list)));
  if (rivals.length > 1) return { kind: 'several', lists: rivals.map(({ list }) => list) };
  const { gone, renamed, retyped } = first.match.differences;
  const isUsed = ({ fields }: { readonly fields: readonly string[] }): boolean => fields.length > 0;
  const doubt = { kind: 'differs', gone: gone.filter(isUsed), renamed: takesRenamed ? [] : renamed.filter(isUsed), retyped } as const;
  return doubt.gone.length + doubt.renamed.length + doubt.retyped.length === 0 ? null : doubt;
}

/** Whether it matters which of two lists a file is. */
function isOther(one: RememberedList, other: RememberedList): boolean {
  const targetOf = ({ server, recipe: { request, fields, subscriptions } }: RememberedList): string => JSON.stringify([server, request, fields, subscriptions]);
  return targetOf(one) !== targetOf(other);
}
