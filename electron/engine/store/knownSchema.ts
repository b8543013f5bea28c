import Database from 'better-sqlite3';
import type { Connection } from './database.ts';
import type { Migration } from './migrations/migration.ts';

/** What steps make in an empty database. */
interface Schema {
  /** All objects of it, to be compared. */
  readonly objects: string;
  /** SQL that makes them at once, as SQLite keeps it. */
  readonly sql: string;
}

const known = new Map<string, Schema>();

/**
 * Whether tables, indexes, views and triggers of a database are the very ones that the steps up to its version make: a
 * file from elsewhere could bring along a trigger that changes what is written, or a view that stands for a table.
 */
export function hasKnownSchema(db: Connection, migrations: readonly Migration[], version: number): boolean {
  return objectsOf(db) === schemaMadeBy(migrations.filter((step) => step.version <= version)).objects;
}

/**
 * SQL that makes in an empty database at once what all steps make there one after another, which takes four times as
 * long: with each table changed in place SQLite reads the whole schema again. Where there are no records, a step's `after` has nothing to do.
 */
export function newestSchema(migrations: readonly Migration[]): string {
  return schemaMadeBy(migrations).sql;
}

function objectsOf(db: Connection): string {
  return JSON.stringify(db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all());
}

function schemaMadeBy(steps: readonly Migration[]): Schema {
  const sql = steps.map((step) => step.sql).join('\n');
  let schema = known.get(sql);
  if (schema === undefined) {
    const db = new Database(':memory:');
    db.exec(sql);
    // Those without SQL are indexes that a table brings along.
    const parts = db.prepare<[], string>('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid').pluck().all();
    schema = { objects: objectsOf(db), sql: parts.map((part) => `${part};\n`).join('') };
    db.close();
    known.set(sql, schema);
  }
  return schema;
}
