import Database from 'better-sqlite3';
import { jobKind } from '../jobKind.ts';
import { hasKnownSchema } from '../knownSchema.ts';

export interface Structure {
  /** Records by table, as SQLite counts them; null where the structure of the file is broken anywhere, or is none of a job. */
  readonly structure: ReadonlyMap<string, number> | null;
  /** The same of each table that is read by itself where others are broken; none of a table whose own structure is. */
  readonly counted: ReadonlyMap<string, number>;
}

const countedAlone = ['chunk', 'correction', 'corrected_row'] as const;

const tables = ['job', 'block', 'block_item', 'item_patch', 'block_state', 'row_error', 'duplicate', 'chunk', 'attempt', 'failure', 'block_key', 'correction_batch', 'correction', 'corrected_row', 'kept_profile'] as const;

/** Looks at `image`, a job file with its log, as SQLite sees it; never throws for what is in it. */
export function structureOf(image: Buffer): Structure {
  let db: Database.Database | null = null;
  try {
    db = new Database(image, { readonly: true });
    const open = db;
    const rows = (table: string): number => open.prepare<[], number>(`SELECT count(*) FROM ${table} NOT INDEXED`).pluck().get() ?? 0;
    const isWhole = (table: string | number): boolean => attempted(() => open.pragma(`integrity_check(${typeof table === 'number' ? table : `'${table}'`})`, { simple: true }) === 'ok') === true;
    const counted = new Map(countedAlone.flatMap((table) => {
      const count = isWhole(table) ? attempted(() => rows(table)) : null;
      return count === null ? [] : [[table, count] as const];
    }));
    const version = Number(db.pragma('user_version', { simple: true }));
    const isJob = Number(db.pragma('application_id', { simple: true })) === jobKind.applicationId && hasKnownSchema(db, jobKind.migrations, version);
    const structure = isJob && isWhole(1) ? attempted(() => new Map(tables.map((table) => [table, rows(table)]))) : null;
    return { structure, counted };
  } catch {
    return { structure: null, counted: new Map() };
  } finally {
    db?.close();
  }
}

function attempted<Value>(work: () => Value): Value | null {
  try {
    return work();
  } catch {
    return null;
  }
}

/**
 * `image` with the tables and seals of today, where an earlier version wrote it and its structure is whole, as opening
 * would bring it there; the very image else.
 */
export function broughtUp(image: Buffer): Buffer {
  let db: Database.Database | null = null;
  try {
    db = new Database(image);
    const version = Number(db.pragma('user_version', { simple: true }));
    const steps = jobKind.migrations.filter((step) => step.version > version);
    const isEarlier = Number(db.pragma('application_id', { simple: true })) === jobKind.applicationId && version > 0 && steps.length > 0;
    if (!isEarlier || !hasKnownSchema(db, jobKind.migrations, version) || db.pragma('integrity_check(1)', { simple: true }) !== 'ok') return image;
    for (const step of steps) {
      db.exec(step.sql);
      step.after?.(db);
      db.pragma(`user_version = ${step.version}`);
    }
    return db.serialize();
  } catch {
    return image;
  } finally {
    db?.close();
  }
}
