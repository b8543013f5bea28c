import Database from 'better-sqlite3';

export interface Structure {
  /** Records by table, as SQLite counts them; null where the structure of the file is broken anywhere. */
  readonly structure: ReadonlyMap<string, number> | null;
  /** Records of the table chunk; null where its structure is broken. */
  readonly chunkRows: number | null;
}

const tables = ['job', 'block', 'block_item', 'block_state', 'row_error', 'duplicate', 'chunk', 'attempt', 'failure'] as const;

/** Looks at `image`, a job file with its log, as SQLite sees it; never throws for what is in it. */
export function structureOf(image: Buffer): Structure {
  let db: Database.Database | null = null;
  try {
    db = new Database(image, { readonly: true });
    const open = db;
    const rows = (table: string): number => open.prepare<[], number>(`SELECT count(*) FROM ${table} NOT INDEXED`).pluck().get() ?? 0;
    const isWhole = (table: string | number): boolean => attempted(() => open.pragma(`integrity_check(${typeof table === 'number' ? table : `'${table}'`})`, { simple: true }) === 'ok') === true;
    const chunkRows = isWhole('chunk') ? attempted(() => rows('chunk')) : null;
    const structure = isWhole(1) ? attempted(() => new Map(tables.map((table) => [table, rows(table)]))) : null;
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
