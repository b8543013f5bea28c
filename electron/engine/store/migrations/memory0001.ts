import type { Migration } from './migration.ts';

/** What is remembered of lists that were sent. No values of cells, no secrets. */
export const memory0001: Migration = {
  version: 1,
  name: 'lists that finished jobs were made from',
  sql: `
CREATE TABLE list (
  id      TEXT PRIMARY KEY, -- of its headers and of where it goes: the next issue of a list takes the place of the last
  sent_at TEXT NOT NULL,    -- ISO 8601
  value   TEXT NOT NULL     -- JSON of contract RememberedList
) STRICT;

CREATE INDEX list_sent ON list (sent_at);
`,
};
