import type { Migration } from './migration.ts';

/** What was read from a platform is kept, so that fields can be mapped while it cannot be reached. */
export const catalogue0002: Migration = {
  version: 2,
  name: 'the form that requests are written in, and what is known of a platform',
  sql: `
ALTER TABLE connection ADD COLUMN format TEXT NOT NULL DEFAULT 'json';

CREATE TABLE known (
  connection TEXT NOT NULL,
  kind       TEXT NOT NULL, -- what was read, such as the fields of a database
  key        TEXT NOT NULL, -- of which one
  value      TEXT NOT NULL, -- JSON
  fetched_at TEXT NOT NULL, -- ISO 8601
  PRIMARY KEY (connection, kind, key)
) STRICT;
`,
};
