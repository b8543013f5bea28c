import type { Migration } from './migration.ts';

/** What was last seen of each job, so that a list of thousands comes up without opening them all. */
export const catalogue0004: Migration = {
  version: 4,
  name: 'the last state seen of each job',
  sql: `
ALTER TABLE job ADD COLUMN stamp TEXT;  -- of the file when it was looked at; null where it never was
ALTER TABLE job ADD COLUMN status TEXT; -- JSON of contract JobStatus as it was then
`,
};
