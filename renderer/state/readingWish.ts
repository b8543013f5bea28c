import type { GuessName } from '#contract/guessWords.ts';
import type { ListProposal } from '#contract/memory.ts';
import type { Guess, ReadingWish, SourceInspection } from '#contract/source.ts';
import { lowestVersion, type Recipe } from '#contract/recipe.ts';
import { interfaceLocale } from '../text/language.ts';

export type Alternatives = Guess<string | number>['alternatives'];

const guessNames: readonly GuessName[] = ['encoding', 'delimiter', 'quote', 'headerRow'];

/** A wish with a change; what is undefined in the change is found by the reader again. */
export function changedWish(wish: ReadingWish, change: ReadingWish): ReadingWish {
  return Object.fromEntries(Object.entries({ ...wish, ...change }).filter(([, value]) => value !== undefined));
}

/** A wish as the engine is asked by it: what Excel shows is shown in the interface's language unless another was chosen. */
export function askedWish(wish: ReadingWish): ReadingWish {
  return { ...wish, locale: wish.locale ?? interfaceLocale() };
}

export function guessOf({ csv, header }: SourceInspection, name: GuessName): Guess<string | number> | null {
  return name === 'headerRow' ? header : (csv?.[name] ?? null);
}

/** Guesses that the file leaves open and nobody has decided. */
export function openGuesses(inspection: SourceInspection, wish: ReadingWish): readonly GuessName[] {
  return guessNames.filter((name) => wish[name] === undefined && guessOf(inspection, name)?.confidence === 'open');
}

/** The alternatives of each guess, or those told before: a value that was chosen by hand leaves nothing to guess, and still can be changed. */
export function keptAlternatives(inspection: SourceInspection, before: Readonly<Partial<Record<GuessName, Alternatives>>>): Readonly<Partial<Record<GuessName, Alternatives>>> {
  return Object.fromEntries(guessNames.flatMap((name) => {
    const own = guessOf(inspection, name)?.alternatives ?? [];
    const kept = own.length > 1 ? own : before[name];
    return kept === undefined ? [] : [[name, kept]];
  }));
}

const oneMark = (text: string): string | undefined => (/^[\x01-\x09\x0b\x0c\x0e-\x7f]$/.test(text) ? text : undefined);

/** All that an inspection was read by, chosen and guessed, so that whoever reads the file next reads what was shown. */
export function pinnedReading({ kind, sheet, headerRow, csv }: SourceInspection, wish: ReadingWish): ReadingWish {
  const header = headerRow === 0 ? 'none' : headerRow;
  if (kind === 'xlsx') return changedWish({}, { sheet, headerRow: header, locale: askedWish(wish).locale, hidden: wish.hidden });
  return changedWish({}, { headerRow: header, encoding: csv?.encoding.value, delimiter: oneMark(csv?.delimiter.value ?? ''), quote: csv?.quote.value === 'none' ? 'none' : oneMark(csv?.quote.value ?? ''), hidden: wish.hidden });
}

/** A recipe that reads the file just so. */
export function pinnedRecipe(recipe: Recipe, source: ReadingWish): Recipe {
  const { version, ...rest } = { ...recipe, source };
  return { version: Math.max(version, lowestVersion(rest)) === 2 ? 2 : 1, ...rest };
}

/** What of a wish a recipe keeps beside its sheet and header row: what was chosen by hand. */
export function chosenReading({ encoding, delimiter, quote, locale, hidden }: ReadingWish): ReadingWish {
  return changedWish({}, { encoding, delimiter, quote, locale, hidden });
}

/** Where the table of an inspection stands, and what else was chosen about how it is read. */
export function placeOf(inspection: SourceInspection, wish: ReadingWish): { readonly sheet: string | null; readonly headerRow: number; readonly reading: ReadingWish } {
  return { sheet: inspection.kind === 'csv' ? null : inspection.sheet, headerRow: inspection.headerRow, reading: chosenReading(wish) };
}

/** How the file is to be read for a list that it was recognised as: as it was looked at, but for what the list's recipe chose, and what is not certain. */
export function readingOfList({ reading, list: { recipe } }: ListProposal, { csv, header }: SourceInspection): ReadingWish {
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

/** How the file is to be read for a saved recipe; the sheet that it was made for where this file has it. */
export function readingOfRecipe({ source = {} }: Recipe, inspection: SourceInspection | null): ReadingWish {
  const { sheet, headerRow } = source;
  const has = sheet !== undefined && (inspection?.sheets.some((info) => info.name === sheet && info.kind === 'cells') ?? false);
  return { ...chosenReading(source), ...(has ? { sheet, headerRow } : headerRow === 'none' ? { headerRow } : {}) };
}
