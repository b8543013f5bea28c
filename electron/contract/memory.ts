import { z } from 'zod';
import type { FieldRule } from './recipe.ts';
import { fieldTypes, recipeSchema } from './recipe.ts';
import { wireFormats } from './job.ts';
import type { ReadingWish } from './source.ts';

/**
 * What is remembered of lists that were sent: how they were headed, by what recipe and where they went. Never a value of
 * a cell beyond what the recipe itself says, and never a token.
 */

/** A column by its header, as recipes name it (`ref`), with what its values looked like; null where nobody looked. */
const listColumnSchema = z.strictObject({
  ref: z.string().max(600),
  header: z.string().max(32_767),
  letter: z.string().regex(/^[A-Z]{1,3}$/),
  type: z.enum(fieldTypes).nullable(),
});

export type ListColumn = z.infer<typeof listColumnSchema>;

export const mostColumns = 16_384;
export const listColumnsSchema = z.array(listColumnSchema).max(mostColumns);

const runSettingsSchema = z.strictObject({
  streams: z.int().min(1).max(8),
  chunkProfiles: z.int().min(1).max(10_000),
  chunkBytes: z.int().min(10_000).max(10_000_000),
  format: z.enum(wireFormats),
  pauseWhenRefused: z.int().min(1).max(100).nullable(),
});

/** One list that a finished job was made from. */
export const rememberedListSchema = z.strictObject({
  listId: z.string().regex(/^[0-9a-f]{32}$/),
  /** Of the job. */
  name: z.string().max(1_000),
  /** Name of the file, without its folder. */
  file: z.string().max(1_000),
  /** When its job ended, ISO 8601. */
  sentAt: z.string().max(40),
  /** Rows that the platform accepted. */
  accepted: z.int().min(0),
  /** By which it was sent; null where that is not known here, as from the command line. */
  connectionId: z.string().max(64).nullable(),
  /** As a job keeps it. */
  server: z.string().max(2_000),
  columns: listColumnsSchema.readonly(),
  recipe: recipeSchema,
  runSettings: runSettingsSchema.nullable(),
  /** Rows that an earlier job saw accepted just so were left out. */
  leavesUnchanged: z.boolean(),
});

export type RememberedList = z.infer<typeof rememberedListSchema>;

/** A column that has another header now, probably. */
export interface RenamedColumn {
  /** As it was named in the list. */
  readonly ref: string;
  /** What the recipe calls it, where that is written otherwise. */
  readonly aliases: readonly string[];
  readonly header: string;
  /** The column of the file at hand. */
  readonly to: string;
  /** alike: the headers are much the same. field: what it is called now means the same field. */
  readonly why: 'alike' | 'field';
  /** Fields that the recipe fills from it; empty where none. */
  readonly fields: readonly string[];
}

/** In what a file differs from the list that a recipe was made for. Order and small changes of spelling are no difference. */
export interface ListDifferences {
  readonly renamed: readonly RenamedColumn[];
  /** Not in this file. */
  readonly gone: readonly { readonly ref: string; readonly header: string; readonly fields: readonly string[] }[];
  /** Not in the list; null where that is not known, as of a recipe that was saved without its columns. */
  readonly added: readonly { readonly ref: string; readonly header: string; readonly suggestion: string | null }[] | null;
  /** Their values look like another type than they did. */
  readonly retyped: readonly { readonly ref: string; readonly header: string; readonly was: ListColumn['type']; readonly now: ListColumn['type']; readonly fields: readonly string[] }[];
}

/** How the columns of a list are found in a file. */
export interface ListMatch {
  /** From 0 to 1. */
  readonly score: number;
  /** What the recipe calls a column, and what this file does, for those that are surely the same; renamed ones are not among them. */
  readonly same: readonly { readonly ref: string; readonly to: string }[];
  readonly differences: ListDifferences;
}

/** A list that a file probably is, with all that was chosen for it. */
export interface ListProposal {
  readonly list: RememberedList;
  readonly match: ListMatch;
  /** How the file is to be read for it; null: as it was looked at. */
  readonly reading: ReadingWish | null;
  /** The connection to be proposed: the one that it was sent by, else another to the same server; null where there is none. */
  readonly connectionId: string | null;
  /** The database's name as last heard; null where it never was. */
  readonly database: string | null;
}

/** A list as it is managed: with what it teaches in place of its recipe. */
export interface ListEntry extends Omit<RememberedList, 'recipe' | 'columns' | 'runSettings'> {
  readonly dbId: number;
  readonly database: string | null;
  /** Its columns by their headers, a letter where there is none, with the fields that are filled from them. */
  readonly columns: readonly { readonly header: string; readonly fields: readonly FilledField[] }[];
}

export interface FilledField {
  readonly name: string;
  /** As the platform calls it; the name where it was never heard. */
  readonly title: string;
}

/** What a finished job had a column of this header mapped to. */
export interface TaughtColumn {
  /** The column of the file at hand. */
  readonly ref: string;
  readonly rule: FieldRule;
  /** ISO 8601, and the name of the list that taught it. */
  readonly sentAt: string;
  readonly list: string;
}
