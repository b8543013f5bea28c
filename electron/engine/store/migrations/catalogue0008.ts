import type { Migration } from './migration.ts';

/** Jobs go over a connection by HTTP, or through the platform's queue. */
export const catalogue0008: Migration = {
  version: 8,
  name: 'queues of connections',
  sql: `
ALTER TABLE connection ADD COLUMN queue TEXT; -- JSON of contract QueueAddress; null: over HTTP
`,
};
