import Database from 'better-sqlite3';
import type { Connection } from './database.ts';
import type { Migration } from './migrations/migration.ts';

const known = new Map<string, string>();

/**
 * Whether tables, indexes, views and triggers of a database are the very ones that the steps up to its version make: a
 * file from elsewhere could bring along a trigger that changes what is written, or a view that stands for a table.
 */
export function hasKnownSchema(db: Connection, migrations: readonly Migration[], version: number): boolean {
  return schemaOf(db) === schemaMadeBy(migrations.filter((step) => step.version <= version));
}

function schemaOf(db: Connection): string {
  return JSON.stringify(db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all());
}

function schemaMadeBy(steps: readonly Migration[]): string {
  const sql = steps.map((step) => step.sql).join('\n');
  let schema = known.get(sql);
  if (schema === undefined) {
    const db = new Database(':memory:');
    db.exec(sql);
    schema = schemaOf(db);
    db.close();
    known.set(sql, schema);
  }
  return schema;
}
