import type { Migration } from './migration.ts';

export const job0007: Migration = {
  version: 7,
  name: 'profiles as they were before they were updated',
  sql: `
-- Kept on request, for rows that were compared; what an update is taken back by.
CREATE TABLE kept_profile (
  position INTEGER PRIMARY KEY,
  at       TEXT NOT NULL, -- when it was fetched, ISO 8601
  profile  TEXT NOT NULL, -- as the platform told it, JSON
  seal     INTEGER NOT NULL
) STRICT;
`,
};
