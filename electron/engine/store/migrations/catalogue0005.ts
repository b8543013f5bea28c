import type { Migration } from './migration.ts';

/** With its columns a recipe tells which ones of a later file are new. */
export const catalogue0005: Migration = {
  version: 5,
  name: 'the columns that a recipe was made for',
  sql: `
ALTER TABLE recipe ADD COLUMN columns TEXT; -- JSON of contract ListColumn; null where it was saved without them
`,
};
