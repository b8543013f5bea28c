import { z } from 'zod';
import type { Column } from '#contract/cells.ts';
import { Fault } from '#contract/faults.ts';
import { jobStates, wireFormats, type JobState, type KeptSettings, type Pause, type RepairNote, type SourceIdentity, type WireFormat } from '#contract/job.ts';
import { sourceNoteKinds, type SourceNote } from '#contract/sourceNote.ts';
import type { Recipe } from '#contract/recipe.ts';
import type { JobPlace, StoredHandover } from '#contract/place.ts';
import type { Connection } from './database.ts';
import { isSameFixed, jobRecord, type FixedRow, type LiveRow } from './jobRecord.ts';
import { placeText, commitNotes, readHandover, readPlace, readWritten } from './placeRecord.ts';
import { pauseSchema, sourceSchema, storedRecipe } from './storedJson.ts';
import { writtenAfter, type Counted, type Written } from './written.ts';

/** A job file may come from another workstation, so what its JSON says is checked like any input; see storedJson.ts too. */
const keptSchema = z.object({
  streams: z.int().min(1).max(8),
  chunkProfiles: z.int().min(1).max(10_000),
  chunkBytes: z.int().min(10_000).max(10_000_000),
  format: z.enum(wireFormats),
  pauseWhenRefused: z.int().min(1).max(100).nullable(),
});
/** Kept beside the settings of the last run, from before the first one. */
const besideSchema = z.object({
  compared: z.array(z.object({ job: z.string(), path: z.string(), attempts: z.int().min(0) })).optional(),
  doubts: z.array(z.string()).optional(),
  repaired: z.object({ at: z.string(), from: z.string(), unknown: z.int().min(0), lost: z.int().min(0), cells: z.int().min(0).exactOptional(), numbers: z.int().min(0).exactOptional(), profiles: z.int().min(0).exactOptional(), requests: z.int().min(0).exactOptional(), corrections: z.int().min(0).exactOptional(), correctionsKept: z.int().min(0).exactOptional(), correctionsLost: z.int().min(0).exactOptional() }).optional(),
});
const textsSchema = z.object({ order: z.enum(['dmy', 'mdy', 'mixed', 'open']).optional(), decimal: z.enum(['.', ',', 'open']).optional() });
const columnsSchema = z.array(
  z.object({ index: z.int().min(0), letter: z.string(), header: z.string(), ref: z.string(), hidden: z.literal(true).exactOptional(), own: z.literal(true).exactOptional(), texts: textsSchema.optional() }),
);
const notesSchema = z.array(
  z.object({ kind: z.enum(sourceNoteKinds), count: z.int().min(0), rows: z.array(z.int().min(1)), columns: z.array(z.string()), example: z.object({ shown: z.string(), read: z.string() }).optional(), shown: z.array(z.string()).optional(), batch: z.int().optional() }),
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
  /** ISO 8601, of the last start; null before the first, or where an older version did not write it. */
  readonly runStartedAt: string | null;
  /** What its chunks are planned for and sent in. */
  readonly format: WireFormat;
  readonly notes: readonly SourceNote[];
  /** The workbook counts its days from 1904. */
  readonly date1904: boolean;
  /** What was chosen for the last run; null while it was never started. */
  readonly runSettings: KeptSettings | null;
  /** What the operator went on with all the same; see JobStatus. */
  readonly doubts: readonly string[];
  /** What its rows were compared with that are left out as unchanged. */
  readonly compared: readonly ComparedJob[];
  /** That the file was made by repairing another; null where it was not. */
  readonly repaired: RepairNote | null;
  /** Where it was prepared or last run; null in one of an earlier version. */
  readonly place: JobPlace | null;
  readonly handedOver: StoredHandover | null;
}

/** An earlier job, and how often it had sent something when its items were compared. */
export interface ComparedJob {
  readonly job: string;
  /** Absolute. */
  readonly path: string;
  readonly attempts: number;
}

export interface NewJob {
  readonly jobId: string;
  readonly createdAt: string;
  readonly recipe: Recipe;
  readonly columns: readonly Column[];
}

/** What no version of ours ever wrote is a damaged file, not an error inside. */
function orUnreadable<Value>(parse: () => Value): Value {
  try {
    return parse();
  } catch (error) {
    throw error instanceof Fault ? error : new Fault('job-unreadable', {}, { cause: error });
  }
}

type PreparedPart = Pick<JobRecord, 'jobId' | 'createdAt' | 'source' | 'recipe' | 'columns' | 'rowsRead' | 'notes' | 'date1904'>;
type LivePart = Omit<JobRecord, keyof PreparedPart>;

function parsePrepared(row: FixedRow): PreparedPart {
  return {
    jobId: row.job_id,
    createdAt: row.created_at,
    source: row.source === null ? null : sourceSchema.parse(JSON.parse(row.source)),
    recipe: storedRecipe(row.recipe),
    columns: columnsSchema.parse(JSON.parse(row.columns)),
    rowsRead: row.rows_read,
    notes: notesSchema.parse(JSON.parse(row.notes)),
    date1904: row.date1904 === 1,
  };
}

/** As parsePrepared; the same record is parsed once. */
function preparedParser(): (row: FixedRow) => PreparedPart {
  let last: { readonly row: FixedRow; readonly part: PreparedPart } | null = null;
  return (row) => {
    if (last === null || !isSameFixed(last.row, row)) last = { row, part: parsePrepared(row) };
    return last.part;
  };
}

function parseLive(row: LiveRow): LivePart {
  return {
    state: stateSchema.parse(row.state),
    pause: row.pause === null ? null : pauseSchema.parse(JSON.parse(row.pause)),
    round: row.round,
    run: row.run,
    server: row.server,
    chunkProfiles: row.chunk_profiles,
    chunkBytes: row.chunk_bytes,
    owner: row.owner,
    runStartedAt: row.run_started_at,
    format: formatSchema.parse(row.format),
    runSettings: row.run_settings === null ? null : keptOf(row.run_settings),
    doubts: besideOf(row.run_settings).doubts ?? [],
    compared: besideOf(row.run_settings).compared ?? [],
    repaired: besideOf(row.run_settings).repaired ?? null,
    place: readPlace(row.place),
    handedOver: readHandover(row.handed_over),
  };
}

/** Only a proposal for the next run: one that cannot be read is no reason to give a job up. */
function keptOf(text: string): KeptSettings | null {
  return keptSchema.safeParse(JSON.parse(text)).data ?? null;
}

function besideOf(text: string | null): z.infer<typeof besideSchema> {
  return text === null ? {} : (besideSchema.safeParse(JSON.parse(text)).data ?? {});
}

type Record = ReturnType<typeof jobRecord>;

/** How bodies are made: their form and size. */
function wireQueries({ live, changeLive }: Record) {
  return {
    format: (): WireFormat => formatSchema.parse(live()?.format),
    setFormat(format: WireFormat): void {
      changeLive(() => ({ format }));
    },
    /** What was chosen for the run that begins. */
    keepSettings(settings: KeptSettings): void {
      changeLive(({ run_settings: before }) => ({ run_settings: JSON.stringify({ ...settings, ...besideOf(before) }) }));
    },
    /** What the operator goes on with all the same, of a job that was not started yet. */
    keepDoubts(doubts: readonly string[]): void {
      changeLive(({ run_settings: before }) => ({ run_settings: JSON.stringify({ ...besideOf(before), doubts }) }));
    },
    /** What rows were compared with, of a job that was not started yet. */
    keepCompared(compared: readonly ComparedJob[]): void {
      changeLive(({ run_settings: before }) => ({ run_settings: JSON.stringify({ ...besideOf(before), compared }) }));
    },
    noteRepair(repaired: RepairNote): void {
      changeLive(({ run_settings: before }) => {
        const settings: unknown = JSON.parse(before ?? '{}');
        return { run_settings: JSON.stringify({ ...(typeof settings === 'object' ? settings : {}), repaired }) };
      });
    },
    setLimits(profiles: number, bytes: number): void {
      changeLive(() => ({ chunk_profiles: profiles, chunk_bytes: bytes }));
    },
    /** Item bytes of the smallest chunk that was refused as too large; null while none was. */
    bytesLearned: (): number | null => live()?.bytes_learned ?? null,
    forgetBytes(): void {
      changeLive(() => ({ bytes_learned: null }));
    },
    learnBytes(bytes: number): void {
      changeLive(({ bytes_learned: before }) => ({ bytes_learned: before === null ? bytes : Math.min(before, bytes) }));
    },
  };
}

/** What reading the source found. */
function sourceQueries({ changeFixed }: Record) {
  return {
    setNotes(notes: readonly SourceNote[]): void {
      changeFixed(() => ({ notes: JSON.stringify(notes) }));
    },
    setColumns(columns: readonly Column[]): void {
      changeFixed(() => ({ columns: JSON.stringify(columns) }));
    },
    setDate1904(is1904: boolean): void {
      changeFixed(() => ({ date1904: is1904 ? 1 : 0 }));
    },
    setSource(source: SourceIdentity): void {
      changeFixed(() => ({ source: JSON.stringify(source) }));
    },
    addRead(rows: number): void {
      changeFixed(({ rows_read: before }) => ({ rows_read: before + rows }));
    },
  };
}

/** Where the job belongs, and where it went. */
function placeQueries(db: Connection, { live, changeLive, changePlace }: Record) {
  const noted = commitNotes();
  return {
    place: (): JobPlace | null => readPlace(live()?.place ?? null),
    setPlace(place: JobPlace): void {
      changeLive(({ place: before }) => ({ place: placeText(place, before) }));
    },
    setHandedOver(handover: StoredHandover | null): void {
      changeLive(() => ({ handed_over: handover === null ? null : JSON.stringify(handover) }));
    },
    /** Before each commit that wrote to the record, or `more` to others, once: see StoredCommit. Jobs of earlier versions have none until they are run. */
    noteCommit(id: string, more: Counted | null): void {
      changePlace((place) => noted(place, id, (before) => writtenAfter(db, before, more)));
    },
    /** What was written as of the last commit; null in one of an earlier version. */
    written: (): Written | null => readWritten(live()?.place ?? null),
  };
}

/**
 * The table job: one record, under its two seals. Whatever writes to it goes through changeFixed or changeLive, or the
 * next reading says job-corrupt.
 */
export function jobQueries(db: Connection) {
  const record = jobRecord(db);
  const { fixed, live, changeLive } = record;
  const preparedOf = preparedParser();

  return {
    create(job: NewJob): void {
      record.create(job.jobId, job.createdAt, JSON.stringify(job.recipe), JSON.stringify(job.columns));
    },
    /** What was saved of another file's job, all but its place, which is this file's own; made where there is none yet. */
    restore(prepared: FixedRow, { place: _, ...now }: LiveRow): void {
      if (fixed() === null) record.create(prepared.job_id, prepared.created_at, prepared.recipe, prepared.columns);
      record.changeFixed(() => prepared);
      changeLive(() => now);
    },
    /** The job, or null in a file whose preparation had not even begun. Faults job-corrupt, job-unreadable. */
    read(): JobRecord | null {
      const [prepared, now] = [fixed(), live()];
      return prepared === null || now === null ? null : orUnreadable(() => ({ ...preparedOf(prepared), ...parseLive(now) }));
    },
    /** The state alone: the whole record takes parsing recipe and columns. */
    state(): JobState | null {
      const state = live()?.state;
      return state === undefined ? null : stateOf(state);
    },
    /** How often this connection has written to the record. */
    writes: () => record.writes(),
    /** See jobRecord. */
    hold: record.hold,
    owner: (): string | null => live()?.owner ?? null,
    setState(state: JobState, pause: Pause | null): void {
      changeLive(() => ({ state, pause: pause === null ? null : JSON.stringify(pause) }));
    },
    setRound(round: number): void {
      changeLive(() => ({ round }));
    },
    /** A start: the next run number, the right to write, and the server if it is the first; `at` in ISO 8601. */
    beginRun(owner: string, server: string, at: string): void {
      changeLive(({ run, server: before }) => ({ run: run + 1, owner, server: before ?? server, run_started_at: at }));
    },
    /** The time of its start is known better by now: so many milliseconds later. */
    redateRun(shift: number): void {
      changeLive(({ run_started_at: at }) => ({ run_started_at: at === null ? null : new Date(Date.parse(at) + shift).toISOString() }));
    },
    /** Before the first run: what was left out as unchanged is so on this server only. */
    bindServer(server: string): void {
      changeLive(() => ({ server }));
    },
    ...sourceQueries(record),
    ...wireQueries(record),
    ...placeQueries(db, record),
  };
}

function stateOf(text: string): JobState {
  const state = stateSchema.safeParse(text);
  if (!state.success) throw new Fault('job-unreadable', {}, { cause: state.error });
  return state.data;
}

export type JobQueries = ReturnType<typeof jobQueries>;
