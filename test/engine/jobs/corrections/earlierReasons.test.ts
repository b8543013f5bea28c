import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { systemClock as clock } from '#engine/jobs/clock.ts';
import { pickRow } from '#engine/jobs/corrections/pickRow.ts';
import { redoBatch, undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { checkJob } from '#engine/jobs/repair/checkJob.ts';
import { repairJob } from '#engine/jobs/repair/repairJob.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import { liveColumns, sealOf } from '#engine/store/seal.ts';
import { edit, mustHold, open, prepareRows, rowsOf, set, type SourceRow } from '../../../support/corrections.ts';
import { jobPlace } from '../../../support/jobPlace.ts';
import { run } from '../../../support/jobs.ts';
import { takeOver } from '../../../support/takeOver.ts';


const place = jobPlace({ population: 2_000, faults: { rules: [{ kind: 'reject-items', customIds: [5], code: 422, text: 'No such city', perKey: 1 }, { kind: 'reject-items', customIds: [5], code: 423, text: 'No such street', perKey: 9 }] } });

const rows: readonly SourceRow[] = [['x', 'Anna', ''], ['2', 'Olga', 'never'], ['3', 'First', ''], ['3', 'Second', ''], ['5', 'Refused', ''], ['6', 'Inga', '']];

/** Each is done to a job, and changes what its table says of the very rows that it spoke of before. */
const changes: readonly (readonly [table: string, first: (job: JobFile) => Promise<unknown>, then: (job: JobFile) => Promise<unknown>])[] = [
  ['row_error', (job) => edit(job, [set(1, 0, 'y')]), (job) => edit(job, [set(1, 0, 'z'), set(2, 2, 'ever')])],
  ['row_error', () => Promise.resolve(), (job) => edit(job, [set(1, 0, 'z')])],
  ['duplicate', (job) => edit(job, [set(6, 0, '3')]), async (job) => (await edit(job, [set(6, 0, '7')]), await edit(job, [set(2, 0, '3'), set(2, 2, '')]))],
  ['duplicate', () => Promise.resolve(), (job) => edit(job, [set(6, 0, '3')])],
  ['failure', (job) => run(job, place.server), async (job) => {
    retryRound(job, {}, Date.now());
    await run(job, place.server);
  }],
];

describe.each(changes)('a table %s that is of an earlier time, with records for the same rows', (table, first, then) => {
  it.each([false, true])('is told, and put right by a repair (workbook: %s)', async (withSource) => {
    const path = await prepareRows(place.folder, rows);
    const made = open(path);
    await first(made);
    const db = new Database(path);
    const earlier = db.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`).all();
    await then(made);
    const truth = rowsOf(made);
    made.close();
    expect(checkJob(path)).toMatchObject({ whole: true });
    db.exec(`DELETE FROM ${table}`);
    for (const record of earlier) db.prepare(`INSERT INTO ${table} (${Object.keys(record).join(', ')}) VALUES (${Object.keys(record).map((name) => `@${name}`).join(', ')})`).run(record);
    db.close();
    expect(checkJob(path)).toMatchObject({ whole: false });
    const out = path.replace('.importjob', '-again.importjob');
    await repairJob({ job: path, out, clock, ...(withSource ? { source: path.replace('.importjob', '.csv') } : {}) });
    takeOver(out);
    const file = place.open(out);
    expect(checkJob(out)).toMatchObject({ whole: true });
    expect(rowsOf(file).map(({ state, errors, duplicateOf, text }) => ({ state, errors, duplicateOf, text }))).toEqual(truth.map(({ state, errors, duplicateOf, text }) => ({ state, errors, duplicateOf, text })));
  });
});

it('is told of no job that is whole, whatever is done to it', async () => {
  const path = await prepareRows(place.folder, rows);
  const acts: readonly ((job: JobFile) => unknown)[] = [
    (job) => edit(job, [set(1, 0, 'y'), set(2, 2, '')]),
    (job) => undoBatch(job, { clock }),
    (job) => redoBatch(job, { clock }),
    (job) => pickRow(job, { clock, origin: 'window', position: 3 }),
    (job) => edit(job, [set(99, 0, '1')]),
    (job) => run(job, place.server),
    (job) => retryRound(job, {}, Date.now()),
    (job) => run(job, place.server),
    (job) => edit(job, [set(5, 1, 'Corrected')]),
    (job) => undoBatch(job, { clock }),
    (job) => edit(job, [set(6, 1, 'Again')], { sendAgain: true }),
    (job) => run(job, place.server),
  ];
  for (const [index, act] of acts.entries()) {
    const file = place.open(path);
    await act(file);
    mustHold(file);
    file.close();
    expect([index, checkJob(path).whole]).toEqual([index, true]);
  }
});

it('is told of a job of an earlier version from its next commit on', async () => {
  const path = await prepareRows(place.folder, rows);
  const db = new Database(path);
  const live = db.prepare<[], Record<string, string | number | null>>('SELECT * FROM job').get()!;
  const { commit, ...where } = JSON.parse(String(live['place']));
  const { errors: _, duplicates: _d, failures: _f, ...written } = commit.written;
  live['place'] = JSON.stringify({ ...where, commit: { ...commit, written } });
  db.prepare('UPDATE job SET place = ?, live_seal = ?').run(live['place'], sealOf('job', liveColumns.map((name) => live[name] ?? null)));
  expect(checkJob(path).whole).toBe(true);
  const earlier = db.prepare<[], Record<string, unknown>>('SELECT * FROM row_error WHERE position = 1').get()!;
  const file = place.open(path);
  await edit(file, [set(1, 0, 'z')]);
  file.close();
  expect(checkJob(path).whole).toBe(true);
  db.prepare('UPDATE row_error SET value = @value, seal = @seal WHERE position = 1').run(earlier);
  db.close();
  expect(checkJob(path)).toMatchObject({ whole: false, oneTime: false });
});
