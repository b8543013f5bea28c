import { sealAll, sealedAtFirst } from '../seal.ts';
import type { Migration } from './migration.ts';

export const job0004: Migration = {
  version: 4,
  name: 'seals over all that is stored, and where a job file belongs',
  sql: `
ALTER TABLE job ADD COLUMN place TEXT;          -- JSON of contract JobPlace: where the file lay when it was prepared or last run
ALTER TABLE job ADD COLUMN run_started_at TEXT; -- ISO 8601, of the last start
ALTER TABLE job ADD COLUMN handed_over TEXT;    -- JSON of contract HandedOver; from then on nothing of this file is sent
-- A seal is the CRC-32 of a record's table, key and other columns. Versions count the writes of a record: of two that
-- a repair finds in a damaged file, the later one holds.
ALTER TABLE job ADD COLUMN fixed_seal INTEGER NOT NULL DEFAULT 0; -- over what preparing wrote
ALTER TABLE job ADD COLUMN live_seal INTEGER NOT NULL DEFAULT 0;  -- over what runs write
ALTER TABLE block ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
ALTER TABLE block_item ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
ALTER TABLE block_state ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE block_state ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
-- Of what is read of a block without the rest of its record: the numbers of its rows, the ends of its items.
ALTER TABLE block_state ADD COLUMN rows_seal INTEGER NOT NULL DEFAULT 0;
ALTER TABLE block_state ADD COLUMN ends_seal INTEGER NOT NULL DEFAULT 0;
ALTER TABLE row_error ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
ALTER TABLE duplicate ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
ALTER TABLE chunk ADD COLUMN renewed INTEGER NOT NULL DEFAULT 0;  -- how often its id was replaced for a body known not to be applied
ALTER TABLE chunk ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE chunk ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attempt ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE attempt ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
ALTER TABLE failure ADD COLUMN seal INTEGER NOT NULL DEFAULT 0;
`,
  after: (db) => sealAll(db, sealedAtFirst),
};
