import type { Migration } from './migration.ts';

export const job0003: Migration = {
  version: 3,
  name: 'what the source’s reader noted, how the source was read, and what was chosen for the last run',
  sql: `
ALTER TABLE job ADD COLUMN notes TEXT NOT NULL DEFAULT '[]'; -- JSON of contract SourceNote[]
ALTER TABLE job ADD COLUMN date1904 INTEGER NOT NULL DEFAULT 0; -- the workbook counts days from 1904
ALTER TABLE job ADD COLUMN run_settings TEXT; -- JSON; null while it was never started
`,
};
