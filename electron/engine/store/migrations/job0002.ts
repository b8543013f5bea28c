import type { Migration } from './migration.ts';

export const job0002: Migration = {
  version: 2,
  name: 'the form that requests are written in',
  sql: `ALTER TABLE job ADD COLUMN format TEXT NOT NULL DEFAULT 'json';`,
};
