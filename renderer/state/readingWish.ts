import type { GuessName } from '#contract/guessWords.ts';
import type { Guess, ReadingWish, SourceInspection } from '#contract/source.ts';
import { chosenReading } from '#contract/listReading.ts';
import type { Recipe } from '#contract/recipe.ts';
import { interfaceLocale } from '../text/language.ts';

export type Alternatives = Guess<string | number>['alternatives'];

const guessNames: readonly GuessName[] = ['encoding', 'delimiter', 'quote', 'headerRow'];

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

/** Where the table of an inspection stands, and what else was chosen about how it is read. */
export function placeOf(inspection: SourceInspection, wish: ReadingWish): { readonly sheet: string | null; readonly headerRow: number; readonly reading: ReadingWish } {
  return { sheet: inspection.kind === 'csv' ? null : inspection.sheet, headerRow: inspection.headerRow, reading: chosenReading(wish) };
}

/** How the file is to be read for a saved recipe; the sheet that it was made for where this file has it. */
export function readingOfRecipe({ source = {} }: Recipe, inspection: SourceInspection | null): ReadingWish {
  const { sheet, headerRow } = source;
  const has = sheet !== undefined && (inspection?.sheets.some((info) => info.name === sheet && info.kind === 'cells') ?? false);
  return { ...chosenReading(source), ...(has ? { sheet, headerRow } : headerRow === 'none' ? { headerRow } : {}) };
}
