import type { Migration } from './migration.ts';

/**
 * The job file's tables. Rows are kept in blocks of up to 500: a million rows are two thousand records
 * instead of a million, which makes storing and sending several times cheaper, while a row is still found
 * by its position at once. A row's state is one byte in its block, so no row can be in two states or none.
 */
export const job0001: Migration = {
  version: 1,
  name: 'rows, chunks and attempts',
  sql: `
CREATE TABLE job (
  only       INTEGER PRIMARY KEY CHECK (only = 1),
  job_id     TEXT NOT NULL,
  created_at TEXT NOT NULL,
  state      TEXT NOT NULL,
  pause      TEXT,             -- JSON of contract Pause
  source     TEXT,             -- JSON of contract SourceIdentity
  recipe     TEXT NOT NULL,    -- JSON of the recipe
  columns    TEXT NOT NULL,    -- JSON of contract Column[]
  rows_read  INTEGER NOT NULL, -- counted by the reader, not by the blocks: the two must agree
  round      INTEGER NOT NULL,
  run        INTEGER NOT NULL, -- number of the last start; attempts are counted within one
  server     TEXT,             -- host of the first request; rows accepted there say nothing about another
  chunk_profiles INTEGER,      -- limits the unsent chunks were planned with
  chunk_bytes    INTEGER,
  bytes_learned  INTEGER,      -- a body of this size was refused as too large (413)
  owner      TEXT              -- the run that may write now; another one's writes are refused
) STRICT;

CREATE TABLE block (
  first       INTEGER PRIMARY KEY, -- position of its first row, from 1
  count       INTEGER NOT NULL,
  source_rows BLOB NOT NULL,       -- uint32 each: the sheet's row numbers
  cells       TEXT NOT NULL        -- JSON: one array of cells a row
) STRICT;

CREATE TABLE block_item (
  first INTEGER PRIMARY KEY REFERENCES block(first),
  ends  BLOB NOT NULL,  -- uint32 each: where the row's item ends in items, its comma included
  items BLOB NOT NULL   -- the items as they are sent, each followed by a comma
) STRICT;

CREATE TABLE block_state (
  first  INTEGER PRIMARY KEY REFERENCES block(first),
  states BLOB NOT NULL  -- one byte a row: index into contract rowStates
) STRICT;

CREATE TABLE row_error (
  position INTEGER NOT NULL,
  seq      INTEGER NOT NULL,
  row      INTEGER NOT NULL,
  col      TEXT,
  header   TEXT,
  field    TEXT NOT NULL,
  value    TEXT NOT NULL,
  reason   TEXT NOT NULL,
  PRIMARY KEY (position, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE duplicate (
  position INTEGER PRIMARY KEY,
  of_row   INTEGER NOT NULL -- the sheet row sent instead
) STRICT;

CREATE TABLE chunk (
  id          INTEGER PRIMARY KEY,
  round       INTEGER NOT NULL,
  parent      INTEGER REFERENCES chunk(id), -- the chunk it was halved from
  members     TEXT NOT NULL,                -- runs of positions: "1-500,502-5203"
  profiles    INTEGER NOT NULL,
  bytes       INTEGER NOT NULL,             -- of the items and their commas
  request_id  TEXT NOT NULL UNIQUE,
  body_check  INTEGER,                      -- CRC-32 of what was sent, token left out
  state       TEXT NOT NULL,
  applied_maybe INTEGER NOT NULL DEFAULT 0, -- an attempt left open whether it was applied
  first_sent_at TEXT,
  run         INTEGER NOT NULL DEFAULT 0,
  run_attempts INTEGER NOT NULL DEFAULT 0   -- attempts within that run
) STRICT;
CREATE INDEX chunk_by_state ON chunk (state, id);

CREATE TABLE attempt (
  id          INTEGER PRIMARY KEY,
  chunk       INTEGER NOT NULL REFERENCES chunk(id),
  run         INTEGER NOT NULL,
  request_id  TEXT NOT NULL,
  bytes       INTEGER NOT NULL,
  started_at  TEXT NOT NULL,
  ended_at    TEXT,
  outcome     TEXT,             -- null: under way, or the program died
  http_status INTEGER,
  code        INTEGER,
  text        TEXT,
  replayed    INTEGER NOT NULL DEFAULT 0,
  answer      BLOB              -- a batch answer as it came, deflated: every profile_id and word of the server
) STRICT;
CREATE INDEX attempt_by_chunk ON attempt (chunk, id);

CREATE TABLE failure (
  position   INTEGER PRIMARY KEY, -- the last refusal of the row; gone once it is accepted
  row        INTEGER NOT NULL,
  attempt    INTEGER REFERENCES attempt(id),
  code       INTEGER,
  text       TEXT NOT NULL,
  profile_id TEXT
) STRICT;
CREATE INDEX failure_by_words ON failure (code, text);
`,
};
