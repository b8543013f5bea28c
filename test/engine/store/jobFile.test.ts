import Database from 'better-sqlite3';
import fc from 'fast-check';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cell } from '#contract/cells.ts';
import { rowStates } from '#contract/job.ts';
import { JsonString } from '#contract/jsonText.ts';
import { ByteText } from '#engine/store/byteText.ts';
import { loadCell, loadRows, storeRow } from '#engine/store/cellCodec.ts';
import { deleteJobFile } from '#engine/store/deleteJobFile.ts';
import { openJobFile, type JobFile } from '#engine/store/jobFile.ts';
import { sealAll } from '#engine/store/seal.ts';
import { isLocked, lockJob } from '#engine/store/lock.ts';
import { customRecipe, makeJob, profileRow, profiles, temporaryFolder } from '../../support/jobs.ts';
import { cases } from '../../support/longForms.ts';

let folder: ReturnType<typeof temporaryFolder>;
let path: string;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'a.importjob');
});

afterEach(() => folder.remove());

function faultOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'nothing';
}

describe('what an operator goes on with all the same', () => {
  it('is kept in the job over a restart, before its first run and after', () => {
    const doubts = ['1 field is unknown to the database: consent_xyz.'];
    const settings = { streams: 2, chunkProfiles: 500, chunkBytes: 1_000_000, format: 'json', pauseWhenRefused: null } as const;
    const file = makeJob(path, [profileRow(1)]);
    file.job.keepDoubts(doubts);
    file.close();
    const again = openJobFile(path, { create: false });
    expect(again.job.read()).toMatchObject({ doubts, runSettings: null });
    again.job.keepSettings(settings);
    again.close();
    const last = openJobFile(path, { create: false });
    expect(last.job.read()).toMatchObject({ doubts, runSettings: settings });
    last.close();
  });
});

describe('opening a job file', () => {
  it('refuses what is not there, is no database, or is another program’s', () => {
    expect(faultOf(() => openJobFile(path, { create: false }))).toBe('job-missing');
    expect(faultOf(() => openJobFile(join(folder.path, 'no', 'such', 'folder.importjob'), { create: false }))).toBe('job-missing');
    writeFileSync(path, 'this is a text, and long enough to be more than a header of any kind'.repeat(40));
    expect(faultOf(() => openJobFile(path, { create: false }))).toBe('job-unreadable');
    const other = join(folder.path, 'other.importjob');
    const db = new Database(other);
    db.exec('CREATE TABLE somebody_elses (a)');
    db.close();
    expect(faultOf(() => openJobFile(other, { create: false }))).toBe('job-unreadable');
    expect(new Database(other).prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'somebody_elses' }]);
  });

  it('refuses a file of a newer version and leaves it as it is', () => {
    makeJob(path, profiles(1)).close();
    const db = new Database(path);
    db.pragma('user_version = 99');
    db.close();
    expect(faultOf(() => openJobFile(path, { create: false }))).toBe('job-newer');
    expect(new Database(path).pragma('user_version', { simple: true })).toBe(99);
  });

  it('checks what a file from another workstation says', () => {
    makeJob(path, profiles(1)).close();
    const db = new Database(path);
    db.prepare("UPDATE job SET recipe = json_set(recipe, '$.request.db_id', 'seven')").run();
    expect(faultOf(() => openJobFile(path, { create: false }))).toBe('job-corrupt');
    sealAll(db);
    db.close();
    expect(faultOf(() => openJobFile(path, { create: false }))).toBe('job-unreadable');
  });

  it('is one file when it is closed, and nothing is left when it is deleted', () => {
    const file = makeJob(path, profiles(1_000));
    file.close();
    expect(readdirSync(folder.path)).toEqual(['a.importjob']);
    deleteJobFile(path, { keepLock: false });
    expect(readdirSync(folder.path)).toEqual([]);
  });
});

describe('rows in a job file', () => {
  let file: JobFile;
  afterEach(() => file.close());

  it('are found by their position across blocks', () => {
    file = makeJob(path, profiles(1_234));
    expect([...file.blocks.rowsAt([1, 500, 501, 1_000, 1_001, 1_234])].map(({ row }) => row)).toEqual([2, 501, 502, 1_001, 1_002, 1_235]);
    expect(faultOf(() => [...file.blocks.rowsAt([1_235])])).toBe('job-corrupt');
    expect(file.blocks.positionsOfRows(new Set([2, 1_235, 99_999]))).toEqual([1, 1_234]);
  });

  it('give the bytes of any set of items, joined by commas', () => {
    const rows = Array.from({ length: 1_100 }, (_, index) => (index % 7 === 3 ? ({ kind: 'empty' } as const) : profileRow(index, { n: 'ж'.repeat(index % 5) })));
    file = makeJob(path, rows);
    const sendable = rows.flatMap((row, index) => (row.kind === 'item' ? [{ position: index + 1, json: row.json }] : []));
    const some = fc.subarray(sendable, { minLength: 1 });
    fc.assert(
      fc.property(some, (chosen) => {
        const items = file.items.pieces(chosen.map(({ position }) => ({ from: position, to: position })));
        expect(Buffer.concat(items.map(({ bytes }) => bytes)).toString('utf8')).toBe(chosen.map(({ json }) => json).join(','));
      }),
      { seed: 20_261_123, numRuns: 100 },
    );
    expect(Buffer.concat(file.items.pieces([{ from: 1, to: 3 }]).map(({ bytes }) => bytes)).toString('utf8')).toBe(sendable.slice(0, 3).map(({ json }) => json).join(','));
  });

  it('keep their states when a change is refused half way', () => {
    file = makeJob(path, profiles(700));
    const change = (): void =>
      file.transaction(() =>
        file.states.change([{ from: 1, to: 700 }], (_, position) => {
          if (position === 650) throw new Error('no');
          return 'failed';
        }),
      );
    expect(faultOf(change)).toBe('no');
    expect(file.states.count()).toMatchObject({ ready: 700, failed: 0 });
  });

  it('are counted from their states, whatever those are', () => {
    file = makeJob(path, profiles(990));
    file.transaction(() => file.states.change([{ from: 1, to: 990 }], (_, position) => rowStates[position % rowStates.length]!));
    expect(Object.values(file.states.count())).toEqual(Array(11).fill(90));
    expect([...file.states.positions(new Set(['unknown'] as const))].slice(0, 2)).toEqual([7, 18]);
  });

  it('whose heavy items fill a block early are all there', () => {
    file = makeJob(path, Array.from({ length: 30 }, (_, index) => profileRow(index, { note: 'x'.repeat(500_000) })));
    expect(file.states.count().ready).toBe(30);
    expect(file.items.pieces([{ from: 1, to: 30 }]).reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeGreaterThan(15_000_000);
  });
});

describe('cells', () => {
  it('come back exactly as they were', () => {
    const cell: fc.Arbitrary<Cell> = fc.oneof(
      fc.constant(null),
      fc.record({ t: fc.constant('s' as const), v: fc.string({ unit: 'binary' }) }),
      fc.record({ t: fc.constant('n' as const), v: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((v) => !Object.is(v, -0)) }),
      fc.record({ t: fc.constant('n' as const), v: fc.integer(), text: fc.string() }),
      fc.record({ t: fc.constant('d' as const), v: fc.constant('2024-01-31T00:00:00'), text: fc.string() }),
      fc.record({ t: fc.constant('d' as const), v: fc.constant('2024-01-31T00:00:00') }),
      fc.record({ t: fc.constant('b' as const), v: fc.boolean() }),
      fc.record({ t: fc.constant('e' as const), v: fc.constant('#N/A') }),
    );
    fc.assert(
      fc.property(cell, (value) => {
        const [asBytes, asString] = [new ByteText(), new JsonString()];
        for (const out of [asBytes, asString]) storeRow([value, null], out);
        expect(asBytes.take().toString()).toBe(asString.value);
        expect((loadRows(`[${asString.value}]`)[0] ?? []).map(loadCell)).toEqual([value, null]);
      }),
      { seed: 20_261_123, numRuns: cases(600, 2_000) },
    );
  });
});

describe('the lock', () => {
  it('is given to one at a time and leaves nothing behind', () => {
    makeJob(path, profiles(1), customRecipe).close();
    expect(isLocked(path)).toBe(false);
    const lock = lockJob(path);
    expect(isLocked(path)).toBe(true);
    expect(faultOf(() => lockJob(path, 0))).toBe('job-busy');
    lock.release();
    expect(isLocked(path)).toBe(false);
    if (process.platform !== 'win32') expect(existsSync(`${path}-lock`)).toBe(false);
  });

  it('is free again when the process that held it was killed', async () => {
    makeJob(path, profiles(1)).close();
    const holder = join(folder.path, 'holder.ts');
    const lockModule = new URL('../../../electron/engine/store/lock.ts', import.meta.url).href;
    writeFileSync(holder, `import { lockJob } from ${JSON.stringify(lockModule)};\n// Kept: a lock that nobody holds is collected with the rest.\nglobalThis.held = lockJob(process.argv[2]);\nprocess.send('held');\nsetInterval(() => {}, 1000);\n`);
    const child = fork(holder, [path], { execArgv: [] });
    const ended = once(child, 'exit');
    try {
      await once(child, 'message');
      expect(isLocked(path)).toBe(true);
    } finally {
      // Left alone, it would keep the tests from ending.
      child.kill('SIGKILL');
    }
    await ended;
    expect(isLocked(path)).toBe(false);
  });
});
