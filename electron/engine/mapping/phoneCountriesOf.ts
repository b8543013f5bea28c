import type { Mend } from '#contract/mends.ts';
import type { Recipe } from '#contract/recipe.ts';
import type { ColumnFinder } from './columns.ts';

type Rules = Pick<Recipe, 'fields' | 'subscriptions'>;

/** Countries by which a recipe reads phones of a column, in its order. */
export function phoneCountriesOf({ fields, subscriptions = [] }: Rules, find: ColumnFinder, index: number): readonly string[] {
  const isOf = (ref: string): boolean => {
    const found = find(ref);
    return found.ok && found.column.index === index;
  };
  const rules = fields.map(({ column, columns = [], country }) => ({ refs: [column, ...columns], country }));
  const members = fields.flatMap((field) => field.members ?? []).map(({ column, country }) => ({ refs: [column], country }));
  const phones = subscriptions.map(({ phone }) => ({ refs: [phone?.column], country: phone?.country }));
  return [...rules, ...members, ...phones].flatMap(({ refs, country }) => (country !== undefined && refs.some((ref) => ref !== undefined && isOf(ref)) ? [country] : []));
}

/** Whether a mend reads numbers without + by a country that it does not say. */
export const lacksCountry = (mend: Mend): boolean => (mend.kind === 'extension' || mend.kind === 'trunk') && mend.country === undefined;

/** Mends of a column, those of phones by its country where they say none. */
export function mendsInCountry(mends: readonly Mend[], recipe: Rules, find: ColumnFinder, index: number): readonly Mend[] {
  if (!mends.some(lacksCountry)) return mends;
  const [country] = phoneCountriesOf(recipe, find, index);
  return country === undefined ? mends : mends.map((mend) => (lacksCountry(mend) ? { ...mend, country } : mend));
}
