import type { ListMatch, ListProposal } from './memory.ts';
import { renamedRecipe } from './recipe/renamed.ts';
import { lowestVersion, type Recipe } from './recipe.ts';
import type { ReadingWish, SourceInspection } from './source.ts';

/** How a file is read and its columns are named for a list that it was recognised as. Pure. */

/** A recipe for the columns of a file that it was not made for. `renamedTo`: the column that a renamed one is now, empty for none. */
export function fittedRecipe(recipe: Recipe, { same, differences: { renamed } }: ListMatch, renamedTo: (ref: string) => string): Recipe {
  const names = new Map(same.map(({ ref, to }) => [ref, to]));
  for (const { ref, aliases } of renamed) {
    const to = renamedTo(ref);
    if (to !== '') for (const name of [ref, ...aliases]) names.set(name, to);
  }
  return renamedRecipe(recipe, (ref) => names.get(ref) ?? ref);
}

/** A wish with a change; what is undefined in the change is found by the reader again. */
export function changedWish(wish: ReadingWish, change: ReadingWish): ReadingWish {
  return Object.fromEntries(Object.entries({ ...wish, ...change }).filter(([, value]) => value !== undefined));
}

/** What of a wish a recipe keeps beside its sheet and header row: what was chosen by hand. */
export function chosenReading({ encoding, delimiter, quote, locale, hidden }: ReadingWish): ReadingWish {
  return changedWish({}, { encoding, delimiter, quote, locale, hidden });
}

const oneMark = (text: string): string | undefined => (/^[\x01-\x09\x0b\x0c\x0e-\x7f]$/.test(text) ? text : undefined);

/** All that an inspection was read by, chosen and guessed, so that whoever reads the file next reads what was shown. `wish` names the language. */
export function pinnedReading({ kind, sheet, headerRow, csv }: SourceInspection, wish: ReadingWish): ReadingWish {
  const header = headerRow === 0 ? 'none' : headerRow;
  if (kind === 'xlsx') return changedWish({}, { sheet, headerRow: header, locale: wish.locale, hidden: wish.hidden });
  return changedWish({}, { headerRow: header, encoding: csv?.encoding.value, delimiter: oneMark(csv?.delimiter.value ?? ''), quote: csv?.quote.value === 'none' ? 'none' : oneMark(csv?.quote.value ?? ''), hidden: wish.hidden });
}

/** A recipe that reads the file just so. */
export function pinnedRecipe(recipe: Recipe, source: ReadingWish): Recipe {
  const { version, ...rest } = { ...recipe, source };
  return { version: Math.max(version, lowestVersion(rest)) === 2 ? 2 : 1, ...rest };
}

/** How the file is to be read for a list that it was recognised as: as it was looked at, but for what the list's recipe chose, and what is not certain. */
export function readingOfList({ reading, list: { recipe } }: Pick<ListProposal, 'reading' | 'list'>, { csv, header }: SourceInspection): ReadingWish {
  const { locale, hidden, encoding, delimiter, quote, headerRow } = recipe.source ?? {};
  if (reading !== null) return changedWish({}, { locale, hidden, ...reading });
  return changedWish({}, {
    locale,
    hidden,
    ...(csv?.encoding.confidence === 'open' ? { encoding } : {}),
    ...(csv?.delimiter.confidence === 'open' ? { delimiter } : {}),
    ...(csv?.quote.confidence === 'open' ? { quote } : {}),
    ...(header.confidence === 'open' && rowNumber(headerRow) === header.value ? { headerRow } : {}),
  });
}

const rowNumber = (row: ReadingWish['headerRow']): number | undefined => (row === 'none' ? 0 : row);

