import { usualMarks, type ConnectionMark } from '#contract/connectionMark.ts';
import { markSchema } from '#contract/markSchema.ts';
import { queueAddressSchema } from '#contract/queueAddress.ts';
import { wireFormats, type WireFormat } from '#contract/job.ts';
import { readRecipe } from '#contract/recipe.ts';
import { listColumnsSchema, type ListColumn } from '#contract/memory.ts';
import type { SavedRecipe } from '#contract/commands.ts';
import type { StoredConnection } from '#contract/engine.ts';
import type { Recipe } from '#contract/recipe.ts';
import { openDatabase, openToRead, withSqliteFaults, type Connection, type DatabaseKind } from './database.ts';
import { knownQueries } from './known.ts';
import { catalogue0001 } from './migrations/catalogue0001.ts';
import { catalogue0002 } from './migrations/catalogue0002.ts';
import { catalogue0003 } from './migrations/catalogue0003.ts';
import { catalogue0004 } from './migrations/catalogue0004.ts';
import { catalogue0005 } from './migrations/catalogue0005.ts';
import { catalogue0006 } from './migrations/catalogue0006.ts';
import { catalogue0007 } from './migrations/catalogue0007.ts';
import { catalogue0008 } from './migrations/catalogue0008.ts';
import { statement } from './statement.ts';

/** What tells a catalogue, and the steps that make its tables. "PIca" in ASCII. */
export const catalogueKind: DatabaseKind = { applicationId: 0x50496361, migrations: [catalogue0001, catalogue0002, catalogue0003, catalogue0004, catalogue0005, catalogue0006, catalogue0007, catalogue0008] };

export interface StoredJob {
  readonly jobId: string;
  readonly name: string;
  readonly path: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** Of the workbook or CSV file it was made from; null where that is not known here. */
  readonly sourcePath: string | null;
}

/** What was last seen of a job. */
export interface KeptStatus {
  readonly jobId: string;
  /** Of the file that it was taken from. */
  readonly stamp: string;
  /** JSON of contract JobStatus. */
  readonly status: string;
}

interface ConnectionRecord {
  id: string;
  name: string;
  base_url: string;
  token_in_body: number;
  format: string;
  practice: number;
  mark: string | null;
  queue: string | null;
}

/** The workstation's catalogue: connections, saved recipes, known jobs. Faults as openDatabase. */
export function openCatalogue(path: string) {
  const db = openDatabase(path, catalogueKind, { create: true });
  const guarded = <Value>(work: () => Value): Value => withSqliteFaults(path, work);

  const putConnection = statement<[{ id: string; name: string; baseUrl: string; tokenInBody: number; format: WireFormat; practice: number; mark: string; queue: string | null }]>(
    db,
    `INSERT INTO connection (id, name, base_url, token_in_body, format, practice, mark, queue) VALUES (@id, @name, @baseUrl, @tokenInBody, @format, @practice, @mark, @queue)
     ON CONFLICT (id) DO UPDATE SET name = @name, base_url = @baseUrl, token_in_body = @tokenInBody, format = @format, practice = @practice, mark = @mark, queue = @queue`,
  );
  const dropConnection = statement<[string]>(db, 'DELETE FROM connection WHERE id = ?');
  const putRecipe = statement<[string, string, string, string | null]>(db, 'INSERT OR REPLACE INTO recipe (name, recipe, saved_at, columns) VALUES (?, ?, ?, ?)');
  const renameRecipe = statement<[string, string]>(db, 'UPDATE recipe SET name = ? WHERE name = ?');
  const recipes = statement<[], { name: string; recipe: string; saved_at: string; columns: string | null }>(db, 'SELECT * FROM recipe ORDER BY name');
  const dropRecipe = statement<[string]>(db, 'DELETE FROM recipe WHERE name = ?');
  const known = knownQueries(db, path);

  return {
    known,
    connections: connectionQueries(db).all,
    saveConnection: (connection: StoredConnection): void =>
      guarded(() => {
        const { connectionId: id, name, baseUrl, format, mark, queue } = connection;
        const kept = { mark: JSON.stringify(mark), queue: queue === undefined ? null : JSON.stringify(queue) };
        putConnection.run({ id, name, baseUrl, format, ...kept, tokenInBody: connection.tokenInBody ? 1 : 0, practice: connection.practice ? 1 : 0 });
      }),
    deleteConnection: (id: string): void =>
      guarded(() => {
        dropConnection.run(id);
        known.forget(id);
      }),

    /** Recipes of a newer version of the application are passed over, not lost. */
    recipes: (): readonly SavedRecipe[] =>
      recipes.all().flatMap(({ name, recipe, saved_at, columns }) => {
        const reading = readRecipe(JSON.parse(recipe));
        return reading.ok ? [{ name, recipe: reading.recipe, columns: columnsOf(columns), savedAt: saved_at }] : [];
      }),
    saveRecipe: (name: string, recipe: Recipe, savedAt: string, columns: readonly ListColumn[] | null = null): void =>
      guarded(() => void putRecipe.run(name, JSON.stringify(recipe), savedAt, columns === null ? null : JSON.stringify(columns))),
    /** The new name must be free. */
    renameRecipe: (name: string, to: string): void => guarded(() => void renameRecipe.run(to, name)),
    deleteRecipe: (name: string): void => guarded(() => void dropRecipe.run(name)),

    ...jobList(db, guarded),
    close: () => db.close(),
  };
}

function connectionQueries(db: Connection) {
  const connections = statement<[], ConnectionRecord>(db, 'SELECT * FROM connection ORDER BY practice, name');
  return {
    all: (): readonly StoredConnection[] =>
      connections.all().map((record) => ({
        connectionId: record.id,
        name: record.name,
        baseUrl: record.base_url,
        tokenInBody: record.token_in_body === 1,
        format: wireFormats.find((format) => format === record.format) ?? 'json',
        practice: record.practice === 1,
        mark: markOf(record),
        ...queueOf(record),
      })),
  };
}

/** One that was kept without a mark, or with one of another version, is taken for the kind that asks most. */
function markOf({ mark, practice }: ConnectionRecord): ConnectionMark {
  const read = markSchema.safeParse(mark === null ? null : JSON.parse(mark));
  return read.success ? read.data : practice === 1 ? usualMarks.practice : usualMarks.production;
}

/** One of another version that cannot be read here is not passed over: a job would take another way without a word. */
function queueOf({ queue }: ConnectionRecord): Pick<StoredConnection, 'queue'> {
  return queue === null ? {} : { queue: queueAddressSchema.parse(JSON.parse(queue)) };
}

/** Null where there are none, or none that this version can read. */
function columnsOf(text: string | null): readonly ListColumn[] | null {
  if (text === null) return null;
  const columns = listColumnsSchema.safeParse(JSON.parse(text));
  return columns.success ? columns.data : null;
}

/** The connections alone, beside the process that writes them. Faults as openToRead. */
export function connectionsAt(path: string): readonly StoredConnection[] {
  const db = openToRead(path, catalogueKind);
  try {
    return connectionQueries(db).all();
  } finally {
    db.close();
  }
}

/** The list of jobs alone, beside the process that writes it. Faults as openToRead. */
export function openCatalogueToRead(path: string) {
  const db = openToRead(path, catalogueKind);
  const { jobs, keptStatuses, pinned, sentBy } = jobList(db, (work) => withSqliteFaults(path, work));
  return { jobs, keptStatuses, pinned, sentBy, close: () => void db.close() };
}

/** Leaves nothing in the file's free space and its log. Where somebody reads just now, it is done with the next one that is forgotten. */
function wipe(db: Connection): void {
  try {
    db.exec('VACUUM');
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // See above; that it is forgotten stands.
  }
}

/** The jobs that this workstation knows of. */
function jobList(db: Connection, guarded: <Value>(work: () => Value) => Value) {
  const dropOthersAt = statement<[StoredJob]>(db, 'DELETE FROM job WHERE path = @path AND id <> @jobId');
  const putJob = statement<[StoredJob]>(
    db,
    `INSERT INTO job (id, name, path, created_at, source_path) VALUES (@jobId, @name, @path, @createdAt, @sourcePath)
     ON CONFLICT (id) DO UPDATE SET name = @name, path = @path, created_at = @createdAt, source_path = coalesce(@sourcePath, source_path)`,
  );
  const jobs = statement<[], { id: string; name: string; path: string; created_at: string; source_path: string | null }>(db, 'SELECT * FROM job ORDER BY created_at DESC');
  const selectPinned = statement<[], string>(db, 'SELECT id FROM job WHERE pinned = 1').pluck();
  const pin = statement<[number, string]>(db, 'UPDATE job SET pinned = ? WHERE id = ?');
  const dropJob = statement<[string]>(db, 'DELETE FROM job WHERE id = ?');
  const selectSentBy = statement<[], { id: string; connection: string }>(db, 'SELECT id, connection FROM job WHERE connection IS NOT NULL');
  const putSentBy = statement<[string, string]>(db, 'UPDATE job SET connection = ? WHERE id = ?');
  const selectAnnounced = statement<[], string>(db, 'SELECT id FROM job WHERE announced = 1').pluck();
  const putAnnounced = statement<[string]>(db, 'UPDATE job SET announced = 1 WHERE id = ?');
  const selectKept = statement<[], KeptStatus>(db, 'SELECT id AS jobId, stamp, status FROM job WHERE stamp IS NOT NULL AND status IS NOT NULL');
  const keep = statement<[KeptStatus]>(db, 'UPDATE job SET stamp = @stamp, status = @status WHERE id = @jobId');

  return {
    jobs: (): readonly StoredJob[] =>
      jobs.all().map(({ id, name, path, created_at, source_path }) => ({ jobId: id, name, path, createdAt: created_at, sourcePath: source_path })),
    /** Adds it, or replaces the one with its id or its path; a source that is known stays known. */
    saveJob: (job: StoredJob): void =>
      guarded(() => {
        db.transaction(() => {
          dropOthersAt.run(job);
          putJob.run(job);
        })();
      }),
    keptStatuses: (): ReadonlyMap<string, KeptStatus> => new Map(selectKept.all().map((kept) => [kept.jobId, kept])),
    /** All of them together: one by one, thousands would be synced to the disk one by one. */
    keepStatuses: (kept: readonly KeptStatus[]): void =>
      guarded(() => {
        db.transaction(() => {
          for (const each of kept) keep.run(each);
        })();
      }),
    /** Ids of those that stand above the others. */
    pinned: (): ReadonlySet<string> => new Set(selectPinned.all()),
    pin: (id: string, isPinned: boolean): void => guarded(() => void pin.run(isPinned ? 1 : 0, id)),
    /** Ids of the connections that jobs were made for or sent over last, by the jobs' ids. */
    sentBy: (): ReadonlyMap<string, string> => new Map(selectSentBy.all().map(({ id, connection }) => [id, connection])),
    keepSentBy: (id: string, connectionId: string): void => guarded(() => void putSentBy.run(connectionId, id)),
    /** Ids of those that are in the list because the command line told of them. */
    announced: (): ReadonlySet<string> => new Set(selectAnnounced.all()),
    keepAnnounced: (id: string): void => guarded(() => void putAnnounced.run(id)),
    /** What is forgotten is to be gone from the disk too: its name, and the words of platforms that its status quotes. */
    forgetJob: (id: string): void =>
      guarded(() => {
        dropJob.run(id);
        wipe(db);
      }),
  };
}

export type Catalogue = ReturnType<typeof openCatalogue>;
