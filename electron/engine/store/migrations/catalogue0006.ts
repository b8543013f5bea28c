import type { Migration } from './migration.ts';

/** A job that is looked for often stands above the others. */
export const catalogue0006: Migration = {
  version: 6,
  name: 'jobs that stand above the others',
  sql: `
ALTER TABLE job ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0; -- 1: the operator has pinned it
`,
};
