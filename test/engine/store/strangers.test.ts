import Database from 'better-sqlite3';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '#contract/faults.ts';
import { exportRows } from '#engine/jobs/exports/exportRows.ts';
import { openJobFile } from '#engine/store/jobFile.ts';
import { sealAll } from '#engine/store/seal.ts';
import { startPractice, type PracticeServer } from '../../../electron/practice/index.ts';
import { makeJob, profiles, run, temporaryFolder } from '../../support/jobs.ts';

let folder: ReturnType<typeof temporaryFolder>;
let path: string;
let server: PracticeServer;

/** A job of 600 rows of which 300 are accepted, 100 lie in a chunk that waits, and the rest in none. */
beforeEach(async () => {
  folder = temporaryFolder();
  path = join(folder.path, 'a.importjob');
  server = await startPractice({ population: 2_000 });
  const file = makeJob(path, profiles(600));
  await run(file, { ...server, trial: 300 });
  file.transaction(() => file.chunks.insert({ round: 1, parent: null, members: [{ from: 301, to: 400 }], profiles: 100, bytes: 1_000 }));
  file.close();
});

afterEach(async () => {
  await server.close();
  folder.remove();
});

/** A job as a stranger could send it: changed on purpose, and sealed again. */
function forge(sql: string, ...values: readonly (string | number | Buffer)[]): void {
  const db = new Database(path);
  db.pragma('foreign_keys = OFF');
  if (values.length > 0) db.prepare(sql).run(...values);
  else db.exec(sql);
  sealAll(db);
  db.close();
}

/** Of a job that came as a file from elsewhere and is taken over. */
async function outcome(): Promise<string> {
  const come = join(folder.path, 'come.importjob');
  copyFileSync(path, come);
  try {
    const file = openJobFile(come, { create: false });
    try {
      await run(file, { ...server, adopt: true });
      await exportRows(file, 'all', join(folder.path, 'all.csv'), { replace: true });
      return 'sent';
    } finally {
      file.close();
    }
  } catch (error) {
    return error instanceof Fault ? error.code : String(error);
  }
}

describe('a job that a stranger made', () => {
  it('is sent like any other where nothing is wrong with it', async () => {
    forge('SELECT 1');
    expect(await outcome()).toBe('sent');
  });

  it.each([
    ['rows beyond those that are there', "UPDATE chunk SET members = '301-4000000000', profiles = 3999999700 WHERE state = 'planned'"],
    ['rows that do not rise', "UPDATE chunk SET members = '350-400,301-349' WHERE state = 'planned'"],
    ['rows that are no numbers', "UPDATE chunk SET members = '301-400x' WHERE state = 'planned'"],
    ['rows from nowhere', "UPDATE chunk SET members = '-5-94' WHERE state = 'planned'"],
    ['another number of rows than it has', "UPDATE chunk SET profiles = 99 WHERE state = 'planned'"],
    ['rows that are accepted already', "UPDATE chunk SET members = '1-100' WHERE state = 'planned'"],
    ['rows of another chunk', "INSERT INTO chunk SELECT id + 1, round, parent, members, profiles, bytes, 'unsent-99', body_check, state, applied_maybe, first_sent_at, run, run_attempts, renewed, version, seal FROM chunk WHERE state = 'planned'"],
    ['a state that there is not', "UPDATE chunk SET state = 'sent' WHERE state = 'planned'"],
    ['an id with a line break', "UPDATE chunk SET request_id = 'a' || char(13, 10) || 'Host: other' WHERE state = 'planned'"],
    ['members without end', "UPDATE chunk SET members = replace(hex(zeroblob(200000)), '0', '1,') WHERE state = 'planned'"],
  ])('is refused where a chunk has %s', async (_, sql) => {
    const before = server.journal.requests().length;
    forge(sql);
    expect(await outcome()).toBe('job-unreadable');
    expect(server.journal.requests().length).toBe(before);
  });

  it('is refused where more is laid over its items than can be', async () => {
    forge('INSERT INTO item_patch SELECT first, 1, ends, zeroblob(64000004), items, 2, 0 FROM block_item WHERE first = 1');
    expect(await outcome()).toBe('job-unreadable');
  });

  it.each([
    ['closes the array and goes on with another database', '{"Custom_ID":305}],"db_id":8,"matching":"email","data":[{"Custom_ID":305}'],
    ['is two objects', '{"Custom_ID":305},{"Custom_ID":9}'],
    ['is no object', '[{"Custom_ID":305}]'],
    ['is cut off', '{"Custom_ID":305'],
    ['is nothing', ''],
    ['is no UTF-8', Buffer.from([0x7b, 0x22, 0xc0, 0xa2, 0x22, 0x3a, 0x31, 0x7d])],
  ])('sends nothing where an item %s', async (_, item) => {
    const db = new Database(path);
    const { items, ends } = db.prepare<[], { items: Buffer; ends: Buffer }>('SELECT items, ends FROM block_item WHERE first = 1').get()!;
    db.close();
    const list = new Uint32Array(ends.buffer.slice(ends.byteOffset, ends.byteOffset + ends.length));
    const [start, end] = [list[303]!, list[304]!];
    const whole = item.length === 0 ? Buffer.alloc(0) : Buffer.concat([Buffer.from(item), Buffer.from(',')]);
    for (let index = 304; index < list.length; index += 1) list[index]! += whole.length - (end - start);
    const before = server.journal.requests().length;
    forge('UPDATE block_item SET items = ?, ends = ? WHERE first = 1', Buffer.concat([items.subarray(0, start), whole, items.subarray(end)]), Buffer.from(list.buffer));
    expect(await outcome()).toBe('job-unreadable');
    expect(server.journal.requests().length).toBe(before);
  });

  it.each([
    ['more rows than it has', 'UPDATE job SET rows_read = 1000000000000000'],
    ['fewer than none', 'UPDATE job SET rows_read = -1'],
    ['an id that is a path', "UPDATE job SET job_id = '../x y'"],
    ['a state that there is not', "UPDATE job SET state = 'done'"],
    ['a recipe that is none', "UPDATE job SET recipe = '{}'"],
    ['columns that are none', "UPDATE job SET columns = '7'"],
    ['a row in no state', "UPDATE block_state SET states = CAST(x'0f' || substr(states, 2) AS BLOB)"],
    ['cells that are no JSON', "UPDATE block SET cells = '[[' WHERE first = 1"],
  ])('is refused where it says that it has %s', async (_, sql) => {
    forge(sql);
    expect(await outcome()).toMatch(/^job-(unreadable|corrupt)$/);
  });

  it.each([
    ['a trigger', 'CREATE TRIGGER t AFTER UPDATE ON chunk BEGIN DELETE FROM failure; END'],
    ['a view for a table', 'ALTER TABLE duplicate RENAME TO other; CREATE VIEW duplicate AS SELECT * FROM other'],
    ['one index less', 'DROP INDEX chunk_by_state'],
    ['one table more', 'CREATE TABLE more (a)'],
  ])('is refused with %s', async (_, sql) => {
    const db = new Database(path);
    db.exec(sql);
    db.close();
    expect(await outcome()).toBe('job-unreadable');
  });

  it('whose answer swells without end is not exported, and takes no memory', async () => {
    forge('UPDATE attempt SET answer = ? WHERE id = 1', deflateRawSync(Buffer.alloc(200_000_000, 0x20)));
    const before = process.memoryUsage().rss;
    expect(await outcome()).toBe('job-unreadable');
    expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
  });
});
