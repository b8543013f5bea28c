import { randomUUID } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '#engine/jobs/clock.ts';
import { pickRow } from '#engine/jobs/corrections/pickRow.ts';
import { redoBatch, undoBatch } from '#engine/jobs/corrections/undoBatch.ts';
import { fillDuplicates } from '#engine/jobs/duplicates/fillDuplicates.ts';
import { applyMend } from '#engine/jobs/mending/applyMend.ts';
import { checkJob } from '#engine/jobs/repair/checkJob.ts';
import { repairJob } from '#engine/jobs/repair/repairJob.ts';
import { retryRound } from '#engine/jobs/retryRound.ts';
import type { JobFile } from '#engine/store/jobFile.ts';
import type { RowState } from '#contract/job.ts';
import { edit, mustHold, open, prepareRows, set, type SourceRow } from '../../../support/corrections.ts';
import { jobPlace } from '../../../support/jobPlace.ts';
import { run } from '../../../support/jobs.ts';
import { columnOf, forCorrecting, rewritten, takeBack } from '../../../support/rounds.ts';
import { takeOver } from '../../../support/takeOver.ts';

const clock = systemClock;
/** Rows 1 to 30 are sent at first; 3 is refused, 21 has duplicates before it and 23 one. */
const rows: readonly SourceRow[] = Array.from({ length: 520 }, (_, index) => {
  const id = index + 1;
  if (id === 7) return ['x', 'Invalid', ''];
  if (id === 20) return ['9', 'Not sent', '05.05.1990'];
  if (id === 21) return ['9', 'Sent', ''];
  if (id === 22) return ['23', 'Not sent', '05.05.1990'];
  return [String(id), `Имя ${index}`, '31.01.2024'];
});

const place = jobPlace({ population: 2_000, keepItems: true, faults: { rules: [{ kind: 'reject-items', customIds: [3], code: 422, text: 'No such city', perKey: 1 }] } });
/** Sent in part, never corrected. */
let sent: string;

beforeAll(async () => {
  sent = await prepareRows(place.folder, rows);
  const made = open(sent);
  await run(made, { ...place.server, trial: 30 });
  expect([3, 6, 7, 22, 21].map((position) => made.states.at(position))).toEqual(['failed', 'accepted', 'invalid', 'duplicate', 'accepted']);
  made.close();
});

const again = { sendAgain: true };
const mendOf = (position: number) => ({ column: 1, mends: [{ kind: 'case', to: 'upper' } as const], selection: { kind: 'rows' as const, positions: [position] }, onlyFixing: false });
const editAgain = async (made: JobFile): Promise<unknown> => edit(made, [set(6, 1, 'Шестая')], again);

/** Every act that has rows wait which were answered with another item, or in place of one that was. */
async function everyAct(made: JobFile): Promise<void> {
  await edit(made, [set(4, 1, 'Четвёртая')], again);
  await run(made, { ...place.server, trial: 1 });
  await edit(made, [set(4, 1, 'Ещё раз')], again);
  await edit(made, [set(3, 1, 'Третья'), set(5, 0, '1500'), set(6, 1, 'Шестая')], again);
  await applyMend(made, mendOf(10), { clock, origin: 'window', ...again });
  const back = await rewritten(await forCorrecting(made, place.folder), (sheet) => sheet.eachRow((row) => {
    if (['11', '12'].includes(row.getCell(columnOf(sheet, 'No')).text)) row.getCell(columnOf(sheet, 'Name')).value = 'Из книги';
  }));
  expect((await takeBack(made, back, again)).result?.rows).toBe(2);
  expect((await fillDuplicates(made, { clock, origin: 'window', position: 21, ...again })).rows).toBe(1);
  expect((await pickRow(made, { clock, origin: 'window', position: 22, ...again })).rows).toBe(1);
  expect((await pickRow(made, { clock, origin: 'window', position: 15, ...again })).rows).toBe(1);
  await edit(made, [set(13, 1, 'Тринадцатая')], again);
  await edit(made, [set(13, 2, '01.02.2024'), set(14, 1, 'Назад')], again);
  await undoBatch(made, { clock });
  await redoBatch(made, { clock, ...again });
  await undoBatch(made, { clock });
}

const acts: readonly (readonly [name: string, waiting: readonly number[], act: (made: JobFile) => Promise<unknown>])[] = [
  ['one row is to be sent again', [6], editAgain],
  ['rows were corrected in every way', [3, 4, 5, 6, 10, 11, 12, 13, 15, 21, 22], everyAct],
];

const untouched: readonly (readonly [name: string, act: (made: JobFile) => Promise<unknown>])[] = [
  ['a correction is undone', async (made) => {
    await edit(made, [set(3, 1, 'Третья'), set(6, 1, 'Шестая')], again);
    await undoBatch(made, { clock });
  }],
  ['what was corrected was sent', async (made) => {
    await edit(made, [set(6, 1, 'Шестая'), set(7, 0, '7'), set(100, 1, 'Сотая')], again);
    await run(made, { ...place.server, trial: 100 });
  }],
  ['something else is corrected', (made) => edit(made, [set(100, 1, 'Сотая')])],
];

/** Spoils a closed job; told its states of before the act. */
const damages: readonly (readonly [name: string, spoil: (db: Database.Database, before: readonly Block[]) => void])[] = [
  ['all states are lost', (db) => db.exec('UPDATE block_state SET states = zeroblob(octet_length(states))')],
  ['a block of states is lost', (db) => db.exec('UPDATE block_state SET seal = seal + 1 WHERE first = 1')],
  ['the states are of the time before', (db, before) => {
    const put = db.prepare('UPDATE block_state SET states = @states, version = @version, rows_seal = @rows_seal, ends_seal = @ends_seal, seal = @seal WHERE first = @first');
    for (const block of before) put.run(block);
  }],
  ['states and the record of the batches are lost', (db) => db.exec('UPDATE block_state SET seal = seal + 1; UPDATE correction_batch SET seal = seal + 1')],
  ['states and corrections are lost', (db) => db.exec('UPDATE block_state SET seal = seal + 1; UPDATE correction SET seal = seal + 1; UPDATE corrected_row SET seal = seal + 1; UPDATE correction_batch SET seal = seal + 1')],
  ['where the job stands is lost', (db) => db.exec('UPDATE job SET live_seal = live_seal + 1')],
  ['where the job stands and a block of states is lost', (db) => db.exec('UPDATE job SET live_seal = live_seal + 1; UPDATE block_state SET seal = seal + 1 WHERE first = 1')],
  ['states and the newest request are lost', (db) => db.exec('UPDATE block_state SET seal = seal + 1; UPDATE chunk SET seal = seal + 1 WHERE id = (SELECT max(id) FROM chunk)')],
];

interface Block {
  readonly first: number;
}

/** A job after an act, closed; its states before it, and what each of its rows is to be. */
interface Acted {
  readonly path: string;
  readonly blocks: readonly Block[];
  readonly before: ReturnType<typeof truthOf>;
}

type Act = (made: JobFile) => Promise<unknown>;
const done = new Map<Act, Promise<Acted>>();

/** Each act is done once; what is damaged and repaired are copies of what came of it. */
function acted(act: Act): Promise<Acted> {
  const known = done.get(act) ?? actOn(act);
  done.set(act, known);
  return known;
}

async function actOn(act: Act): Promise<Acted> {
  const path = join(place.folder, `${randomUUID()}.importjob`);
  copyFileSync(sent, path);
  takeOver(path);
  const db = new Database(path, { readonly: true });
  const blocks = db.prepare<[], Block>('SELECT * FROM block_state').all();
  db.close();
  const job = open(path);
  try {
    await act(job);
    return { path, blocks, before: truthOf(job) };
  } finally {
    job.close();
  }
}

async function repaired(act: Act, spoil: (db: Database.Database, before: readonly Block[]) => void, withSource: boolean): Promise<{ readonly made: JobFile; readonly before: Acted['before'] }> {
  const { path: whole, blocks, before } = await acted(act);
  const path = join(place.folder, `${randomUUID()}.importjob`);
  copyFileSync(whole, path);
  const db = new Database(path);
  spoil(db, blocks);
  db.close();
  expect(checkJob(path).whole).toBe(false);
  const out = path.replace('.importjob', '-repaired.importjob');
  await repairJob({ job: path, out, clock, ...(withSource ? { source: sent.replace('.importjob', '.csv') } : {}) });
  takeOver(out);
  const file = place.open(out);
  file.check();
  return { made: file, before };
}

function truthOf(job: JobFile): readonly { readonly state: RowState; readonly item: string }[] {
  return Array.from(job.items.texts(rows.map((_, index) => index + 1)), ({ json }, index) => ({ state: job.states.at(index + 1), item: json }));
}

describe.each(damages)('a repair where %s', (name, spoil) => {
  const cases = acts.flatMap(([what, waiting, act]) => [false, true].map((withSource) => ({ what, waiting, act, withSource })));

  it.each(cases)('calls no row accepted or refused with what the platform never got, where $what (source: $withSource)', async ({ waiting, act, withSource }) => {
    const { made, before } = await repaired(act, spoil, withSource);
    for (const position of waiting) {
      expect(before[position - 1]?.state).toBe('ready');
      // Of a pick of which nothing is left nothing tells.
      expect(['ready', 'unknown', 'invalid', ...(position === 22 && name.includes('corrections') ? ['duplicate'] : [])], String(position)).toContain(made.states.at(position));
    }
    const after = truthOf(made).map((is, index) => ({ row: index + 1, is, was: before[index]! }));
    // Whatever is said to be accepted was, with this very item; and what was is not sent by itself.
    const told = after.filter(({ is }) => is.state === 'accepted' || is.state === 'failed');
    expect(told).toEqual(told.map(({ row, was }) => ({ row, is: was, was })));
    expect(after.filter(({ is, was }) => was.state === 'accepted' && is.state !== 'accepted' && is.state !== 'unknown')).toEqual([]);
  });
});

describe.each(damages.slice(0, 3))('a repair where %s', (_, spoil) => {
  it.each(untouched)('knows what was answered where %s', async (_name, act) => {
    const { made, before } = await repaired(act, spoil, true);
    const after = truthOf(made);
    const answered = before.map((was, index) => ({ row: index + 1, was, is: after[index]! })).filter(({ was }) => was.state === 'accepted' || was.state === 'failed');
    expect(answered).toEqual(answered.map(({ row, was }) => ({ row, was, is: was })));
  });
});

it('sends what waited to be sent again, once it is asked for, and nothing else a second time', async () => {
  const { made, before } = await repaired(editAgain, damages[0]![1], true);
  expect(made.states.at(6)).toBe('unknown');
  expect(truthOf(made)).toEqual(before.map((row, index) => (index === 5 ? { ...row, state: 'unknown' } : row)));
  retryRound(made, { unknown: true }, Date.now());
  await run(made, place.server);
  expect(place.server.journal.item(6)).toMatchObject({ _fname: 'Шестая' });
  mustHold(made);
});

it('does not undo what was sent after a repair that has lost the newest request', async () => {
  const { made } = await repaired(async (job) => {
    await run(job, { ...place.server, trial: 10 });
    await edit(job, [set(7, 0, '1600')]);
  }, (db) => db.exec('UPDATE chunk SET seal = seal + 1 WHERE id = (SELECT max(id) FROM chunk)'), true);
  await run(made, place.server);
  expect(made.states.at(7)).toBe('accepted');
  await expect(undoBatch(made, { clock })).rejects.toMatchObject({ code: 'correction-sent' });
});

it('does not undo what nobody knows to be unsent', async () => {
  const { made } = await repaired((job) => edit(job, [set(6, 1, 'Шестая'), set(7, 0, '1700')], again), damages[0]![1], true);
  await expect(undoBatch(made, { clock })).rejects.toMatchObject({ code: 'correction-sent' });
});
