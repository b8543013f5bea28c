import type { Migration } from './migration.ts';

/**
 * No table changes. Rows and chunks may be "queued" from here on: an earlier version would show such rows as empty ones, and let
 * them be corrected and sent while a broker has them. It refuses the file as one of a newer version.
 */
export const job0008: Migration = { version: 8, name: 'what a broker has and is not yet answered', sql: '' };
