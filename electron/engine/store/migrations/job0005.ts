import type { Migration } from './migration.ts';

export const job0005: Migration = {
  version: 5,
  name: 'corrections that lie over the cells as read, hashes of match keys, and values left out',
  sql: `
CREATE TABLE correction_batch (
  id      INTEGER PRIMARY KEY,
  at      TEXT NOT NULL,    -- ISO 8601
  origin  TEXT NOT NULL,    -- window, command-line, workbook
  act     TEXT NOT NULL,    -- JSON of contract CorrectionAct
  row_count  INTEGER NOT NULL,
  cell_count INTEGER NOT NULL,
  state   TEXT NOT NULL,    -- applied, undone; dropped: undone, and another one was made since
  chunk   INTEGER NOT NULL, -- the last chunk when it was applied or undone: what was sent since has a higher number
  version INTEGER NOT NULL,
  seal    INTEGER NOT NULL
) STRICT;

-- The cell that counts is the one after the newest applied batch.
CREATE TABLE correction (
  position INTEGER NOT NULL,
  col      INTEGER NOT NULL, -- index of the column
  batch    INTEGER NOT NULL,
  before   TEXT NOT NULL,    -- a cell as it stands in a block
  after    TEXT NOT NULL,
  seal     INTEGER NOT NULL,
  PRIMARY KEY (position, col, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE corrected_row (
  batch    INTEGER NOT NULL,
  position INTEGER NOT NULL,
  was      TEXT NOT NULL,    -- JSON: what undoing gives back beside the state
  state    INTEGER NOT NULL, -- index into contract rowStates, before the batch
  seal     INTEGER NOT NULL,
  PRIMARY KEY (batch, position)
) STRICT, WITHOUT ROWID;

-- Made when a job is prepared, or before the first correction of one of an earlier version; none where all rows of a key are sent.
CREATE TABLE block_key (
  first   INTEGER PRIMARY KEY,
  keys    BLOB NOT NULL,    -- two int32 a row: a hash of its match key, zeros where it has no item
  version INTEGER NOT NULL,
  seal    INTEGER NOT NULL
) STRICT;

-- Of two that a repair finds in a damaged file, the later one holds. Under its seal where it is above 1.
ALTER TABLE block_item ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- 1: only this value is left out of its row, which is sent; 0: it makes the row invalid. Under its seal where it is 1.
ALTER TABLE row_error ADD COLUMN left_out INTEGER NOT NULL DEFAULT 0;
CREATE INDEX row_error_left_out ON row_error (position) WHERE left_out = 1;
`,
};
