import { m } from '#messages';
import { z } from 'zod';

/** What all versions of the recipe share: names, columns, constants and the options of types. */

/** An object without unknown members; what is said about one lists those known. */
export function strict<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, { error: ({ code }) => (code === 'unrecognized_keys' ? Object.keys(shape).join(', ') : undefined) });
}

export const name = z.string().min(1).max(200);
export const dbId = z.int().min(1);
export const resourceId = z.int().min(1);

export const columnRef = z.string().min(1).max(500).describe('A column by its header, or `@` and its letter.');

/** The message names what a union expects; nothing else in an issue of one does. */
export const constant = z.union([z.string().max(10_000), z.number(), z.boolean(), z.array(z.string().max(1_000)).max(1_000)], {
  error: () => m.recipe_rules_constant(),
});

const offset = /^(Z|[+-]\d{2}:\d{2})$/;

export const typeOptions = {
  country: z.string().regex(/^[A-Z]{2}$/, { error: () => m.recipe_rules_country() }).optional().describe('phone, phones: the country that numbers without + belong to (ISO 3166-1 alpha-2).'),
  separator: z.string().min(1).max(5).optional().describe('tags, cats: what separates the values inside one cell; a value in quotation marks may hold it.'),
  order: z.enum(['dmy', 'mdy', 'ymd']).optional().describe('date, datetime in text cells: the order of day, month and year.'),
  zone: z.string().regex(offset, { error: () => m.recipe_rules_offset() }).optional().describe('datetime: the offset that wall-clock times are meant in.'),
};

/** What becomes of the rest of a row where a cell of the rule is not fit to be sent. */
export const invalidPolicy = z.enum(['row', 'field']).optional();

const sheet = z.string().min(1).max(200).optional();
const headerRow = z.int().min(1).max(1_048_576);

/** Of version 1. */
export const sheetShape = strict({ sheet, headerRow: headerRow.optional() });

/** One ASCII character that is no line end. */
const mark = z.string().regex(/^[\x01-\x09\x0b\x0c\x0e-\x7f]$/, { error: () => m.recipe_rules_mark() });

/** How a source is to be read; what is left out is found by its reader. Members of the recipe's `source`, and options of every command that reads one. */
export const readingShape = {
  sheet,
  headerRow: z.union([headerRow, z.literal('none')], { error: () => m.recipe_rules_header_row() }).optional().describe('The sheet’s row that holds the headers; `none`: there is no such row, columns are named by `@` and their letter.'),
  encoding: z.string().regex(/^[A-Za-z0-9_:.-]{1,40}$/, { error: () => m.recipe_rules_encoding() }).optional().describe('CSV: the encoding.'),
  delimiter: mark.optional().describe('CSV: what parts the fields.'),
  quote: z.union([mark, z.literal('none')], { error: () => m.recipe_rules_quote() }).optional().describe('CSV: what fields are enclosed in; `none` where quotes are characters like all others.'),
  locale: z.enum(['en', 'ru']).optional().describe('The language in which Excel shows what follows the system: decimal marks, names of months.'),
  hidden: z.enum(['include', 'skip']).optional().describe('Rows and columns hidden or filtered in the workbook: read like all others (include, the default) or left out (skip).'),
};

export const sourceShape = strict(readingShape);

/** Adds an issue that the recipe's reader tells as one sentence under the path of the rule and `path`. */
export function issue(issues: z.core.$ZodRawIssue[], input: unknown, message: string, ...path: readonly PropertyKey[]): void {
  issues.push({ code: 'custom', message, path: [...path], input });
}

/** What a rule is told whose value comes from nowhere has this among its parameters. */
export const sourceMissing = 'sourceMissing';

/** Of a rule whose value comes from nowhere, or from two places; null where all is well. */
export function sourceProblem(rule: Readonly<Record<string, unknown>>, names: readonly string[]): z.core.$ZodRawIssue | null {
  const found = names.filter((source) => rule[source] !== undefined);
  if (found.length === 1) return null;
  const allowed = orList(names);
  const message = found.length === 0 ? m.recipe_rules_source_none({ allowed }) : m.recipe_rules_source_several({ allowed, found: andList(found) });
  return { code: 'custom', message, path: [], input: rule, params: { [sourceMissing]: found.length === 0 } };
}

/** Whether a JSON value holds a whole number that reading the file has rounded: more digits than a number keeps. */
export function losesDigits(value: unknown): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(losesDigits);
}

export const digitsLost = (): string => m.recipe_rules_digits_lost();

/** "a", "a and b", "a, b and c" */
export function andList(words: readonly string[]): string {
  return listOf(words, m.recipe_rules_and);
}

/** "a", "a or b", "a, b or c" */
export function orList(words: readonly string[]): string {
  return listOf(words, m.recipe_rules_or);
}

function listOf(words: readonly string[], join: typeof m.recipe_rules_and): string {
  return words.length < 2 ? words.join('') : join({ list: words.slice(0, -1).join(', '), last: words.at(-1) ?? '' });
}
