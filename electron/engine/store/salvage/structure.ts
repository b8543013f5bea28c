import Database from 'better-sqlite3';
import { jobKind } from '../jobKind.ts';
import { hasKnownSchema } from '../knownSchema.ts';

export interface Structure {
  /** Records by table, as SQLite counts them; null where the structure of the file is broken anywhere, or is none of a job. */
  readonly structure: ReadonlyMap<string, number> | null;
  /** Records of the table chunk; null where its structure is broken. */
  readonly chunkRows: number | null;
}

const tables = ['job', 'block', 'block_item', 'block_state', 'row_error', 'duplicate', 'chunk', 'attempt', 'failure', 'block_key', 'correction_batch', 'correction', 'corrected_row'] as const;

/** Looks at `image`, a job file with its log, as SQLite sees it; never throws for what is in it. */
export function structureOf(image: Buffer): Structure {
  let db: Database.Database | null = null;
  try {
    db = new Database(image, { readonly: true });
    const open = db;
    const rows = (table: string): number => open.prepare<[], number>(`SELECT count(*) FROM ${table} NOT INDEXED`).pluck().get() ?? 0;
    const isWhole = (table: string | number): boolean => attempted(() => open.pragma(`integrity_check(${typeof table === 'number' ? table : `'${table}'`})`, { simple: true }) === 'ok') === true;
    const chunkRows = isWhole('chunk') ? attempted(() => rows('chunk')) : null;
    const version = Number(db.pragma('user_version', { simple: true }));
    const isJob = Number(db.pragma('application_id', { simple: true })) === jobKind.applicationId && hasKnownSchema(db, jobKind.migrations, version);
    const structure = isJob && isWhole(1) ? attempted(() => new Map(tables.map((table) => [table, rows(table)]))) : null;
    return { structure, chunkRows };
  } catch {
    return { structure: null, chunkRows: null };
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
