import { damaged } from './damage.ts';
import type { Connection } from './database.ts';
import { fixedColumns, liveColumns, sealOf, type Stored } from './seal.ts';
import { statement } from './statement.ts';

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

type SealedLiveRow = LiveRow & { readonly live_seal: number };

type Row = Readonly<Record<string, Stored>>;

const insertion = `INSERT INTO job (only, job_id, created_at, state, recipe, columns, rows_read, round, run) VALUES (1, ?, ?, 'preparing', ?, ?, 0, 1, 0)`;

function statements(db: Connection) {
  const insert = statement<[string, string, string, string]>(db, insertion);
  const selectFixed = statement<[], FixedRow & { readonly fixed_seal: number }>(db, `SELECT ${fixedColumns.join(', ')}, fixed_seal FROM job`);
  const selectLive = statement<[], SealedLiveRow>(db, `SELECT ${liveColumns.join(', ')}, live_seal FROM job`);
  const updateFixed = statement<[Row]>(db, `UPDATE job SET ${[...fixedColumns, 'fixed_seal'].map(assigned).join(', ')}`);
  const updateLive = statement<[Row]>(db, `UPDATE job SET ${[...liveColumns, 'live_seal'].map(assigned).join(', ')}`);
  const updatePlace = statement<[string | null, number]>(db, 'UPDATE job SET place = ?, live_seal = ?');
  return { insert, selectFixed, selectLive, updateFixed, updateLive, updatePlace };
}

type Statements = ReturnType<typeof statements>;

/** What preparing writes of the record. `wrote` is told of each write. */
function fixedPart({ selectFixed, updateFixed }: Statements, wrote: () => void) {
  function write(row: FixedRow): void {
    wrote();
    updateFixed.run({ ...row, fixed_seal: sealOfFixed(row) });
  }

  function fixed(): FixedRow | null {
    const found = selectFixed.get();
    if (found === undefined) return null;
    if (sealOfFixed(found) !== found.fixed_seal) throw damaged('recipe');
    return found;
  }

  function changeFixed(columns: (row: FixedRow) => Partial<FixedRow>): void {
    const row = fixed() ?? missing('recipe');
    write({ ...row, ...columns(row) });
  }

  return { fixed, changeFixed, write };
}

/** What runs write of it. */
function livePart({ selectLive, updateLive, updatePlace }: Statements, wrote: () => void) {
  /** The last one that was found to fit its seal: each commit reads it, and it is mostly the same. */
  let fitting: SealedLiveRow | null = null;
  /** Inside of a transaction nobody else writes to it, and it is read once. */
  let isHeld = false;
  let held: SealedLiveRow | null = null;

  function sealed(row: LiveRow): SealedLiveRow {
    wrote();
    fitting = { ...row, live_seal: sealOfLive(row) };
    held = fitting;
    return fitting;
  }

  const write = (row: LiveRow): void => void updateLive.run({ ...sealed(row) });

  function read(): SealedLiveRow | null {
    const found = selectLive.get();
    if (found === undefined) return null;
    if (fitting !== null && isSameLive(fitting, found)) return found;
    if (sealOfLive(found) !== found.live_seal) throw damaged('record');
    fitting = found;
    return found;
  }

  function live(): LiveRow | null {
    if (!isHeld) return read();
    held ??= read();
    return held;
  }

  function hold(isInside: boolean): void {
    isHeld = isInside;
    held = null;
  }

  function changeLive(columns: (row: LiveRow) => Partial<LiveRow>): void {
    const row = live() ?? missing('record');
    write({ ...row, ...columns(row) });
  }

  /** Each commit does so. */
  function changePlace(placeOf: (place: string) => string): void {
    const row = live();
    if (row === null || row.place === null) return;
    const { place, live_seal: seal } = sealed({ ...row, place: placeOf(row.place) });
    updatePlace.run(place, seal);
  }

  return { live, changeLive, changePlace, hold, write };
}

/** The one record of the table job, under its two seals: what a run writes leaves the seal of what was prepared alone. */
export function jobRecord(db: Connection) {
  const prepared = statements(db);
  let writes = 0;
  const wrote = (): void => void (writes += 1);
  const fixed = fixedPart(prepared, wrote);
  const live = livePart(prepared, wrote);

  return {
    /** How often this connection has written to it. */
    writes: () => writes,
    create: (jobId: string, createdAt: string, recipe: string, columns: string): void => {
      prepared.insert.run(jobId, createdAt, recipe, columns);
      const [made, first] = [prepared.selectFixed.get(), prepared.selectLive.get()];
      if (made !== undefined) fixed.write(made);
      if (first !== undefined) live.write(first);
    },
    /** null where there is no job yet; Fault job-corrupt where its seal does not fit. */
    fixed: fixed.fixed,
    /** As `fixed`. */
    live: live.live,
    /** Changes some of what preparing writes, and seals it anew. What is there is checked before. Fault job-corrupt. */
    changeFixed: fixed.changeFixed,
    /** The same of what runs write: the one way to write to it. */
    changeLive: live.changeLive,
    /** The place alone, where the record has one. */
    changePlace: live.changePlace,
    /** Whether a transaction is under way that writes, so that what is read holds until its end; once more where a part of it was undone. */
    hold: live.hold,
  };
}

const assigned = (name: string): string => `${name} = @${name}`;

/** Whether two say the same. */
export const isSameFixed = (one: FixedRow, other: FixedRow): boolean => fixedColumns.every((name) => one[name] === other[name]);

const isSameLive = (one: SealedLiveRow, other: SealedLiveRow): boolean => one.live_seal === other.live_seal && liveColumns.every((name) => one[name] === other[name]);

const sealOfFixed = (row: FixedRow): number => sealOf('job', fixedColumns.map((name) => row[name]));
const sealOfLive = (row: LiveRow): number => sealOf('job', liveColumns.map((name) => row[name]));

function missing(part: 'recipe' | 'record'): never {
  throw damaged(part);
}
