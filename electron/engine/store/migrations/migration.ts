import type { Connection } from '../database.ts';

/** One step from version - 1 to version. Numbers rise by one; a released step is never edited. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  /** What has to be done to the records that are there, in the same transaction. */
  readonly after?: (db: Connection) => void;
}
