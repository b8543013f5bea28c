import { queueAddressSchema } from '#contract/queueAddress.ts';
import { usualMarks } from '#contract/connectionMark.ts';
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { catalogueKind, openCatalogue } from '#engine/store/catalogue.ts';
import { openDatabase } from '#engine/store/database.ts';
import { jobKind } from '#engine/store/jobKind.ts';
import { openJobFile } from '#engine/store/jobFile.ts';
import { catalogue0001 } from '../../../electron/engine/store/migrations/catalogue0001.ts';
import { job0001 } from '../../../electron/engine/store/migrations/job0001.ts';
import { startPractice } from '../../../electron/practice/index.ts';
import { customRecipe, makeJob, profiles, run, temporaryFolder } from '../../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => folder.remove());

function look<Value>(path: string, ask: (db: Database.Database) => Value): Value {
  const db = new Database(path);
  try {
    return ask(db);
  } finally {
    db.close();
  }
}

const versionOf = (path: string): unknown => look(path, (db) => db.pragma('user_version', { simple: true }));

/** Tables with their columns, as SQLite sees them. */
function tablesOf(path: string): unknown {
  return look(path, (db) =>
    db.prepare("SELECT m.name AS t, c.name, c.type, c.\"notnull\", c.pk FROM sqlite_schema AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table' ORDER BY m.name, c.cid").all(),
  );
}

/** All that SQLite keeps of a database's tables and indexes, down to the pages they begin at, and how many records each has. */
function allOf(path: string): unknown {
  return look(path, (db) => {
    const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
    return {
      schema: db.prepare('SELECT rowid, * FROM sqlite_schema ORDER BY rowid').all(),
      columns: tables.map((name) => db.pragma(`table_xinfo('${name}')`)),
      records: tables.map((name) => db.prepare(`SELECT count(*) FROM "${name}"`).pluck().get()),
      kind: [db.pragma('application_id'), db.pragma('user_version'), db.pragma('page_size'), db.pragma('page_count')],
    };
  });
}

describe.each([{ of: 'job', kind: jobKind }, { of: 'catalogue', kind: catalogueKind }])('a new $of file', ({ kind }) => {
  const newest = kind.migrations.length;

  it('is the very one that all steps make one after another', () => {
    const [atOnce, byStep] = [join(folder.path, 'new'), join(folder.path, 'stepped')];
    openDatabase(atOnce, kind, { create: true }).close();
    for (let version = 1; version <= newest; version += 1) openDatabase(byStep, { ...kind, migrations: kind.migrations.slice(0, version) }, { create: version === 1 }).close();
    expect(versionOf(atOnce)).toBe(newest);
    expect(allOf(atOnce)).toEqual(allOf(byStep));
  });

  it.each(kind.migrations.map(({ version }) => version))('of version %i becomes the same when it is opened', (version) => {
    const [atOnce, older] = [join(folder.path, 'new'), join(folder.path, 'older')];
    openDatabase(atOnce, kind, { create: true }).close();
    openDatabase(older, { ...kind, migrations: kind.migrations.slice(0, version) }, { create: true }).close();
    openDatabase(older, kind, { create: false }).close();
    expect(allOf(older)).toEqual(allOf(atOnce));
  });
});

describe('a job file of version 1', () => {
  /** Its tables are those of the first step; what stands in them comes from a job made now. */
  function version1(): string {
    const path = join(folder.path, 'old.importjob');
    const newest = join(folder.path, 'newest.importjob');
    makeJob(newest, profiles(30)).close();
    openDatabase(path, { applicationId: 0x50496d70, migrations: [job0001] }, { create: true }).close();
    look(path, (db) => {
      db.exec(`ATTACH '${newest}' AS newest`);
      for (const { name } of db.prepare<[], { name: string }>("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all()) {
        const columns = db.prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?, \'main\')').all(name).map((column) => column.name).join(', ');
        db.exec(`INSERT INTO main.${name} (${columns}) SELECT ${columns} FROM newest.${name}`);
      }
    });
    expect(versionOf(path)).toBe(1);
    return path;
  }

  it('is opened with all that is in it, to be sent in JSON as it would have been', async () => {
    const path = version1();
    const file = openJobFile(path, { create: false });
    expect(file.job.read()).toMatchObject({ state: 'ready', rowsRead: 30, recipe: customRecipe, format: 'json' });
    const server = await startPractice({ population: 100 });
    expect(await run(file, server)).toMatchObject({ state: 'finished', counts: { accepted: 30 } });
    await server.close();
    file.close();
    const fresh = join(folder.path, 'fresh.importjob');
    makeJob(fresh, []).close();
    expect([versionOf(path), tablesOf(path)]).toEqual([versionOf(fresh), tablesOf(fresh)]);
  });

  it('can be sent in XML', async () => {
    const file = openJobFile(version1(), { create: false });
    const server = await startPractice({ population: 100 });
    expect(await run(file, { ...server, format: 'xml' })).toMatchObject({ state: 'finished', counts: { accepted: 30 } });
    expect(file.job.format()).toBe('xml');
    await server.close();
    file.close();
  });
});

describe('a catalogue of version 1', () => {
  function version1(): string {
    const path = join(folder.path, 'catalogue.sqlite');
    const db = openDatabase(path, { applicationId: 0x50496361, migrations: [catalogue0001] }, { create: true });
    db.prepare("INSERT INTO connection VALUES ('c1', 'Main', 'https://eu.example.com', 0, 0)").run();
    db.prepare("INSERT INTO recipe VALUES ('weekly', ?, '2026-01-01T00:00:00.000Z')").run(JSON.stringify(customRecipe));
    db.prepare("INSERT INTO job VALUES ('j1', 'March', 'march.importjob', '2026-01-01T00:00:00.000Z')").run();
    db.close();
    return path;
  }
  const connection = { connectionId: 'c1', name: 'Main', baseUrl: 'https://eu.example.com', tokenInBody: false, format: 'json', practice: false, mark: usualMarks.production } as const;

  it('keeps its connections, which go on in JSON, its recipes and its jobs', () => {
    const path = version1();
    const catalogue = openCatalogue(path);
    expect(catalogue.connections()).toEqual([connection]);
    expect(catalogue.recipes()).toMatchObject([{ name: 'weekly', recipe: customRecipe }]);
    expect(catalogue.jobs()).toMatchObject([{ jobId: 'j1', name: 'March' }]);
    catalogue.close();
  });

  it('takes a connection’s form and queue from then on, and is the same file when it is opened again', () => {
    const path = version1();
    const before = openCatalogue(path);
    const queue = queueAddressSchema.parse({ url: 'amqps://rabbit.example.com:5671', user: 'importer' });
    before.saveConnection({ ...connection, format: 'xml', queue });
    before.close();
    const tables = tablesOf(path);
    const after = openCatalogue(path);
    expect(after.connections()).toEqual([{ ...connection, format: 'xml', queue }]);
    after.close();
    expect(tablesOf(path)).toEqual(tables);
    const fresh = join(folder.path, 'fresh.sqlite');
    openCatalogue(fresh).close();
    expect([versionOf(path), tables]).toEqual([versionOf(fresh), tablesOf(fresh)]);
  });
});
