import type { Migration } from './migration.ts';

/** Connections are told apart by what they lead to and by colour, and jobs by the connection that they go over. */
export const catalogue0007: Migration = {
  version: 7,
  name: 'marks of connections, and the connection and origin of jobs',
  sql: `
ALTER TABLE connection ADD COLUMN mark TEXT; -- JSON of contract ConnectionMark; null: that of production, of the practice server its own
ALTER TABLE job ADD COLUMN connection TEXT; -- id of the one that it was made for or sent over last; null where that is not known
ALTER TABLE job ADD COLUMN announced INTEGER NOT NULL DEFAULT 0; -- 1: the command line told of it; leaves the list with its file
`,
};
