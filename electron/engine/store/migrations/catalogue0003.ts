import type { Migration } from './migration.ts';

/** Where a job's source lay, so that a change of it is told before the job is started. The job file itself may travel. */
export const catalogue0003: Migration = {
  version: 3,
  name: 'where the source of a job lies',
  sql: `
ALTER TABLE job ADD COLUMN source_path TEXT; -- null where it is not known here
`,
};
