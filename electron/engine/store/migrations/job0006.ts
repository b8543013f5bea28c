import type { Migration } from './migration.ts';

export const job0006: Migration = {
  version: 6,
  name: 'items of corrected rows beside their block',
  sql: `
-- Of a block few rows of which were corrected: it is not written anew for them.
CREATE TABLE item_patch (
  first   INTEGER PRIMARY KEY,
  base    INTEGER NOT NULL, -- version of the record in block_item over which it lies
  ends    BLOB NOT NULL,    -- as block_item.ends, of the items that count
  rows    BLOB NOT NULL,    -- uint32 each, rising: the index in the block of every row whose item is here
  items   BLOB NOT NULL,    -- these items, as in block_item.items
  version INTEGER NOT NULL, -- goes on from that of block_item
  seal    INTEGER NOT NULL
) STRICT;
`,
};
