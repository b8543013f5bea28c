import type { Cell, Column } from '#contract/cells.ts';
import type { FieldInfo } from '#contract/commands.ts';
import { byKinds } from '#contract/headerKinds.ts';
import type { FieldType } from '#contract/recipe.ts';
import { isChosenByHand, isMaintainedField } from '#contract/recipe/maintained.ts';
import { typeByPlatform } from '#contract/recipe/platformTypes.ts';
import type { FieldSuggestion } from '#contract/source.ts';
import { looksOf, type Looks } from './guessType.ts';
import { normalised } from './normalised.ts';
import { similarity } from './similarity.ts';
import { fieldNames } from './synonyms.ts';

/** A column and some of its cells; empty cells may be among them. */
export interface ColumnSample {
  readonly column: Column;
  readonly cells: readonly Cell[];
}

/** Below this a suggestion would more often be wrong than help. */
const lowest = 0.55;
/** A header one letter off in six still means the same; shorter ones are different words. */
const shortestAlike = 5;
const leastAlike = 0.8;

interface Candidate extends FieldSuggestion {
  readonly column: number;
}

/**
 * For every column the profile field that it probably means, or null. A field is suggested for one column only,
 * the likeliest (the first of equals). `known`: the fields of the database, as fields_get gives them; their names
 * and titles are matched before the usual names of system fields.
 */
export function suggestFields(columns: readonly ColumnSample[], known: readonly FieldInfo[] = []): readonly (FieldSuggestion | null)[] {
  const candidates = columns.flatMap((sample, column) => candidatesOf(sample, known).map((candidate) => ({ ...candidate, column })));
  const best = candidates
    .filter(({ score }) => score >= lowest)
    .sort((one, other) => other.score - one.score || one.column - other.column);
  const given = new Map<number, FieldSuggestion>();
  const taken = new Set<string>();
  for (const { column, ...suggestion } of best satisfies readonly Candidate[]) {
    if (given.has(column) || taken.has(suggestion.field)) continue;
    given.set(column, suggestion);
    taken.add(suggestion.field);
  }
  return columns.map((_, column) => given.get(column) ?? null);
}

function candidatesOf({ column, cells }: ColumnSample, known: readonly FieldInfo[]): readonly FieldSuggestion[] {
  if (column.own === true) return [];
  const looks = looksOf(cells, column.header);
  const header = normalised(column.header);
  return [...fromKnown(header, column.header, known, looks), ...fromNames(header, looks), ...fromValues(looks)];
}

function fromKnown(header: string, words: string, known: readonly FieldInfo[], looks: Looks): readonly FieldSuggestion[] {
  if (header === '') return [];
  const open = known.filter(({ name }) => !isMaintainedField(name) && !isChosenByHand(name));
  const exact = open.filter(({ name, title }) => normalised(name) === header || normalised(title) === header);
  const alike = exact.length === 0 ? byKinds(words, open) : null;
  return [...exact.map((field) => ({ field, score: 1 })), ...(alike === null ? [] : [{ field: alike, score: 0.9 }])]
    .map(({ field: { name, type }, score }) => ({ field: name, type: knownType(name, type, looks), score }));
}

function knownType(name: string, type: string, looks: Looks): FieldType {
  const system = fieldNames.find(({ field }) => field === name);
  return system === undefined ? typeByPlatform(type) : systemType(system.type, looks);
}

/** Dates with times of day keep them where the field takes both. */
function systemType(type: FieldType, looks: Looks): FieldType {
  return type === 'date' && looks.type === 'datetime' ? 'datetime' : type;
}

function fromNames(header: string, looks: Looks): readonly FieldSuggestion[] {
  if (header === '') return [];
  const tokens = header.split(' ');
  return fieldNames.flatMap(({ field, type, names, words }) => {
    const byName = names.reduce((best, name) => Math.max(best, alike(header, name)), 0);
    const byWord = words.some((word) => tokens.includes(word)) ? 0.75 : 0;
    const score = rounded(Math.max(byName, byWord) * trust(type, looks));
    return score === 0 ? [] : [{ field, type: systemType(type, looks), score }];
  });
}

/** 1 for the same name, a little less for a misspelt one, 0 for anything else. */
function alike(header: string, name: string): number {
  if (header === name) return 1;
  if (Math.min(header.length, name.length) < shortestAlike) return 0;
  const score = similarity(header, name);
  return score >= leastAlike ? score * 0.95 : 0;
}

/** Values that are plainly something else make a header less believable; an empty column says nothing. */
function trust(type: FieldType, { filled, emails, phones, dates, genders, type: guessed }: Looks): number {
  if (filled === 0) return 0.9;
  switch (type) {
    case 'email':
      return emails >= 0.5 ? 1 : 0.5;
    case 'phones':
      return phones >= 0.5 ? 1 : 0.5;
    case 'date':
      return dates >= 0.5 || guessed === 'int' ? 1 : 0.5;
    case 'gender':
      return genders >= 0.5 ? 1 : 0.5;
    default:
      return emails >= 0.5 ? 0.3 : 1;
  }
}

/** What values alone say, under a header that says nothing. */
function fromValues({ filled, emails, type }: Looks): readonly FieldSuggestion[] {
  if (filled === 0) return [];
  if (emails >= 0.8) return [{ field: 'email', type: 'email', score: 0.7 }];
  return type === 'phones' ? [{ field: 'phones', type: 'phones', score: 0.6 }] : [];
}

const rounded = (score: number): number => Math.round(score * 100) / 100;
