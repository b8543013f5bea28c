import { z } from 'zod';
import type { Column } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import { jobStates, pauseReasons, sourceNoteKinds, wireFormats, type JobState, type KeptSettings, type Pause, type SourceIdentity, type SourceNote, type WireFormat } from '#contract/job.ts';
import { readRecipe, type Recipe } from '#contract/recipe.ts';
import type { Connection } from './database.ts';

/** A job file may come from another workstation, so what its JSON says is checked like any input. */
const pauseSchema = z.object({
  reason: z.enum(pauseReasons),
  httpStatus: z.number().nullable(),
  code: z.number().nullable(),
  text: z.string().nullable(),
  at: z.string(),
  rows: z.object({ answered: z.number(), refused: z.number(), alike: z.number() }).exactOptional(),
});
const keptSchema = z.object({
  streams: z.int().min(1).max(8),
  chunkProfiles: z.int().min(1).max(10_000),
  chunkBytes: z.int().min(10_000).max(10_000_000),
  format: z.enum(wireFormats),
  pauseWhenRefused: z.int().min(1).max(100).nullable(),
});
/** Kept beside the settings of the last run, from before the first one. */
const doubtsSchema = z.object({ doubts: z.array(z.string()) });
const sourceSchema = z.object({
  name: z.string(),
  bytes: z.number(),
  modified: z.string(),
  sha256: z.string(),
  sheet: z.string(),
  headerRow: z.number(),
});
const columnsSchema = z.array(
  z.object({ index: z.int().min(0), letter: z.string(), header: z.string(), ref: z.string(), hidden: z.literal(true).exactOptional(), own: z.literal(true).exactOptional() }),
);
const notesSchema = z.array(
  z.object({ kind: z.enum(sourceNoteKinds), count: z.int().min(0), rows: z.array(z.int().min(1)), columns: z.array(z.string()), example: z.object({ shown: z.string(), read: z.string() }).optional() }),
);
const stateSchema = z.enum(jobStates);
const formatSchema = z.enum(wireFormats);

export interface JobRecord {
  readonly jobId: string;
  readonly createdAt: string;
  readonly state: JobState;
  readonly pause: Pause | null;
  readonly source: SourceIdentity | null;
  readonly recipe: Recipe;
  readonly columns: readonly Column[];
  readonly rowsRead: number;
  readonly round: number;
  readonly run: number;
  readonly server: string | null;
  readonly chunkProfiles: number | null;
  readonly chunkBytes: number | null;
  readonly owner: string | null;
  /** What its chunks are planned for and sent in. */
  readonly format: WireFormat;
  readonly notes: readonly SourceNote[];
  /** The workbook counts its days from 1904. */
  readonly date1904: boolean;
  /** What was chosen for the last run; null while it was never started. */
  readonly runSettings: KeptSettings | null;
  /** What the operator went on with all the same; see JobStatus. */
  readonly doubts: readonly string[];
}

interface JobRow {
  job_id: string;
  created_at: string;
  state: string;
  pause: string | null;
  source: string | null;
  recipe: string;
  columns: string;
  rows_read: number;
  round: number;
  run: number;
  server: string | null;
  chunk_profiles: number | null;
  chunk_bytes: number | null;
  owner: string | null;
  format: string;
  notes: string;
  date1904: number;
  run_settings: string | null;
}

export interface NewJob {
  readonly jobId: string;
  readonly createdAt: string;
  readonly recipe: Recipe;
  readonly columns: readonly Column[];
}

/** What no version of ours ever wrote is a damaged file, not an error inside. */
function load(row: JobRow): JobRecord {
  try {
    return parse(row);
  } catch (error) {
    throw error instanceof Fault ? error : new Fault('job-unreadable', {}, { cause: error });
  }
}

function parse(row: JobRow): JobRecord {
  const recipe = readRecipe(JSON.parse(row.recipe));
  if (!recipe.ok) throw new Fault('recipe-invalid', { problems: recipe.problems });
  return {
    jobId: row.job_id,
    createdAt: row.created_at,
    state: stateSchema.parse(row.state),
    pause: row.pause === null ? null : pauseSchema.parse(JSON.parse(row.pause)),
    source: row.source === null ? null : sourceSchema.parse(JSON.parse(row.source)),
    recipe: recipe.recipe,
    columns: columnsSchema.parse(JSON.parse(row.columns)),
    rowsRead: row.rows_read,
    round: row.round,
    run: row.run,
    server: row.server,
    chunkProfiles: row.chunk_profiles,
    chunkBytes: row.chunk_bytes,
    owner: row.owner,
    format: formatSchema.parse(row.format),
    notes: notesSchema.parse(JSON.parse(row.notes)),
    date1904: row.date1904 === 1,
    runSettings: row.run_settings === null ? null : keptOf(row.run_settings),
    doubts: row.run_settings === null ? [] : doubtsOf(row.run_settings),
  };
}

/** Only a proposal for the next run: one that cannot be read is no reason to give a job up. */
function keptOf(text: string): KeptSettings | null {
  return keptSchema.safeParse(JSON.parse(text)).data ?? null;
}

function doubtsOf(text: string): readonly string[] {
  return doubtsSchema.safeParse(JSON.parse(text)).data?.doubts ?? [];
}

/** How bodies are made: their form and size. */
function wireQueries(db: Connection) {
  const selectFormat = db.prepare<[], { format: string }>('SELECT format FROM job');
  const setFormat = db.prepare<[WireFormat]>('UPDATE job SET format = ?');
  const setLimits = db.prepare<[number, number]>('UPDATE job SET chunk_profiles = ?, chunk_bytes = ?');
  const selectBytes = db.prepare<[], { bytes: number | null }>('SELECT bytes_learned AS bytes FROM job');
  const forgetBytes = db.prepare('UPDATE job SET bytes_learned = NULL');
  const selectKept = db.prepare<[], { kept: string | null }>('SELECT run_settings AS kept FROM job');
  const keep = db.prepare<[string]>('UPDATE job SET run_settings = ?');
  const learnBytes = db.prepare<[number]>('UPDATE job SET bytes_learned = min(coalesce(bytes_learned, 1e15), ?)');

  return {
    format: (): WireFormat => formatSchema.parse(selectFormat.get()?.format),
    setFormat(format: WireFormat): void {
      setFormat.run(format);
    },
    /** What was chosen for the run that begins. */
    keepSettings(settings: KeptSettings): void {
      const doubts = doubtsOf(selectKept.get()?.kept ?? '{}');
      keep.run(JSON.stringify(doubts.length === 0 ? settings : { ...settings, doubts }));
    },
    /** What the operator goes on with all the same, of a job that was not started yet. */
    keepDoubts(doubts: readonly string[]): void {
      keep.run(JSON.stringify({ doubts }));
    },
    setLimits(profiles: number, bytes: number): void {
      setLimits.run(profiles, bytes);
    },
    /** Item bytes of the smallest chunk that was refused as too large; null while none was. */
    bytesLearned: (): number | null => selectBytes.get()?.bytes ?? null,
    forgetBytes(): void {
      forgetBytes.run();
    },
    learnBytes(bytes: number): void {
      learnBytes.run(bytes);
    },
  };
}

/** What reading the source found. */
function sourceQueries(db: Connection) {
  const setNotes = db.prepare<[string]>('UPDATE job SET notes = ?');
  const setColumns = db.prepare<[string]>('UPDATE job SET columns = ?');
  const setDate1904 = db.prepare<[number]>('UPDATE job SET date1904 = ?');
  const setSource = db.prepare<[string]>('UPDATE job SET source = ?');

  return {
    setNotes(notes: readonly SourceNote[]): void {
      setNotes.run(JSON.stringify(notes));
    },
    setColumns(columns: readonly Column[]): void {
      setColumns.run(JSON.stringify(columns));
    },
    setDate1904(is1904: boolean): void {
      setDate1904.run(is1904 ? 1 : 0);
    },
    setSource(source: SourceIdentity): void {
      setSource.run(JSON.stringify(source));
    },
  };
}

/** The table job: one record. */
export function jobQueries(db: Connection) {
  const insert = db.prepare<[string, string, string, string]>(
    `INSERT INTO job (only, job_id, created_at, state, recipe, columns, rows_read, round, run) VALUES (1, ?, ?, 'preparing', ?, ?, 0, 1, 0)`,
  );
  const select = db.prepare<[], JobRow>('SELECT * FROM job');
  const selectState = db.prepare<[], { state: string }>('SELECT state FROM job');
  const selectOwner = db.prepare<[], { owner: string | null }>('SELECT owner FROM job');
  const setState = db.prepare<[JobState, string | null]>('UPDATE job SET state = ?, pause = ?');
  const addRead = db.prepare<[number]>('UPDATE job SET rows_read = rows_read + ?');
  const setRound = db.prepare<[number]>('UPDATE job SET round = ?');
  const beginRun = db.prepare<[string, string]>('UPDATE job SET run = run + 1, owner = ?, server = coalesce(server, ?)');
  const bindServer = db.prepare<[string]>('UPDATE job SET server = ?');

  return {
    create(job: NewJob): void {
      insert.run(job.jobId, job.createdAt, JSON.stringify(job.recipe), JSON.stringify(job.columns));
    },
    /** The job, or null in a file whose preparation had not even begun. */
    read(): JobRecord | null {
      const row = select.get();
      return row === undefined ? null : load(row);
    },
    /** The state alone: the whole record takes parsing recipe and columns. */
    state(): JobState | null {
      const row = selectState.get();
      return row === undefined ? null : stateSchema.parse(row.state);
    },
    owner: (): string | null => selectOwner.get()?.owner ?? null,
    setState(state: JobState, pause: Pause | null): void {
      setState.run(state, pause === null ? null : JSON.stringify(pause));
    },
    addRead(rows: number): void {
      addRead.run(rows);
    },
    setRound(round: number): void {
      setRound.run(round);
    },
    /** A start: the next run number, the right to write, and the server if it is the first. */
    beginRun(owner: string, server: string): void {
      beginRun.run(owner, server);
    },
    /** Before the first run: what was left out as unchanged is so on this server only. */
    bindServer(server: string): void {
      bindServer.run(server);
    },
    ...sourceQueries(db),
    ...wireQueries(db),
  };
}

export type JobQueries = ReturnType<typeof jobQueries>;
