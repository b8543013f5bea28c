import { damaged } from './damage.ts';
import type { Connection } from './database.ts';
import { fixedColumns, liveColumns, sealOf, type Stored } from './seal.ts';

/** What preparing wrote of a job. */
export interface FixedRow {
  readonly job_id: string;
  readonly created_at: string;
  readonly source: string | null;
  readonly recipe: string;
  readonly columns: string;
  readonly notes: string;
  readonly date1904: number;
  readonly rows_read: number;
}

/** What runs write of it. */
export interface LiveRow {
  readonly state: string;
  readonly pause: string | null;
  readonly round: number;
  readonly run: number;
  readonly server: string | null;
  readonly chunk_profiles: number | null;
  readonly chunk_bytes: number | null;
  readonly bytes_learned: number | null;
  readonly owner: string | null;
  readonly format: string;
  readonly run_settings: string | null;
  readonly place: string | null;
  readonly run_started_at: string | null;
  readonly handed_over: string | null;
}

type Row = Readonly<Record<string, Stored>>;

const insertion = `INSERT INTO job (only, job_id, created_at, state, recipe, columns, rows_read, round, run) VALUES (1, ?, ?, 'preparing', ?, ?, 0, 1, 0)`;

function statements(db: Connection) {
  const insert = db.prepare<[string, string, string, string]>(insertion);
  const selectFixed = db.prepare<[], FixedRow & { readonly fixed_seal: number }>(`SELECT ${fixedColumns.join(', ')}, fixed_seal FROM job`);
  const selectLive = db.prepare<[], LiveRow & { readonly live_seal: number }>(`SELECT ${liveColumns.join(', ')}, live_seal FROM job`);
  const updateFixed = db.prepare<[Row]>(`UPDATE job SET ${[...fixedColumns, 'fixed_seal'].map(assigned).join(', ')}`);
  const updateLive = db.prepare<[Row]>(`UPDATE job SET ${[...liveColumns, 'live_seal'].map(assigned).join(', ')}`);
  return { insert, selectFixed, selectLive, updateFixed, updateLive };
}

/** The one record of the table job, under its two seals: what a run writes leaves the seal of what was prepared alone. */
export function jobRecord(db: Connection) {
  const { insert, selectFixed, selectLive, updateFixed, updateLive } = statements(db);
  let writes = 0;

  function writeFixed(row: FixedRow): void {
    writes += 1;
    updateFixed.run({ ...row, fixed_seal: sealOfRow(fixedColumns, { ...row }) });
  }

  function writeLive(row: LiveRow): void {
    writes += 1;
    updateLive.run({ ...row, live_seal: sealOfRow(liveColumns, { ...row }) });
  }

  function fixed(): FixedRow | null {
    const found = selectFixed.get();
    if (found === undefined) return null;
    if (sealOfRow(fixedColumns, { ...found }) !== found.fixed_seal) throw damaged('recipe');
    return found;
  }

  function live(): LiveRow | null {
    const found = selectLive.get();
    if (found === undefined) return null;
    if (sealOfRow(liveColumns, { ...found }) !== found.live_seal) throw damaged('record');
    return found;
  }

  function changeIfThere(columns: (row: LiveRow) => Partial<LiveRow> | null): boolean {
    const row = live();
    const changed = row === null ? null : columns(row);
    if (row !== null && changed !== null) writeLive({ ...row, ...changed });
    return row !== null;
  }

  return {
    /** How often this connection has written to it. */
    writes: () => writes,
    create: (jobId: string, createdAt: string, recipe: string, columns: string): void => {
      insert.run(jobId, createdAt, recipe, columns);
      const [made, first] = [selectFixed.get(), selectLive.get()];
      if (made !== undefined) writeFixed(made);
      if (first !== undefined) writeLive(first);
    },
    /** null where there is no job yet; Fault job-corrupt where its seal does not fit. */
    fixed,
    /** As `fixed`. */
    live,
    /** Changes some of what preparing writes, and seals it anew. What is there is checked before. Fault job-corrupt. */
    changeFixed: (columns: (row: FixedRow) => Partial<FixedRow>): void => changeBy(columns, fixed() ?? missing('recipe'), writeFixed),
    /** The same of what runs write: the one way to write to it. */
    changeLive: (columns: (row: LiveRow) => Partial<LiveRow>): void => {
      if (!changeIfThere(columns)) missing('record');
    },
    /** The same where there is a record; null for columns leaves it as it is. */
    changeIfThere,
  };
}

const assigned = (name: string): string => `${name} = @${name}`;

function sealOfRow(columns: readonly string[], row: Row): number {
  return sealOf('job', columns.map((name) => row[name] ?? null));
}

function missing(part: 'recipe' | 'record'): never {
  throw damaged(part);
}

function changeBy<Value>(columns: (row: Value) => Partial<Value>, row: Value, write: (row: Value) => void): void {
  write({ ...row, ...columns(row) });
}
