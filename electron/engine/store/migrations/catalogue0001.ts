import type { Migration } from './migration.ts';

/** The catalogue: what belongs to the workstation and not to one job. No secrets, no profile data. */
export const catalogue0001: Migration = {
  version: 1,
  name: 'connections, recipes and jobs',
  sql: `
CREATE TABLE connection (
  id            TEXT PRIMARY KEY,
  name          TEXT NOT NULL,
  base_url      TEXT NOT NULL,
  token_in_body INTEGER NOT NULL,
  practice      INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE recipe (
  name     TEXT PRIMARY KEY,
  recipe   TEXT NOT NULL,
  saved_at TEXT NOT NULL
) STRICT;

CREATE TABLE job (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  path       TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL
) STRICT;
`,
};
